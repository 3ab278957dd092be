"""Addresses of practices."""

from django.urls import path

from touyan.practices import views

urlpatterns = [
    path("practices/", views.practice_list, name="practice_list"),
    path("practices/trees/", views.practice_forest, name="practice_forest"),
    path("practices/new/", views.practice_new, name="practice_new"),
    path("practices/<int:pk>/", views.practice_page, name="practice_page"),
    path("practices/<int:pk>/tree/", views.practice_tree, name="practice_tree"),
    path("practices/<int:pk>/edit/", views.practice_edit, name="practice_edit"),
    path("practices/<int:pk>/share/", views.practice_share, name="practice_share"),
    path("practices/<int:pk>/withdraw/", views.practice_withdraw, name="practice_withdraw"),
    path("practices/<int:pk>/adopt/", views.practice_adopt, name="practice_adopt"),
    path("practices/<int:pk>/trace/", views.practice_trace, name="practice_trace"),
    path("practices/<int:pk>/effects/", views.effect_report, name="effect_report"),
    path("practices/<int:pk>/settle/", views.practice_settle, name="practice_settle"),
    path("practices/brands/<int:pk>/settle/", views.brand_settle, name="brand_settle"),
    path("practices/settlings/<int:pk>/register/", views.settling_register, name="settling_register"),
]
