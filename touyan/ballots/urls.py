"""Addresses of ballots."""

from django.urls import path

from touyan.ballots import views, views_office, views_paper

urlpatterns = [
    path("ballots/", views.ballot_list, name="ballot_list"),
    path("ballots/checker/", views.ballot_checker, name="ballot_checker"),
    path("ballots/new/", views_office.ballot_new, name="ballot_new"),
    path("ballots/<int:pk>/", views.ballot_page, name="ballot_page"),
    path("ballots/<int:pk>/vote/", views.ballot_vote, name="ballot_vote"),
    path("ballots/<int:pk>/receipt/", views.ballot_receipt, name="ballot_receipt"),
    path("ballots/<int:pk>/list/", views.ballot_listing, name="ballot_listing"),
    path("ballots/<int:pk>/whole/", views.ballot_whole, name="ballot_whole"),
    path("ballots/<int:pk>/edit/", views_office.ballot_edit, name="ballot_edit"),
    path("ballots/<int:pk>/roll/", views_office.ballot_roll, name="ballot_roll"),
    path("ballots/<int:pk>/roll/remove/", views_office.roll_remove, name="roll_remove"),
    path("ballots/<int:pk>/open/", views_office.ballot_open, name="ballot_open"),
    path("ballots/<int:pk>/count/", views_office.ballot_count, name="ballot_count"),
    path("ballots/<int:pk>/publish/", views_office.ballot_publish, name="ballot_publish"),
    path("ballots/<int:pk>/void/", views_office.ballot_void, name="ballot_void"),
    path("ballots/<int:pk>/paper/", views_paper.ballot_paper, name="ballot_paper"),
    path("ballots/<int:pk>/papers/", views_paper.ballot_papers, name="ballot_papers"),
    path("ballots/<int:pk>/papers/hand/", views_paper.paper_hand, name="paper_hand"),
    path("ballots/<int:pk>/papers/count/", views_paper.papers_count, name="papers_count"),
    path("ballots/<int:pk>/papers/<int:batch>/", views_paper.papers_confirm, name="papers_confirm"),
    path("ballots/<int:pk>/papers/<int:batch>/withdraw/", views_paper.papers_withdraw, name="papers_withdraw"),
]
