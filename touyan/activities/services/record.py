"""记一笔: an activity is written down after the fact, whole, in one go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.activities import tasks
from touyan.activities.models import Activity, ActivityKind, Invitation, Session
from touyan.activities.rules import Answer, Emphasis, State, Via
from touyan.activities.selectors import roster
from touyan.activities.services import booking
from touyan.core import clock, events, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.duties import services as duties
from touyan.duties.words import CAME, Outcome
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor


@dataclass(frozen=True)
class Written:
    """What a secretary writes down: all of one activity. `marks` holds a person's number → how that person stood to it."""

    unit: Unit
    kind: ActivityKind
    starts: dt.datetime
    ends: dt.datetime
    marks: Mapping[int, str]
    title: str = ""
    place: str = ""
    outcome: str = ""
    topic: str = ""
    is_party: bool = False
    is_duty: bool = False
    emphases: tuple[str, ...] = field(default_factory=tuple)
    task_id: int | None = None
    venue_id: int | None = None


@transaction.atomic
def activity_record(*, actor: Actor, written: Written) -> Activity:
    """The activity is held, everyone's attendance is in the ledger, and the task named is proved by it; or nothing is."""
    policy.require(actor, "activity.record", written.unit)
    _refuse_bad(written)
    activity = _create(actor, written)
    session = Session.objects.create(activity=activity, starts=activity.starts, ends=activity.ends)
    Invitation.objects.bulk_create(
        Invitation(
            activity=activity,
            person_id=person_id,
            via=Via.UNIT,
            answer=Answer.LEAVE if outcome == Outcome.EXCUSED else Answer.COMING,
            answered_at=clock.now(),
        )
        for person_id, outcome in written.marks.items()
    )
    booking.open_work(actor, activity)
    drafts = [booking.attendance_draft(activity, session, *mark) for mark in written.marks.items()]
    duties.records_post_many(actor=actor, drafts=[booking.held_draft(activity), *drafts], action="activity.record")
    if written.task_id:
        tasks.prove(
            actor,
            task_id=written.task_id,
            activity_id=activity.pk,
            label=activity.title,
            day=clock.business_date(activity.starts),
        )
    journal.record(actor, "activity.record", activity, unit=activity.unit, detail={"people": len(written.marks)})
    events.publish("activity_held", activity_id=activity.pk)
    return activity


def _create(actor: Actor, written: Written) -> Activity:
    day = clock.business_date(written.starts)
    title = written.title.strip() or _("%(month)d月%(kind)s") % {"month": day.month, "kind": written.kind.name}
    return Activity.objects.create(
        unit=written.unit,
        kind=written.kind,
        title=whole(title, 120, _("标题")),
        place=whole(written.place, 100, _("地点")),
        venue_id=written.venue_id,
        starts=written.starts,
        ends=written.ends,
        state=State.HELD,
        is_party=written.is_party,
        is_duty=written.is_duty,
        emphases=[code for code in written.emphases if code in Emphasis.values] or written.kind.emphases,
        topic=whole(written.topic, 120, _("议题")),
        outcome=whole(written.outcome, 2000, _("结果")),
        entered_by_name=actor.name[:60],
    )


def _refuse_bad(written: Written) -> None:
    day = clock.business_date(written.starts)
    if written.starts > clock.now():
        raise Refused(_("活动还没有开始，不能登记到会情况。"), possible=_("如要预先通知，请用“安排活动”。"))
    if written.ends < written.starts:
        raise Refused(_("结束时间早于开始时间。"), possible=_("请检查时间。"))
    if day < clock.today() - dt.timedelta(days=800):
        raise Refused(_("活动日期过早，请检查年份。"))
    if not (written.is_party or written.is_duty):
        raise Refused(_("请选择这项活动是党建活动、履职活动，或两者都是。"))
    if not any(outcome in CAME for outcome in written.marks.values()):
        raise Refused(_("没有一个人到会，不能登记为已开展的活动。"), possible=_("请至少勾选一位到会人员。"))
    if unknown := set(written.marks.values()) - set(Outcome.values):
        raise Refused(_("到会情况“%(code)s”不在可选范围。") % {"code": sorted(unknown)[0][:20]})
    known = set(roster(written.unit, day).values_list("pk", flat=True))
    if strangers := set(written.marks) - known:
        raise Refused(
            _("名单中有%(n)d人不属于该单位。") % {"n": len(strangers)}, possible=_("请刷新页面，按最新名单登记。")
        )
