"""Attendance and contribution rates (A1, S2): Party members against all, per kind, with n and spread.

Rates are whole numbers of 1/1,000. A figure about fewer than five people is hidden, and so is one from which such a figure
could be had by subtraction. Every number opens to its list, which is ordered by strokes and never by rate.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touyan.core import disclosure
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
    withheld: bool = False

    @property
    def shown(self) -> bool:
        return self.people >= GROUP_SHOWN_FROM and not self.withheld

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


Sort = tuple[bool, bool]
"""Party member or not, standing member or not: every group is some of the four sorts."""
SORTS: tuple[Sort, ...] = ((True, True), (True, False), (False, True), (False, False))


def hidden(sizes: Mapping[Sort, int]) -> frozenset[str]:
    """Groups not to show: those of fewer than five people, and others until no sum of the rest speaks of so few."""
    sets = [[test(Seat(0, "", *sort)) for sort in SORTS] for _label, test in GROUPS.values()]
    numbers = [sizes.get(sort, 0) for sort in SORTS]
    may = disclosure.showable(sets, numbers, GROUP_SHOWN_FROM)
    there = [any(number for number, inside in zip(numbers, own, strict=True) if inside) for own in sets]
    return frozenset(code for code, fine, some in zip(GROUPS, may, there, strict=True) if some and not fine)


def _cells(seats: list[Seat], tallies: Tallies, kinds: set[str]) -> dict[str, Cell]:
    each: dict[int, tuple[int, int]] = {}
    for (person, kind), (due, there) in tallies.items():
        if kind in kinds:
            before = each.get(person, (0, 0))
            each[person] = (before[0] + due, before[1] + there)
    return _grouped([seat for seat in seats if seat.person_id in each], each)


def _grouped(seats: list[Seat], each: Mapping[int, tuple[int, int]]) -> dict[str, Cell]:
    out = hidden(Counter((seat.party, seat.standing) for seat in seats))
    return {
        code: _cell([each[seat.person_id] for seat in seats if test(seat)], withheld=code in out)
        for code, (_label, test) in GROUPS.items()
    }


def _cell(each: list[tuple[int, int]], *, withheld: bool) -> Cell:
    shares = sorted((1000 * there + due // 2) // due for due, there in each if due)
    low, high = (
        (shares[len(shares) // 4], shares[(3 * len(shares)) // 4]) if len(shares) >= GROUP_SHOWN_FROM else (None, None)
    )
    return Cell(len(each), sum(due for due, _there in each), sum(there for _due, there in each), low, high, withheld)


def _shone(seats: list[Seat], year: int) -> dict[str, Cell]:
    """出彩率: of those due, how many had a work adopted, commended, key or excellent."""
    rows = DutyRecord.objects.counting().filter(
        stage__in=[str(stage) for stage in SHONE], business_date__range=year_span(year), person__isnull=False
    )
    people = set(rows.order_by().values_list("person_id", flat=True).distinct())
    return _grouped(seats, {seat.person_id: (1, int(seat.person_id in people)) for seat in seats})


@dataclass(frozen=True)
class Person:
    """One line of the list behind a rate."""

    person_id: int
    name: str
    due: int
    came: int


def people(unit: Unit, year: int, *, group: str, kind: str) -> list[Person]:
    """Who is behind a rate: by strokes, with what each was due and came to. Empty where the rate is not shown."""
    group = group if group in GROUPS else "all"
    seats = _seats(unit, year)
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for (person, code), (due, there) in _tallies(seats, year).items():
        if not kind or code == kind:
            sums[person][0] += due
            sums[person][1] += there
    listed = [seat for seat in seats if seat.person_id in sums]
    if group in hidden(Counter((seat.party, seat.standing) for seat in listed)):
        return []
    return [Person(s.person_id, s.name, *sums[s.person_id]) for s in listed if GROUPS[group][1](s)]
