"""What activities ask of a person: answer, check in, decide leave, settle who was there."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.activities import selectors
from touyan.activities.models import Activity
from touyan.core import clock
from touyan.core.todo import Todo
from touyan.organizations.policy import Actor


def todos(actor: Actor) -> list[Todo]:
    """Doors that are open now, invitations to answer, leave to decide, attendance to settle."""
    now, found = clock.now(), []
    for session in selectors.doors_open(actor, now)[:5]:
        found.append(_one(session.activity, _t("现在可以签到：%(title)s"), clock.today(), _("签到"), "qr"))
    for invitation in selectors.to_answer(actor)[:20]:
        activity = invitation.activity
        # Once leave can no longer be asked, one may still say that one comes, until it begins.
        until = activity.leave_until if activity.leave_until and activity.leave_until > now else activity.starts
        due = clock.business_date(until)
        found.append(_one(activity, _t("邀请待答复：%(title)s"), due, _("答复"), "mail"))
    if actor.may("leave.decide") and (waiting := list(selectors.leaves_to_decide(actor)[:50])):
        first = min(clock.business_date(leave.invitation.activity.starts) for leave in waiting)
        title = _t("%(n)d 份请假待批准") % {"n": len(waiting)}
        found.append(Todo(title, reverse("leave_list"), first, "", _("批准"), "calendar"))
    if actor.may("activity.record"):
        for activity in selectors.to_settle(actor, now)[:10]:
            found.append(
                _one(activity, _t("请确认到会情况：%(title)s"), activity.day, _("确认"), "check", "attendance_roll")
            )
    return found


def _one(activity: Activity, words: str, due: dt.date, verb: Promise, icon: str, page: str = "activity_page") -> Todo:
    url = reverse(page, args=[activity.pk])
    return Todo(words % {"title": activity.title}, url, due, activity.unit.short, verb, icon)
