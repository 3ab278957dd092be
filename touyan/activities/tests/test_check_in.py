"""Three ways in, once each; late by the kind's rule; a queue that comes five times counts once and keeps its order."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from touyan.activities import selectors, services, tokens
from touyan.activities.models import Activity, Arrival
from touyan.activities.services.arriving import Queued
from touyan.activities.tests.held import invited, now_on
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.organizations.models import Account
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def first(activity: Activity) -> int:
    return activity.sessions.get().pk


def test_the_door_code_lets_in_and_books_at_once(cast: Cast) -> None:
    activity = now_on(cast)
    token = tokens.door_token(first(activity), tokens.slot_of(clock.now()))
    session_id, shown = tokens.read_door(token, clock.now())
    services.arrival_by_door(actor=cast.member, session_id=session_id, shown=shown)
    assert DutyRecord.objects.get().outcome == "present"


def test_twice_is_once(cast: Cast) -> None:
    activity = now_on(cast)
    one = services.arrival_by_door(actor=cast.member, session_id=first(activity), shown=clock.now())
    two = services.arrival_by_door(actor=cast.member, session_id=first(activity), shown=clock.now())
    assert one.pk == two.pk
    assert (Arrival.objects.count(), DutyRecord.objects.count()) == (1, 1)


def test_late_by_the_rule_of_the_kind(cast: Cast) -> None:
    starts = clock.now() - dt.timedelta(minutes=30)
    activity = invited(cast, starts=starts, ends=starts + dt.timedelta(hours=2))
    services.arrival_by_door(actor=cast.member, session_id=first(activity), shown=clock.now())
    assert DutyRecord.objects.get().outcome == "late"


def test_what_the_door_showed_counts_not_when_the_phone_found_a_network(cast: Cast) -> None:
    starts = clock.now() - dt.timedelta(minutes=30)
    activity = invited(cast, starts=starts, ends=starts + dt.timedelta(hours=2))
    services.arrival_by_door(actor=cast.member, session_id=first(activity), shown=starts)
    assert DutyRecord.objects.get().outcome == "present"


def test_forged_old_and_foreign_codes_are_refused(cast: Cast) -> None:
    session = first(now_on(cast))
    good = tokens.door_token(session, tokens.slot_of(clock.now()))
    for bad in (good[:-1] + ("a" if good[-1] != "a" else "b"), "", "1.2", good.replace(f"{session}.", "99.", 1)):
        with pytest.raises(Refused):
            tokens.read_door(bad, clock.now())
    old = tokens.door_token(session, tokens.slot_of(clock.now() - dt.timedelta(hours=25)))
    with pytest.raises(Refused, match="过期"):
        tokens.read_door(old, clock.now())
    with pytest.raises(Refused):
        tokens.read_person(good)


def test_digits_change_and_only_recent_ones_are_taken(cast: Cast) -> None:
    session, now = first(now_on(cast)), clock.now()
    shown = tokens.door_digits(session, tokens.slot_of(now))
    assert tokens.check_digits(session, shown, now)
    assert not tokens.check_digits(session, shown, now + dt.timedelta(minutes=10))
    assert not tokens.check_digits(session + 1, shown, now)


def test_a_clerk_ticks_but_not_oneself(cast: Cast) -> None:
    session = now_on(cast).sessions.get()
    services.arrival_by_clerk(actor=cast.secretary, session=session, person_id=cast.li.pk)
    with pytest.raises(Refused, match="本人"):
        services.arrival_by_clerk(actor=cast.secretary, session=session, person_id=cast.zhang.pk)
    assert [row.person_id for row in DutyRecord.objects.all()] == [cast.li.pk]


@pytest.mark.parametrize("who", ["member", "other_secretary", "district_staff", "assessor"])
def test_others_tick_nobody(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.arrival_by_clerk(
            actor=getattr(cast, who), session=now_on(cast).sessions.get(), person_id=cast.zhang.pk
        )
    assert refusal.value.status == 403


def test_the_same_queue_five_times(cast: Cast) -> None:
    session = now_on(cast).sessions.get()
    moment = clock.now() - dt.timedelta(minutes=3)
    queue = [
        Queued("a", session.pk, cast.li.pk, moment),
        Queued("b", session.pk, 10**9, moment),
        Queued("c", session.pk, cast.zhang.pk, moment),
    ]
    answers = [services.arrivals_sync(actor=cast.staff, queue=queue) for _time in range(5)]
    assert all(answer == answers[0] for answer in answers)
    assert [bool(why) for _key, why in answers[0]] == [False, True, False]
    assert list(Arrival.objects.values_list("person_id", flat=True)) == [cast.li.pk, cast.zhang.pk]
    assert DutyRecord.objects.count() == 2


def test_too_early_and_too_late_are_refused(cast: Cast) -> None:
    session = invited(cast).sessions.get()
    with pytest.raises(Refused, match="签到时间"):
        services.arrival_by_clerk(actor=cast.secretary, session=session, person_id=cast.li.pk)


def test_whoever_is_not_invited_is_sent_to_the_clerk(cast: Cast) -> None:
    with pytest.raises(Refused, match="邀请名单"):
        services.arrival_by_door(actor=cast.leader, session_id=first(now_on(cast)), shown=clock.now())


@pytest.mark.parametrize(
    ("hour", "minute", "starts_hour", "outcome"),
    [(23, 50, 0, None), (0, 0, 0, "present"), (0, 50, 0, "late"), (23, 50, 23, "late")],
)
def test_around_midnight_the_door_opens_with_the_day(
    cast: Cast, hour: int, minute: int, starts_hour: int, outcome: str | None
) -> None:
    """A meeting at 00:30 opens its door at midnight: nothing is booked on a day that has not begun."""
    eve = clock.today() + dt.timedelta(days=3)
    day = eve if starts_hour else eve + dt.timedelta(days=1)
    starts = dt.datetime.combine(day, dt.time(starts_hour, 30), clock.SHANGHAI)
    activity = invited(cast, starts=starts, ends=starts + dt.timedelta(hours=2))
    came = dt.datetime.combine(eve if hour else day, dt.time(hour, minute), clock.SHANGHAI)
    with time_machine.travel(came, tick=False):
        if outcome is None:
            assert not selectors.doors_open(cast.member, clock.now())
            with pytest.raises(Refused, match="签到时间") as refusal:
                services.arrival_by_door(actor=cast.member, session_id=first(activity), shown=clock.now())
            assert refusal.value.status == 409
            return
        assert selectors.doors_open(cast.member, clock.now())
        services.arrival_by_door(actor=cast.member, session_id=first(activity), shown=clock.now())
    row = DutyRecord.objects.get()
    assert (row.business_date, row.outcome) == (day, outcome)


def test_a_meeting_of_days_is_settled_on_its_last(cast: Cast) -> None:
    """On the first day the clerk is told when, instead of a refusal by the ledger."""
    starts = dt.datetime.combine(clock.today(), dt.time(0), clock.SHANGHAI)
    halves = tuple((f"第{n}天", starts + dt.timedelta(days=n), starts + dt.timedelta(days=n, hours=2)) for n in (0, 1))
    activity = invited(cast, starts=starts, ends=halves[1][2], halves=halves)
    with pytest.raises(Refused, match="第1天") as refusal:
        services.activity_settle(actor=cast.secretary, activity_id=activity.pk)
    assert refusal.value.status == 409
    with time_machine.travel(starts + dt.timedelta(days=1, hours=1), tick=False):
        services.activity_settle(actor=cast.secretary, activity_id=activity.pk)
    assert DutyRecord.objects.filter(stage="attendance").count() == 4


def test_the_page_at_the_door_asks_little_and_says_what_became_of_it(cast: Cast) -> None:
    """Two thousand open it within a minute: what it asks of the database is a committed number."""
    activity = now_on(cast)
    client = Client()
    account = Account.objects.get(pk=cast.member.account_id)
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    path = reverse("arrival_door", args=[tokens.door_token(first(activity), tokens.slot_of(clock.now()))])
    with CaptureQueriesContext(connection) as opened:
        page = client.get(path)
    asked = [len(opened)]
    assert b'method="post"' in page.content
    services.arrival_by_clerk(
        actor=cast.staff, session=activity.sessions.get(), person_id=cast.zhang.pk
    )  # the heads stand
    with CaptureQueriesContext(connection) as tapped:
        answer = client.post(path)
    asked.append(len(tapped))
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert "您已签到" in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    assert Arrival.objects.count() == 2
    assert asked == [5, 18]
    stranger = Client()
    account = Account.objects.get(pk=cast.leader.account_id)
    stranger.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    stranger_session = stranger.session
    stranger_session["second_factor_seen"] = True
    stranger_session.save()
    refused = stranger.get(path)
    assert refused.status_code == 403
    assert "邀请名单" in refused.content.decode()
