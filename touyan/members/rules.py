"""Affiliations, reasons, states and permits of this room; decisions without queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from touyan.organizations.rules import LEADERS, SECRETARIES, STAFF, Kind, MembershipKind, Permit, Role


class Affiliation(models.TextChoices):
    """Party or none, as lists of members print it."""

    CPC = "cpc", _("中国共产党")
    MINGE = "minge", _("民革")
    MINMENG = "minmeng", _("民盟")
    MINJIAN = "minjian", _("民建")
    MINJIN = "minjin", _("民进")
    NONGGONG = "nonggong", _("农工党")
    ZHIGONG = "zhigong", _("致公党")
    JIUSAN = "jiusan", _("九三学社")
    TAIMENG = "taimeng", _("台盟")
    NO_PARTY = "no_party", _("无党派人士")
    MASSES = "masses", _("群众")


DEMOCRATIC_PARTIES = (
    Affiliation.MINGE,
    Affiliation.MINMENG,
    Affiliation.MINJIAN,
    Affiliation.MINJIN,
    Affiliation.NONGGONG,
    Affiliation.ZHIGONG,
    Affiliation.JIUSAN,
    Affiliation.TAIMENG,
)


class Gender(models.TextChoices):
    """Printed lists mark （女）."""

    MALE = "male", _("男")
    FEMALE = "female", _("女")


class EndReason(models.TextChoices):
    """Why a seat ended before the term did."""

    TERM = "term", _("届满")
    RESIGNED = "resigned", _("辞去委员职务")
    RELIEVED = "relieved", _("不再担任委员")
    MOVED = "moved", _("调整到其他地区")
    DIED = "died", _("去世")


class Order(models.TextChoices):
    """How a list of names is ordered."""

    STROKE = "stroke", _("姓氏笔画")
    PINYIN = "pinyin", _("拼音")


ORDER_FIELDS = {Order.STROKE: "sort_stroke", Order.PINYIN: "sort_pinyin"}


class RequestKind(models.TextChoices):
    """What a person may ask about the own data."""

    CORRECT = "correct", _("更正")
    OBJECT = "object", _("提出异议")


class RequestState(models.TextChoices):
    """A request is answered by a named person."""

    OPEN = "open", _("待答复")
    GRANTED = "granted", _("已照办")
    DECLINED = "declined", _("未采纳")


class ImportState(models.TextChoices):
    """A list on its way in: looked at first, taken when a person says so."""

    CHECKING = "checking", _("正在检查")
    CHECKED = "checked", _("检查完毕，待确认")
    TAKING = "taking", _("正在写入")
    TAKEN = "taken", _("已写入")
    FAILED = "failed", _("未能读取")
    DROPPED = "dropped", _("已放弃")


WORKING = frozenset({ImportState.CHECKING, ImportState.TAKING})
NEXT = {
    ImportState.CHECKING: {ImportState.CHECKED, ImportState.FAILED},
    ImportState.CHECKED: {ImportState.TAKING, ImportState.DROPPED},
    ImportState.TAKING: {ImportState.TAKEN, ImportState.FAILED},
}

# Which kind of unit a member can be put into, and as what.
PLACES = {
    MembershipKind.PLACED: Kind.SPECIAL_COMMITTEE,
    MembershipKind.PARTY: Kind.TEMPORARY_BRANCH,
    MembershipKind.GROUP: Kind.ACTIVITY_GROUP,
    MembershipKind.TOWN: Kind.TOWN_GROUP,
}

SEES_ROSTER = STAFF | LEADERS | SECRETARIES | {Role.ASSESSMENT_OFFICE, Role.MEMBER}
PERMITS: dict[str, Permit] = {
    "member.view": Permit(_("查看委员名册"), SEES_ROSTER),
    "member.phone": Permit(_("查看委员联系电话"), STAFF | SECRETARIES),
    "member.manage": Permit(_("登记和更正委员资料"), STAFF),
    "member.export": Permit(_("导出委员名册"), STAFF | LEADERS),
    "member.own": Permit(_("查看和更正自己的资料"), own=True),
    "sector.manage": Permit(_("维护界别"), frozenset({Role.CITY_STAFF})),
    "coverage.view": Permit(_("查看两个全覆盖"), STAFF | LEADERS | SECRETARIES),
    "data.answer": Permit(_("答复个人资料申请"), STAFF),
}


@dataclass(frozen=True)
class Gap:
    """Why a member is not covered, in words for whoever is in charge."""

    code: str
    words: str


def party_gap(*, branches: int) -> str:
    """Code of the gap of a party member by number of branches held today: every one is in exactly one."""
    return "" if branches == 1 else "none" if branches == 0 else "several"
