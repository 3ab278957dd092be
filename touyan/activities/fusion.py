"""Party building plus (A3, B5), and the five emphases (C1): what hangs together, and what each unit did for each emphasis.

A unit's two sides: activities that are Party building, and work that is duty performance. A Party activity is linked
when it is duty performance too, or led to a work; a work is linked when a Party activity led to it, at any distance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from touyan.activities.models import Activity
from touyan.activities.rules import Emphasis, State
from touyan.duties.models import DutyRecord, Work, WorkLink
from touyan.duties.selectors import year_span
from touyan.duties.words import SHONE, WorkKind
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind

# What a work adds to, beside the activities.
WORK_EMPHASIS = {
    WorkKind.PROPOSAL: Emphasis.DEMOCRACY,
    WorkKind.SUPERVISION_REPORT: Emphasis.DEMOCRACY,
    WorkKind.ADVICE: Emphasis.DEMOCRACY,
    WorkKind.OPINION_REPORT: Emphasis.CONSENSUS,
    WorkKind.RESEARCH: Emphasis.CONSENSUS,
    WorkKind.SPEECH: Emphasis.CONSENSUS,
    WorkKind.SERVICE: Emphasis.COOPERATION,
    WorkKind.LECTURE: Emphasis.GUIDANCE,
}
UNIT_KINDS = (
    Kind.PARTY_SUBGROUP,
    Kind.TEMPORARY_BRANCH,
    Kind.OFFICE_BRANCH,
    Kind.OFFICE_PARTY_GROUP,
    Kind.ACTIVITY_GROUP,
    Kind.COMMITTEE,
    Kind.SPECIAL_COMMITTEE,
)


@dataclass(frozen=True)
class Side:
    """One side of a unit: how many there are, and those that hang on nothing."""

    total: int
    loose: list[Activity | Work]

    @property
    def linked(self) -> int:
        return self.total - len(self.loose)


@dataclass(frozen=True)
class Fusion:
    """How far a unit's Party building and its duty performance hang together."""

    unit: Unit
    party: Side
    duty: Side

    @property
    def apart(self) -> bool:
        """两张皮: three Party activities or more, and not one of them hangs on anything."""
        return self.party.total >= 3 and self.party.linked == 0


def units(actor: Actor, year: int) -> list[Fusion]:
    """Every unit that the actor may see and that did something in `year`, in the office's order. Six queries."""
    held, works, ahead = _material(actor, year)
    reach = _reach(ahead, [one.work_id for one in held if one.is_party and one.work_id])
    sides: dict[int, tuple[list[Activity], list[Activity | Work]]] = defaultdict(lambda: ([], []))
    for one in held:
        if one.is_party:
            sides[one.unit_id][0].append(one)
        elif one.is_duty:
            sides[one.unit_id][1].append(one)
    for work in works:
        sides[work.unit_id][1].append(work)
    found = []
    for unit in Unit.objects.filter(pk__in=sides).order_by("order", "code"):
        party, duty = sides[unit.pk]
        loose_party: list[Activity | Work] = [one for one in party if not (one.is_duty or ahead.get(one.work_id or 0))]
        loose_duty = [one for one in duty if _work_id(one) not in reach]
        found.append(Fusion(unit, Side(len(party), loose_party), Side(len(duty), loose_duty)))
    return found


def _work_id(one: Activity | Work) -> int | None:
    return one.work_id if isinstance(one, Activity) else one.pk


def _material(actor: Actor, year: int) -> tuple[list[Activity], list[Work], dict[int, set[int]]]:
    held = _held(actor, year).select_related("kind")
    seen = policy.units(actor, "activity.names")
    works = Work.objects.filter(unit_id__in=seen, page_kind="", day__range=year_span(year))
    ahead: dict[int, set[int]] = defaultdict(set)
    for source, target in WorkLink.objects.values_list("source_id", "target_id"):
        ahead[source].add(target)
    return list(held), list(works), ahead


def _held(actor: Actor, year: int) -> QuerySet[Activity]:
    rows = Activity.objects.filter(unit_id__in=policy.units(actor, "activity.names"), state=State.HELD)
    return rows.filter(day__range=year_span(year), unit__kind__in=UNIT_KINDS)


def _reach(ahead: dict[int, set[int]], start: Iterable[int]) -> set[int]:
    """Everything that something in `start` led to, at any distance."""
    reached: set[int] = set()
    edge = set(start)
    while edge:
        edge = set().union(*(ahead.get(one, set()) for one in edge)) - reached
        reached |= edge
    return reached


@dataclass(frozen=True)
class Chain:
    """From a Party activity to what became of it: works in the order of days, and the links among them."""

    works: list[Work]
    edges: list[tuple[int, int]]
    taken_up: set[int] = field(default_factory=set)


def chains(actor: Actor, year: int, limit: int = 6) -> list[Chain]:
    """The longest chains that began with a Party activity of `year`: research, proposal, adoption."""
    begun = {one.work_id for one in _held(actor, year).filter(is_party=True) if one.work_id}
    ahead: dict[int, set[int]] = defaultdict(set)
    for source, target in WorkLink.objects.values_list("source_id", "target_id"):
        ahead[source].add(target)
    groups = sorted(({start} | _reach(ahead, [start]) for start in begun if ahead.get(start)), key=len, reverse=True)
    groups = groups[:limit]
    wanted = set().union(*groups) if groups else set()
    works = {work.pk: work for work in Work.objects.visible_to(actor).filter(pk__in=wanted).select_related("unit")}
    rows = DutyRecord.objects.effective().filter(work_id__in=wanted, stage__in=[str(stage) for stage in SHONE])
    up = set(rows.values_list("work_id", flat=True))
    return [
        Chain(
            sorted((works[pk] for pk in group if pk in works), key=lambda work: (work.day, work.pk)),
            [(one, two) for one in group for two in ahead.get(one, ()) if one in works and two in works],
            up & group,
        )
        for group in groups
    ]


@dataclass(frozen=True)
class EmphasisRow:
    """One unit: how many activities and works for each emphasis, in the order of `Emphasis`."""

    unit: Unit
    counts: list[tuple[str, int]]


def emphases(actor: Actor, year: int) -> list[EmphasisRow]:
    """五个突出: what each unit did for each, from its activities and works of `year`."""
    sums: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Emphasis.values, 0))
    for unit, codes in _held(actor, year).values_list("unit_id", "emphases"):
        for code in codes:
            if code in sums[unit]:
                sums[unit][code] += 1
    seen = policy.units(actor, "activity.names")
    works = Work.objects.filter(unit_id__in=seen, page_kind="", day__range=year_span(year))
    for unit, kind in works.values_list("unit_id", "kind"):
        if kind in WORK_EMPHASIS:
            sums[unit][WORK_EMPHASIS[kind]] += 1  # type: ignore[index]
    units_ = Unit.objects.filter(pk__in=sums).order_by("order", "code")
    return [EmphasisRow(unit, [(code, sums[unit.pk][code]) for code in Emphasis.values]) for unit in units_]


def emphasis_list(actor: Actor, unit_id: int, year: int, code: str) -> tuple[Unit | None, list[Activity], list[Work]]:
    """What stands behind one number: the unit's activities and works for one emphasis."""
    unit = Unit.objects.visible_to(actor, "activity.names").filter(pk=unit_id).first()
    held = [
        one for one in _held(actor, year).filter(unit_id=unit_id).select_related("kind", "unit") if code in one.emphases
    ]
    kinds = [str(kind) for kind, emphasis in WORK_EMPHASIS.items() if emphasis == code]
    works = Work.objects.filter(unit_id=unit_id, page_kind="", kind__in=kinds, day__range=year_span(year))
    return unit, held if unit else [], list(works.select_related("unit")) if unit else []  # type: ignore[return-value]
