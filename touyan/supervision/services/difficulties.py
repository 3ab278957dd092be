"""Guidance, difficulties and how the help was rated."""

from __future__ import annotations

import datetime as dt
import uuid
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Person, Unit
from touyan.organizations.policy import Actor
from touyan.planning import selectors as planning
from touyan.supervision import selectors
from touyan.supervision.models import Difficulty, DifficultyStep, Guidance, RatingMark, RatingRound, RatingTicket
from touyan.supervision.rules import ANSWER_WITHIN, DifficultyState
from touyan.supervision.services.above import require_above


@transaction.atomic
def guidance_assign(*, actor: Actor, leader: Person, unit: Unit, day: dt.date | None = None) -> Guidance:
    """From `day` on `leader` guides `unit`; whoever did before stays readable, open difficulties go to the new leader."""
    policy.require(actor, "guidance.assign", unit)
    day = day or clock.today()
    if not selectors.leads(leader, unit, day):
        raise Refused(
            _("%(name)s不是%(unit)s上级的领导班子成员。") % {"name": leader.name, "unit": unit.short},
            possible=_("请从领导名单中选择。"),
        )
    for row in Guidance.objects.select_for_update().filter(unit=unit, end__isnull=True):
        if row.leader_id == leader.pk:
            return row
        row.end = max(row.start, day - timedelta(1))
        row.save(update_fields=["end"])
    made = Guidance.objects.create(leader=leader, unit=unit, start=day)
    moved = Difficulty.objects.filter(unit=unit, state=DifficultyState.RAISED)
    for difficulty in moved:
        _step(difficulty, actor.name, "pass", leader.name)
    moved.update(leader=leader)
    journal.record(actor, "guidance.assign", made, unit=unit, detail={"leader": leader.name})
    return made


def _step(difficulty: Difficulty, name: str, verb: str, words: str) -> None:
    DifficultyStep.objects.create(difficulty=difficulty, by_name=name, verb=verb, words=whole(words, 1000, _("内容")))


def _answer_by(day: dt.date) -> dt.date:
    return planning.working_calendar().add(day, ANSWER_WITHIN).day


@transaction.atomic
def difficulty_raise(*, actor: Actor, unit: Unit, kind: str, title: str, words: str) -> Difficulty:
    """The leader who guides the unit is asked to answer within ten working days."""
    policy.require(actor, "difficulty.raise", unit)
    today = clock.today()
    if not title.strip() or not words.strip():
        raise Refused(_("请写明事项和说明。"), possible=_("写清楚什么事、需要什么支持。"))
    leader = selectors.guide_of(unit, today)
    difficulty = Difficulty.objects.create(
        unit=unit,
        kind=kind,
        title=whole(title, 80, _("标题")),
        words=whole(words, 1000, _("内容")),
        leader=leader,
        raised_on=today,
        due=_answer_by(today),
        by_name=actor.name,
    )
    _step(difficulty, actor.name, "raise", words.strip())
    journal.record(actor, "difficulty.raise", difficulty, unit=unit)
    events.publish("difficulty_raised", difficulty_id=difficulty.pk)
    return difficulty


def _take(actor: Actor, pk: int, action: str, states: set[str]) -> Difficulty:
    difficulty = selectors.difficulty_locked(actor, pk)
    if difficulty.state not in states:
        raise Refused(
            _("这件困难现在是“%(state)s”。") % {"state": DifficultyState(difficulty.state).label},
            possible=_("请刷新页面再看。"),
            status=409,
        )
    own = action == "difficulty.answer" and actor.person_id and actor.person_id == difficulty.leader_id
    if not own:
        policy.require(actor, action, difficulty.unit)
    return difficulty


def _save(actor: Actor, difficulty: Difficulty, action: str, verb: str, words: str) -> Difficulty:
    difficulty.version += 1
    difficulty.save()
    _step(difficulty, actor.name, verb, words)
    journal.record(actor, action, difficulty, unit=difficulty.unit, detail={"verb": verb})
    return difficulty


@transaction.atomic
def difficulty_answer(*, actor: Actor, difficulty_id: int, words: str) -> Difficulty:
    """The leader, or the office for the leader, has answered: what is done, by whom, until when."""
    difficulty = _take(actor, difficulty_id, "difficulty.answer", {DifficultyState.RAISED})
    if actor.person_id != difficulty.leader_id:
        require_above(actor, "difficulty.answer", difficulty.unit)
    if not words.strip():
        raise Refused(_("请写明答复。"), possible=_("说明怎么办、谁来办、何时办好。"))
    difficulty.state, difficulty.answered_on = DifficultyState.ANSWERED, clock.today()
    return _save(actor, difficulty, "difficulty.answer", "answer", words.strip())


@transaction.atomic
def difficulty_settle(*, actor: Actor, difficulty_id: int, solved: bool, words: str) -> Difficulty:
    """The unit says whether it is solved; if not, the leader is asked again, with a new day."""
    difficulty = _take(actor, difficulty_id, "difficulty.raise", {DifficultyState.ANSWERED})
    today = clock.today()
    if solved:
        difficulty.state, difficulty.solved_on = DifficultyState.SOLVED, today
        return _save(actor, difficulty, "difficulty.raise", "solve", words.strip())
    if not words.strip():
        raise Refused(_("请写明还差什么。"), possible=_("联系领导会看到。"))
    difficulty.state, difficulty.answered_on, difficulty.due = DifficultyState.RAISED, None, _answer_by(today)
    return _save(actor, difficulty, "difficulty.raise", "again", words.strip())


@transaction.atomic
def difficulty_withdraw(*, actor: Actor, difficulty_id: int, reason: str) -> Difficulty:
    """The unit needs no answer any more; it stays readable."""
    difficulty = _take(actor, difficulty_id, "difficulty.raise", {DifficultyState.RAISED, DifficultyState.ANSWERED})
    difficulty.state = DifficultyState.WITHDRAWN
    return _save(actor, difficulty, "difficulty.raise", "withdraw", reason.strip())


@transaction.atomic
def rating_open(*, actor: Actor, committee: Unit, year: int, half: int, closes: dt.date) -> RatingRound:
    """Every unit that is guided today has one ticket until `closes`, unless it has one in another round of the half-year:
    in two rounds the same answers would be summed twice, and the difference of the two reports could be one unit's."""
    policy.require(actor, "rating.open", committee)
    today = clock.today()
    if closes <= today:
        raise Refused(_("截止日期要在今天以后。"), possible=_("请另选日期。"))
    if RatingRound.objects.filter(committee=committee, year=year, half=half).exists():
        raise Refused(_("这半年已经组织过评价。"), possible=_("每半年一次。"), status=409)
    asked = set(RatingTicket.objects.filter(round__year=year, round__half=half).values_list("unit_id", flat=True))
    guided = [one for one in selectors.guided_under(committee, today) if one.unit_id not in asked]
    if not guided:
        raise Refused(_("没有可以评价的单位。"), possible=_("有联系领导、且这半年还没有参加其他评价的单位才能评价。"))
    row = RatingRound.objects.create(committee=committee, year=year, half=half, opens=today, closes=closes)
    RatingTicket.objects.bulk_create(RatingTicket(round=row, unit=g.unit, leader=g.leader) for g in guided)
    journal.record(actor, "rating.open", row, unit=committee, detail={"units": len(guided)})
    return row


@transaction.atomic
def rating_give(*, actor: Actor, ticket_id: int, timely: int, useful: int) -> None:
    """The unit has rated. That it did is kept with the unit; the marks are kept without unit, name or time."""
    ticket = selectors.ticket_locked(actor, ticket_id)
    today = clock.today()
    if ticket.used or not ticket.round.opens <= today <= ticket.round.closes:
        raise Refused(_("这次评价已经提交，或者已经截止。"), possible=_("每个单位每次评价一回。"), status=409)
    if not (1 <= timely <= 5 and 1 <= useful <= 5):
        raise Refused(_("请在1至5之间选择。"))
    ticket.used = True
    ticket.save(update_fields=["used"])
    RatingMark.objects.create(
        id=uuid.uuid4(), round=ticket.round, leader_id=ticket.leader_id, timely=timely, useful=useful
    )
    # No journal entry names the leader or the marks, and none is tied to a moment finer than the round itself.


@transaction.atomic
def ratings_close(*, today: dt.date | None = None) -> int:
    """Rounds past their day have their one result, and the single marks are gone. Returns how many were closed."""
    rounds = RatingRound.objects.select_for_update().filter(closes__lt=today or clock.today(), result__isnull=True)
    closed = 0
    for row in rounds:
        row.result = selectors.rating_result(row)
        row.save(update_fields=["result"])
        row.marks.all().delete()
        closed += 1
    return closed
