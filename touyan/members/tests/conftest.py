"""A term of the city with 张三、李四、王五 as members, and a folder of its own for files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from touyan.members import services
from touyan.members.data import MemberData
from touyan.members.models import Member, Sector
from touyan.organizations import closure
from touyan.organizations.models import Term, Unit
from touyan.organizations.rules import Kind, Level, Line
from touyan.organizations.tests.cast import DAY, Cast, unit


@dataclass(frozen=True)
class Roster:
    term: Term
    east: Term
    committee: Unit
    zhang: Member
    li: Member
    wang: Member


@pytest.fixture
def roster(cast: Cast) -> Roster:
    """张三 (party, secretary), 李四 (no party), 王五 (party) in the city; nobody in the eastern district yet."""
    term = Term.objects.create(committee=cast.city, number=12, name="第十二届", start=DAY)
    east = Term.objects.create(committee=cast.district, number=10, name="第十届", start=DAY)
    committee = unit("ZWH1", "提案委员会", Kind.SPECIAL_COMMITTEE, Line.COMMITTEE, Level.CITY, cast.party_group)
    closure.rebuild()
    add = services.member_add
    economy = Sector.objects.get(code="JJ")
    zhang = MemberData(name="张三", affiliation="cpc", sector=economy, phone="13800000001", standing=True)
    li = MemberData(name="李四", affiliation="minjian", sector=economy, phone="13800000002", gender="female")
    wang = MemberData(name="王五", affiliation="cpc", number="0005")
    return Roster(
        term=term,
        east=east,
        committee=committee,
        zhang=add(actor=cast.staff, term=term, data=zhang, person=cast.zhang),
        li=add(actor=cast.staff, term=term, data=li, person=cast.li),
        wang=add(actor=cast.staff, term=term, data=wang, person=cast.wang),
    )


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path


FUTURE = dt.date(2030, 1, 1)
