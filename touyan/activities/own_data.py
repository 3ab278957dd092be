"""What this room holds about a person, for the page 我的数据 and its copy."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from touyan.activities.models import Invitation


def sections(person_id: int) -> list[dict[str, Any]]:
    """Every invitation, what was answered, and every leave asked for."""
    rows = Invitation.objects.filter(person_id=person_id).select_related("activity").prefetch_related("leaves")
    return [{"title": _("活动邀请与请假"), "rows": [_row(row) for row in rows.order_by("-activity__day", "-pk")]}]


def _row(row: Invitation) -> dict[str, Any]:
    leaves = [f"{leave.get_ground_display()}：{leave.get_state_display()}" for leave in row.leaves.all()]
    facts = [row.activity.day.isoformat(), str(row.get_answer_display()), *leaves]
    return {"title": row.activity.title, "facts": facts}
