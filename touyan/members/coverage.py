"""两个全覆盖 (O7): every party member among the members in exactly one branch, every other member with a named contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.rooms import collect
from touyan.members.models import Member, MemberQuerySet
from touyan.members.rules import Gap, party_gap
from touyan.organizations.models import Membership, Post, Term, Unit, holding
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind, MembershipKind, Title

LEAST_IN_BRANCH = 3
"""Full members that a branch needs to be founded (支部工作条例)."""


@dataclass(frozen=True)
class Contacted:
    """Whether a member has a named contact, and whether the contact was kept within its interval. Nothing about whom."""

    since: dt.date
    kept: bool


@dataclass(frozen=True)
class Uncovered:
    """A member who is not covered, and why."""

    pk: int
    name: str
    sector: str
    gap: Gap


@dataclass(frozen=True)
class Side:
    """One of the two coverages. `total` and `covered` count members, `named` those with a contact; gaps are named."""

    total: int
    covered: int
    gaps: list[Uncovered]
    people: tuple[int, ...] = ()
    named: int = 0

    @property
    def rate(self) -> int | None:
        """Whole percent, rounded down, so that 100 means everyone; None when there is nobody."""
        return self.covered * 100 // self.total if self.total else None


@dataclass(frozen=True)
class BranchRow:
    """A branch against the standard: number of members, a secretary, every membership dated."""

    unit: Unit
    people: int
    since: dt.date | None
    secretary: bool

    @property
    def enough(self) -> bool:
        return self.people >= LEAST_IN_BRANCH


def in_charge(actor: Actor, term: Term) -> MemberQuerySet:
    """Members of `term` whose coverage is in the actor's charge."""
    return Member.objects.visible_to(actor, "coverage.view").seated().filter(term=term)


def party_side(actor: Actor, term: Term) -> Side:
    """Party members in exactly one functional branch today."""
    today = clock.today()
    rows = in_charge(actor, term).filter(is_party_member=True)
    held = Membership.objects.filter(holding(today), kind=MembershipKind.PARTY, unit__kind=Kind.TEMPORARY_BRANCH)
    held = held.filter(person_id__in=rows.values("person_id"))
    number = dict(held.values_list("person_id").annotate(n=Count("unit_id", distinct=True)))
    words = {"none": _("没有编入履职临时党支部"), "several": _("同时编入了几个履职临时党支部")}
    return _side(rows, lambda person: party_gap(branches=number.get(person, 0)), words)


def work_side(actor: Actor, term: Term) -> Side:
    """Other members with a named contact that was kept within its interval."""
    rows = in_charge(actor, term).filter(is_party_member=False)
    found = _asked("contacted", list(rows.values_list("person_id", flat=True)))

    def gap(person: int) -> str:
        fact = found.get(person)
        return "nobody" if fact is None else "" if fact.kept else "silent"

    side = _side(rows, gap, {"nobody": _("没有联系人"), "silent": _("有联系人，上一周期没有联系到")})
    return replace(side, named=len(found))


def _asked(question: str, people: Sequence[int]) -> dict[int, Any]:
    """What the rooms above know of these people, together."""
    found: dict[int, Any] = {}
    for _room, ask in collect("coverage_facts", question):
        found |= ask(people)
    return found


@dataclass(frozen=True)
class Evidence:
    """One kind of evidence: what it must show to count, and how many of how many members it shows it of."""

    name: str
    standard: str
    met: int
    total: int


def evidence(party: Side, work: Side) -> list[Evidence]:
    """The standard of each kind of evidence of the two coverages, and how far it is met. Numbers only."""
    joined = _asked("took_part", work.people)
    return [
        Evidence(_("组织关系"), _("编入且只编入一个履职临时党支部，编入有日期。"), party.covered, party.total),
        Evidence(_("确定联系人"), _("有一名具名的党员委员或党组成员负责联系，有起始日期。"), work.named, work.total),
        Evidence(
            _("按期联系"),
            _("上一周期按联系规则联系到，新结对的从首个完整周期算起；只记日期和方式。"),
            work.covered,
            work.total,
        ),
        Evidence(_("共同活动"), _("近十二个月出席过一次党建活动，到会由组织单位核对入账。"), len(joined), work.total),
    ]


def _side(rows: MemberQuerySet, gap: Callable[[int], str], words: dict[str, str]) -> Side:
    people, gaps = [], []
    listed = rows.order_by("sort_stroke", "pk").values_list("pk", "person_id", "person__name", "sector__short")
    for pk, person, name, sector in listed.iterator(chunk_size=2000):
        people.append(person)
        if code := gap(person):
            gaps.append(Uncovered(pk, name, sector or "", Gap(code, words[code])))
    return Side(len(people), len(people) - len(gaps), gaps, tuple(people))


def branches(actor: Actor, term: Term) -> list[BranchRow]:
    """Branches in the actor's charge against the standard."""
    today = clock.today()
    people = in_charge(actor, term).values("person_id")
    held = holding(today, "memberships__") & Q(
        memberships__kind=MembershipKind.PARTY, memberships__person_id__in=people
    )
    units = Unit.objects.open_on(today).visible_to(actor, "coverage.view").filter(kind=Kind.TEMPORARY_BRANCH)  # type: ignore[attr-defined]
    units = units.annotate(people=Count("memberships", filter=held), since=Min("memberships__start", filter=held))
    led = Post.objects.filter(holding(today), title=Title.SECRETARY).values_list("unit_id", flat=True)
    secretaries = set(led.filter(unit__in=units.values("pk")))
    rows = units.order_by("order", "code")
    return [BranchRow(u, u.people, u.since, u.pk in secretaries) for u in rows]  # type: ignore[attr-defined]
