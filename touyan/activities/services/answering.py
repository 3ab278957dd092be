"""What an invited person does: come, ask leave, take it back; and who decides about leave."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.activities.models import Activity, Invitation, Leave, Session
from touyan.activities.rules import Answer, Ground, LeaveState, State
from touyan.core import clock, events, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.policy import Actor


def _own(actor: Actor, activity: Activity) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("person")
    found = rows.filter(activity=activity, person_id=actor.person_id).first() if actor.person_id else None
    if found is None:
        raise Refused(_("您不在这项活动的邀请名单中。"), possible=_("如应参加，请联系组织单位。"), status=403)
    if activity.state != State.PLANNED:
        raise Refused(_("活动已举行或已取消，不需要再答复。"), status=409)
    return found


@transaction.atomic
def invitation_accept(*, actor: Actor, activity: Activity) -> Invitation:
    """The actor will come. A request for leave that nobody has decided is taken back."""
    invitation = _own(actor, activity)
    invitation.leaves.filter(state=LeaveState.ASKED).update(state=LeaveState.WITHDRAWN)
    if invitation.leaves.filter(state=LeaveState.GRANTED).exists():
        raise Refused(_("已准假。如改为参加，请先撤回请假。"), status=409)
    return _answer(actor, invitation, Answer.COMING)


@transaction.atomic
def leave_ask(*, actor: Actor, activity: Activity, ground: str, sessions: Sequence[Session] = ()) -> Leave:
    """The actor asks leave for these half-days (all, when none are named), before the deadline."""
    invitation = _own(actor, activity)
    if ground not in Ground.values:
        raise Refused(_("请选择请假事由：公务或个人事务。"))
    if activity.leave_until and clock.now() > activity.leave_until:
        raise Refused(_("请假时间已截止。"), possible=_("请直接联系组织单位，由其登记。"), status=409)
    if invitation.leaves.filter(state__in=[LeaveState.ASKED, LeaveState.GRANTED]).exists():
        raise Refused(_("您已提交过请假。"), possible=_("如需修改，请先撤回。"), status=409)
    chosen = [session for session in sessions if session.activity_id == activity.pk] or list(activity.sessions.all())
    leave = Leave.objects.create(invitation=invitation, ground=ground, asked_at=clock.now())
    leave.sessions.set(chosen)
    _answer(actor, invitation, Answer.LEAVE)
    events.publish("leave_asked", leave_id=leave.pk)
    return leave


@transaction.atomic
def leave_withdraw(*, actor: Actor, leave: Leave) -> Leave:
    """The actor takes the own request back and may answer again."""
    invitation = _own(actor, leave.invitation.activity)
    if leave.invitation_id != invitation.pk:
        raise Refused(_("只能撤回本人的请假。"), status=403)
    if leave.state not in (LeaveState.ASKED, LeaveState.GRANTED):
        raise Refused(_("这份请假已经办结。"), status=409)
    leave.state = LeaveState.WITHDRAWN
    leave.save(update_fields=["state"])
    _answer(actor, invitation, Answer.OPEN)
    return leave


@transaction.atomic
def leave_decide(*, actor: Actor, leave_id: int, grant: bool, answer: str = "") -> Leave:
    """Leave is granted, or refused with a reason. Nobody decides about the own leave, and it is decided once."""
    leave = Leave.objects.select_for_update(of=("self",)).select_related("invitation__activity__unit").get(pk=leave_id)
    activity = leave.invitation.activity
    policy.require(actor, "leave.decide", activity.unit)
    if leave.invitation.person_id == actor.person_id:
        raise Refused(_("本人的请假请由他人批准。"), status=403)
    if leave.state != LeaveState.ASKED:
        raise Refused(_("这份请假已由%(who)s办理。") % {"who": leave.decided_by_name or _("本人撤回")}, status=409)
    if not grant and not answer.strip():
        raise Refused(_("不准假请写明理由，本人会看到。"))
    leave.state = LeaveState.GRANTED if grant else LeaveState.REFUSED
    leave.decided_at, leave.decided_by_name, leave.answer = clock.now(), actor.name[:60], whole(answer, 120, _("答复"))
    leave.save()
    if not grant:
        Invitation.objects.filter(pk=leave.invitation_id).update(answer=Answer.OPEN)
    journal.record(actor, "leave.decide", leave, unit=activity.unit, detail={"granted": grant})
    events.publish("leave_decided", leave_id=leave.pk)
    return leave


def _answer(actor: Actor, invitation: Invitation, answer: Answer) -> Invitation:
    invitation.answer, invitation.answered_at = answer, clock.now()
    invitation.save(update_fields=["answer", "answered_at"])
    journal.record(actor, "activity.answer", invitation.activity, detail={"answer": str(answer)})
    return invitation
