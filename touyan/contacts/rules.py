"""The networks of contact, their rhythm, the life of a matter, the permits. Decisions without queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from touyan.organizations.rules import LEADERS, SECRETARIES, STAFF, Permit


class Network(models.TextChoices):
    """Who keeps contact with whom (M3, M4, M5, M7)."""

    LEADERS = "leaders", _("党组成员联系界别")
    MEMBERS = "members", _("党员委员联系党外委员")
    PEOPLE = "people", _("党员委员联系界别群众")
    PARTIES = "parties", _("联系民主党派和无党派人士")


class Target(models.TextChoices):
    """What stands at the other end of a pair."""

    PERSON = "person", _("委员")
    SECTOR = "sector", _("界别")
    PARTY = "party", _("党派")


TARGETS = {
    Network.LEADERS: frozenset({Target.SECTOR}),
    Network.MEMBERS: frozenset({Target.PERSON}),
    Network.PEOPLE: frozenset({Target.SECTOR}),
    Network.PARTIES: frozenset({Target.PARTY, Target.PERSON}),
}


class TalkKind(models.TextChoices):
    """In what way contact was kept. There is no field for what was said."""

    FACE = "face", _("面谈")
    VISIT = "visit", _("走访")
    PHONE = "phone", _("电话")
    FORUM = "forum", _("座谈")
    TOGETHER = "together", _("共同参加活动")


class MatterState(models.TextChoices):
    """A need becomes a matter only with the consent of who raised it, and is followed until it helped."""

    PROPOSED = "proposed", _("待本人同意")
    OPEN = "open", _("办理中")
    ANSWERED = "answered", _("已答复，待本人确认")
    HELPED = "helped", _("本人确认有帮助")
    WITHDRAWN = "withdrawn", _("本人撤回")


NEXT = {
    MatterState.PROPOSED: {MatterState.OPEN},
    MatterState.OPEN: {MatterState.ANSWERED, MatterState.WITHDRAWN},
    MatterState.ANSWERED: {MatterState.HELPED, MatterState.OPEN, MatterState.WITHDRAWN},
}
RUNNING = frozenset({MatterState.OPEN, MatterState.ANSWERED})
ANSWER_WITHIN = dt.timedelta(days=30)
SMALL = 5
"""Numbers about fewer people than this are not shown."""

PERMITS: dict[str, Permit] = {
    "contact.own": Permit(_("查看和记录自己的联系"), own=True),
    "contact.arrange": Permit(_("安排联系结对和联系规则"), STAFF),
    "contact.coverage": Permit(_("查看各单位联系覆盖情况"), STAFF | LEADERS | SECRETARIES),
    "matter.handle": Permit(_("办理本人同意转办的事项"), STAFF),
}


@dataclass(frozen=True)
class Rhythm:
    """`least` contacts in every period of `every` months, counted from January."""

    least: int
    every: int

    def period(self, day: dt.date) -> tuple[dt.date, dt.date]:
        """First and last day of the period in which `day` falls."""
        first = (day.month - 1) // self.every * self.every + 1
        start = dt.date(day.year, first, 1)
        following = first + self.every
        end = dt.date(day.year + (following > 12), following - 12 * (following > 12), 1) - dt.timedelta(days=1)
        return start, end


class Keeping(models.TextChoices):
    """How a pair stands on a day."""

    KEPT = "kept", _("本周期已联系")
    DUE = "due", _("本周期待联系")
    LATE = "late", _("上周期没有联系到")


def keeping(rhythm: Rhythm, talks: Sequence[dt.date], *, since: dt.date, day: dt.date) -> Keeping:
    """KEPT when this period has its contacts; LATE when the one before lacked them and the pair stood through it."""
    start, end = rhythm.period(day)
    if sum(start <= talk <= end for talk in talks) >= rhythm.least:
        return Keeping.KEPT
    before_start, before_end = rhythm.period(start - dt.timedelta(days=1))
    if since > before_start or sum(before_start <= talk <= before_end for talk in talks) >= rhythm.least:
        return Keeping.DUE
    return Keeping.LATE


@dataclass(frozen=True)
class Traits:
    """What two members may share, as ids: sector, units, expertise, small meetings of a year; nothing about what they think."""

    sector: int | None
    units: frozenset[int]
    expertise: str = ""
    met: frozenset[int] = frozenset()


MET_WITHIN = dt.timedelta(days=365)
MET_AT_MOST = 40
"""Whoever was at the same meeting with more people than this has hardly met."""
MET_WEIGHT = 3


def shared(one: Traits, other: Traits) -> tuple[int, list[str]]:
    """Weight of what two members share, and the words for it: sector 3, each unit 2, expertise 1, each meeting 1 up to 3."""
    weight, words = 0, []
    if one.sector and one.sector == other.sector:
        weight, words = weight + 3, [*words, str(_("同一界别"))]
    if common := len(one.units & other.units):
        weight, words = weight + 2 * common, [*words, str(_("同在一个专委会或小组"))]
    if one.expertise and one.expertise == other.expertise:
        weight, words = weight + 1, [*words, str(_("专业领域相同"))]
    if times := len(one.met & other.met):
        weight, words = weight + min(times, MET_WEIGHT), [*words, str(_("一年内同场%(n)d次") % {"n": times})]
    return weight, words
