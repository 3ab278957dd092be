"""Rhythm: from "quarterly" to beats that were kept, missed, lie ahead or are excused. No queries, no clock.

A beat is a calendar period (month, two months, quarter, half-year, year). Statutory holidays that fell on weekdays of the
period lengthen it by as many days, so a promise of October may be kept in the first days of November. A beat is excused
when its period touches a pause: a declared rest, or the weeks around a change of term.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LULL = 45
"""Days on either side of a change of term in which a missed beat is excused."""


@dataclass(frozen=True)
class Vow:
    """A promise as the rhythm sees it; `months` 0 is a promise without a rhythm, which has no beats."""

    id: int
    months: int
    start: dt.date
    end: dt.date | None = None
    carrier: int | None = None
    mechanism: int | None = None


@dataclass(frozen=True)
class Beat:
    """One beat: from `start` to `end`, to be kept by `due`; `day` is when it was kept."""

    promise: int
    start: dt.date
    end: dt.date
    due: dt.date
    state: str
    day: dt.date | None = None


def plus_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of a shorter month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the last day of a shorter month."""
    return plus_months(day, -months)


def period_start(day: dt.date, months: int) -> dt.date:
    """First day of the calendar period of `months` months in which `day` lies."""
    return dt.date(day.year, (day.month - 1) // months * months + 1, 1)


def periods(vow: Vow, first: dt.date, last: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Whole periods that begin on or after the promise (and `first`) and not after `last` or the promise's own end."""
    if not vow.months:
        return []
    begin = max(vow.start, first)
    start = period_start(begin, vow.months)
    if start < begin:
        start = plus_months(start, vow.months)
    stop = min(last, vow.end) if vow.end else last
    found = []
    while start <= stop:
        after = plus_months(start, vow.months)
        found.append((start, after - dt.timedelta(days=1)))
        start = after
    return found


def beats(
    vow: Vow,
    days: Sequence[dt.date],
    *,
    first: dt.date,
    today: dt.date,
    last: dt.date,
    rest_days: frozenset[dt.date] = frozenset(),
    pauses: Sequence[tuple[dt.date, dt.date]] = (),
) -> list[Beat]:
    """The beats of one promise. Each day keeps at most one beat; as many beats are kept as the days can keep.

    `last` is the day after which nothing is asked any more (a closed unit); a beat whose due day lies beyond it without
    having been kept is excused, as is one that touches a pause.
    """
    free = sorted(days)
    found = []
    for start, end in periods(vow, first, last):
        due = end + dt.timedelta(days=sum(1 for day in rest_days if start <= day <= end))
        hit = next((at for at, day in enumerate(free) if start <= day <= due), None)
        if hit is not None:
            found.append(Beat(vow.id, start, end, due, "kept", free.pop(hit)))
            continue
        over = (vow.end is not None and due > vow.end) or (last < today and due > last)
        touched = any(begin <= due and start <= stop for begin, stop in pauses)
        state = "excused" if over or touched else "missed" if due < today else "ahead"
        found.append(Beat(vow.id, start, end, due, state))
    return found


def gap(
    days: Sequence[dt.date], *, first: dt.date, last: dt.date, pauses: Sequence[tuple[dt.date, dt.date]] = ()
) -> int:
    """The longest stretch without work between `first` and `last`, in days, not counting days of a pause."""
    if last <= first:
        return 0
    marks = [first, *(day for day in sorted(set(days)) if first < day < last), last]
    longest = 0
    for one, two in pairwise(marks):
        quiet = (two - one).days - _paused(one, two, pauses)
        longest = max(longest, quiet)
    return longest


def _paused(one: dt.date, two: dt.date, pauses: Sequence[tuple[dt.date, dt.date]]) -> int:
    """Days after `one` up to `two` that lie in a pause, each once."""
    if not pauses:
        return 0
    days = set()
    for begin, stop in pauses:
        day, end = max(begin, one + dt.timedelta(days=1)), min(stop, two)
        while day <= end:
            days.add(day)
            day += dt.timedelta(days=1)
    return len(days)


def term_lulls(starts: Sequence[dt.date]) -> tuple[tuple[dt.date, dt.date], ...]:
    """Pauses around the first days of terms: `LULL` days on either side."""
    stretch = dt.timedelta(days=LULL)
    return tuple((day - stretch, day + stretch) for day in starts)
