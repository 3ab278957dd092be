"""What this room holds about a person, for the page 我的数据 and its copy."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.words import date_words
from touyan.learning.models import Change
from touyan.organizations.models import Account


def sections(person_id: int) -> list[dict[str, Any]]:
    """The lines the person wrote about what learning changed; each may be taken back where it stands."""
    accounts = Account.objects.filter(person_id=person_id).values("pk")
    rows = Change.objects.filter(by_account__in=accounts).select_related("programme")
    return [{"title": _("写下的学习变化"), "rows": [_row(row) for row in rows]}]


def _row(row: Change) -> dict[str, Any]:
    return {"title": row.text, "facts": [row.programme.title, date_words(clock.business_date(row.at))]}
