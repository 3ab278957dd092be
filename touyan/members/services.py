"""The verbs of the roster: add, correct, place, end; show a telephone; keep sectors."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.chinese.normal import clean_name, name_fault
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.words import date_words
from touyan.members.data import STATED, MemberData
from touyan.members.keys import keys_of
from touyan.members.models import Member, Sector
from touyan.members.rules import PLACES, Affiliation, EndReason
from touyan.organizations import policy
from touyan.organizations.models import Closure, Membership, Person, Term, Unit
from touyan.organizations.policy import Actor
from touyan.organizations.rules import MembershipKind

ALONE = frozenset({MembershipKind.PLACED, MembershipKind.PARTY, MembershipKind.TOWN})
"""Kinds of which a person holds one at a time under a committee; activity groups may be several."""


def checked(data: MemberData) -> MemberData:
    """The data with a clean name and a flag that agrees with the affiliation; Refused when the name cannot be one."""
    name = clean_name(data.name)
    if not name:
        raise Refused(_("姓名不能为空。"))
    if fault := name_fault(name):
        raise Refused(_("姓名中的“%(char)s”不能使用。") % {"char": fault}, possible=_("请核对姓名后重新填写。"))
    party = data.is_party_member or data.affiliation == Affiliation.CPC
    return replace(data, name=name, is_party_member=party)


@transaction.atomic
def member_add(*, actor: Actor, term: Term, data: MemberData, person: Person | None = None) -> Member:
    """A new seat in `term`, for a new person unless `person` is given; the person belongs to the committee from then on."""
    policy.require(actor, "member.manage", term.committee)
    data = checked(data)
    _number_free(term, data.number, None)
    keys = keys_of(data.name, sort_as=data.sort_as, reading=data.reading)
    if person is None:
        person = Person.objects.create(name=data.name, sort_stroke=keys.sort_stroke, sort_pinyin=keys.sort_pinyin)
    elif Member.objects.filter(term=term, person=person).exists():
        raise Refused(_("%(name)s已是本届委员。") % {"name": person.name})
    start = data.start or max(term.start, min(clock.today(), term.end or clock.today()))
    stated = {name: getattr(data, name) for name in STATED}
    member = Member.objects.create(person=person, term=term, start=start, **stated, **vars(keys))
    Membership.objects.get_or_create(
        unit=term.committee, person=person, kind=MembershipKind.MEMBER, end=None, defaults={"start": start}
    )
    journal.record(actor, "member.manage", member, unit=term.committee, detail={"verb": "add"})
    events.publish("member_added", member_id=member.pk)
    return member


@transaction.atomic
def member_correct(*, actor: Actor, member: Member, data: MemberData, version: int) -> Member:
    """The member as `data` states it. Raises Stale when somebody saved after `version` was read."""
    policy.require(actor, "member.manage", member.term.committee)
    data = checked(data)
    stands = Member.objects.select_for_update(of=("self",)).select_related("person", "sector").get(pk=member.pk)
    changed = _changed(stands, data)
    if stands.version != version:
        raise Stale([_difference(stands, data, name) for name in changed])
    _number_free(stands.term, data.number, stands.pk)
    for name in STATED:
        setattr(stands, name, getattr(data, name))
    stands.person.name = data.name
    stands.start = data.start or stands.start
    stands.version += 1
    keys_renew(stands)
    stands.save()
    stands.person.save(update_fields=["name", "sort_stroke", "sort_pinyin"])
    journal.record(actor, "member.manage", stands, unit=stands.term.committee, detail={"changed": changed})
    events.publish("member_corrected", member_id=stands.pk)
    return stands


def keys_renew(member: Member) -> bool:
    """Set the keys of the member and its person anew without saving; whether any differs."""
    keys = vars(keys_of(member.person.name, sort_as=member.sort_as, reading=member.reading))
    differs = any(getattr(member, name) != value for name, value in keys.items())
    for name, value in keys.items():
        setattr(member, name, value)
        if name != "letters":
            setattr(member.person, name, value)
    return differs


def _number_free(term: Term, number: str, own: int | None) -> None:
    if number and (other := Member.objects.filter(term=term, number=number).exclude(pk=own).first()):
        raise Refused(
            _("编号“%(number)s”已属于%(name)s。") % {"number": number, "name": other.person.name},
            possible=_("请核对委员编号。"),
        )


def _changed(member: Member, data: MemberData) -> list[str]:
    names = [name for name in STATED if getattr(member, name) != getattr(data, name)]
    return (["name"] if member.person.name != data.name else []) + names


def _difference(member: Member, data: MemberData, name: str) -> Difference:
    if name == "name":
        return Difference(_("姓名"), member.person.name, data.name)
    label = str(Member._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return Difference(label, _said(getattr(member, name)), _said(getattr(data, name)))


def _said(value: object) -> str:
    return (_("是") if value else _("否")) if isinstance(value, bool) else str(value or "")


@transaction.atomic
def member_end(*, actor: Actor, member: Member, day: dt.date, reason: EndReason) -> Member:
    """The seat and all places under its committee are held up to and including `day`."""
    policy.require(actor, "member.manage", member.term.committee)
    if member.end is not None:
        raise Refused(_("这位委员的任期已于%(day)s结束。") % {"day": date_words(member.end)})
    if day < member.start:
        raise Refused(_("离任日期早于任职日期。"), possible=_("请核对日期。"))
    member.end, member.end_reason, member.version = day, reason, member.version + 1
    member.save(update_fields=["end", "end_reason", "version"])
    below = Closure.objects.filter(ancestor_id=member.term.committee_id).values("descendant_id")
    places = Membership.objects.filter(person_id=member.person_id, unit_id__in=below, end__isnull=True)
    places.filter(start__lte=day).update(end=day)
    places.filter(start__gt=day).delete()
    journal.record(actor, "member.manage", member, unit=member.term.committee, detail={"verb": "end", "reason": reason})
    events.publish("member_ended", member_id=member.pk)
    return member


@transaction.atomic
def member_place(
    *, actor: Actor, member: Member, unit: Unit, kind: MembershipKind, start: dt.date | None = None
) -> Membership:
    """From `start` on the member belongs to `unit`; a place of the same kind under the same committee ends the day before."""
    policy.require(actor, "member.manage", member.term.committee)
    policy.require(actor, "member.manage", unit)
    if PLACES.get(kind) != unit.kind:
        raise Refused(_("%(unit)s不能这样编组。") % {"unit": unit.short}, possible=_("请另选一个单位。"))
    if kind == MembershipKind.PARTY and not member.is_party_member:
        raise Refused(_("%(name)s不是中共党员，不编入临时党支部。") % {"name": member.person.name})
    day = start or clock.today()
    held = Membership.objects.filter(person_id=member.person_id, kind=kind, end__isnull=True)
    if (same := held.filter(unit=unit).first()) is not None:
        return same
    if kind in ALONE:
        below = Closure.objects.filter(ancestor_id=member.term.committee_id).values("descendant_id")
        held.filter(unit_id__in=below, start__gte=day).delete()
        held.filter(unit_id__in=below).update(end=day - timedelta(days=1))
    place = Membership.objects.create(unit=unit, person_id=member.person_id, kind=kind, start=day)
    journal.record(actor, "member.manage", member, unit=unit, detail={"verb": "place", "kind": str(kind)})
    events.publish("member_placed", member_id=member.pk, unit_id=unit.pk)
    return place


def member_read(*, actor: Actor, member: Member) -> None:
    """The journal knows that somebody else has read this member's page."""
    if member.person_id != actor.person_id:
        journal.record(actor, "member.view", member, unit=member.term.committee, outcome="read")


def phone_show(*, actor: Actor, member: Member) -> str:
    """The telephone in full; who asked for it is in the journal and on the member's own data page."""
    policy_held = Member.objects.visible_to(actor, "member.phone").filter(pk=member.pk).exists()
    if not policy_held and member.person_id != actor.person_id:
        raise Refused(_("您不能查看这位委员的电话。"), possible=_("请通过所在支部或委员工作机构联系。"), status=403)
    if member.person_id != actor.person_id:
        journal.record(actor, "member.phone", member, unit=member.term.committee, outcome="read")
    return member.phone


@transaction.atomic
def sector_add(*, actor: Actor, unit: Unit, name: str, short: str, start: dt.date) -> Sector:
    """A sector that exists from `start` on."""
    policy.require(actor, "sector.manage", unit)
    name, short = name.strip(), short.strip() or name.strip()[:12]
    if Sector.objects.filter(name=name, end__isnull=True).exists():
        raise Refused(_("界别“%(name)s”已在册。") % {"name": name})
    last = Sector.objects.order_by("-order").first()
    order = (last.order if last else 0) + 10
    sector = Sector.objects.create(code=f"S{order:04d}", name=name, short=short, order=order, start=start)
    journal.record(actor, "sector.manage", sector, unit=unit, detail={"verb": "add"})
    return sector


@transaction.atomic
def sector_end(*, actor: Actor, unit: Unit, sector: Sector, day: dt.date) -> Sector:
    """The sector exists up to and including `day`; members who stand in it keep it readable."""
    policy.require(actor, "sector.manage", unit)
    if day < sector.start:
        raise Refused(_("截止日期早于起始日期。"), possible=_("请核对日期。"))
    sector.end = day
    sector.save(update_fields=["end"])
    journal.record(actor, "sector.manage", sector, unit=unit, detail={"verb": "end"})
    return sector
