"""Addresses of activities."""

from django.urls import path

from touyan.activities import views, views_arrival

urlpatterns = [
    path("calendar/", views.activity_calendar, name="activity_calendar"),
    path("activities/", views.activity_list, name="activity_list"),
    path("activities/record/", views.activity_record, name="activity_record"),
    path("activities/plan/", views.activity_plan, name="activity_plan"),
    path("activities/leaves/", views.leave_list, name="leave_list"),
    path("activities/leaves/<int:pk>/decide/", views.leave_decide, name="leave_decide"),
    path("activities/leaves/<int:pk>/withdraw/", views.leave_withdraw, name="leave_withdraw"),
    path("activities/arrivals/", views_arrival.arrivals_sync, name="arrivals_sync"),
    path("activities/attendance/<int:pk>/correct/", views_arrival.attendance_correct, name="attendance_correct"),
    path("activities/sessions/<int:pk>/door/", views_arrival.door_page, name="door_page"),
    path("activities/sessions/<int:session_id>/<int:person_id>/", views_arrival.arrival_tick, name="arrival_tick"),
    path("activities/<int:pk>/", views.activity_page, name="activity_page"),
    path("activities/<int:pk>/edit/", views.activity_edit, name="activity_edit"),
    path("activities/<int:pk>/cancel/", views.activity_cancel, name="activity_cancel"),
    path("activities/<int:pk>/invite/", views.activity_invite, name="activity_invite"),
    path("activities/<int:pk>/invite/<int:person_id>/", views.invitation_take_back, name="invitation_take_back"),
    path("activities/<int:pk>/accept/", views.invitation_accept, name="invitation_accept"),
    path("activities/<int:pk>/leave/", views.leave_ask, name="leave_ask"),
    path("activities/<int:pk>/digits/", views_arrival.arrival_digits, name="arrival_digits"),
    path("activities/<int:pk>/code/", views_arrival.arrival_code, name="arrival_code"),
    path("activities/<int:pk>/roll/", views_arrival.attendance_roll, name="attendance_roll"),
    path("activities/<int:pk>/roll/print/", views_arrival.attendance_print, name="attendance_print"),
    path("activities/<int:pk>/results/", views.result_add, name="result_add"),
    path("in/<str:token>/", views_arrival.arrival_door, name="arrival_door"),
    path("in/person/<str:token>/", views_arrival.arrival_person, name="arrival_person"),
]
