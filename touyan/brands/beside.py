"""What brands put beside an activity: the promises it could keep, linked in one tap right after it was written down."""

from __future__ import annotations

from typing import Any

from touyan.activities.models import Activity
from touyan.activities.rules import Group, State
from touyan.brands.models import Deed, Promise
from touyan.brands.rules import Life
from touyan.organizations import policy
from touyan.organizations.policy import Actor


def activity_page(actor: Actor, activity: Activity) -> tuple[str, dict[str, Any]]:
    """(template, context); an empty template name when the unit has no living brand or the reader does not keep it."""
    if (
        activity.work_id is None
        or activity.state == State.CANCELLED
        or not policy.can(actor, "brand.edit", activity.unit_id)
    ):
        return "", {}
    rows = Promise.objects.filter(
        brand__unit_id=activity.unit_id, brand__life__in=[Life.DRAFT, Life.PUBLISHED, Life.RESTING], end__isnull=True
    )
    promises = list(rows.select_related("brand"))
    if not promises:
        return "", {}
    deeds = {
        deed.brand_id: deed for deed in Deed.objects.filter(work_id=activity.work_id).select_related("promise", "brand")
    }
    return "brands/_beside.html", {
        "work": activity.work_id,
        "residents": activity.kind.group == Group.CONTACT or activity.venue_id is not None,
        "linked": list(deeds.values()),
        "promises": [promise for promise in promises if promise.brand_id not in deeds],
    }
