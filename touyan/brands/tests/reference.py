"""The readings once more, written from the words on the page and not from the code: slow, plain, with fractions."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import combinations
from typing import Any

from touyan.brands.readings import Subject


def half_up(value: Fraction) -> int:
    """The nearest whole number, halves upwards."""
    return int((value + Fraction(1, 2)) // 1)


def share(got: int, of: int) -> int:
    return min(100, half_up(Fraction(100 * got, of))) if of else 0


def month_shift(day: dt.date, months: int) -> dt.date:
    """The same day of another month, or that month's last."""
    year, month = day.year, day.month
    for _step in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    at = day.day
    while True:
        try:
            return dt.date(year, month, at)
        except ValueError:
            at -= 1


def windowed(s: Subject) -> list[Any]:
    first = month_shift(s.today, -s.window_months).replace(day=1)
    return [one for one in s.done if one.counts and first <= one.day <= s.today]


def asked(s: Subject, vow: Any) -> list[tuple[dt.date, dt.date, dt.date]]:
    """(first, last, latest) of each period asked of a promise: found by walking every day."""
    first = max(month_shift(s.today, -s.window_months).replace(day=1), vow.start)
    stop = min([s.today, *([s.unit_end] if s.unit_end else []), *([vow.end] if vow.end else [])])
    found = []
    day = first
    while day <= stop and vow.months:
        if day.day == 1 and (day.month - 1) % vow.months == 0:
            last = month_shift(day, vow.months) - dt.timedelta(days=1)
            rest = len([one for one in s.rest_days if day <= one <= last])
            found.append((day, last, last + dt.timedelta(days=rest)))
        day += dt.timedelta(days=1)
    return found


def most_kept(slots: list[tuple[dt.date, dt.date]], days: list[dt.date]) -> set[int]:
    """Which slots can be kept by the days, one day each: augmenting paths, as many slots as possible, earlier ones first."""
    owner: dict[int, int] = {}

    def place(slot: int, tried: set[int]) -> bool:
        for at, day in enumerate(days):
            if at in tried or not slots[slot][0] <= day <= slots[slot][1]:
                continue
            tried.add(at)
            if at not in owner or place(owner[at], tried):
                owner[at] = slot
                return True
        return False

    for slot in range(len(slots)):
        place(slot, set())
    return set(owner.values())


def rhythm(s: Subject) -> tuple[int, int]:
    """(beats kept, beats due) of all promises."""
    kept = due = 0
    for vow in s.vows:
        slots = asked(s, vow)
        days = sorted(one.day for one in windowed(s) if one.promise == vow.id)
        good = most_kept([(first, latest) for first, _last, latest in slots], days)
        for at, (first, _last, latest) in enumerate(slots):
            paused = any(begin <= latest and first <= stop for begin, stop in s.pauses)
            over = vow.end is not None and latest > vow.end
            closed = s.unit_end is not None and s.unit_end < s.today and latest > s.unit_end
            if at in good:
                kept, due = kept + 1, due + 1
            elif not (paused or over or closed) and latest < s.today:
                due += 1
    return kept, due


def continuity(s: Subject) -> int | None:
    kept, due = rhythm(s)
    if not due:
        return None
    rhythmic = [vow for vow in s.vows if vow.months]
    tolerated = 62 * min(vow.months for vow in rhythmic)
    begin = max(month_shift(s.today, -s.window_months).replace(day=1), min(vow.start for vow in rhythmic))
    end = min(s.today, s.unit_end) if s.unit_end else s.today
    worked = {one.day for one in windowed(s)}
    longest = run = 0
    day = begin
    while day < end:  # count quiet days one by one; a day inside a pause is not counted
        day += dt.timedelta(days=1)
        run += not any(first <= day <= last for first, last in s.pauses)
        longest = max(longest, run)
        if day in worked:
            run = 0
    months: dict[tuple[int, int], int] = {}
    for one in windowed(s):
        key = (one.day.year, one.day.month)
        months[key] = months.get(key, 0) + 1
    n = len(windowed(s))
    crowd = share(max(months.values(), default=0), n)
    even = 100 if n < 4 or crowd <= 50 else 100 - 2 * (crowd - 50)
    calm = 100 if longest <= tolerated else share(tolerated, longest)
    return half_up(Fraction(60 * share(kept, due) + 20 * calm + 20 * even, 100))


def fusion(s: Subject) -> int | None:
    work = windowed(s)
    if len(work) < 3:
        return None
    duty = [one for one in work if one.duty]
    return half_up(
        Fraction(60 * share(len(duty), len(work)) + 40 * share(len([d for d in duty if d.outcome]), len(duty)), 100)
    )


def solidity(s: Subject) -> int:
    have = {one.kind for one in s.elements}
    there = [
        s.has_idea,
        s.has_orientation,
        s.has_owner,
        s.features > 0,
        s.whole_promises > 0,
        "carrier" in have,
        "mechanism" in have,
    ]
    total = Fraction(40 * share(sum(there), 7))
    for kind, weight in (("carrier", 40), ("mechanism", 20)):
        all_of = [one for one in s.elements if one.kind == kind]
        inuse = 0
        for one in all_of:
            by_vow = {v.id for v in s.vows if one.id in (v.carrier, v.mechanism)}
            inuse += any(
                d.promise in by_vow or (one.work_kind and d.kind == one.work_kind) or one.name in d.title
                for d in windowed(s)
            )
        total += weight * share(inuse, len(all_of))
    return half_up(total / 100)


def reach(s: Subject) -> int | None:
    work = windowed(s)
    if len(work) < 3:
        return None
    people = {face for one in work for face in one.faces.split(",") if face}
    sectors = {code for one in work for code in one.sectors.split(",") if code}
    parts = [(20, share(len([1 for one in work if one.residents]), len(work)))]
    if s.roster:
        parts.append((30, share(len(people), s.roster)))
    if s.sectored:
        parts += [(30, share(len(sectors), 6)), (20, share(len([1 for one in work if one.others > 0]), len(work)))]
    return half_up(Fraction(sum(w * v for w, v in parts), sum(w for w, _v in parts)))


def pairs(text: str) -> set[str]:
    """Neighbouring characters of a text, by every way of taking two that stand side by side."""
    return {text[i] + text[j] for i, j in combinations(range(len(text)), 2) if j == i + 1}


def likeness(one: set[str], other: set[str], ours: dict[str, int], theirs: dict[str, int]) -> int:
    """Likeness of two brands, from their pairs of characters and the number of records of each kind."""
    words = share(2 * len(one & other), len(one) + len(other))
    n, m = sum(ours.values()), sum(theirs.values())
    if n < 3 or m < 3:
        return words
    permille = sum(min(1000 * ours[k] // n, 1000 * theirs.get(k, 0) // m) for k in ours)
    return half_up(Fraction(70 * words + 30 * min(100, half_up(Fraction(permille, 10))), 100))
