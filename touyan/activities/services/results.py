"""What came of an activity."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from touyan.activities.models import Activity, Result
from touyan.core import journal
from touyan.organizations import policy
from touyan.organizations.policy import Actor


@transaction.atomic
def result_add(*, actor: Actor, activity: Activity, kind: str, title: str, day: dt.date, source: str = "") -> Result:
    """The activity has one more result. Coverage is history; no scheme reads it."""
    policy.require(actor, "activity.record", activity.unit)
    result = Result.objects.create(
        activity=activity, kind=kind, title=title, day=day, source=source, by_name=actor.name[:60]
    )
    journal.record(actor, "activity.record", activity, unit=activity.unit, detail={"verb": "result", "kind": kind})
    return result
