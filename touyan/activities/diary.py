"""Activities on the work calendar and in calendar feeds: the actor's own, or those of a unit."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.urls import reverse

from touyan.activities.models import Activity, Invitation
from touyan.activities.rules import State
from touyan.core import clock
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning.diary import DiaryItem


def offer_days(actor: Actor, start: dt.date, end: dt.date, unit: Unit | None) -> list[DiaryItem]:
    """Activities between two days that are planned or were held."""
    rows = Activity.objects.visible_to(actor).filter(day__range=(start, end)).exclude(state=State.CANCELLED)
    invited = Invitation.objects.filter(person_id=actor.person_id or 0).values("activity_id")
    rows = rows.filter(unit=unit) if unit else rows.filter(Q(pk__in=invited))
    return [
        DiaryItem(
            day=row.day,
            title=row.title,
            url=reverse("activity_page", args=[row.pk]),
            kind="activity",
            key=f"activity-{row.pk}",
            time=row.starts.astimezone(clock.SHANGHAI).time(),
            minutes=max(int((row.ends - row.starts).total_seconds() // 60), 0),
            place=row.place,
            unit=row.unit.short,
            done=row.state == State.HELD,
        )
        for row in rows.select_related("unit").order_by("starts", "pk")[:1000]
    ]
