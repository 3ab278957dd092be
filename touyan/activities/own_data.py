"""What this room holds about a person, for the page 我的数据 and its copy."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from touyan.activities.models import Invitation, Leave
from touyan.core.words import date_words


def sections(person_id: int) -> list[dict[str, Any]]:
    """Every invitation, what was answered, and every leave asked for with its answer."""
    rows = Invitation.objects.filter(person_id=person_id).select_related("activity").prefetch_related("leaves")
    return [{"title": _("活动邀请与请假"), "rows": [_row(row) for row in rows.order_by("-activity__day", "-pk")]}]


def _row(row: Invitation) -> dict[str, Any]:
    facts = [date_words(row.activity.day), str(row.get_answer_display()), *map(_leave, row.leaves.all())]
    return {"title": row.activity.title, "facts": facts}


def _leave(leave: Leave) -> str:
    said = f"（{leave.answer}）" if leave.answer else ""
    return f"{leave.get_ground_display()}：{leave.get_state_display()}{said}"
