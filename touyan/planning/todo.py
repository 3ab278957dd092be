"""What planning asks of a person: tasks to accept and to finish, earliest deadline first."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.core.todo import Todo
from touyan.organizations.policy import Actor
from touyan.planning import selectors
from touyan.planning.rules import TaskState

AHEAD = 45  # days: what is due later is on the calendar, not on the desk


def todos(actor: Actor) -> list[Todo]:
    """Open tasks that name the actor and are due within the next weeks."""
    today = clock.today()
    updates = [
        Todo(
            title=str(row.plan),
            url=reverse("plan_updates", args=[row.plan_id, row.unit_id]),
            unit=row.unit.short,
            verb=_("看计划更新"),
            icon="plan",
        )
        for row in selectors.updates_waiting(actor)[:20]
    ]
    return updates + [
        Todo(
            title=str(task),
            url=reverse("task_page", args=[task.pk]),
            due=task.due,
            unit=task.unit.short,
            verb=_("接收") if task.state == TaskState.ISSUED else _("办理"),
            icon="flag",
        )
        for task in selectors.my_tasks(actor, today)[:60]
        if (task.due - today).days <= AHEAD
    ]
