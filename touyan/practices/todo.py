"""What practices ask of a person: the effect of what the own unit adopted some months ago."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.todo import Todo
from touyan.organizations import policy
from touyan.organizations.policy import Actor
from touyan.organizations.rules import SECRETARIES
from touyan.practices.models import Practice
from touyan.practices.rules import REPORT_AFTER, State


def todos(actor: Actor) -> list[Todo]:
    """Adopted practices of the actor's own units without a word of what came of them."""
    if not actor.roles & SECRETARIES:
        return []
    since = clock.today() - dt.timedelta(REPORT_AFTER)
    rows = Practice.objects.filter(unit_id__in=policy.units(actor, "practice.write"), state=State.SHARED)
    rows = rows.filter(origin__isnull=False, effects__isnull=True, started__lte=since).select_related("unit")
    return [
        Todo(
            title=_("“%(title)s”效果怎样？") % {"title": one.title},
            url=reverse("practice_page", args=[one.pk]) + "#effects",
            unit=one.unit.short,
            verb=_("报告效果"),
            icon="chain",
        )
        for one in rows[:20]
    ]
