"""Leave has a deadline, somebody who decides, and a refusal with its reason."""

from __future__ import annotations

import datetime as dt

import pytest

from touyan.activities import services
from touyan.activities.models import Invitation
from touyan.activities.tests.held import invited, now_on
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_granted_leave_becomes_excused(cast: Cast) -> None:
    activity = invited(cast)
    leave = services.leave_ask(actor=cast.member, activity=activity, ground="official")
    services.leave_decide(actor=cast.secretary, leave_id=leave.pk, grant=True)
    starts = clock.now() - dt.timedelta(hours=1)
    services.activity_edit(
        actor=cast.secretary, activity_id=activity.pk, version=1, changes={"starts": starts, "ends": clock.now()}
    )
    services.activity_settle(actor=cast.secretary, activity_id=activity.pk)
    assert DutyRecord.objects.get(person=cast.li).outcome == "excused"
    assert DutyRecord.objects.get(person=cast.zhang).outcome == "absent"


def test_refusal_needs_a_reason_and_opens_the_invitation_again(cast: Cast) -> None:
    leave = services.leave_ask(actor=cast.member, activity=invited(cast), ground="private")
    with pytest.raises(Refused, match="理由"):
        services.leave_decide(actor=cast.secretary, leave_id=leave.pk, grant=False)
    services.leave_decide(actor=cast.secretary, leave_id=leave.pk, grant=False, answer="请尽量参加")
    assert Invitation.objects.get(person=cast.li).answer == "open"


def test_after_the_deadline_the_organiser_is_asked(cast: Cast) -> None:
    with pytest.raises(Refused, match="截止"):
        services.leave_ask(actor=cast.member, activity=now_on(cast), ground="official")


def test_once_at_a_time_and_decided_once(cast: Cast) -> None:
    activity = invited(cast)
    leave = services.leave_ask(actor=cast.member, activity=activity, ground="official")
    with pytest.raises(Refused) as again:
        services.leave_ask(actor=cast.member, activity=activity, ground="official")
    assert again.value.status == 409
    services.leave_decide(actor=cast.secretary, leave_id=leave.pk, grant=True)
    with pytest.raises(Refused) as twice:
        services.leave_decide(actor=cast.staff, leave_id=leave.pk, grant=False, answer="不行")
    assert twice.value.status == 409


def test_the_ground_is_a_choice_not_a_text(cast: Cast) -> None:
    with pytest.raises(Refused, match="事由"):
        services.leave_ask(actor=cast.member, activity=invited(cast), ground="住院治疗")


def test_nobody_decides_the_own_leave(cast: Cast) -> None:
    leave = services.leave_ask(actor=cast.secretary, activity=invited(cast), ground="official")
    with pytest.raises(Refused, match="他人"):
        services.leave_decide(actor=cast.secretary, leave_id=leave.pk, grant=True)
    services.leave_decide(actor=cast.staff, leave_id=leave.pk, grant=True)


@pytest.mark.parametrize("who", ["member", "other_secretary", "district_staff", "leader"])
def test_others_may_not_decide(cast: Cast, who: str) -> None:
    leave = services.leave_ask(actor=cast.secretary, activity=invited(cast), ground="official")
    with pytest.raises(Refused) as refusal:
        services.leave_decide(actor=getattr(cast, who), leave_id=leave.pk, grant=True)
    assert refusal.value.status == 403


def test_whoever_is_not_invited_has_nothing_to_ask(cast: Cast) -> None:
    with pytest.raises(Refused, match="邀请名单"):
        services.leave_ask(actor=cast.leader, activity=invited(cast), ground="official")
