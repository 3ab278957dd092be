"""What this room holds about a person, for the page 我的数据 and its copy."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from touyan.core.words import date_words
from touyan.duties.models import DutyRecord, OwnWords
from touyan.duties.words import Stage, kind_labels


def sections(person_id: int) -> list[dict[str, Any]]:
    """Every row of the ledger about the person, corrected ones too, with who entered it; and the person's own words."""
    labels = kind_labels()
    rows = DutyRecord.objects.filter(person_id=person_id).order_by("-business_date", "-pk")
    words = OwnWords.objects.filter(person_id=person_id).exclude(text="").order_by("-year")
    return [
        {"title": _("履职记录"), "rows": [_row(row, labels) for row in rows]},
        {"title": _("我引以为豪的事"), "rows": [{"title": str(one.year), "facts": [one.text]} for one in words]},
    ]


def _row(row: DutyRecord, labels: dict[str, Any]) -> dict[str, Any]:
    facts = [
        date_words(row.business_date),
        str(labels.get(row.kind, row.kind)),
        str(row.outcome_label) if row.stage == Stage.ATTENDANCE else str(row.stage_label),
        row.entered_by_name,
        row.reason,
    ]
    return {"title": str(row), "facts": [fact for fact in facts if fact]}
