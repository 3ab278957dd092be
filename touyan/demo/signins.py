"""One sign-in per role of the demonstration city. The passwords are public and work nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa.totp.internal.auth import TOTP
from django.utils.translation import gettext_noop

from touyan.demo.places import place_of
from touyan.organizations.models import Account, Grant, Person
from touyan.organizations.rules import SECOND_FACTOR, SECRETARIES, Role

if TYPE_CHECKING:
    from touyan.demo.city import City

PASSWORD = "touyan-shili-2026"  # noqa: S105 - the demonstration's own, printed at start and shown on its sign-in page

TOTP_SECRET = "TOUYANSHILI2345TOUYANSHILI234567"  # noqa: S105 - public on purpose, like the password


@dataclass(frozen=True)
class SignIn:
    """A demonstration account: its name, role, and whom it stands for."""

    username: str
    role: Role
    place: str  # an attribute path of the city, see places.py
    story: str  # said in the page's language where it is shown
    password: str = PASSWORD


SIGN_INS = (
    SignIn("leader", Role.CITY_LEADER, "root", gettext_noop("市政协领导：看双线两级总览，答复各单位的困难")),
    SignIn("office", Role.CITY_STAFF, "root", gettext_noop("市政协机关工作人员：下达全年计划，看进度，出材料")),
    SignIn("assess", Role.ASSESSMENT_OFFICE, "root", gettext_noop("考评办公室：编制细则，组织考评，处理异议")),
    SignIn("subgroup", Role.SUBGROUP_SECRETARY, "subgroups.1", gettext_noop("经济委分党组书记：年中总结，督促支部")),
    SignIn("branch", Role.BRANCH_SECRETARY, "branches.2", gettext_noop("经济委一支部书记：手机上记一次活动")),
    SignIn("group", Role.GROUP_LEADER, "groups.2", gettext_noop("活动小组组长：组织小组活动")),
    SignIn("member", Role.MEMBER, "root", gettext_noop("委员：请假、签到，看自己的履职档案与得分")),
    SignIn("district", Role.DISTRICT_STAFF, "districts.0", gettext_noop("上城区政协工作人员：办理区里的任务")),
    SignIn("dleader", Role.DISTRICT_LEADER, "districts.0", gettext_noop("上城区政协领导：看本区总览")),
    SignIn("expert", Role.JURY_EXPERT, "root", gettext_noop("评审专家：给分到的项目评分，写明依据")),
    SignIn("audit", Role.AUDITOR, "root", gettext_noop("审计员：查看操作日志")),
    SignIn("admin", Role.SYSTEM_ADMIN, "root", gettext_noop("系统管理员：管理账号与权限")),
)
ALONE = frozenset({Role.MEMBER, Role.JURY_EXPERT})  # these roles do not reach below their unit


def build(city: City) -> None:
    """Accounts with their grants, each standing for a fictional person who fits the role."""
    taken: set[int] = set()
    for entry in SIGN_INS:
        unit = place_of(city, entry.place)
        person = _person(city, entry, taken)
        taken.add(person.pk)
        account = Account.objects.create_user(entry.username, PASSWORD, person=person)
        start = unit.start
        Grant.objects.create(account=account, role=entry.role, unit=unit, subtree=entry.role not in ALONE, start=start)
        if any(folk.person == person for folk in city.folk) and entry.role != Role.MEMBER:
            own = next(folk.committee for folk in city.folk if folk.person == person)
            Grant.objects.create(account=account, role=Role.MEMBER, unit=own, subtree=False, start=start)
        if entry.role in SECOND_FACTOR:
            TOTP.activate(account, TOTP_SECRET)
        city.accounts[entry.username] = account


def _person(city: City, entry: SignIn, taken: set[int]) -> Person:
    unit = place_of(city, entry.place)
    if entry.role == Role.CITY_LEADER:
        return city.leaders[1]
    if entry.role in SECRETARIES | {Role.DISTRICT_LEADER}:
        own = city.secretaries[unit.pk]
        return own if own.pk not in taken else next(f.person for f in city.folk if f.person.pk not in taken)
    if entry.role == Role.MEMBER:
        branch = place_of(city, "branches.2")
        heads = {person.pk for person in (*city.secretaries.values(), *city.leaders)}
        free = [f for f in city.members_of(city.root) if f.person.pk not in heads | taken]
        return next((f.person for f in free if f.branch == branch), free[0].person)
    return next(person for person in reversed(city.staff) if person.pk not in taken)
