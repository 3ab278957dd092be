"""A campaign: called in one form, joined by shift, never over-full, settled like any activity."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from touyan.activities import services
from touyan.activities.models import Campaign, Invitation, Shift
from touyan.activities.place_desks import campaign_came
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


def test_an_empty_result_stays_at_its_field(cast: Cast) -> None:
    campaign = launched(cast)
    client, path = client_of(cast.secretary), reverse("campaign_close", args=[campaign.pk])
    answer = client.post(path, {"result": " "})
    assert answer.status_code == 422
    assert "请写一句结果" in answer.content.decode() and '<details class="confirm" open>' in answer.content.decode()
    long = client.post(path, {"result": "值守" * 1001})
    assert long.status_code == 422 and "值守值守" in long.content.decode()
    campaign.refresh_from_db()
    assert campaign.state == "open"
    assert client.post(path, {"result": "值守一班次"}).status_code == 302


def test_a_closed_campaign_says_who_came_once_with_each_entry(cast: Cast) -> None:
    """张三 came to both shifts, 李四 to one: two people, three entries, each opens; another branch is told of nobody."""
    day = clock.today() - dt.timedelta(days=1)
    shifts = [ShiftPlan.read(f"{day} 0{hour}:00-0{hour + 1}:00 5 社区") for hour in (6, 8)]
    campaign = services.campaign_launch(
        actor=cast.secretary, unit=cast.branch, title="防汛值守", call="请参加", need="", shifts=shifts
    )
    for shift, people in zip(campaign.shifts.all(), [[cast.zhang, cast.li], [cast.zhang]], strict=True):
        for who in people:
            Invitation.objects.create(activity=shift.activity, person=who)
        (half_day,) = shift.activity.sessions.all()
        marks = {(half_day.pk, one.pk): "present" for one in people}
        services.activity_settle(actor=cast.secretary, activity_id=shift.activity.pk, marks=marks)
    services.campaign_close(actor=cast.secretary, campaign=campaign, result="值守两班次")
    found = campaign_came(cast.secretary, campaign)
    assert {one.person.name: len(one.rows) for one in found} == {"张三": 2, "李四": 1}
    said = client_of(cast.secretary).get(reverse("campaign_page", args=[campaign.pk])).content.decode()
    assert all(reverse("record_page", args=[row.pk]) in said for one in found for row in one.rows)
    assert [one.person.name for one in campaign_came(cast.member, campaign)] == ["李四"]
    assert campaign_came(cast.other_secretary, campaign) == []
