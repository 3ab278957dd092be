"""Addresses of the model office."""

from django.urls import path

from touyan.modeloffice import views, views_registers

urlpatterns = [
    path("model/", views.model_overview, name="model_overview"),
    path("model/<int:pk>/", views.model_unit, name="model_unit"),
    path("model/<int:pk>/readings/<slug:code>/", views.model_reading, name="model_reading"),
    path("model/<int:pk>/companions/", views.companions_set, name="companions_set"),
    path("model/<int:pk>/<int:year>/<int:half>/", views.appraisal_edit, name="appraisal_edit"),
    path("model/appraisals/<int:pk>/submit/", views.appraisal_submit, name="appraisal_submit"),
    path("model/appraisals/<int:pk>/verify/", views.appraisal_verify, name="appraisal_verify"),
    path("model/appraisals/<int:pk>/return/", views.appraisal_return, name="appraisal_return"),
    path("model/adoption/", views_registers.adoption_page, name="adoption_page"),
    path("model/decisions/", views_registers.decision_list, name="decision_list"),
    path("model/majors/", views_registers.major_list, name="major_list"),
    path("model/majors/new/", views_registers.major_new, name="major_new"),
    path("model/majors/<int:pk>/", views_registers.major_page, name="major_page"),
    path("model/majors/<int:pk>/send/", views_registers.major_send, name="major_send"),
    path("model/majors/<int:pk>/answer/", views_registers.major_answer, name="major_answer"),
    path("model/majors/<int:pk>/withdraw/", views_registers.major_withdraw, name="major_withdraw"),
    path("model/visits/", views_registers.visit_list, name="visit_list"),
    path("model/visits/new/", views_registers.visit_record, name="visit_record"),
    path("model/visits/<int:pk>/withdraw/", views_registers.visit_withdraw, name="visit_withdraw"),
    path("model/risks/", views_registers.risk_list, name="risk_list"),
    path("model/risks/new/", views_registers.risk_new, name="risk_new"),
    path("model/risks/<int:pk>/", views_registers.risk_page, name="risk_page"),
    path("model/risks/<int:pk>/edit/", views_registers.risk_edit, name="risk_edit"),
    path("model/risks/<int:pk>/review/", views_registers.risk_review, name="risk_review"),
    path("model/risks/<int:pk>/close/", views_registers.risk_close, name="risk_close"),
    path("model/cautions/", views_registers.caution_list, name="caution_list"),
    path("model/cautions/new/", views_registers.caution_plan, name="caution_plan"),
    path("model/cautions/<int:pk>/give/", views_registers.caution_give, name="caution_give"),
    path("model/benchmarks/", views_registers.benchmark_list, name="benchmark_list"),
    path("model/benchmarks/new/", views_registers.benchmark_new, name="benchmark_new"),
    path("model/benchmarks/<int:pk>/", views_registers.benchmark_page, name="benchmark_page"),
    path("model/benchmarks/<int:pk>/edit/", views_registers.benchmark_edit, name="benchmark_edit"),
    path("model/benchmarks/<int:pk>/finish/", views_registers.benchmark_finish, name="benchmark_finish"),
    path("model/benchmarks/<int:pk>/drop/", views_registers.benchmark_drop, name="benchmark_drop"),
]
