"""Activities on the work calendar and in calendar feeds: the actor's own, or those of a unit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from touyan.activities.models import Activity, Invitation
from touyan.activities.rules import Answer, State
from touyan.core import clock
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning.diary import DiaryItem

ACTIONS = [(_("安排活动"), "activity_plan", "activity.plan")]
MARKS: dict[str, str] = {Answer.OPEN: "due", Answer.COMING: "info", Answer.LEAVE: "rest"}
WORDS: dict[str, Any] = {State.HELD: State.HELD.label, **{answer: answer.label for answer in Answer}}


def offer_days(
    actor: Actor, start: dt.date, end: dt.date, unit: Unit | None, *, everything: bool = False
) -> list[DiaryItem]:
    """Activities between two days that are planned or were held, each with what the actor answered."""
    rows = Activity.objects.visible_to(actor).filter(day__range=(start, end)).exclude(state=State.CANCELLED)
    answers = dict(
        Invitation.objects.filter(person_id=actor.person_id or 0, activity__day__range=(start, end)).values_list(
            "activity_id", "answer"
        )
    )
    if unit or not everything:
        rows = rows.filter(unit=unit) if unit else rows.filter(pk__in=list(answers))
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
            mark=MARKS.get(answers.get(row.pk, ""), ""),
            word=str(WORDS.get(State.HELD if row.state == State.HELD else answers.get(row.pk, ""), "")),
        )
        for row in rows.select_related("unit").order_by("starts", "pk")[:1000]
    ]
