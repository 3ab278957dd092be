"""The fixed cast of the tests: a small committee with both lines, one district, and 张三、李四、王五."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from touyan.organizations import closure
from touyan.organizations.models import Account, Grant, Membership, Person, Placement, Post, Unit, UnitName
from touyan.organizations.policy import Actor, actor_of
from touyan.organizations.rules import Kind, Level, Line, MembershipKind, Role, Title

DAY = dt.date(2022, 4, 1)


def unit(code: str, name: str, kind: Kind, line: Line, level: Level, parent: Unit | None, *lines: Line) -> Unit:
    """A unit under `parent` in its own line and in `lines`."""
    made = Unit.objects.create(code=code, name=name, short=name[-6:], kind=kind, line=line, level=level, start=DAY)
    UnitName.objects.create(unit=made, name=name, short=made.short, start=DAY)
    if parent:
        for each in {line, *lines}:
            Placement.objects.create(unit=made, parent=parent, line=each, start=DAY)
    return made


def person(name: str) -> Person:
    """A person with sort keys that order as the names do."""
    return Person.objects.create(name=name, sort_stroke=name, sort_pinyin=name)


def actor(username: str, role: Role, on: Unit, *, who: Person | None = None, subtree: bool = True) -> Actor:
    """An account with one grant, as an actor."""
    account = Account.objects.create_user(username, "touyan-pass-1", person=who)
    Grant.objects.create(account=account, role=role, unit=on, subtree=subtree, start=DAY)
    return actor_of(account)


@dataclass(frozen=True)
class Cast:
    """Units and people of a small city, with one actor for each of the usual parts."""

    city: Unit
    party_group: Unit
    subgroup: Unit
    branch: Unit
    other_branch: Unit
    district: Unit
    other_district: Unit
    zhang: Person
    li: Person
    wang: Person
    staff: Actor
    leader: Actor
    secretary: Actor
    other_secretary: Actor
    member: Actor
    district_staff: Actor
    assessor: Actor
    admin: Actor
    auditor: Actor


def build() -> Cast:
    """Make the cast in the test database."""
    city = unit("SZX", "示例市政协", Kind.COMMITTEE, Line.TERRITORY, Level.CITY, None)
    group = unit("DZ", "市政协党组", Kind.LEADING_PARTY_GROUP, Line.COMMITTEE, Level.CITY, city, Line.OFFICE)
    sub = unit("FDZ1", "提案委员会分党组", Kind.PARTY_SUBGROUP, Line.COMMITTEE, Level.CITY, group)
    branch = unit("ZB1", "第一履职临时党支部", Kind.TEMPORARY_BRANCH, Line.COMMITTEE, Level.CITY, sub)
    branch2 = unit("ZB2", "第二履职临时党支部", Kind.TEMPORARY_BRANCH, Line.COMMITTEE, Level.CITY, sub)
    east = unit("QX1", "东区政协", Kind.COMMITTEE, Line.TERRITORY, Level.DISTRICT, city)
    west = unit("QX2", "西区政协", Kind.COMMITTEE, Line.TERRITORY, Level.DISTRICT, city)
    closure.rebuild()
    zhang, li, wang = person("张三"), person("李四"), person("王五")
    Post.objects.create(unit=branch, person=zhang, title=Title.SECRETARY, start=DAY)
    Post.objects.create(unit=sub, person=wang, title=Title.SECRETARY, start=DAY)
    for who in (zhang, li):
        Membership.objects.create(unit=branch, person=who, kind=MembershipKind.PARTY, start=DAY)
        Membership.objects.create(unit=city, person=who, kind=MembershipKind.MEMBER, start=DAY)
    return Cast(
        city=city,
        party_group=group,
        subgroup=sub,
        branch=branch,
        other_branch=branch2,
        district=east,
        other_district=west,
        zhang=zhang,
        li=li,
        wang=wang,
        staff=actor("staff", Role.CITY_STAFF, city),
        leader=actor("leader", Role.CITY_LEADER, city, who=wang),
        secretary=actor("zhang", Role.BRANCH_SECRETARY, branch, who=zhang),
        other_secretary=actor("other", Role.BRANCH_SECRETARY, branch2),
        member=actor("li", Role.MEMBER, city, who=li, subtree=False),
        district_staff=actor("east", Role.DISTRICT_STAFF, east),
        assessor=actor("assess", Role.ASSESSMENT_OFFICE, city),
        admin=actor("admin", Role.SYSTEM_ADMIN, city),
        auditor=actor("audit", Role.AUDITOR, city),
    )
