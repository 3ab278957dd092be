"""Addresses of assessment."""

from django.urls import path

from touyan.assessment import views, views_office, views_study

urlpatterns = [
    path("scores/", views.score_list, name="score_list"),
    path("scores/<int:pk>/", views.result_page, name="result_page"),
    path("scores/<int:pk>/object/", views.objection_make, name="objection_make"),
    path("scores/<int:pk>/use/", views_office.result_use, name="result_use"),
    path("schemes/", views_office.scheme_list, name="scheme_list"),
    path("schemes/draft/", views_office.scheme_draft, name="scheme_draft"),
    path("schemes/<int:pk>/", views_office.scheme_page, name="scheme_page"),
    path("schemes/<int:pk>/write/", views_office.scheme_write, name="scheme_write"),
    path("schemes/<int:pk>/adopt/", views_office.scheme_adopt, name="scheme_adopt"),
    path("schemes/<int:pk>/run/", views_office.run_start, name="run_start"),
    path("schemes/<int:pk>/replay/", views_study.replay_start, name="replay_start"),
    path("schemes/<int:pk>/cases/", views_study.cases_check, name="cases_check"),
    path("studies/<int:pk>/", views_study.study_page, name="study_page"),
    path("assessments/<int:pk>/repeat/", views_study.run_repeat, name="run_repeat"),
    path("assessments/", views_office.run_list, name="run_list"),
    path("assessments/<int:pk>/", views_office.run_page, name="run_page"),
    path("assessments/<int:pk>/results/", views_office.run_results, name="run_results"),
    path("assessments/<int:pk>/listed/", views_office.run_listed, name="run_listed"),
    path("assessments/<int:pk>/again/", views_office.run_again, name="run_again"),
    path("assessments/<int:pk>/correct/", views_office.run_correct, name="run_correct"),
    path("assessments/<int:pk>/step/<slug:verb>/", views_office.run_step, name="run_step"),
    path("objections/", views_office.objection_list, name="objection_list"),
    path("objections/<int:pk>/", views_office.objection_page, name="objection_page"),
]
