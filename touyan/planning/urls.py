"""Addresses of planning."""

from django.urls import path

from touyan.planning import views, views_days, views_tasks

urlpatterns = [
    path("plans/", views.plan_list, name="plan_list"),
    path("plans/new/", views.plan_draft, name="plan_draft"),
    path("plans/<int:pk>/", views.plan_page, name="plan_page"),
    path("plans/<int:pk>/edit/", views.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/actions/new/", views.action_edit, name="action_new"),
    path("plans/<int:pk>/actions/<int:action_pk>/", views.action_edit, name="action_edit"),
    path("plans/<int:pk>/actions/<int:action_pk>/drop/", views.action_drop, name="action_drop"),
    path("plans/<int:pk>/issue/", views.plan_issue, name="plan_issue"),
    path("plans/board/", views_days.plan_board, name="plan_board"),
    path("tasks/late/", views_days.task_late, name="task_late"),
    path("plans/calendar/", views_days.calendar, name="plan_calendar"),
    path("plans/calendar/feeds/", views_days.feed_list, name="feed_list"),
    path("plans/calendar/feeds/<int:pk>/revoke/", views_days.feed_revoke, name="feed_revoke"),
    path("feeds/<str:secret>.ics", views_days.feed, name="feed"),
    path("reminders/", views_days.reminder_list, name="reminder_list"),
    path("reminders/seen/", views_days.reminder_seen, name="reminder_seen"),
    path("holidays/", views_days.holiday_list, name="holiday_list"),
    path("holidays/<int:pk>/drop/", views_days.holiday_drop, name="holiday_drop"),
    path("holidays/announce/", views_days.year_announce, name="year_announce"),
    path("jobs/", views_days.job_list, name="job_list"),
    path("tasks/", views_tasks.task_list, name="task_list"),
    path("units/<int:pk>/tasks/", views_tasks.unit_tasks, name="unit_tasks"),
    path("tasks/<int:pk>/", views_tasks.task_page, name="task_page"),
    path("tasks/<int:pk>/accept/", views_tasks.task_accept, name="task_accept"),
    path("tasks/<int:pk>/ask/", views_tasks.task_ask, name="task_ask"),
    path("tasks/<int:pk>/assign/", views_tasks.task_assign, name="task_assign"),
    path("tasks/<int:pk>/prove/", views_tasks.task_prove, name="task_prove"),
    path("tasks/<int:pk>/explain/", views_tasks.task_explain, name="task_explain"),
    path("tasks/<int:pk>/unprove/", views_tasks.task_unprove, name="task_unprove"),
    path("tasks/<int:pk>/return/", views_tasks.task_return, name="task_return"),
    path("tasks/<int:pk>/cancel/", views_tasks.task_cancel, name="task_cancel"),
    path("tasks/<int:pk>/restore/", views_tasks.task_restore, name="task_restore"),
]
