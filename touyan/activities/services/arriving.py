"""Somebody arrives: by the door's code, by the own code, by a clerk's tick, or later from a phone's queue. Once each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from touyan.activities.models import PROOF_SESSION, Activity, Arrival, Invitation, Leave, Session
from touyan.activities.rules import LeaveState, State, Way, door_open, outcome_on_arrival
from touyan.activities.services import booking
from touyan.core import clock, events, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.duties import ledger
from touyan.duties import services as duties
from touyan.duties.models import DutyRecord
from touyan.duties.rules import Draft
from touyan.duties.words import CAME, Outcome
from touyan.organizations import policy
from touyan.organizations.models import Person
from touyan.organizations.policy import Actor

Place = tuple[int, int]
"""A half-day and a person."""

NEEDED = (
    "order",
    "name",
    "starts",
    "ends",
    "activity__state",
    "activity__title",
    "activity__is_party",
    "activity__is_duty",
    "activity__unit__name",
    "activity__kind__code",
    "activity__kind__late_minutes",
    "activity__kind__half_days",
    "activity__work__committee_id",
)


def _session(pk: int) -> Session:
    """What checking in needs of a half-day, and no more: thousands ask within a minute."""
    rows = Session.objects.select_related("activity__kind", "activity__unit", "activity__work").only(*NEEDED)
    session = rows.filter(pk=pk).first()
    if session is None:
        raise Refused(_("没有这项活动。"), status=404)
    return session


def _arrive(actor: Actor, session: Session, person_id: int, way: Way, arrived: dt.datetime, key: str) -> Arrival:
    """The arrival and its ledger row, in one transaction; a second time gives the first answer."""
    activity = session.activity
    if activity.state == State.CANCELLED:
        raise Refused(_("活动已取消。"), status=409)
    if not Invitation.objects.filter(activity=activity, person_id=person_id).exists():
        raise Refused(_("不在这项活动的邀请名单中。"), possible=_("请工作人员先加入名单。"), status=403)
    now = clock.now()
    if not door_open(arrived, session.starts, session.ends):
        raise Refused(
            _("现在不是签到时间。"),
            possible=_("开始前两小时（不早于当天零时）至结束可以签到；过后请工作人员登记。"),
            status=409,
        )
    try:
        with transaction.atomic():
            arrival = Arrival.objects.create(
                session=session,
                person_id=person_id,
                way=way,
                arrived_at=arrived,
                booked_at=now,
                by_name=actor.name[:60],
                key=key or f"{session.pk}:{person_id}",
            )
    except IntegrityError:
        return Arrival.objects.get(session=session, person_id=person_id)
    outcome = outcome_on_arrival(arrived, session.starts, activity.kind.late_minutes)
    ledger.append([booking.attendance_draft(activity, session, person_id, outcome)], entered_by=actor)
    journal.record(actor, "activity.answer", arrival, unit=activity.unit, detail={"way": str(way)})
    return arrival


@transaction.atomic(savepoint=False)
def arrival_by_door(*, actor: Actor, session_id: int, shown: dt.datetime) -> Arrival:
    """The actor arrives by the code that the door showed at `shown` (the caller has checked the code)."""
    if actor.person_id is None:
        raise Refused(_("该账号没有对应的委员。"), status=403)
    arrived = min(max(shown, clock.now() - dt.timedelta(hours=24)), clock.now())
    return _arrive(actor, _session(session_id), actor.person_id, Way.DOOR, arrived, "")


@transaction.atomic
def arrival_by_clerk(
    *, actor: Actor, session: Session, person_id: int, way: Way = Way.CLERK, said: dt.datetime | None = None
) -> Arrival:
    """A clerk has seen the person, or the person's code. Nobody ticks oneself."""
    policy.require(actor, "activity.record", session.activity.unit)
    if person_id == actor.person_id and way == Way.CLERK:
        raise Refused(_("本人请扫码签到，或请他人登记。"), status=403)
    now = clock.now()
    arrived = said if said and now - dt.timedelta(hours=24) <= said <= now else now
    return _arrive(actor, session, person_id, way, arrived, "")


@dataclass(frozen=True)
class Queued:
    """One entry of a phone's queue, in the order in which the phone made them."""

    key: str
    session_id: int
    person_id: int
    said: dt.datetime


def arrivals_sync(*, actor: Actor, queue: Sequence[Queued]) -> list[tuple[str, str]]:
    """Each entry is carried out once, in order, whatever happens to the others; returns (key, "" or why not)."""
    answers = []
    for entry in queue:
        try:
            with transaction.atomic():
                session = _session(entry.session_id)
                arrival_by_clerk(actor=actor, session=session, person_id=entry.person_id, said=entry.said)
            answers.append((entry.key, ""))
        except Refused as refusal:
            answers.append((entry.key, refusal.message))
    return answers


@transaction.atomic
def activity_settle(
    *,
    actor: Actor,
    activity_id: int,
    marks: Mapping[Place, str] | None = None,
    outcome: str = "",
    seen: Collection[Place] | None = None,
) -> Activity:
    """The activity is held and everyone invited has a row: who arrived, who was excused, who stayed away.

    `marks` ((half-day, person) → outcome) is what the clerk saw; it corrects an arrival that says otherwise, if that arrival
    was among those `seen` (None: all): whoever checked in after the clerk had opened the list
    has arrived, and only how (late, left early) can still be said with it.
    """
    activity = _locked(activity_id)
    policy.require(actor, "activity.record", activity.unit)
    sessions = _ready(activity)
    marks = dict(marks or {})
    booked = _booked(sessions)
    drafts = _missing(activity, sessions, booked, marks)
    duties.records_post_many(actor=actor, drafts=drafts, action="activity.record")
    _put_right(actor, booked, marks, seen)
    if outcome.strip():
        activity.outcome = whole(outcome, 2000, _("结果"))
    activity.state, activity.version = State.HELD, activity.version + 1
    activity.save()
    said = {"verb": "settle", "rows": len(drafts)}
    journal.record(actor, "activity.record", activity, unit=activity.unit, detail=said)
    events.publish("activity_held", activity_id=activity.pk)
    return activity


def _locked(activity_id: int) -> Activity:
    rows = Activity.objects.select_for_update(of=("self",)).select_related("unit", "kind", "work")
    return rows.get(pk=activity_id)


def _ready(activity: Activity) -> list[Session]:
    """The half-days of an activity whose last has come and to which people were invited; raises Refused otherwise."""
    if activity.state == State.CANCELLED:
        raise Refused(_("活动已取消。"), status=409)
    if clock.now() < activity.starts:
        raise Refused(_("活动还没有开始，不能确认到会情况。"), status=409)
    sessions = list(activity.sessions.all())
    if late := next((one for one in sessions if one.day > clock.today()), None):
        raise Refused(
            _("“%(name)s”还没有开始，不能确认到会情况。") % {"name": late},
            possible=_("最后一场当天起再确认；之前的场次可以先逐人签到。"),
            status=409,
        )
    if not activity.invitations.exists():
        raise Refused(_("还没有邀请任何人。"), possible=_("请先加入应到人员。"))
    return sessions


def _booked(sessions: Sequence[Session]) -> dict[Place, DutyRecord]:
    """The attendance rows that stand already."""
    ids = [session.pk for session in sessions]
    rows = DutyRecord.objects.effective().filter(proof_kind=PROOF_SESSION, proof_id__in=ids)
    return {(row.proof_id or 0, row.person_id or 0): row for row in rows}


def _missing(
    activity: Activity, sessions: Sequence[Session], booked: Mapping[Place, DutyRecord], marks: Mapping[Place, str]
) -> list[Draft]:
    """Rows of everyone invited who has none yet (as marked, or excused, or absent), and that it was held, once."""
    excused = _excused(activity)
    drafts = [] if activity.state == State.HELD else [booking.held_draft(activity)]
    people = list(activity.invitations.values_list("person_id", flat=True))
    for session in sessions:
        for place in ((session.pk, person_id) for person_id in people):
            if place not in booked:
                mark = marks.get(place) or (Outcome.EXCUSED if place in excused else Outcome.ABSENT)
                drafts.append(booking.attendance_draft(activity, session, place[1], mark))
    return drafts


def _put_right(
    actor: Actor, booked: Mapping[Place, DutyRecord], marks: Mapping[Place, str], seen: Collection[Place] | None
) -> None:
    """A mark that says otherwise than a row the clerk has seen corrects it; nobody corrects the own."""
    for place, mark in marks.items():
        known = place in booked and (seen is None or place in seen or mark in CAME)
        if known and booked[place].outcome != mark and booked[place].person_id != actor.person_id:
            duties.record_correct(
                actor=actor,
                record=booked[place],
                reason=_("核对到会情况"),
                changes={"outcome": mark},
                action="activity.record",
            )


def _excused(activity: Activity) -> set[Place]:
    granted = Leave.objects.filter(invitation__activity=activity, state=LeaveState.GRANTED)
    return set(granted.values_list("sessions__pk", "invitation__person_id"))


@transaction.atomic
def attendance_correct(*, actor: Actor, record: DutyRecord, outcome: str, reason: str) -> DutyRecord:
    """One entry is put right: a new row stands, the old one stays readable."""
    if record.proof_kind != PROOF_SESSION:
        raise Refused(_("这条记录不是到会记录。"), status=404)
    if outcome not in Outcome.values:
        raise Refused(_("请选择到会情况。"))
    return duties.record_correct(
        actor=actor, record=record, reason=reason, changes={"outcome": outcome}, action="activity.record"
    )


def name_of(person_id: int) -> str:
    """The name behind a member's own code, for whoever scans it."""
    name = Person.objects.filter(pk=person_id).values_list("name", flat=True).first()
    if name is None:
        raise Refused(_("签到码不正确。"), status=404)
    return name
