"""How a brand stands and what a careful official would say of it: state, warnings, and all five readings together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from touyan.brands.beats import plus_months
from touyan.brands.readings import (
    CODES,
    MANY,
    Likeness,
    Reading,
    Subject,
    all_beats,
    busiest,
    continuity,
    distinctness,
    fusion,
    percent,
    present,
    reach,
    solidity,
    used,
)

GROWING = 12
"""Months after publication in which a brand is called growing."""
ALIKE, ALIKE_WORDS = 60, 50
BUNCHED, APART = 60, 20
HOLLOW = 3
"""Of five parts (idea, orientation, carriers, mechanisms, promises), how many must be missing to call it hollow."""
PATIENCE = 60
"""Days after a name was given in which nothing is said about missing parts."""


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
    month, most = busiest(done)
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
class Result(Alone):
    """Everything read of one brand on one day, its nearest sibling too."""

    near: Likeness | None

    def value(self, code: str) -> int | None:
        """That reading, 0–100, or None where there is too little to read."""
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
    readings = {code: own.readings[code] if code in own.readings else distinctness(near) for code in CODES}
    return Result(
        **vars(own) | {"readings": readings, "warnings": own.warnings + ((like,) if like else ()), "near": near}
    )


def read(subject: Subject, near: Likeness | None) -> Result:
    """The five readings, the state and the warnings."""
    return compared(alone(subject), near)
