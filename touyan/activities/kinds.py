"""The kinds of activity of the field, as they come with the product."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data" / "kinds.toml"


def read() -> dict[str, dict[str, Any]]:
    """Code → what the field says of the kind, in the field's order."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def ensure(**_signal: Any) -> int:
    """Every kind of the field is there; what an office changed stays as it is. Returns how many were added."""
    from touyan.activities.models import ActivityKind

    known = set(ActivityKind.objects.values_list("code", flat=True))
    fresh = [
        ActivityKind(
            code=code,
            name=row["name"],
            name_en=row["en"],
            group=row["group"],
            is_party=row.get("party", False),
            is_duty=row.get("duty", False),
            half_days=row.get("half_days", 1),
            late_minutes=row.get("late", 15),
            leave_hours=row.get("leave", 24),
            asks_topic=row.get("topic", False),
            emphases=row.get("emphases", []),
            order=number,
        )
        for number, (code, row) in enumerate(read().items(), 1)
        if code not in known
    ]
    ActivityKind.objects.bulk_create(fresh)
    return len(fresh)
