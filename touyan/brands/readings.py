"""The five readings of a brand: whole numbers from plain facts. No queries, no clock, no Django; state and warnings are in watch.py.

Every reading is 0–100, or None where there is too little to read; a brand is never given a nought for want of records.
A reading carries its parts, so that the page can show the sum as it was made and open each part to its records.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from touyan.brands import beats as rhythm
from touyan.brands.beats import Beat, Vow, gap, months_before

ENOUGH = 3
"""Records below which nothing is read from shares."""
MANY = 4
"""Records from which a pattern may be called one."""
SECTORS_FULL = 6
"""Sectors that make the breadth of sectors full."""
CODES = ("continuity", "fusion", "solidity", "distinctness", "reach")


class Done(NamedTuple):
    """A linked record as the readings see it; the fields stand in the order of the columns."""

    promise: int
    day: dt.date
    kind: str
    duty: bool
    outcome: bool
    counts: bool
    residents: bool
    others: int
    faces: str
    sectors: str
    title: str


@dataclass(frozen=True)
class Part:
    """One summand: its weight out of 100, its value 0–100, and the count it is made of."""

    code: str
    weight: int
    value: int
    got: int
    of: int


@dataclass(frozen=True)
class Reading:
    """A reading with its parts; `value` is None where there is too little to read."""

    code: str
    value: int | None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Element:
    """A carrier or mechanism: by its kind of work, its name, or a promise that rests on it, its use is seen."""

    id: int
    kind: str
    name: str
    work_kind: str = ""


@dataclass(frozen=True)
class Subject:
    """All facts about one brand on one day."""

    id: int
    today: dt.date
    life: str
    since: dt.date
    published: dt.date | None
    unit_end: dt.date | None = None
    window_months: int = 12
    quiet_months: int = 6
    has_idea: bool = False
    has_orientation: bool = False
    has_owner: bool = False
    features: int = 0
    whole_promises: int = 0
    elements: tuple[Element, ...] = ()
    vows: tuple[Vow, ...] = ()
    done: Sequence[Done] = ()
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    pauses: tuple[tuple[dt.date, dt.date], ...] = ()
    rest_days: frozenset[dt.date] = frozenset()
    umbrella: bool = False
    roster: int = 0
    sectored: bool = True

    @property
    def start(self) -> dt.date:
        """First day of the window: the first of the month, `window_months` ago."""
        return months_before(self.today, self.window_months).replace(day=1)

    @property
    def end(self) -> dt.date:
        """Last day on which something could be asked: today, or the last day of a closed unit."""
        return min(self.today, self.unit_end) if self.unit_end else self.today

    @cached_property
    def counted(self) -> list[Done]:
        """Substantial records within the window, earliest first."""
        start, today = self.start, self.today
        return sorted(
            (one for one in self.done if one.counts and start <= one.day <= today),
            key=lambda one: (one.day, one.promise),
        )

    @cached_property
    def beats(self) -> list[Beat]:
        """The beats of all promises within the window."""
        found: list[Beat] = []
        for vow in self.vows:
            days = [one.day for one in self.counted if one.promise == vow.id]
            found += rhythm.beats(
                vow,
                days,
                first=self.start,
                today=self.today,
                last=self.end,
                rest_days=self.rest_days,
                pauses=self.pauses,
            )
        return found


def percent(got: int, of: int) -> int:
    """got/of in whole per cent, halves upwards, at most 100; 0 when there is nothing to divide by."""
    return min(100, (200 * got + of) // (2 * of)) if of else 0


def weighed(code: str, parts: Iterable[Part]) -> Reading:
    """The weighted mean of the parts, halves upwards."""
    kept = tuple(parts)
    total = sum(part.weight for part in kept)
    value = (2 * sum(part.weight * part.value for part in kept) + total) // (2 * total) if total else None
    return Reading(code, value, kept)


def all_beats(subject: Subject) -> list[Beat]:
    """The beats of all promises within the window, each kept, missed, ahead or excused."""
    return subject.beats


def continuity(subject: Subject) -> Reading:
    """Rhythm promised against rhythm kept (60), the longest gap against the tolerated one (20), how evenly spread (20)."""
    kept = [beat for beat in all_beats(subject) if beat.state in ("kept", "missed")]
    if not kept:
        return Reading("continuity", None)
    done = [one.day for one in subject.counted]
    good = sum(1 for beat in kept if beat.state == "kept")
    shortest = min(vow.months for vow in subject.vows if vow.months)
    tolerated = 62 * shortest
    begins = max(subject.start, min(vow.start for vow in subject.vows if vow.months))
    longest = gap(done, first=begins, last=subject.end, pauses=subject.pauses)
    month, most = busiest(done)
    share = percent(most, len(done))
    even = 100 if len(done) < MANY or share <= 50 or month is None else 200 - 2 * share
    return weighed(
        "continuity",
        (
            Part("rhythm", 60, percent(good, len(kept)), good, len(kept)),
            Part("gap", 20, 100 if longest <= tolerated else percent(tolerated, longest), longest, tolerated),
            Part("even", 20, even, most, len(done)),
        ),
    )


def busiest(days: Sequence[dt.date]) -> tuple[tuple[int, int] | None, int]:
    """The month (year, month) with the most of the days, the earliest of several, and how many; None and 0 of none."""
    counts = Counter((day.year, day.month) for day in days)
    if not counts:
        return None, 0
    return min(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def fusion(subject: Subject) -> Reading:
    """The share of the work that is also duty performance (60), and the share of that which had an outcome (40)."""
    done = subject.counted
    if len(done) < ENOUGH:
        return Reading("fusion", None)
    duty = [one for one in done if one.duty]
    came = sum(1 for one in duty if one.outcome)
    return weighed(
        "fusion",
        (
            Part("duty", 60, percent(len(duty), len(done)), len(duty), len(done)),
            Part("outcome", 40, percent(came, len(duty)), came, len(duty)),
        ),
    )


def present(subject: Subject) -> dict[str, bool]:
    """Which of the seven parts of a brand are there."""
    kinds = {element.kind for element in subject.elements}
    return {
        "idea": subject.has_idea,
        "orientation": subject.has_orientation,
        "carrier": "carrier" in kinds,
        "mechanism": "mechanism" in kinds,
        "promise": subject.whole_promises > 0,
        "owner": subject.has_owner,
        "feature": subject.features > 0,
    }


def used(subject: Subject, kind: str) -> set[int]:
    """Carriers (or mechanisms) on which work really ran within the window."""
    done = subject.counted
    promises, kinds = {one.promise for one in done}, {one.kind for one in done}
    rests = {
        number
        for vow in subject.vows
        if vow.id in promises
        for number in (vow.carrier, vow.mechanism)
        if number is not None
    }
    return {
        element.id
        for element in subject.elements
        if element.kind == kind
        and (
            element.id in rests
            or (element.work_kind and element.work_kind in kinds)
            or any(element.name in one.title for one in done)
        )
    }


def solidity(subject: Subject) -> Reading:
    """Parts present (40), carriers really used (40), mechanisms really used (20)."""
    if subject.umbrella:
        return Reading("solidity", None)
    there = present(subject)
    parts = [Part("parts", 40, percent(sum(there.values()), len(there)), sum(there.values()), len(there))]
    for kind, weight in (("carrier", 40), ("mechanism", 20)):
        all_of = sum(1 for element in subject.elements if element.kind == kind)
        inuse = len(used(subject, kind))
        parts.append(Part(kind, weight, percent(inuse, all_of), inuse, all_of))
    return weighed("solidity", parts)


def reach(subject: Subject) -> Reading:
    """Breadth, not counts: the unit's own people (30), sectors (30), work with non-Party members (20), with residents (20)."""
    done = subject.counted
    if len(done) < ENOUGH:
        return Reading("reach", None)
    faces: set[str] = set()
    sectors: set[str] = set()
    others = residents = 0
    for one in done:
        if one.faces:
            faces.update(one.faces.split(","))
        if one.sectors:
            sectors.update(one.sectors.split(","))
        others += one.others > 0
        residents += one.residents
    parts = []
    if subject.roster:
        parts.append(Part("people", 30, percent(len(faces), subject.roster), len(faces), subject.roster))
    if subject.sectored:
        parts.append(Part("sectors", 30, percent(len(sectors), SECTORS_FULL), len(sectors), SECTORS_FULL))
        parts.append(Part("others", 20, percent(others, len(done)), others, len(done)))
    parts.append(Part("residents", 20, percent(residents, len(done)), residents, len(done)))
    return weighed("reach", parts)


@dataclass(frozen=True)
class Voice:
    """What a brand sounds like: pairs of characters without those inherited from above, and its kinds of work."""

    id: int
    since: dt.date
    grams: frozenset[str]
    kinds: tuple[tuple[str, int], ...] = ()
    records: int = 0


def voice(number: int, since: dt.date, grams: frozenset[str], done: Sequence[Done]) -> Voice:
    """The voice of a brand from its words and its substantial records."""
    kinds = Counter(one.kind for one in done)
    return Voice(number, since, grams, tuple(sorted(kinds.items())), len(done))


@dataclass(frozen=True)
class Likeness:
    """How near two brands are: in words, in kinds of work (None where one has too few records), together."""

    id: int
    value: int
    words: int
    kinds: int | None
    later: bool


def likeness(one: Voice, other: Voice) -> Likeness:
    """Words: twice the pairs in common over all pairs. Kinds: what the two distributions share. Together 70 : 30."""
    both = len(one.grams & other.grams)
    words = percent(2 * both, len(one.grams) + len(other.grams))
    later = (one.since, one.id) > (other.since, other.id)
    if one.records < ENOUGH or other.records < ENOUGH:
        return Likeness(other.id, words, words, None, later)
    theirs = dict(other.kinds)
    shared = sum(min(n * 1000 // one.records, theirs.get(kind, 0) * 1000 // other.records) for kind, n in one.kinds)
    kinds = min(100, (shared + 5) // 10)
    return Likeness(other.id, (70 * words + 30 * kinds + 50) // 100, words, kinds, later)


def nearest(one: Voice, siblings: Iterable[Voice]) -> Likeness | None:
    """The sibling that is nearest; of several the first by number. None for an only child or a brand without words."""
    found = [likeness(one, other) for other in siblings if other.id != one.id and other.grams]
    return min(found, key=lambda near: (-near.value, near.id)) if found and one.grams else None


def distinctness(near: Likeness | None) -> Reading:
    """100 less the likeness to the nearest sibling."""
    if near is None:
        return Reading("distinctness", None)
    parts = [Part("words", 70 if near.kinds is not None else 100, 100 - near.words, near.words, 100)]
    if near.kinds is not None:
        parts.append(Part("kinds", 30, 100 - near.kinds, near.kinds, 100))
    return Reading("distinctness", 100 - near.value, tuple(parts))
