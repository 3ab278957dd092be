"""Entries of offices as records that a score opens to: their numbers begin far above the ledger's. Light."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from touyan.assessment.models import UnitEntry

ENTRY_BASE = 4_000_000_000_000
"""A fact with a number above this is an entry of an office, not a row of the ledger."""


def entry_titles(facts: Iterable[int]) -> dict[int, tuple[str, dt.date]]:
    """Fact → (what the office entered, its day), for those that are entries. One query, none without an entry."""
    wanted = {fact - ENTRY_BASE for fact in facts if fact > ENTRY_BASE}
    if not wanted:
        return {}
    rows = UnitEntry.objects.filter(pk__in=wanted).select_related("duty__office")
    return {ENTRY_BASE + row.pk: (title_of(row), row.day) for row in rows}


def title_of(entry: UnitEntry) -> str:
    """Who said it, of what place, on what ground."""
    parts = [entry.duty.office.short, entry.by_name]
    if entry.place:
        parts.append(_("抽查%(place)s") % {"place": entry.place})
    return "，".join(part for part in (*parts, entry.reason) if part)
