"""Addresses of contact."""

from django.urls import path

from touyan.contacts import arrange_views, views

urlpatterns = [
    path("my/contacts/", views.contacts_own, name="contacts_own"),
    path("pairs/<int:pk>/", views.pair_page, name="pair_page"),
    path("pairs/<int:pk>/talk/", views.talk_record, name="talk_record"),
    path("pairs/<int:pk>/need/", views.matter_raise, name="matter_raise"),
    path("pairs/<int:pk>/end/", arrange_views.pair_end, name="pair_end"),
    path("talks/<int:pk>/withdraw/", views.talk_withdraw, name="talk_withdraw"),
    path("matters/", views.matter_list, name="matter_list"),
    path("matters/<int:pk>/", views.matter_page, name="matter_page"),
    path("matters/<int:pk>/paper/", views.matter_paper, name="matter_paper"),
    path("matters/<int:pk>/consent/", views.matter_consent, name="matter_consent"),
    path("matters/<int:pk>/answer/", views.matter_answer, name="matter_answer"),
    path("matters/<int:pk>/confirm/", views.matter_confirm, name="matter_confirm"),
    path("matters/<int:pk>/withdraw/", views.matter_withdraw, name="matter_withdraw"),
    path("contacts/arrange/", arrange_views.contacts_arrange, name="contacts_arrange"),
    path("contacts/arrange/new/", arrange_views.pair_arrange, name="pair_arrange"),
    path("contacts/arrange/proposals/", arrange_views.pairs_propose, name="pairs_propose"),
    path("contacts/arrange/rule/", arrange_views.contact_rule, name="contact_rule"),
    path("contacts/coverage/", arrange_views.contacts_coverage, name="contacts_coverage"),
]
