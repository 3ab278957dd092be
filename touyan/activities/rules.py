"""States, choices and decisions of this room: who came how, until when leave may be asked, what counts as what. No queries."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.duties.words import Outcome
from touyan.organizations.rules import LEADERS, SECRETARIES, STAFF, Permit, Role

WRITERS = STAFF | SECRETARIES
PERMITS: dict[str, Permit] = {
    "activity.view": Permit(_("查看活动"), WRITERS | LEADERS | {Role.ASSESSMENT_OFFICE, Role.MEMBER}, own=True),
    "activity.plan": Permit(_("安排活动、发出邀请"), WRITERS),
    "activity.names": Permit(_("查看活动的到会名单"), WRITERS | LEADERS | {Role.ASSESSMENT_OFFICE}),
    "activity.record": Permit(_("登记活动和到会情况"), WRITERS),
    "activity.answer": Permit(_("答复邀请、请假、签到"), own=True),
    "activity.token": Permit(_("凭本次活动的签到码签到"), anyone=True),
    "leave.decide": Permit(_("批准请假"), WRITERS),
    "venue.public": Permit(_("查看阵地的公开页面"), anyone=True),
    "venue.view": Permit(_("查看阵地"), WRITERS | LEADERS | {Role.ASSESSMENT_OFFICE, Role.MEMBER}),
    "venue.manage": Permit(_("登记阵地、排值班"), WRITERS),
    "campaign.view": Permit(_("查看专项行动"), WRITERS | LEADERS | {Role.ASSESSMENT_OFFICE, Role.MEMBER}, own=True),
    "campaign.launch": Permit(_("发起专项行动"), WRITERS),
    "campaign.join": Permit(_("报名参加专项行动"), own=True),
}


class Group(models.TextChoices):
    """How kinds are grouped on the page."""

    MEETING = "meeting", _("会议协商")
    SUPERVISION = "supervision", _("民主监督")
    VISIT = "visit", _("视察调研")
    PARTY = "party", _("党组织生活")
    STUDY = "study", _("学习培训")
    CONTACT = "contact", _("联系走访")


class Emphasis(models.TextChoices):
    """五个突出 of the committee line (C1)."""

    GUIDANCE = "guidance", _("政治引领")
    DEMOCRACY = "democracy", _("发扬民主")
    CONSENSUS = "consensus", _("凝聚共识")
    COOPERATION = "cooperation", _("合作共事")
    INTEGRITY = "integrity", _("廉洁奉公")


class State(models.TextChoices):
    """The life of an activity: planned, then held or cancelled. A held one stays; its attendance is corrected row by row."""

    PLANNED = "planned", _("待举行")
    HELD = "held", _("已举行")
    CANCELLED = "cancelled", _("已取消")


class Answer(models.TextChoices):
    """What an invited person said."""

    OPEN = "open", _("待答复")
    COMING = "coming", _("参加")
    LEAVE = "leave", _("请假")


class Via(models.TextChoices):
    """By which door an invitation came."""

    UNIT = "unit", _("按单位")
    SECTOR = "sector", _("按界别")
    ROLE = "role", _("按职务")
    NAME = "name", _("按姓名")


class Ground(models.TextChoices):
    """Why somebody asks leave. No text: health and family are nobody's business here."""

    OFFICIAL = "official", _("公务")
    PRIVATE = "private", _("个人事务")


class LeaveState(models.TextChoices):
    """The life of a request for leave."""

    ASKED = "asked", _("待批准")
    GRANTED = "granted", _("已准假")
    REFUSED = "refused", _("未准假")
    WITHDRAWN = "withdrawn", _("已撤回")


class Way(models.TextChoices):
    """How somebody checked in."""

    CODE = "code", _("出示本人签到码")
    DOOR = "door", _("扫门口签到码")
    CLERK = "clerk", _("工作人员登记")


class VenueKind(models.TextChoices):
    """阵地: places where members meet residents and each other (A5)."""

    HALL = "hall", _("民生议事堂")
    HOUSE = "house", _("委员之家")
    STUDIO = "studio", _("委员工作室")
    STATION = "station", _("协商驿站")
    CENTRE = "centre", _("协商民主实践中心")
    POST = "post", _("工作站")
    LIAISON = "liaison", _("联络室")


class CampaignState(models.TextChoices):
    """The life of a campaign: open for sign-up and running, then closed with its result."""

    OPEN = "open", _("进行中")
    CLOSED = "closed", _("已结束")


class ResultKind(models.TextChoices):
    """What came of an activity besides works of their own."""

    MINUTES = "minutes", _("会议纪要")
    MATTER = "matter", _("办成的实事")
    MEDIA = "media", _("媒体报道")
    MECHANISM = "mechanism", _("形成的制度机制")


# How the door tells people apart who come now: one slot of the rotating code, and how long a code is taken.
SLOT_SECONDS = 60
SLOTS_TAKEN = 3
DOOR_OPENS = dt.timedelta(hours=2)
QUEUE_TAKEN = dt.timedelta(hours=24)
MARKS = (Outcome.PRESENT, Outcome.LATE, Outcome.EXCUSED, Outcome.ABSENT)


def tag_of(*, is_party: bool, is_duty: bool) -> str:
    """What an activity counts as, in one word for the ledger: party building, duty performance, or both at once."""
    return "both" if is_party and is_duty else "party" if is_party else "duty"


def outcome_on_arrival(arrived: dt.datetime, starts: dt.datetime, late_minutes: int) -> Outcome:
    """Present up to `late_minutes` after the start, late afterwards."""
    return Outcome.LATE if arrived > starts + dt.timedelta(minutes=late_minutes) else Outcome.PRESENT


def leave_deadline(starts: dt.datetime, leave_hours: int) -> dt.datetime:
    """Until when leave may be asked by oneself; later the organiser enters it."""
    return starts - dt.timedelta(hours=leave_hours)


def door_opens(starts: dt.datetime) -> dt.datetime:
    """From when on somebody may check in: two hours before the start, never before the day itself begins in Shanghai.

    The ledger books nothing before the day on which it happened, so a meeting at 00:30 opens its door at midnight.
    """
    return max(starts - DOOR_OPENS, dt.datetime.combine(clock.business_date(starts), dt.time(), clock.SHANGHAI))


def door_open(now: dt.datetime, starts: dt.datetime, ends: dt.datetime) -> bool:
    """Whether somebody may check in now: from the opening of the door until the end."""
    return door_opens(starts) <= now <= ends
