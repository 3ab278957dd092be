"""Kinds, lines, levels and roles of the organisation, and the permits of this room. Pure data and decisions, no queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a unit is (mechanisms O1, O3, O5)."""

    COMMITTEE = "committee", _("政协委员会")
    LEADING_PARTY_GROUP = "leading_party_group", _("政协党组")
    OFFICE_PARTY_GROUP = "office_party_group", _("机关党组")
    DEPARTMENT = "department", _("处室")
    OFFICE_BRANCH = "office_branch", _("机关党支部")
    PARTY_SUBGROUP = "party_subgroup", _("专委会分党组")
    SPECIAL_COMMITTEE = "special_committee", _("专门委员会")
    TEMPORARY_BRANCH = "temporary_branch", _("党员履职临时党支部")
    ACTIVITY_GROUP = "activity_group", _("党员（委员）活动小组")
    TOWN_GROUP = "town_group", _("镇街委员小组")


class Line(models.TextChoices):
    """The lines in which units stand under one another (O2). A unit may stand in several."""

    OFFICE = "office", _("机关线")
    COMMITTEE = "committee", _("专委会线")
    TERRITORY = "territory", _("属地线")


class Level(models.TextChoices):
    """The levels at which a unit works (O3)."""

    CITY = "city", _("市本级")
    DISTRICT = "district", _("区县（市）")
    TOWN = "town", _("镇街")


class Title(models.TextChoices):
    """Posts in a unit."""

    CHAIR = "chair", _("主席")
    VICE_CHAIR = "vice_chair", _("副主席")
    GROUP_SECRETARY = "group_secretary", _("党组书记")
    GROUP_MEMBER = "group_member", _("党组成员")
    SECRETARY = "secretary", _("书记")
    DEPUTY_SECRETARY = "deputy_secretary", _("副书记")
    COMMITTEE_MEMBER = "committee_member", _("支部委员")
    HEAD = "head", _("主任（处长）")
    DEPUTY_HEAD = "deputy_head", _("副主任（副处长）")
    LEADER = "leader", _("组长")


class MembershipKind(models.TextChoices):
    """Why a person belongs to a unit; several at once, each with its dates."""

    MEMBER = "member", _("委员")
    PLACED = "placed", _("专委会编组")
    PARTY = "party", _("临时党支部党员")
    GROUP = "group", _("活动小组")
    TOWN = "town", _("镇街小组")
    STAFF = "staff", _("工作人员")


class Role(models.TextChoices):
    """What a person may be granted on a unit, usually with everything below it."""

    CITY_LEADER = "city_leader", _("市政协领导")
    CITY_STAFF = "city_staff", _("市政协机关工作人员")
    ASSESSMENT_OFFICE = "assessment_office", _("考评办公室")
    SUBGROUP_SECRETARY = "subgroup_secretary", _("分党组书记")
    BRANCH_SECRETARY = "branch_secretary", _("支部书记")
    GROUP_LEADER = "group_leader", _("活动小组组长")
    MEMBER = "member", _("委员")
    DISTRICT_LEADER = "district_leader", _("区县（市）政协领导")
    DISTRICT_STAFF = "district_staff", _("区县（市）政协工作人员")
    JURY_EXPERT = "jury_expert", _("评审专家")
    AUDITOR = "auditor", _("审计员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    PUBLIC = "public", _("公众")


# A second factor is asked of everyone who acts for an office; members and the public may add one.
SECOND_FACTOR = frozenset(
    {
        Role.CITY_LEADER,
        Role.CITY_STAFF,
        Role.ASSESSMENT_OFFICE,
        Role.DISTRICT_LEADER,
        Role.DISTRICT_STAFF,
        Role.AUDITOR,
        Role.SYSTEM_ADMIN,
    }
)
EVERYONE = frozenset(Role) - {Role.PUBLIC}
STAFF = frozenset({Role.CITY_STAFF, Role.DISTRICT_STAFF})
LEADERS = frozenset({Role.CITY_LEADER, Role.DISTRICT_LEADER})
SECRETARIES = frozenset({Role.SUBGROUP_SECRETARY, Role.BRANCH_SECRETARY, Role.GROUP_LEADER})


@dataclass(frozen=True)
class Permit:
    """One action of the permission table: its name for people and the roles that may do it within their grant.

    `anyone`: also without signing in. `own`: any signed-in account may call it; the selector shows own records only.
    """

    label: str | Promise
    roles: frozenset[Role] = frozenset()
    own: bool = False
    anyone: bool = False


PERMITS: dict[str, Permit] = {
    "page.public": Permit(_("查看公开页面"), anyone=True),
    "page.own": Permit(_("查看自己的页面"), own=True),
    "unit.view": Permit(_("查看组织"), EVERYONE),
    "unit.manage": Permit(_("设立、调整、撤销组织"), STAFF),
    "post.assign": Permit(_("任免职务"), STAFF),
    "grant.manage": Permit(_("授予和收回权限"), frozenset({Role.SYSTEM_ADMIN})),
    "journal.view": Permit(_("查看操作日志"), frozenset({Role.AUDITOR})),
}


def holds(start: dt.date, end: dt.date | None, day: dt.date) -> bool:
    """Whether a dated fact holds on `day`: from its first day on, up to and including its last."""
    return start <= day and (end is None or day <= end)
