"""An activity is planned, changed, cancelled; people are invited by unit, sector, role or name; series are made at once."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.activities.models import Activity, ActivityKind, Invitation, Series, Session
from touyan.activities.rules import Answer, State, Via, leave_deadline
from touyan.activities.selectors import roster
from touyan.activities.services import booking
from touyan.core import clock, events, journal
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.texts import whole
from touyan.core.words import moment_words
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

WEEKS = {"week": 1, "fortnight": 2}
MONTHS = {"month": 1, "quarter": 3}
LONGEST_SERIES = 60


@dataclass(frozen=True)
class Planned:
    """What is fixed when an activity is planned. `halves` are (name, start, end) of its half-days; empty: one."""

    unit: Unit
    kind: ActivityKind
    title: str
    starts: dt.datetime
    ends: dt.datetime
    place: str = ""
    agenda: str = ""
    topic: str = ""
    is_party: bool = False
    is_duty: bool = False
    emphases: tuple[str, ...] = ()
    leave_until: dt.datetime | None = None
    halves: tuple[tuple[str, dt.datetime, dt.datetime], ...] = field(default_factory=tuple)
    venue_id: int | None = None


@transaction.atomic
def activity_plan(*, actor: Actor, planned: Planned, series: Series | None = None) -> Activity:
    """A planned activity with its half-days; nobody is invited yet."""
    policy.require(actor, "activity.plan", planned.unit)
    if planned.ends < planned.starts:
        raise Refused(_("结束时间早于开始时间。"), possible=_("请检查时间。"))
    if not (planned.is_party or planned.is_duty):
        raise Refused(_("请选择这项活动是党建活动、履职活动，或两者都是。"))
    activity = Activity.objects.create(
        unit=planned.unit,
        kind=planned.kind,
        title=whole(planned.title, 120, _("标题")),
        place=whole(planned.place, 100, _("地点")),
        venue_id=planned.venue_id,
        starts=planned.starts,
        ends=planned.ends,
        is_party=planned.is_party,
        is_duty=planned.is_duty,
        emphases=list(planned.emphases) or planned.kind.emphases,
        topic=whole(planned.topic, 120, _("议题")),
        agenda=whole(planned.agenda, 4000, _("议程")),
        leave_until=planned.leave_until or leave_deadline(planned.starts, planned.kind.leave_hours),
        series=series,
        entered_by_name=actor.name[:60],
    )
    _halves(activity, planned)
    booking.open_work(actor, activity)
    journal.record(actor, "activity.plan", activity, unit=activity.unit, detail={"verb": "plan"})
    return activity


def _halves(activity: Activity, planned: Planned) -> None:
    halves = planned.halves or tuple(split(planned.starts, planned.ends, planned.kind.half_days))
    Session.objects.bulk_create(
        Session(activity=activity, order=number, name=name[:40], starts=start, ends=end)
        for number, (name, start, end) in enumerate(halves, 1)
    )


def split(starts: dt.datetime, ends: dt.datetime, half_days: int) -> Iterable[tuple[str, dt.datetime, dt.datetime]]:
    """Half-days of a meeting that runs for days: morning 9:00–11:30 and afternoon 14:00–17:00 of each, from the start on."""
    days = (ends.astimezone(clock.SHANGHAI).date() - starts.astimezone(clock.SHANGHAI).date()).days + 1
    if half_days <= 1 or days * 2 < half_days:
        return [("", starts, ends)]
    first = starts.astimezone(clock.SHANGHAI).date()
    found = []
    for number in range(half_days):
        day = first + dt.timedelta(days=number // 2)
        begin, finish = (dt.time(9), dt.time(11, 30)) if number % 2 == 0 else (dt.time(14), dt.time(17))
        name = _("第%(n)d个半天") % {"n": number + 1}
        found.append(
            (name, dt.datetime.combine(day, begin, clock.SHANGHAI), dt.datetime.combine(day, finish, clock.SHANGHAI))
        )
    return found


@transaction.atomic
def series_plan(*, actor: Actor, planned: Planned, rhythm: str, last: dt.date, skip: Sequence[dt.date] = ()) -> Series:
    """One activity per `rhythm` from the first to `last`, without the days in `skip`; each is changed or cancelled by itself."""
    first = clock.business_date(planned.starts)
    if rhythm not in WEEKS | MONTHS or last < first:
        raise Refused(_("请选择间隔，并让最后日期晚于第一次。"))
    series = Series.objects.create(
        unit=planned.unit,
        kind=planned.kind,
        title=whole(planned.title, 120, _("标题")),
        rhythm=rhythm,
        first=first,
        last=last,
        skipped=[day.isoformat() for day in skip],
    )
    length, left = planned.ends - planned.starts, set(skip)
    for number in range(LONGEST_SERIES + 1):
        starts = later(planned.starts.astimezone(clock.SHANGHAI), rhythm, number)
        if starts.date() > last:
            break
        if number == LONGEST_SERIES:
            raise Refused(_("一个系列最多%(n)d次。") % {"n": LONGEST_SERIES}, possible=_("请缩短日期范围。"))
        left.discard(starts.date())
        if starts.date() not in skip:
            one = Planned(**{**planned.__dict__, "starts": starts, "ends": starts + length, "leave_until": None})
            activity_plan(actor=actor, planned=one, series=series)
    if left:
        days = "、".join(str(day) for day in sorted(left))
        raise Refused(_("这些日期本来就没有安排，不用跳过：%(days)s。") % {"days": days}, possible=_("请核对日期。"))
    return series


def later(first: dt.datetime, rhythm: str, times: int) -> dt.datetime:
    """`first` after so many beats; counted from the first, so that the 31st does not creep to the 28th for good."""
    if rhythm in WEEKS:
        return first + dt.timedelta(weeks=WEEKS[rhythm] * times)
    year, month = divmod(first.year * 12 + first.month - 1 + MONTHS[rhythm] * times, 12)
    return first.replace(year=year, month=month + 1, day=min(first.day, calendar.monthrange(year, month + 1)[1]))


@transaction.atomic
def activity_invite(
    *,
    actor: Actor,
    activity: Activity,
    units: Sequence[Unit] = (),
    people: Iterable[int] = (),
    via: str = Via.UNIT,
) -> int:
    """Everyone on the rosters of `units`, and `people` by number, are invited; returns how many are new."""
    policy.require(actor, "activity.plan", activity.unit)
    if activity.state == State.CANCELLED:
        raise Refused(_("活动已取消，不能再邀请。"), status=409)
    wanted: dict[int, str] = {}
    for unit in units:
        wanted.update(dict.fromkeys(roster(unit, activity.day).values_list("pk", flat=True), Via.UNIT))
    wanted.update(dict.fromkeys(people, via))
    known = set(Invitation.objects.filter(activity=activity).values_list("person_id", flat=True))
    fresh = [Invitation(activity=activity, person_id=pk, via=way) for pk, way in wanted.items() if pk not in known]
    Invitation.objects.bulk_create(fresh, batch_size=500)
    journal.record(
        actor, "activity.plan", activity, unit=activity.unit, detail={"verb": "invite", "people": len(fresh)}
    )
    events.publish("activity_invited", activity_id=activity.pk)
    return len(fresh)


@transaction.atomic
def invitation_take_back(*, actor: Actor, invitation: Invitation) -> None:
    """The person is no longer invited; refused once attendance is booked."""
    activity = invitation.activity
    policy.require(actor, "activity.plan", activity.unit)
    if activity.state != State.PLANNED:
        raise Refused(_("活动已举行，邀请不能撤回。"), possible=_("如登记有误，请更正到会情况。"), status=409)
    if activity.sessions.filter(arrivals__person_id=invitation.person_id).exists():
        raise Refused(_("此人已经签到，邀请不能撤回。"), status=409)
    journal.record(actor, "activity.plan", invitation, unit=activity.unit, detail={"verb": "uninvite"})
    invitation.delete()


EDITABLE = ("title", "place", "agenda", "topic", "outcome", "is_party", "is_duty", "emphases")
MOVABLE = ("starts", "ends", "leave_until")


@transaction.atomic
def activity_edit(*, actor: Actor, activity_id: int, version: int, changes: dict[str, object]) -> Activity:
    """The activity says what `changes` says. Stale (409) with both texts when somebody saved in between.

    The time of a held activity stays: attendance was booked on it.
    """
    rows = Activity.objects.select_for_update(of=("self",)).select_related("unit", "kind")
    activity = rows.get(pk=activity_id)
    policy.require(actor, "activity.plan", activity.unit)
    allowed = EDITABLE + (MOVABLE if activity.state == State.PLANNED else ())
    changes = {name: value for name, value in changes.items() if name in allowed and value != getattr(activity, name)}
    if activity.version != version:
        raise Stale(_differences(activity, changes))
    moved = "starts" in changes or "ends" in changes
    for name, value in changes.items():
        setattr(activity, name, value)
    activity.version += 1
    activity.save()
    if moved:
        _move_sessions(activity)
    journal.record(
        actor, "activity.plan", activity, unit=activity.unit, detail={"verb": "edit", "fields": sorted(changes)}
    )
    if moved:
        # Whoever had said yes said so to another time.
        Invitation.objects.filter(activity=activity, answer=Answer.COMING).update(answer=Answer.OPEN)
        events.publish("activity_moved", activity_id=activity.pk)
    return activity


def _move_sessions(activity: Activity) -> None:
    sessions = list(activity.sessions.all())
    if len(sessions) == 1:
        sessions[0].starts, sessions[0].ends = activity.starts, activity.ends
        sessions[0].save()
        return
    shift = activity.starts - sessions[0].starts
    for session in sessions:
        session.starts, session.ends = session.starts + shift, session.ends + shift
        session.save()


def _differences(activity: Activity, changes: dict[str, object]) -> list[Difference]:
    return [
        Difference(str(Activity._meta.get_field(name).verbose_name), _said(getattr(activity, name)), _said(value))  # type: ignore[union-attr]
        for name, value in changes.items()
    ]


def _said(value: object) -> str:
    if isinstance(value, dt.datetime):
        return moment_words(value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "、".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value or "")


@transaction.atomic
def activity_cancel(*, actor: Actor, activity: Activity, reason: str) -> Activity:
    """A planned activity does not take place; whoever was invited sees why."""
    policy.require(actor, "activity.plan", activity.unit)
    if activity.state != State.PLANNED:
        raise Refused(_("只有待举行的活动可以取消。"), status=409)
    if not reason.strip():
        raise Refused(_("请写明取消的原因，受邀人员会看到。"))
    activity.state, activity.outcome = State.CANCELLED, _("已取消：%(why)s") % {"why": whole(reason, 200, _("理由"))}
    activity.version += 1
    activity.save()
    journal.record(actor, "activity.plan", activity, unit=activity.unit, detail={"verb": "cancel"})
    events.publish("activity_cancelled", activity_id=activity.pk)
    return activity
