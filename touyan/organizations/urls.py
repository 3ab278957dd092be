"""Addresses of the organisation."""

from django.urls import path

from touyan.organizations import preferences, views, views_accounts, views_change, views_journal

urlpatterns = [
    path("units/", views.unit_list, name="unit_list"),
    path("units/table/", views.unit_table, name="unit_table"),
    path("units/table.xlsx", views.unit_table_file, name="unit_table_file"),
    path("units/<int:pk>/", views.unit_page, name="unit_page"),
    path("units/<int:pk>/open/", views_change.unit_open, name="unit_open"),
    path("units/<int:pk>/rename/", views_change.unit_rename, name="unit_rename"),
    path("units/<int:pk>/move/", views_change.unit_move, name="unit_move"),
    path("units/<int:pk>/close/", views_change.unit_close, name="unit_close"),
    path("units/<int:pk>/term/", views_change.term_open, name="term_open"),
    path("units/<int:pk>/posts/", views_change.post_assign, name="post_assign"),
    path("units/<int:pk>/posts/<int:post_pk>/end/", views_change.post_end, name="post_end"),
    path("accounts/", views_accounts.account_list, name="account_list"),
    path("accounts/open/", views_accounts.account_open, name="account_open"),
    path("accounts/<int:pk>/", views_accounts.account_page, name="account_page"),
    path("accounts/<int:pk>/switch/", views_accounts.account_switch, name="account_switch"),
    path("accounts/<int:pk>/grants/<int:grant_pk>/revoke/", views_accounts.grant_revoke, name="grant_revoke"),
    path("journal/", views_journal.journal_list, name="journal_list"),
    path("journal/check/", views_journal.journal_check, name="journal_check"),
    path("preferences/language/", preferences.language_set, name="language_set"),
    path("preferences/reading/", preferences.reading_set, name="reading_set"),
]
