"""Leaders see numbers of units, never pairs; numbers of few people are hidden, also by subtraction."""

import pytest
from django.urls import reverse

from touyan.contacts import selectors, services
from touyan.contacts.rules import Network, TalkKind
from touyan.contacts.services import OtherEnd
from touyan.core import clock
from touyan.members import coverage
from touyan.members import services as member_services
from touyan.members.data import MemberData
from touyan.members.tests.browser import client_of
from touyan.organizations import closure
from touyan.organizations.rules import Kind, Level, Line, MembershipKind
from touyan.organizations.tests.cast import unit

pytestmark = pytest.mark.django_db


def fill(cast, roster, committee, number, prefix):
    people = []
    for n in range(number):
        data = MemberData(name=prefix + "甲乙丙丁戊己庚辛"[n], affiliation="minge")
        member = member_services.member_add(actor=cast.staff, term=roster.term, data=data)
        member_services.member_place(actor=cast.staff, member=member, unit=committee, kind=MembershipKind.PLACED)
        people.append(member.person)
    return people


def test_numbers_of_units(cast, roster):
    people = fill(cast, roster, roster.committee, 6, "赵")
    for person in people[:2]:
        services.pair_arrange(
            actor=cast.staff, unit=cast.city, network=Network.MEMBERS, contact=cast.zhang, other=OtherEnd(person=person)
        )
    pair = selectors.own_pairs(cast.secretary)[0].pair
    services.talk_record(actor=cast.secretary, pair=pair, day=clock.today(), kind=TalkKind.FACE)
    city, special = selectors.unit_coverage(cast.leader, cast.city)
    assert (special.members, special.paired, special.kept) == (6, 2, 1)
    assert (city.members, city.paired, city.kept) == (7, 2, 1)


def test_few_people_are_hidden_also_by_subtraction(cast, roster):
    second = unit("ZWH2", "经济委员会", Kind.SPECIAL_COMMITTEE, Line.COMMITTEE, Level.CITY, cast.party_group)
    third = unit("ZWH3", "农业委员会", Kind.SPECIAL_COMMITTEE, Line.COMMITTEE, Level.CITY, cast.party_group)
    closure.rebuild()
    fill(cast, roster, roster.committee, 7, "赵")
    fill(cast, roster, second, 6, "钱")
    fill(cast, roster, third, 4, "孙")
    rows = {row.unit.code: row.small for row in selectors.unit_coverage(cast.leader, cast.city)}
    assert rows == {"SZX": False, "ZWH1": False, "ZWH2": True, "ZWH3": True}


def test_the_page_names_nobody(cast, roster, pair):
    fill(cast, roster, roster.committee, 6, "赵")
    page = client_of("leader").get(reverse("contacts_coverage")).content.decode()
    assert "提案委员会" in page
    for name in ("张三", "李四", "赵甲"):
        assert name not in page


def test_the_two_coverages_hear_of_contacts(cast, roster, pair):
    side = coverage.work_side(cast.staff, roster.term)
    assert (side.total, side.covered) == (1, 1)
    services.pair_end(actor=cast.staff, pair=pair)
    pair.refresh_from_db()
    type(pair).objects.filter(pk=pair.pk).update(start="2024-01-01", end="2024-02-01")
    assert [line.gap.code for line in coverage.work_side(cast.staff, roster.term).gaps] == ["nobody"]


def test_nothing_reaches_the_ledger(cast, pair):
    from touyan.duties.models import DutyRecord

    services.talk_record(actor=cast.secretary, pair=pair, day=clock.today(), kind=TalkKind.FACE)
    assert not DutyRecord.objects.exists()


def test_my_data_holds_what_is_mine(cast, pair):
    services.talk_record(actor=cast.secretary, pair=pair, day=clock.today(), kind=TalkKind.VISIT)
    assert "走访" in client_of("li").get(reverse("my_data")).content.decode()
    assert "走访" in client_of("li").get(reverse("my_data_copy")).content.decode()
