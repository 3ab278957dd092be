"""Addresses of the organisation."""

from django.urls import path

from touyan.organizations import preferences, views

urlpatterns = [
    path("units/", views.unit_list, name="unit_list"),
    path("units/<int:pk>/", views.unit_page, name="unit_page"),
    path("preferences/language/", preferences.language_set, name="language_set"),
    path("preferences/reading/", preferences.reading_set, name="reading_set"),
]
