"""A campaign: called in one form, joined by shift, never over-full, settled like any activity."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from touyan.activities import services
from touyan.activities.models import Campaign, Shift
from touyan.activities.services import ShiftPlan
from touyan.activities.tests.test_pages import client_of
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def launched(cast: Cast, wanted: int = 1) -> Campaign:
    starts = clock.now() + dt.timedelta(hours=3)
    shift = ShiftPlan(starts, starts + dt.timedelta(hours=4), wanted, "社区服务点")
    return services.campaign_launch(
        actor=cast.secretary,
        unit=cast.branch,
        title="防汛值守",
        call="请各位委员就近参加",
        need="会开车的",
        shifts=[shift],
    )


def test_a_full_shift_is_full(cast: Cast) -> None:
    shift = launched(cast).shifts.get()
    services.shift_join(actor=cast.member, shift_id=shift.pk)
    services.shift_join(actor=cast.member, shift_id=shift.pk)
    with pytest.raises(Refused, match="报满"):
        services.shift_join(actor=cast.secretary, shift_id=shift.pk)
    services.shift_leave(actor=cast.member, shift_id=shift.pk)
    services.shift_join(actor=cast.secretary, shift_id=shift.pk)
    assert shift.activity.invitations.get().person_id == cast.zhang.pk


def test_closing_needs_a_result(cast: Cast) -> None:
    campaign = launched(cast)
    with pytest.raises(Refused, match="结果"):
        services.campaign_close(actor=cast.secretary, campaign=campaign, result=" ")
    services.campaign_close(actor=cast.secretary, campaign=campaign, result="值守一班次")
    with pytest.raises(Refused):
        services.shift_join(actor=cast.member, shift_id=Shift.objects.get().pk)


@pytest.mark.parametrize(
    "line",
    ["", "2026-08-01 12:00-08:00 3 点", "2026-13-01 08:00-12:00 3 点", "明天 3 人", "2026-08-01 08:00-12:00 0 点"],
)
def test_a_line_that_is_no_shift(line: str) -> None:
    with pytest.raises(ValueError):
        ShiftPlan.read(line)


def test_a_line_is_a_shift() -> None:
    shift = ShiftPlan.read("2026-08-01 08:00-12:00 6 社区服务点")
    assert (shift.wanted, shift.place, shift.starts.hour) == (6, "社区服务点", 8)


@pytest.mark.parametrize("who", ["member", "other_secretary", "leader", "district_staff"])
def test_others_may_not_launch(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.campaign_launch(
            actor=getattr(cast, who), unit=cast.branch, title="防汛", call="请参加", need="", shifts=[]
        )
    assert refusal.value.status == 403


def test_launched_by_the_page_with_a_title_and_a_call(cast: Cast) -> None:
    """Under five minutes: the unit and two shifts stand there already, so two texts and one tap are enough."""
    client, path = client_of(cast.secretary), reverse("campaign_launch")
    form = client.get(path).context["form"]
    ready = {name: form[name].value() for name in ("unit", "shifts")}
    answer = client.post(path, {**ready, "unit": cast.branch.pk, "title": "防汛值守", "call": "请各位委员就近参加"})
    assert answer.status_code == 302
    assert ready["unit"] == cast.branch.pk or ready["unit"] == cast.branch
    shifts = Shift.objects.filter(campaign__title="防汛值守")
    assert [shift.activity.place for shift in shifts] == ["集合地点"] * 2
    assert all(shift.activity.starts > clock.now() for shift in shifts)
