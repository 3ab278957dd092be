"""Which kinds of record may prove an action, in words."""

from __future__ import annotations

from touyan.duties.words import kind_labels
from touyan.planning.models import TemplateAction


def record_words() -> dict[str, str]:
    """Code → word: every kind of activity and result, and what the templates ask for besides (summaries, reports)."""
    asked = TemplateAction.objects.exclude(record_code="").order_by("order", "pk")
    return {**dict(asked.values_list("record_code", "title")), **kind_labels()}
