"""Addresses of the brands room."""

from django.urls import path

from touyan.brands import views

urlpatterns = [
    path("brands/", views.brand_map, name="brand_map"),
    path("brands/list/", views.brand_list, name="brand_list"),
    path("brands/<int:pk>/", views.brand_page, name="brand_page"),
]
