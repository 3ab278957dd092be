"""A correction keeps the keys in step; two who save at once do not lose each other's work."""

from dataclasses import replace

import pytest

from touyan.core.errors import Refused, Stale
from touyan.members import services
from touyan.members.data import STATED, MemberData
from touyan.members.models import Member
from touyan.organizations.models import Person

pytestmark = pytest.mark.django_db


def stated(member: Member) -> MemberData:
    return MemberData(name=member.person.name, **{name: getattr(member, name) for name in STATED})


def test_a_new_name_orders_anew(cast, roster):
    data = replace(stated(roster.li), name="丁四")
    member = services.member_correct(actor=cast.staff, member=roster.li, data=data, version=1)
    assert member.version == 2
    assert Person.objects.get(pk=cast.li.pk).sort_stroke < roster.wang.sort_stroke
    assert "dingsi" in Member.objects.get(pk=member.pk).letters


def test_a_stand_in_places_a_character_the_table_lacks(cast, roster):
    data = replace(stated(roster.li), name="张𠮷", sort_as="张吉")
    member = services.member_correct(actor=cast.staff, member=roster.li, data=data, version=1)
    from touyan.core.chinese.strokes import stroke_key

    assert member.sort_stroke == stroke_key("张吉")


def test_stale_shows_both_texts(cast, roster):
    services.member_correct(
        actor=cast.staff, member=roster.li, data=replace(stated(roster.li), work="甲单位"), version=1
    )
    with pytest.raises(Stale) as stale:
        services.member_correct(
            actor=cast.staff, member=roster.li, data=replace(stated(roster.li), work="乙单位"), version=1
        )
    assert [(d.stands, d.sent) for d in stale.value.differences] == [("甲单位", "乙单位")]
    assert Member.objects.get(pk=roster.li.pk).work == "甲单位"


def test_who_may(cast, roster):
    for actor in (cast.secretary, cast.member, cast.leader, cast.district_staff):
        with pytest.raises(Refused):
            services.member_correct(actor=actor, member=roster.li, data=stated(roster.li), version=1)
