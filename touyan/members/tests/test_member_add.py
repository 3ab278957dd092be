"""A seat is written down; the flag follows the affiliation; strangers are refused."""

import pytest

from touyan.core.errors import Refused
from touyan.core.models import JournalEntry
from touyan.members import services
from touyan.members.data import MemberData
from touyan.members.models import Member
from touyan.organizations.models import Membership
from touyan.organizations.rules import MembershipKind

pytestmark = pytest.mark.django_db


def test_a_member_is_added_with_keys_and_place(cast, roster):
    data = MemberData(name="单　晓明", affiliation="cpc", phone="13811112222")
    member = services.member_add(actor=cast.staff, term=roster.term, data=data)
    assert member.person.name == "单晓明"
    assert member.is_party_member
    assert "shanxiaoming" in member.letters and "sxm" in member.letters
    assert member.person.sort_stroke == member.sort_stroke and member.sort_stroke.isdigit()
    assert Membership.objects.filter(unit=cast.city, person=member.person, kind=MembershipKind.MEMBER).count() == 1
    assert JournalEntry.objects.filter(action="member.manage", subject_id=str(member.pk)).exists()


def test_no_personal_text_in_the_journal(cast, roster):
    services.member_add(
        actor=cast.staff, term=roster.term, data=MemberData(name="赵六", affiliation="masses", phone="13899998888")
    )
    assert not [entry for entry in JournalEntry.objects.all() if "13899998888" in str(entry.detail)]


@pytest.mark.parametrize("name", ["", "　", "张3", "=张三", "张\ue001"])
def test_what_cannot_be_a_name_is_refused(cast, roster, name):
    with pytest.raises(Refused):
        services.member_add(actor=cast.staff, term=roster.term, data=MemberData(name=name, affiliation="cpc"))


def test_rare_characters_stand(cast, roster):
    for name in ("张喆", "李堃", "王玥", "赵赟", "钱翀", "孙𬘡", "龚䶮"):
        member = services.member_add(
            actor=cast.staff, term=roster.term, data=MemberData(name=name, affiliation="masses")
        )
        assert Member.objects.get(pk=member.pk).person.name == name


def test_one_seat_and_one_number_per_term(cast, roster):
    data = MemberData(name="张三", affiliation="cpc")
    with pytest.raises(Refused, match="已是本届委员"):
        services.member_add(actor=cast.staff, term=roster.term, data=data, person=cast.zhang)
    with pytest.raises(Refused, match="0005"):
        services.member_add(
            actor=cast.staff, term=roster.term, data=MemberData(name="赵六", affiliation="cpc", number="0005")
        )


def test_who_may(cast, roster):
    data = MemberData(name="赵六", affiliation="cpc")
    for actor in (cast.secretary, cast.member, cast.leader, cast.district_staff, cast.admin):
        with pytest.raises(Refused) as refusal:
            services.member_add(actor=actor, term=roster.term, data=data)
        assert refusal.value.status == 403
    assert services.member_add(actor=cast.district_staff, term=roster.east, data=data).term == roster.east
