"""Addresses of the members' room."""

from django.urls import path

from touyan.members import import_views, own_views, views

urlpatterns = [
    path("members/", views.member_roster, name="member_roster"),
    path("members/export/", views.member_export, name="member_export"),
    path("members/new/<int:term>/", views.member_add, name="member_add"),
    path("members/placing/<int:term>/", views.members_place, name="members_place"),
    path("members/<int:pk>/", views.member_page, name="member_page"),
    path("members/<int:pk>/edit/", views.member_edit, name="member_edit"),
    path("members/<int:pk>/place/", views.member_place, name="member_place"),
    path("members/<int:pk>/end/", views.member_end, name="member_end"),
    path("members/<int:pk>/phone/", views.member_phone, name="member_phone"),
    path("members/import/", import_views.roster_import, name="roster_import"),
    path("members/import/template/<int:term>/", import_views.roster_template, name="roster_template"),
    path("members/import/<int:pk>/", import_views.roster_import_page, name="roster_import_page"),
    path("members/import/<int:pk>/take/", import_views.roster_import_take, name="roster_import_take"),
    path("members/import/<int:pk>/drop/", import_views.roster_import_drop, name="roster_import_drop"),
    path("members/import/<int:pk>/rest/", import_views.roster_import_rest, name="roster_import_rest"),
    path("sectors/", views.sector_list, name="sector_list"),
    path("sectors/new/", views.sector_add, name="sector_add"),
    path("sectors/<int:pk>/end/", views.sector_end, name="sector_end"),
    path("coverage/", views.coverage, name="coverage"),
    path("my/data/", own_views.my_data, name="my_data"),
    path("my/data/copy/", own_views.my_data_copy, name="my_data_copy"),
    path("my/data/<int:pk>/phone/", own_views.my_phone_set, name="my_phone_set"),
    path("my/data/<int:pk>/request/", own_views.my_request_open, name="my_request_open"),
    path("data-requests/", own_views.data_requests, name="data_requests"),
    path("data-requests/<int:pk>/", own_views.data_request_answer, name="data_request_answer"),
]
