"""Placing into committees and branches: one at a time, dated, party members only into branches."""

import pytest

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.members import services
from touyan.members.rules import EndReason
from touyan.organizations.models import Membership
from touyan.organizations.rules import MembershipKind

pytestmark = pytest.mark.django_db


def held(person, kind):
    return list(
        Membership.objects.filter(person=person, kind=kind, end__isnull=True).values_list("unit__code", flat=True)
    )


def test_a_new_branch_ends_the_old_one(cast, roster):
    services.member_place(actor=cast.staff, member=roster.zhang, unit=cast.other_branch, kind=MembershipKind.PARTY)
    assert held(cast.zhang, MembershipKind.PARTY) == ["ZB2"]
    assert Membership.objects.filter(person=cast.zhang, unit=cast.branch, end__isnull=False).count() == 1


def test_placing_twice_changes_nothing(cast, roster):
    for _again in range(2):
        services.member_place(actor=cast.staff, member=roster.li, unit=roster.committee, kind=MembershipKind.PLACED)
    assert held(cast.li, MembershipKind.PLACED) == ["ZWH1"]


def test_only_party_members_into_branches(cast, roster):
    with pytest.raises(Refused, match="不是中共党员"):
        services.member_place(actor=cast.staff, member=roster.li, unit=cast.branch, kind=MembershipKind.PARTY)


def test_only_fitting_units(cast, roster):
    with pytest.raises(Refused, match="不能这样编组"):
        services.member_place(actor=cast.staff, member=roster.zhang, unit=roster.committee, kind=MembershipKind.PARTY)


def test_who_may(cast, roster):
    with pytest.raises(Refused):
        services.member_place(actor=cast.secretary, member=roster.zhang, unit=cast.branch, kind=MembershipKind.PARTY)


def test_an_ended_seat_ends_its_places(cast, roster):
    day = clock.today()
    services.member_end(actor=cast.staff, member=roster.zhang, day=day, reason=EndReason.RESIGNED)
    assert held(cast.zhang, MembershipKind.PARTY) == []
    with pytest.raises(Refused):
        services.member_end(actor=cast.staff, member=roster.zhang, day=day, reason=EndReason.RESIGNED)
