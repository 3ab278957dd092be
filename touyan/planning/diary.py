"""What stands on the one calendar. Rooms above add theirs in their own `diary.py` as `offer_days(actor, start, end, unit,
everything=…)`: the actor's own, a unit's, or everything that the actor may see; and as ACTIONS what can be begun from there,
as (label, address name, permission)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class DiaryItem:
    """One thing on one day; with `time` it begins then, else it lasts the day. `key` is its own for ever (for feeds)."""

    day: dt.date
    title: str
    url: str
    kind: str
    key: str
    time: dt.time | None = None
    minutes: int = 0
    place: str = ""
    unit: str = ""
    done: bool = False
    late: bool = False
    mark: str = ""  # kind of a badge, with its word: what the reader answered
    word: str = ""
