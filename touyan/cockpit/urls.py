"""Addresses of the overview."""

from django.urls import path

from touyan.cockpit import views

urlpatterns = [
    path("", views.home, name="home"),
    path("limits/", views.limits, name="limits"),
]
