"""Addresses of the learning room."""

from django.urls import path

from touyan.learning import views

urlpatterns = [
    path("learning/", views.programme_list, name="programme_list"),
    path("learning/new/", views.programme_new, name="programme_new"),
    path("learning/<int:pk>/", views.programme_page, name="programme_page"),
    path("learning/<int:pk>/edit/", views.programme_edit, name="programme_edit"),
    path("learning/<int:pk>/plan/", views.lesson_plan, name="lesson_plan"),
    path("learning/<int:pk>/lessons/", views.lesson_add, name="lesson_add"),
    path("learning/<int:pk>/lessons/remove/", views.lesson_remove, name="lesson_remove"),
    path("learning/<int:pk>/materials/", views.material_add, name="material_add"),
    path("learning/<int:pk>/materials/<int:material_id>/remove/", views.material_remove, name="material_remove"),
    path("learning/<int:pk>/changes/", views.change_write, name="change_write"),
    path("learning/<int:pk>/changes/<int:change_id>/withdraw/", views.change_withdraw, name="change_withdraw"),
]
