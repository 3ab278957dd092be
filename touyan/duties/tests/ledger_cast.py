"""Rows for the tests of the ledger."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from touyan.duties.rules import Draft
from touyan.organizations.tests.cast import Cast

DAY = dt.date(2026, 3, 2)


def draft(cast: Cast, key: str = "k1", **changes: object) -> Draft:
    """李四 was at a theme Party day of the branch."""
    base = Draft(
        key=key,
        unit_id=cast.branch.pk,
        person_id=cast.li.pk,
        kind="theme_party_day",
        stage="attendance",
        outcome="present",
        day=DAY,
        title="三月主题党日",
    )
    return replace(base, **changes)  # type: ignore[arg-type]
