"""Addresses of the overview."""

from django.urls import path

from touyan.cockpit import views

urlpatterns = [
    path("", views.home, name="home"),
    path("limits/", views.limits, name="limits"),
    path("overview/", views.overview_page, name="overview"),
    path("overview/tasks/", views.overview_tasks, name="overview_tasks"),
]
