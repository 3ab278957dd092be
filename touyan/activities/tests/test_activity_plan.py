"""Planning, inviting, series with exceptions, and edits that do not run over each other."""

from __future__ import annotations

import datetime as dt

import pytest

from touyan.activities import services
from touyan.activities.forms import EditForm, InviteForm, PlanForm
from touyan.activities.models import Activity, Invitation
from touyan.activities.services.planning_ahead import later
from touyan.activities.tests.held import at, invited, now_on, planned
from touyan.core.errors import Refused, Stale
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_unit_is_invited_once(cast: Cast) -> None:
    activity = invited(cast)
    assert services.activity_invite(actor=cast.secretary, activity=activity, units=[cast.branch]) == 0
    assert services.activity_invite(actor=cast.secretary, activity=activity, people=[cast.wang.pk], via="name") == 1
    assert Invitation.objects.count() == 3


def test_a_series_skips_and_stays_changeable(cast: Cast) -> None:
    start = at(2027, 1, 31, 9)
    series = services.series_plan(
        actor=cast.secretary,
        planned=planned(cast, starts=start, ends=start + dt.timedelta(hours=1)),
        rhythm="month",
        last=dt.date(2027, 5, 31),
        skip=[dt.date(2027, 3, 31)],
    )
    days = [activity.day.isoformat() for activity in series.activities.order_by("starts")]
    assert days == ["2027-01-31", "2027-02-28", "2027-04-30", "2027-05-31"]


def test_a_day_to_skip_must_be_one_of_the_series(cast: Cast) -> None:
    start = at(2027, 1, 31, 9)
    with pytest.raises(Refused, match="2027-03-30"):
        services.series_plan(
            actor=cast.secretary,
            planned=planned(cast, starts=start, ends=start + dt.timedelta(hours=1)),
            rhythm="month",
            last=dt.date(2027, 5, 31),
            skip=[dt.date(2027, 3, 30), dt.date(2027, 3, 31)],
        )


def test_an_edit_that_ends_before_it_begins_is_said_at_the_field(cast: Cast) -> None:
    activity = invited(cast)
    typed = {"title": "x", "starts": "2027-01-02T10:00", "ends": "2027-01-02T09:00", "version": 1}
    form = EditForm(typed, instance=activity)
    assert form.errors["ends"] == ["结束时间早于开始时间。"] and not form.non_field_errors()


def test_a_plan_that_ends_before_it_begins_or_repeats_without_end_is_said_at_the_field(cast: Cast) -> None:
    typed = {"starts": "2027-01-02T10:00", "ends": "2027-01-02T09:00", "rhythm": "month"}
    form = PlanForm(typed, units=[cast.branch], kinds=[])
    assert form.errors["ends"] == ["结束时间早于开始时间。"]
    assert form.errors["last"] == ["请填写重复到哪一天。"]


def test_an_invitation_of_nobody_says_what_to_choose() -> None:
    choices = {"units": [("1", "支部")]}
    assert "请写姓名" in str(InviteForm({"names": " "}, choices=choices).non_field_errors())
    assert InviteForm({"units": ["1"]}, choices=choices).is_valid()


def test_later_keeps_the_day_of_the_month() -> None:
    assert later(at(2026, 1, 31), "month", 2).date() == dt.date(2026, 3, 31)
    assert later(at(2026, 11, 30), "quarter", 1).date() == dt.date(2027, 2, 28)


def test_a_stale_edit_shows_both_texts(cast: Cast) -> None:
    activity = invited(cast)
    services.activity_edit(actor=cast.staff, activity_id=activity.pk, version=1, changes={"place": "市政协二楼"})
    with pytest.raises(Stale) as stale:
        services.activity_edit(actor=cast.secretary, activity_id=activity.pk, version=1, changes={"place": "委员之家"})
    assert (stale.value.status, stale.value.differences[0].stands, stale.value.differences[0].sent) == (
        409,
        "市政协二楼",
        "委员之家",
    )


def test_moving_asks_everyone_again(cast: Cast) -> None:
    activity = invited(cast)
    services.invitation_accept(actor=cast.member, activity=activity)
    services.activity_edit(
        actor=cast.secretary,
        activity_id=activity.pk,
        version=1,
        changes={"starts": activity.starts + dt.timedelta(days=1), "ends": activity.ends + dt.timedelta(days=1)},
    )
    assert Invitation.objects.get(person=cast.li).answer == "open"
    assert activity.sessions.get().starts == activity.starts + dt.timedelta(days=1)


def test_cancel_needs_a_reason_and_stops_answers(cast: Cast) -> None:
    activity = invited(cast)
    with pytest.raises(Refused, match="原因"):
        services.activity_cancel(actor=cast.secretary, activity=activity, reason="")
    services.activity_cancel(actor=cast.secretary, activity=activity, reason="台风")
    with pytest.raises(Refused) as refusal:
        services.invitation_accept(actor=cast.member, activity=Activity.objects.get())
    assert refusal.value.status == 409


def test_an_invitation_is_not_taken_back_from_whoever_arrived(cast: Cast) -> None:
    activity = now_on(cast)
    services.arrival_by_clerk(actor=cast.staff, session=activity.sessions.get(), person_id=cast.li.pk)
    with pytest.raises(Refused, match="签到"):
        services.invitation_take_back(actor=cast.secretary, invitation=Invitation.objects.get(person=cast.li))


@pytest.mark.parametrize("who", ["member", "other_secretary", "district_staff", "leader", "admin"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.activity_plan(actor=getattr(cast, who), planned=planned(cast))
    assert refusal.value.status == 403
