"""Addresses of oversight."""

from django.urls import path

from touyan.supervision import views_reports

urlpatterns = [
    path("reports/", views_reports.report_list, name="report_list"),
    path("reports/new/", views_reports.report_draft, name="report_draft"),
    path("reports/<int:pk>/", views_reports.report_page, name="report_page"),
    path("reports/<int:pk>/edit/", views_reports.report_edit, name="report_edit"),
    path("reports/<int:pk>/submit/", views_reports.report_submit, name="report_submit"),
    path("reports/<int:pk>/return/", views_reports.report_return, name="report_return"),
    path("reports/<int:pk>/read/", views_reports.report_read, name="report_read"),
    path("reports/<int:pk>/plan/", views_reports.report_plan, name="report_plan"),
    path("reports/<int:pk>/<int:number>/pdf/", views_reports.report_file, {"form_of": "pdf"}, name="report_pdf"),
    path("reports/<int:pk>/<int:number>/docx/", views_reports.report_file, {"form_of": "docx"}, name="report_docx"),
]
