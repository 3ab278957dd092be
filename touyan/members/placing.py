"""Placing members in special committees by what they know (O6): a proposal for each, a person decides, all at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from touyan.core import clock
from touyan.members.models import Member
from touyan.members.selectors import units_under
from touyan.members.services import member_place
from touyan.organizations import policy
from touyan.organizations.models import Membership, Term, Unit, holding
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind, MembershipKind


@dataclass(frozen=True)
class Placeable:
    """A member of no special committee, and the committee where most of the same field or sector sit."""

    member: Member
    proposed: Unit | None


def unplaced(actor: Actor, term: Term, *, limit: int = 60) -> list[Placeable]:
    """Members of the term without a special committee, in the order of strokes, each with a proposal."""
    policy.require(actor, "member.manage", term.committee)
    units = {unit.pk: unit for unit in units_under(term, Kind.SPECIAL_COMMITTEE)}
    waiting = list(_seated(term).exclude(person_id__in=_placed(units).values("person_id"))[:limit])
    fields, sectors, sizes = _where(term, units)
    return [Placeable(member, _proposal(member, units, fields, sectors, sizes)) for member in waiting]


def _seated(term: Term) -> QuerySet[Member]:
    rows = Member.objects.seated().filter(term=term)
    return rows.select_related("person", "sector").order_by("sort_stroke", "pk")


def _placed(units: dict[int, Unit]) -> QuerySet[Membership]:
    return Membership.objects.filter(holding(clock.today()), kind=MembershipKind.PLACED, unit_id__in=units)


def _where(term: Term, units: dict[int, Unit]) -> tuple[dict[str, Counter[int]], dict[int, Counter[int]], Counter[int]]:
    """How many of each field and of each sector sit in each committee, and how many members each has."""
    of_person = dict(_placed(units).values_list("person_id", "unit_id"))
    fields: dict[str, Counter[int]] = defaultdict(Counter)
    sectors: dict[int, Counter[int]] = defaultdict(Counter)
    for person, expertise, sector in _seated(term).values_list("person_id", "expertise", "sector_id"):
        if unit := of_person.get(person):
            fields[expertise][unit] += 1
            sectors[sector][unit] += 1
    return fields, sectors, Counter(dict.fromkeys(units, 0) | Counter(of_person.values()))


def _proposal(
    member: Member,
    units: dict[int, Unit],
    fields: dict[str, Counter[int]],
    sectors: dict[int, Counter[int]],
    sizes: Counter[int],
) -> Unit | None:
    if not units:
        return None
    field = fields[member.expertise] if member.expertise else Counter[int]()
    sector = sectors[member.sector_id] if member.sector_id else Counter[int]()
    best = min(units, key=lambda pk: (-3 * field[pk] - sector[pk], sizes[pk], units[pk].order, pk))
    sizes[best] += 1
    return units[best]


@transaction.atomic
def members_place(*, actor: Actor, chosen: Iterable[tuple[Member, Unit]]) -> int:
    """Every member chosen sits in the committee chosen; returns how many. All of them or none."""
    number = 0
    for member, unit in chosen:
        member_place(actor=actor, member=member, unit=unit, kind=MembershipKind.PLACED)
        number += 1
    return number
