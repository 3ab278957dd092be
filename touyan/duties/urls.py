"""Addresses of the ledger."""

from django.urls import path

from touyan.duties import import_views, views, views_print

urlpatterns = [
    path("duty/", views.duty_own, name="duty_own"),
    path("duty/words/", views.own_words, name="own_words"),
    path("duty/confirm/", views.records_confirm, name="records_confirm"),
    path("duty/people/<int:person_id>/", views.duty_file, name="duty_file"),
    path("duty/people/<int:person_id>/print/", views_print.duty_file_print, name="duty_file_print"),
    path("duty/files/pack/", views_print.duty_files_pack, name="duty_files_pack"),
    path("duty/records/<int:pk>/", views.record_page, name="record_page"),
    path("duty/records/<int:pk>/confirm/", views.record_confirm, name="record_confirm"),
    path("duty/records/<int:pk>/object/", views.record_object, name="record_object"),
    path("duty/records/<int:pk>/keep/", views.record_keep, name="record_keep"),
    path("duty/records/<int:pk>/verify/", views.record_verify, name="record_verify"),
    path("duty/records/<int:pk>/void/", views.record_void, name="record_void"),
    path("duty/records/<int:pk>/withdraw/", views.claim_withdraw, name="claim_withdraw"),
    path("duty/rates/", views.rate_page, name="rate_page"),
    path("duty/rates/<int:unit_id>/<int:year>/", views.rate_people, name="rate_people"),
    path("works/", views.work_list, name="work_list"),
    path("works/enter/", views.work_enter, name="work_enter"),
    path("works/imports/", import_views.work_import, name="work_import"),
    path("works/imports/template/", import_views.work_template, name="work_template"),
    path("works/imports/<int:pk>/", import_views.work_import_page, name="work_import_page"),
    path("works/imports/<int:pk>/map/", import_views.work_import_map, name="work_import_map"),
    path("works/imports/<int:pk>/take/", import_views.work_import_take, name="work_import_take"),
    path("works/imports/<int:pk>/rest/", import_views.work_import_rest, name="work_import_rest"),
    path("works/<int:pk>/", views.work_page, name="work_page"),
    path("works/<int:pk>/stage/", views.work_stage, name="work_stage"),
    path("works/<int:pk>/link/", views.work_link, name="work_link"),
    path("works/<int:pk>/verify/", views.work_verify, name="work_verify"),
]
