"""The verbs of contact: set a rule, arrange and end pairs, write down a talk, raise and follow a matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.contacts.models import ContactRule, Matter, MatterAnswer, Pair, Talk
from touyan.contacts.rules import ANSWER_WITHIN, NEXT, TARGETS, MatterState, Network, TalkKind, Target
from touyan.core import clock, events, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.members.models import Member, Sector
from touyan.organizations import policy
from touyan.organizations.models import Account, Closure, Person, Unit
from touyan.organizations.policy import Actor


@dataclass(frozen=True)
class OtherEnd:
    """Exactly one of the three."""

    person: Person | None = None
    sector: Sector | None = None
    party: str = ""

    @property
    def target(self) -> Target:
        return Target.PERSON if self.person else Target.SECTOR if self.sector else Target.PARTY


@transaction.atomic
def contact_rule_set(
    *, actor: Actor, unit: Unit, network: Network, least: int, every: int, most: int, basis: str = ""
) -> ContactRule:
    """From today on the rule holds in `unit`; the one before ends yesterday and stays readable."""
    policy.require(actor, "contact.arrange", unit)
    if every not in (1, 2, 3, 4, 6, 12) or least < 1 or most < 1:
        raise Refused(_("周期须为 1、2、3、4、6 或 12 个月，次数和人数至少为 1。"))
    today = clock.today()
    held = ContactRule.objects.filter(unit=unit, network=network, end__isnull=True)
    held.filter(start__gte=today).delete()
    held.update(end=today - timedelta(days=1))
    rule = ContactRule.objects.create(
        unit=unit, network=network, least=least, every=every, most=most, basis=basis.strip(), start=today
    )
    journal.record(actor, "contact.arrange", rule, unit=unit, detail={"least": least, "every": every, "most": most})
    return rule


@transaction.atomic
def pair_arrange(*, actor: Actor, unit: Unit, network: Network, contact: Person, other: OtherEnd) -> Pair:
    """From today on `contact` keeps contact with the other end. The same pair is not made twice."""
    policy.require(actor, "contact.arrange", unit)
    _fitting(unit, network, contact, other)
    stated = {"network": network, "contact": contact, "other": other.person, "sector": other.sector}
    same = Pair.objects.filter(**stated, party=other.party, end__isnull=True).first()
    if same is not None:
        return same
    pair = Pair.objects.create(unit=unit, party=other.party, start=clock.today(), **stated)
    journal.record(actor, "contact.arrange", pair, unit=unit, detail={"verb": "arrange", "network": str(network)})
    events.publish("pair_arranged", pair_id=pair.pk)
    return pair


def _fitting(unit: Unit, network: Network, contact: Person, other: OtherEnd) -> None:
    if other.target not in TARGETS[network]:
        raise Refused(_("这一网络不能这样结对。"), possible=_("请另选联系对象。"))
    if other.person is not None and other.person.pk == contact.pk:
        raise Refused(_("不能与自己结对。"))
    if network in (Network.MEMBERS, Network.PEOPLE) and not _seated(unit, contact, party=True):
        raise Refused(_("%(name)s不是本届党员委员，不能担任这一网络的联系人。") % {"name": contact.name})
    if network == Network.MEMBERS and other.person and not _seated(unit, other.person, party=False):
        raise Refused(_("%(name)s不是本届党外委员。") % {"name": other.person.name})


def _seated(unit: Unit, person: Person, *, party: bool) -> bool:
    rows = Member.objects.seated().filter(term__committee=unit, person=person, is_party_member=party)
    return rows.exists()


@transaction.atomic
def pairs_arrange(*, actor: Actor, unit: Unit, chosen: Iterable[tuple[Person, Person]]) -> int:
    """Every (contact, other member) chosen from the proposals is a pair; returns how many. All of them or none."""
    number = 0
    for contact, other in chosen:
        pair_arrange(actor=actor, unit=unit, network=Network.MEMBERS, contact=contact, other=OtherEnd(person=other))
        number += 1
    return number


@transaction.atomic
def pair_end(*, actor: Actor, pair: Pair) -> Pair:
    """The pair holds until today; its running matters go on."""
    policy.require(actor, "contact.arrange", pair.unit)
    pair.end = clock.today()
    pair.save(update_fields=["end"])
    journal.record(actor, "contact.arrange", pair, unit=pair.unit, detail={"verb": "end"})
    return pair


def _takes_part(actor: Actor, pair: Pair) -> None:
    if not actor.person_id or actor.person_id not in (pair.contact_id, pair.other_id):
        raise Refused(_("没有这一结对。"), status=404)


@transaction.atomic
def talk_record(*, actor: Actor, pair: Pair, day: dt.date, kind: TalkKind) -> Talk:
    """Contact was kept on `day`. The same talk written down by both is one talk. The journal knows that, not when or how."""
    _takes_part(actor, pair)
    if day > clock.today():
        raise Refused(_("日期还没有到。"), possible=_("请填写已经联系的日期。"))
    if day < pair.start or (pair.end and day > pair.end):
        raise Refused(_("这一天不在结对期间。"), possible=_("请核对日期。"))
    talk, _made = Talk.objects.get_or_create(pair=pair, day=day, kind=kind, defaults={"account_id": actor.account_id})
    journal.record(actor, "contact.own", pair, unit=pair.unit, detail={"verb": "talk"})
    return talk


@transaction.atomic
def talk_withdraw(*, actor: Actor, talk: Talk) -> None:
    """A talk written down by mistake is gone; either of the two may say so."""
    _takes_part(actor, talk.pair)
    journal.record(actor, "contact.own", talk.pair, unit=talk.pair.unit, detail={"verb": "withdraw"})
    talk.delete()


@transaction.atomic
def matter_raise(*, actor: Actor, pair: Pair, title: str, request: str, unit: Unit, agreed: bool) -> Matter:
    """What somebody needs. Raised by the person in need it goes to `unit` at once; written by the contact it waits.

    For the people of a sector, of whom no name is kept, the contact states with `agreed` that they consent.
    """
    _takes_part(actor, pair)
    if not title.strip():
        raise Refused(_("请写明需要办的事。"))
    by_contact = actor.person_id == pair.contact_id
    if not agreed and (not by_contact or pair.target != Target.PERSON):
        raise Refused(_("没有本人同意，不能转办。"), possible=_("请征得本人同意后再转。"))
    _answerable(pair, unit)
    matter = Matter.objects.create(
        pair=pair, unit=unit, title=whole(title, 60, _("标题")), request=whole(request, 500, _("具体情况"))
    )
    if not (by_contact and pair.target == Target.PERSON):
        _hand_on(matter)
    journal.record(actor, "contact.own", matter, unit=pair.unit, detail={"verb": "raise"})
    return matter


def _answerable(pair: Pair, unit: Unit) -> None:
    if not Closure.objects.filter(ancestor_id=pair.unit_id, descendant_id=unit.pk).exists():
        raise Refused(_("%(unit)s不能办理这一事项。") % {"unit": unit.short}, possible=_("请另选办理单位。"))


def raiser_id(pair: Pair) -> int:
    """Who speaks for the need: the other person, or the contact for people without a name here."""
    return pair.other_id or pair.contact_id


def speaks(actor: Actor, matter: Matter) -> bool:
    """Whether the actor is the one in need, or the contact of somebody without an account, who signs on paper."""
    raiser = raiser_id(matter.pair)
    if actor.person_id is None or actor.person_id == raiser:
        return actor.person_id == raiser
    return actor.person_id == matter.pair.contact_id and not has_account(raiser)


def has_account(person_id: int) -> bool:
    """Whether the person can sign in."""
    return Account.objects.filter(person_id=person_id, is_active=True).exists()


def _raiser(actor: Actor, matter: Matter) -> None:
    if not speaks(actor, matter):
        raise Refused(_("这一步由提出需要的本人办理。"), status=403)


def _advance(matter: Matter, state: MatterState, **more: object) -> None:
    before = [old for old, following in NEXT.items() if state in following]
    if not Matter.objects.filter(pk=matter.pk, state__in=before).update(state=state, **more):
        raise Refused(_("这件事已经办理过这一步。"), possible=_("请刷新后查看。"), status=409)
    matter.refresh_from_db()


def _hand_on(matter: Matter, signed: dt.date | None = None) -> None:
    due = clock.today() + ANSWER_WITHIN
    _advance(matter, MatterState.OPEN, consented=clock.now(), due=due, paper=signed)
    events.publish("matter_opened", matter_id=matter.pk)


@transaction.atomic
def matter_consent(*, actor: Actor, matter: Matter, agree: bool, signed: dt.date | None = None) -> Matter | None:
    """With consent the matter goes to its unit; without it the words are gone.

    Whoever has no account consents on paper: the contact writes down the day on which the sheet was `signed`.
    """
    _raiser(actor, matter)
    on_paper = actor.person_id != raiser_id(matter.pair)
    if agree and on_paper and (signed is None or not clock.business_date(matter.created) <= signed <= clock.today()):
        raise Refused(_("请填写本人在同意书上签字的日期。"), possible=_("应在写下这件事之后、今天之前或当天。"))
    if not agree:
        if matter.state != MatterState.PROPOSED:
            raise Refused(_("这件事已经转办，可以撤回。"), status=409)
        journal.record(actor, "contact.own", matter, unit=matter.pair.unit, detail={"verb": "decline"})
        matter.delete()
        return None
    _hand_on(matter, signed if on_paper else None)
    journal.record(actor, "contact.own", matter, unit=matter.unit, detail={"verb": "consent", "paper": on_paper})
    return matter


@transaction.atomic
def matter_answer(*, actor: Actor, matter: Matter, answer: str) -> MatterAnswer:
    """The unit has answered; whether it helped is for the one who raised it to say."""
    policy.require(actor, "matter.handle", matter.unit)
    if not answer.strip():
        raise Refused(_("请写明办理结果。"))
    _advance(matter, MatterState.ANSWERED)
    made = MatterAnswer.objects.create(matter=matter, answer=whole(answer, 500, _("答复")), account_id=actor.account_id)
    journal.record(actor, "matter.handle", matter, unit=matter.unit, detail={"verb": "answer"})
    return made


@transaction.atomic
def matter_confirm(*, actor: Actor, matter: Matter, helped: bool) -> Matter:
    """It helped, and is closed; or not yet, and goes on for another term."""
    _raiser(actor, matter)
    if helped:
        _advance(matter, MatterState.HELPED, closed=clock.now())
    else:
        _advance(matter, MatterState.OPEN, due=clock.today() + ANSWER_WITHIN)
    journal.record(actor, "contact.own", matter, unit=matter.unit, detail={"verb": "confirm", "helped": helped})
    return matter


@transaction.atomic
def matter_withdraw(*, actor: Actor, matter: Matter) -> Matter:
    """The one who raised it takes it back; the words are emptied."""
    _raiser(actor, matter)
    _advance(matter, MatterState.WITHDRAWN, closed=clock.now(), request="", title=_("已撤回"))
    journal.record(actor, "contact.own", matter, unit=matter.unit, detail={"verb": "withdraw"})
    return matter
