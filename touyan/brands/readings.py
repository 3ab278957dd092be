"""The five readings of a brand, its state and its warnings: whole numbers from plain facts. No queries, no clock, no Django.

Every reading is 0–100, or None where there is too little to read; a brand is never given a nought for want of records.
A reading carries its parts, so that the page can show the sum as it was made and open each part to its records.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from touyan.brands import beats as rhythm
from touyan.brands.beats import Beat, Vow, gap, months_before, plus_months

ENOUGH = 3
"""Records below which nothing is read from shares."""
MANY = 4
"""Records from which a pattern may be called one."""
GROWING = 12
"""Months after publication in which a brand is called growing."""
SECTORS_FULL = 6
"""Sectors that make the breadth of sectors full."""
ALIKE, ALIKE_WORDS = 60, 50
BUNCHED, APART = 60, 20
HOLLOW = 3
"""Of five parts (idea, orientation, carriers, mechanisms, promises), how many must be missing to call it hollow."""
PATIENCE = 60
"""Days after a name was given in which nothing is said about missing parts."""


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
    month, most = _busiest(done)
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


def _busiest(days: Sequence[dt.date]) -> tuple[tuple[int, int] | None, int]:
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


@dataclass(frozen=True)
class Seen:
    """A warning as it stands: its code, since when, and the numbers of its sentence."""

    code: str
    since: dt.date
    facts: dict[str, int | str] = field(default_factory=dict)


def silent(subject: Subject) -> bool:
    """Whether nothing substantial was done for longer than the brand allows itself."""
    heard = max(filter(None, (subject.last_day, subject.published)), default=None)
    return heard is not None and subject.today > plus_months(heard, subject.quiet_months)


def state(subject: Subject) -> str:
    """How the brand stands: what people decided, else what its records show."""
    told = {"draft": "draft", "handed": "handed", "closed": "honoured", "resting": "resting"}
    if subject.life in told:
        return told[subject.life]
    if subject.umbrella:  # a brand that lives in those below it
        return "steady"
    if silent(subject):
        return "resting"
    young = subject.published is None or subject.today < plus_months(subject.published, GROWING)
    return "growing" if young else "steady"


def warnings(subject: Subject) -> list[Seen]:
    """What a careful official would say of the brand alone; nothing of one that rests by decision or is over."""
    if subject.umbrella or subject.life in ("handed", "closed", "resting"):
        return []
    found = [_hollow(subject)]
    if subject.life == "published":
        found += [_orphan(subject), _case(subject) or _asleep(subject), _bunched(subject), _apart(subject)]
    return [seen for seen in found if seen is not None]


def _orphan(subject: Subject) -> Seen | None:
    over = subject.unit_end is not None and subject.unit_end < subject.today
    return Seen("orphan", subject.unit_end) if over and subject.unit_end else None


def _asleep(subject: Subject) -> Seen | None:
    if _orphan(subject) or not silent(subject):
        return None
    last = subject.last_day
    since = last or subject.published or subject.since
    return Seen("asleep", since, {"months": _whole_months(since, subject.today), "ever": int(last is not None)})


def _case(subject: Subject) -> Seen | None:
    """All it ever showed happened on one day, and a year has gone by."""
    if subject.published is None or subject.first_day is None or subject.first_day != subject.last_day:
        return None
    if subject.today < plus_months(subject.published, 12) or _orphan(subject):
        return None
    return Seen("case", subject.first_day)


def _bunched(subject: Subject) -> Seen | None:
    done = [one.day for one in subject.counted]
    short = [vow for vow in subject.vows if vow.months and vow.months <= 6]
    month, most = _busiest(done)
    if len(done) < MANY or not short or month is None or percent(most, len(done)) < BUNCHED:
        return None
    in_month = min(day for day in done if (day.year, day.month) == month)
    # A brand that is younger than its own rhythm has had no other month to work in.
    if subject.published and plus_months(subject.published, min(vow.months for vow in short)) > subject.today:
        return None
    return Seen("bunched", in_month, {"month": month[1], "n": most, "all": len(done)})


def _apart(subject: Subject) -> Seen | None:
    done = subject.counted
    duty = [one.day for one in done if one.duty]
    if len(done) < MANY or percent(len(duty), len(done)) > APART:
        return None
    last = max(duty, default=None)
    since = next((one.day for one in done if last is None or one.day > last), done[0].day)
    return Seen("apart", since, {"n": len(duty), "all": len(done), "months": subject.window_months})


def _hollow(subject: Subject) -> Seen | None:
    if (subject.today - subject.since).days < PATIENCE:
        return None
    there = present(subject)
    missing = [name for name in ("idea", "orientation", "carrier", "mechanism", "promise") if not there[name]]
    if len(missing) >= HOLLOW:
        return Seen("hollow", subject.since, {"missing": ",".join(missing)})
    idle = there["carrier"] and len(subject.counted) >= MANY and not used(subject, "carrier")
    if idle and subject.published and subject.today > plus_months(subject.published, subject.quiet_months):
        return Seen("hollow", subject.published, {"missing": "", "idle": 1})
    return None


def alike(near: Likeness | None, *, life: str, since: dt.date) -> Seen | None:
    """The later one of two that are nearly the same in words and in work; the earlier one is not troubled."""
    if near is None or life != "published" or not near.later or near.value < ALIKE or near.words < ALIKE_WORDS:
        return None
    return Seen("alike", since, {"other": near.id, "value": near.value, "words": near.words})


def _whole_months(start: dt.date, end: dt.date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


@dataclass(frozen=True)
class Alone:
    """What a brand's own facts say, before it is compared with its siblings."""

    id: int
    life: str
    since: dt.date
    state: str
    readings: dict[str, Reading]
    warnings: tuple[Seen, ...]
    deeds: int
    kept: int
    promised: int
    last_day: dt.date | None


@dataclass(frozen=True)
class Result:
    """Everything read of one brand on one day."""

    state: str
    readings: dict[str, Reading]
    warnings: tuple[Seen, ...]
    deeds: int
    kept: int
    promised: int
    last_day: dt.date | None
    near: Likeness | None

    def value(self, code: str) -> int | None:
        return self.readings[code].value


def alone(subject: Subject) -> Alone:
    """Four readings, the state and the warnings that need no other brand."""
    due = [beat for beat in all_beats(subject) if beat.state in ("kept", "missed")]
    found = (continuity(subject), fusion(subject), solidity(subject), reach(subject))
    return Alone(
        id=subject.id,
        life=subject.life,
        since=subject.since,
        state=state(subject),
        readings={reading.code: reading for reading in found},
        warnings=tuple(warnings(subject)),
        deeds=len(subject.counted),
        kept=sum(1 for beat in due if beat.state == "kept"),
        promised=len(due),
        last_day=subject.last_day,
    )


def compared(own: Alone, near: Likeness | None) -> Result:
    """The whole, with distinctness and the warning that needs a sibling."""
    like = alike(near, life=own.life, since=own.since)
    return Result(
        state=own.state,
        readings={code: own.readings[code] if code in own.readings else distinctness(near) for code in CODES},
        warnings=own.warnings + ((like,) if like else ()),
        deeds=own.deeds,
        kept=own.kept,
        promised=own.promised,
        last_day=own.last_day,
        near=near,
    )


def read(subject: Subject, near: Likeness | None) -> Result:
    """The five readings, the state and the warnings."""
    return compared(alone(subject), near)


def voice(number: int, since: dt.date, grams: frozenset[str], done: Sequence[Done]) -> Voice:
    """The voice of a brand from its words and its substantial records."""
    kinds = Counter(one.kind for one in done)
    return Voice(number, since, grams, tuple(sorted(kinds.items())), len(done))
