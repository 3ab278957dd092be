"""Placing by what members know: a proposal for each, one signature, all or none."""

import pytest
from django.urls import reverse

from touyan.core.errors import Refused
from touyan.members import placing, services
from touyan.members.data import MemberData
from touyan.members.tests.browser import client_of
from touyan.organizations import closure
from touyan.organizations.models import Membership
from touyan.organizations.rules import Kind, Level, Line, MembershipKind
from touyan.organizations.tests.cast import unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def health(cast, roster):
    made = unit("ZWH2", "教科卫体委员会", Kind.SPECIAL_COMMITTEE, Line.COMMITTEE, Level.CITY, cast.party_group)
    closure.rebuild()
    doctor = add(cast, roster, "赵六", "医药卫生")
    services.member_place(actor=cast.staff, member=doctor, unit=made, kind=MembershipKind.PLACED)
    return made


def add(cast, roster, name, expertise):
    data = MemberData(name=name, affiliation="minge", expertise=expertise)
    return services.member_add(actor=cast.staff, term=roster.term, data=data)


def test_the_same_field_sits_together(cast, roster, health):
    add(cast, roster, "钱七", "医药卫生")
    found = {one.member.person.name: one.proposed for one in placing.unplaced(cast.staff, roster.term)}
    assert set(found) == {"张三", "李四", "王五", "钱七"}
    assert found["钱七"] == health
    assert found["王五"] == roster.committee  # nothing shared: where fewest sit


def test_by_browser_and_nobody_is_left(cast, roster, health):
    client, page = client_of("staff"), reverse("members_place", args=[roster.term.pk])
    assert "教科卫体委员会" in client.get(page).content.decode()
    data = {f"m{one.pk}": health.pk for one in (roster.zhang, roster.li)}
    assert client.post(page, data).status_code == 302
    assert Membership.objects.filter(unit=health, kind=MembershipKind.PLACED).count() == 3
    assert [one.member.person.name for one in placing.unplaced(cast.staff, roster.term)] == ["王五"]
    assert client.post(page, {f"m{roster.wang.pk}": "999999"}).status_code == 422


def test_who_may(cast, roster, health):
    for actor in (cast.secretary, cast.leader, cast.district_staff):
        with pytest.raises(Refused):
            placing.unplaced(actor, roster.term)
        with pytest.raises(Refused):
            placing.members_place(actor=actor, chosen=[(roster.li, health)])
