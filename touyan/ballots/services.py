"""The verbs before a vote: write a ballot, fill its roll, open it, declare it void."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.ballots import sealing, seals, selectors
from touyan.ballots.models import Ballot, Choice, Question, Sealed, Target, Voter, VoterClass
from touyan.ballots.rules import State
from touyan.ballots.wording import Item
from touyan.core import clock
from touyan.core.errors import Refused, Stale
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor


@dataclass(frozen=True)
class Plan:
    """What a ballot is to be, as it was filled in. `points` in 1/10,000."""

    title: str
    opens: dt.date
    closes: dt.date
    questions: Sequence[Item]
    classes: Sequence[Item]
    targets: Sequence[Unit]
    quorum: int = 50
    points: int = 1_000_000
    no_vote: str = "zero"
    about: str = ""


@transaction.atomic
def ballot_save(*, actor: Actor, unit: Unit, plan: Plan, ballot: Ballot | None = None, version: int = 0) -> Ballot:
    """A ballot in preparation, as `plan` says. Once opened it is not changed any more."""
    policy.require(actor, "ballot.manage", unit)
    if plan.closes < plan.opens:
        raise Refused(_("截止日期不能早于开始日期。"))
    if not plan.targets:
        raise Refused(_("请选择至少一个被测评的单位。"))
    if ballot is None:
        stands = Ballot(unit=unit)
    else:
        stands = _draft(ballot)
        if stands.version != version:
            raise Stale([], who="", when="")
        stands.version += 1
    stands.title, stands.about, stands.opens, stands.closes = plan.title, plan.about, plan.opens, plan.closes
    stands.quorum, stands.points, stands.no_vote = plan.quorum, plan.points, plan.no_vote
    stands.save()
    _write_sheet(stands, plan)
    seals.record(actor, "ballot.manage", stands, unit=unit, detail={"verb": "save", "units": len(plan.targets)})
    return stands


def _draft(ballot: Ballot) -> Ballot:
    stands = Ballot.objects.select_for_update().select_related("unit").get(pk=ballot.pk)
    if stands.state != State.DRAFT:
        raise Refused(_("测评已经开始，题目和名册不能再改。"), possible=_("确需修改的，请作废后重新组织。"), status=409)
    return stands


def _write_sheet(ballot: Ballot, plan: Plan) -> None:
    """Questions, classes and units anew. A class that keeps its name keeps its part of the roll."""
    Question.objects.filter(ballot=ballot).delete()
    for order, item in enumerate(plan.questions):
        question = Question.objects.create(ballot=ballot, order=order, title=item.title, weight=item.weight)
        Choice.objects.bulk_create(
            Choice(question=question, order=at, text=text, coefficient=value)
            for at, (text, value) in enumerate(item.choices)
        )
    VoterClass.objects.filter(ballot=ballot).exclude(title__in=[item.title for item in plan.classes]).delete()
    for order, item in enumerate(plan.classes):
        VoterClass.objects.update_or_create(
            ballot=ballot, title=item.title, defaults={"order": order, "weight": item.weight}
        )
    Target.objects.filter(ballot=ballot).exclude(unit__in=plan.targets).delete()
    there = set(Target.objects.filter(ballot=ballot).values_list("unit_id", flat=True))
    Target.objects.bulk_create(Target(ballot=ballot, unit=unit) for unit in plan.targets if unit.pk not in there)


@transaction.atomic
def roll_add(
    *, actor: Actor, ballot: Ballot, voter_class: VoterClass, unit: Unit, who: str, below: bool
) -> tuple[int, int]:
    """(added, already on the roll): people of a unit become voters of a class. Nobody votes twice, in whatever class."""
    policy.require(actor, "ballot.manage", ballot.unit)
    stands = _draft(ballot)
    people = list(selectors.people_for_roll(unit, who, below))
    there = set(Voter.objects.filter(ballot=stands).values_list("person_id", flat=True))
    fresh = [person for person in people if person.pk not in there]
    Voter.objects.bulk_create(Voter(ballot=stands, voter_class=voter_class, person=person) for person in fresh)
    seals.record(actor, "ballot.manage", stands, unit=stands.unit, detail={"verb": "roll", "added": len(fresh)})
    return len(fresh), len(people) - len(fresh)


@transaction.atomic
def roll_remove(*, actor: Actor, ballot: Ballot, voter_pk: int) -> None:
    """One name leaves the roll while the ballot is prepared."""
    policy.require(actor, "ballot.manage", ballot.unit)
    stands = _draft(ballot)
    gone, _kinds = Voter.objects.filter(ballot=stands, pk=voter_pk).delete()
    if not gone:
        raise Refused(_("名册上没有这个人。"), status=404)
    seals.record(actor, "ballot.manage", stands, unit=stands.unit, detail={"verb": "roll", "removed": 1})


@transaction.atomic
def ballot_open(*, actor: Actor, ballot: Ballot) -> Ballot:
    """The roll is closed, the box is empty, a new seal is made: from the first day on voters may vote."""
    policy.require(actor, "ballot.manage", ballot.unit)
    stands = _draft(ballot)
    if stands.closes < clock.today():
        raise Refused(_("截止日期已经过了。"), possible=_("请先修改日期。"))
    if empty := [one.voter_class.title for one in selectors.entitled(stands) if not one.count]:
        raise Refused(_("“%(title)s”这一类还没有投票人。") % {"title": empty[0]}, possible=_("请先补齐名册。"))
    whole = Voter.objects.filter(ballot=stands).count()
    if whole < 5:
        raise Refused(_("投票人不足5人，无法不记名。"), possible=_("请扩大投票人范围。"))
    stands.state, stands.key_name = State.OPEN, sealing.key_new()
    stands.save(update_fields=["state", "key_name"])
    detail = {"verb": "open", "voters": whole}
    seals.record(actor, "ballot.manage", stands, unit=stands.unit, detail=detail, sets=seals.SHEET)
    return stands


@transaction.atomic
def ballot_void(*, actor: Actor, ballot: Ballot, reason: str) -> Ballot:
    """The ballot does not count; sealed votes are thrown away unread, and the key with them."""
    policy.require(actor, "ballot.manage", ballot.unit)
    stands = Ballot.objects.select_for_update().select_related("unit").get(pk=ballot.pk)
    if stands.state not in {State.DRAFT, State.OPEN, State.SHORT}:
        raise Refused(_("已经计票的测评不能作废。"), status=409)
    if not reason.strip():
        raise Refused(_("请说明作废的原因。"))
    Sealed.objects.filter(ballot=stands).delete()
    transaction.on_commit(lambda name=stands.key_name: sealing.key_destroy(name))  # type: ignore[misc]
    stands.state, stands.reason, stands.key_name = State.VOID, whole(reason, 200, _("理由")), ""
    stands.save(update_fields=["state", "reason", "key_name"])
    detail = {"verb": "void", "reason": stands.reason}
    seals.record(actor, "ballot.manage", stands, unit=stands.unit, detail=detail, sets=seals.SHEET)
    return stands
