"""Attendance and contribution rates (A1, S2): Party members against all, per kind, with n and spread.

Rates are whole numbers of 1/1,000. A figure about fewer than five people is hidden. Every number opens to its list,
which is ordered by strokes and never by rate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touyan.duties.models import DutyRecord
from touyan.duties.rules import GROUP_SHOWN_FROM
from touyan.duties.selectors import year_span
from touyan.duties.words import CAME, SHONE, Stage, kind_labels
from touyan.members.models import Member
from touyan.organizations.models import Closure, Membership, Unit


def came(outcome: str) -> bool:
    """Whether the outcome means that the person was there, wholly or in part."""
    return outcome in CAME


@dataclass(frozen=True)
class Seat:
    """What a rate needs to know of a member."""

    person_id: int
    name: str
    party: bool
    standing: bool


GROUPS: dict[str, tuple[str | Promise, Callable[[Seat], bool]]] = {
    "all": (_("全体委员"), lambda seat: True),
    "party": (_("党员委员"), lambda seat: seat.party),
    "other": (_("党外委员"), lambda seat: not seat.party),
    "standing": (_("常务委员"), lambda seat: seat.standing),
    "party_standing": (_("党员常务委员"), lambda seat: seat.party and seat.standing),
}


@dataclass(frozen=True)
class Cell:
    """One rate: of how many people, how often due, how often there; None where it is hidden."""

    people: int
    due: int
    came: int
    low: int | None = None
    high: int | None = None

    @property
    def shown(self) -> bool:
        return self.people >= GROUP_SHOWN_FROM

    @property
    def rate(self) -> int | None:
        """In 1/1,000, rounded half up; None when hidden or nothing was due."""
        return (2000 * self.came + self.due) // (2 * self.due) if self.shown and self.due else None


@dataclass(frozen=True)
class Row:
    """One kind of activity, with a cell per group."""

    kind: str
    label: str
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Rates:
    """The page: attendance per kind and in all, and the contribution rate, per group."""

    unit: Unit
    year: int
    groups: list[tuple[str, str | Promise]]
    rows: list[Row]
    total: dict[str, Cell]
    shone: dict[str, Cell]
    seats: list[Seat] = field(default_factory=list)


def rates(unit: Unit, year: int) -> Rates:
    """The rates of the members seated under `unit` in `year`. Four queries, whatever the number of rows."""
    seats = _seats(unit, year)
    tallies = _tallies(seats, year)
    labels = kind_labels()
    kinds = sorted({kind for _person, kind in tallies}, key=lambda kind: labels.get(kind, kind))
    rows = [Row(kind, labels.get(kind, kind), _cells(seats, tallies, {kind})) for kind in kinds]
    return Rates(
        unit=unit,
        year=year,
        groups=[(code, label) for code, (label, _test) in GROUPS.items()],
        rows=rows,
        total=_cells(seats, tallies, set(kinds)),
        shone=_shone(seats, year),
        seats=seats,
    )


def _seats(unit: Unit, year: int) -> list[Seat]:
    first, last = year_span(year)
    below = Closure.objects.filter(ancestor=unit).values("descendant_id")
    people = Membership.objects.filter(Q(end__isnull=True) | Q(end__gte=first), unit_id__in=below, start__lte=last)
    rows = Member.objects.filter(Q(end__isnull=True) | Q(end__gte=first), start__lte=last)
    rows = rows.filter(Q(term__committee_id__in=below) | Q(person_id__in=people.values("person_id")))
    if not rows.filter(term__committee=unit).exists():
        chosen = rows
    else:
        chosen = rows.filter(term__committee=unit)
    found: dict[int, Seat] = {}
    values = chosen.order_by("sort_stroke").values_list("person_id", "person__name", "is_party_member", "standing")
    for person_id, name, party, standing in values:
        found.setdefault(person_id, Seat(person_id, name, party, standing))
    return list(found.values())


Tallies = dict[tuple[int, str], tuple[int, int]]


def _tallies(seats: Iterable[Seat], year: int) -> Tallies:
    """(person, kind) → (due, came)."""
    people = {seat.person_id for seat in seats}
    rows = (
        DutyRecord.objects.counting()
        .filter(stage=Stage.ATTENDANCE, business_date__range=year_span(year), person__isnull=False)
        .order_by()
        .values_list("person_id", "kind")
        .annotate(due=Count("pk"), came=Count("pk", filter=Q(outcome__in=[str(code) for code in CAME])))
    )
    return {(person, kind): (due, there) for person, kind, due, there in rows if person in people}


def _cells(seats: list[Seat], tallies: Tallies, kinds: set[str]) -> dict[str, Cell]:
    each: dict[int, tuple[int, int]] = {}
    for (person, kind), (due, there) in tallies.items():
        if kind in kinds:
            before = each.get(person, (0, 0))
            each[person] = (before[0] + due, before[1] + there)
    return {
        code: _cell([each[s.person_id] for s in seats if test(s) and s.person_id in each])
        for code, (_l, test) in GROUPS.items()
    }


def _cell(each: list[tuple[int, int]]) -> Cell:
    shares = sorted((1000 * there + due // 2) // due for due, there in each if due)
    low, high = (
        (shares[len(shares) // 4], shares[(3 * len(shares)) // 4]) if len(shares) >= GROUP_SHOWN_FROM else (None, None)
    )
    return Cell(len(each), sum(due for due, _there in each), sum(there for _due, there in each), low, high)


def _shone(seats: list[Seat], year: int) -> dict[str, Cell]:
    """出彩率: of those due, how many had a work adopted, commended, key or excellent."""
    rows = DutyRecord.objects.counting().filter(
        stage__in=[str(stage) for stage in SHONE], business_date__range=year_span(year), person__isnull=False
    )
    people = set(rows.order_by().values_list("person_id", flat=True).distinct())
    return {
        code: _cell([(1, int(seat.person_id in people)) for seat in seats if test(seat)])
        for code, (_label, test) in GROUPS.items()
    }


@dataclass(frozen=True)
class Person:
    """One line of the list behind a rate."""

    person_id: int
    name: str
    due: int
    came: int


def people(unit: Unit, year: int, *, group: str, kind: str) -> list[Person]:
    """Who is behind a rate: by strokes, with what each was due and came to. Empty for a group too small to show."""
    test = GROUPS[group][1] if group in GROUPS else GROUPS["all"][1]
    seats = [seat for seat in _seats(unit, year) if test(seat)]
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for (person, code), (due, there) in _tallies(seats, year).items():
        if not kind or code == kind:
            sums[person][0] += due
            sums[person][1] += there
    found = [Person(s.person_id, s.name, *sums[s.person_id]) for s in seats if s.person_id in sums]
    return found if len(found) >= GROUP_SHOWN_FROM else []
