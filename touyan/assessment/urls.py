"""Addresses of assessment."""

from django.urls import path

from touyan.assessment import views, views_office, views_scheme, views_study

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
    path("schemes/new/", views_scheme.scheme_blank, name="scheme_blank"),
    path("schemes/library/", views_scheme.library_list, name="library_list"),
    path("schemes/library/<slug:name>/", views_scheme.library_page, name="library_page"),
    path("schemes/<int:pk>/table/", views_scheme.scheme_table, name="scheme_table"),
    path(
        "schemes/<int:pk>/table/<int:part>/<slug:kind>/<int:index>/",
        views_scheme.construct_edit,
        name="construct_edit",
    ),
    path(
        "schemes/<int:pk>/table/<int:part>/<slug:kind>/<int:index>/<slug:verb>/",
        views_scheme.construct_move,
        name="construct_move",
    ),
    path("schemes/<int:pk>/about/", views_scheme.scheme_about, name="scheme_about"),
    path("schemes/<int:pk>/cases/write/", views_scheme.cases_write, name="cases_write"),
    path("schemes/<int:pk>/book/", views_scheme.scheme_book, name="scheme_book"),
    path("schemes/<int:pk>/book/take/", views_scheme.book_take, name="book_take"),
    path("schemes/<int:pk>/except/", views_scheme.exception_sign, name="exception_sign"),
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
