"""After the meeting everyone invited has one row per half-day; the secretary's eyes win over the machine, by a new row."""

from __future__ import annotations

import datetime as dt
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.urls import reverse

from touyan.activities import selectors, services
from touyan.activities.models import Activity
from touyan.activities.tests.held import invited, kind, now_on
from touyan.activities.tests.test_pages import client_of
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.duties import services as duties
from touyan.duties.models import DutyRecord
from touyan.organizations.models import Membership
from touyan.organizations.policy import Actor
from touyan.organizations.rules import MembershipKind
from touyan.organizations.tests import cast as cast_module
from touyan.organizations.tests.cast import DAY, Cast, person

pytestmark = pytest.mark.django_db


def test_arrivals_stay_and_the_rest_is_absent(cast: Cast) -> None:
    activity = now_on(cast)
    services.arrival_by_door(actor=cast.member, session_id=activity.sessions.get().pk, shown=clock.now())
    services.activity_settle(actor=cast.secretary, activity_id=activity.pk, outcome="提出建议三条")
    rows = DutyRecord.objects.filter(stage="attendance")
    assert {row.person_id: row.outcome for row in rows} == {cast.li.pk: "present", cast.zhang.pk: "absent"}
    assert Activity.objects.get().state == "held"


def test_settling_twice_books_nothing_twice(cast: Cast) -> None:
    activity = now_on(cast)
    for _time in range(2):
        services.activity_settle(actor=cast.secretary, activity_id=activity.pk)
    assert DutyRecord.objects.count() == 3


def test_a_mark_corrects_an_arrival_and_keeps_it(cast: Cast) -> None:
    activity = now_on(cast)
    session = activity.sessions.get()
    services.arrival_by_door(actor=cast.member, session_id=session.pk, shown=clock.now())
    services.activity_settle(
        actor=cast.secretary, activity_id=activity.pk, marks={(session.pk, cast.li.pk): "left_early"}
    )
    assert DutyRecord.objects.effective().get(person=cast.li).outcome == "left_early"
    assert DutyRecord.objects.filter(person=cast.li).count() == 2


def test_whoever_checks_in_while_the_secretary_looks_at_the_list_has_arrived(cast: Cast) -> None:
    """The list said absent because nobody had come yet; saving it does not undo an arrival made meanwhile."""
    activity = now_on(cast)
    session = activity.sessions.get()
    client, path = client_of(cast.secretary), reverse("attendance_roll", args=[activity.pk])
    page = client.get(path).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen is not None
    services.arrival_by_door(actor=cast.member, session_id=session.pk, shown=clock.now())
    marks = {f"mark-{session.pk}-{who.pk}": "absent" for who in (cast.li, cast.zhang)}
    assert client.post(path, {**marks, "seen": seen[1]}).status_code == 302
    rows = DutyRecord.objects.effective().filter(stage="attendance")
    assert {row.person_id: row.outcome for row in rows} == {cast.li.pk: "present", cast.zhang.pk: "absent"}
    client.post(path, {f"mark-{session.pk}-{cast.li.pk}": "late", "seen": seen[1]})
    assert DutyRecord.objects.effective().get(person=cast.li).outcome == "late", "how somebody came can be said at once"
    again = re.search(r'name="seen" value="([^"]*)"', client.get(path).content.decode())
    assert again is not None
    client.post(path, {**marks, "seen": again[1]})
    assert DutyRecord.objects.effective().get(person=cast.li).outcome == "absent", "seen, then corrected"


@pytest.mark.django_db(transaction=True)
def test_a_secretary_settles_while_people_stream_in() -> None:
    """At the same moment, on several connections: everyone has one row, and nobody who arrived is lost."""
    if connection.vendor == "sqlite":
        pytest.skip("threads share one in-memory database; on a file one writes after the other (test_burst)")
    cast = cast_module.build()
    people = [person(f"委员{number:02}") for number in range(12)]
    for one in people:
        Membership.objects.create(unit=cast.branch, person=one, kind=MembershipKind.PARTY, start=DAY)
    activity, shown = now_on(cast), clock.now()
    session, gate = activity.sessions.get(), threading.Barrier(4)

    def at_once(part: int) -> None:
        gate.wait(timeout=30)
        try:
            if part == 3:
                services.activity_settle(actor=cast.secretary, activity_id=activity.pk)
                return
            for one in people[part::3]:
                owner = Actor(account_id=None, person_id=one.pk, name=one.name)
                services.arrival_by_door(actor=owner, session_id=session.pk, shown=shown)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(at_once, range(4)))
    rows = DutyRecord.objects.filter(stage="attendance")
    assert sorted(rows.values_list("person_id", flat=True)) == sorted(one.pk for one in [*people, cast.zhang, cast.li])
    present = set(rows.filter(outcome="present").values_list("person_id", flat=True))
    delayed = {place.person.pk for place in selectors.attendance(activity)[0].delayed}
    assert set(session.arrivals.values_list("person_id", flat=True)) == {one.pk for one in people}
    assert present | delayed == {one.pk for one in people} and not present & delayed


def test_a_plenary_has_a_row_per_half_day(cast: Cast) -> None:
    start = dt.datetime.combine(clock.today() - dt.timedelta(days=3), dt.time(9), clock.SHANGHAI)
    activity = invited(cast, kind=kind("plenary"), starts=start, ends=start + dt.timedelta(days=2, hours=8))
    services.activity_settle(actor=cast.secretary, activity_id=activity.pk)
    rows = DutyRecord.objects.filter(person=cast.li)
    assert (rows.count(), {row.form for row in rows}) == (6, {"half_day"})
    assert len({row.business_date for row in rows}) == 3


def test_an_arrival_that_comes_after_settling_is_shown_to_a_person(cast: Cast) -> None:
    activity = now_on(cast)
    session = activity.sessions.get()
    services.activity_settle(actor=cast.secretary, activity_id=activity.pk)
    services.arrival_by_door(actor=cast.member, session_id=session.pk, shown=clock.now() - dt.timedelta(minutes=2))
    assert DutyRecord.objects.effective().get(person=cast.li).outcome == "absent"
    assert [place.person for place in selectors.attendance(activity)[0].delayed] == [cast.li]


def test_an_objection_leads_to_the_place_where_it_is_put_right(cast: Cast) -> None:
    """The member objects; whoever keeps the record goes from the row to its correction, the member does not."""
    activity = now_on(cast)
    services.activity_settle(actor=cast.secretary, activity_id=activity.pk)
    row = DutyRecord.objects.get(person=cast.li, outcome="absent")
    duties.record_object(actor=cast.member, record=row, reason="当天到会")
    page, path = reverse("record_page", args=[row.pk]), reverse("attendance_correct", args=[row.pk])
    assert path in client_of(cast.secretary).get(page).content.decode()
    assert path not in client_of(cast.member).get(page).content.decode()
    client_of(cast.secretary).post(path, {"outcome": "present", "reason": "查签到表"})
    assert DutyRecord.objects.effective().get(person=cast.li).outcome == "present"
    assert path not in client_of(cast.secretary).get(page).content.decode(), "the row no longer stands"


def test_not_before_it_began(cast: Cast) -> None:
    with pytest.raises(Refused, match="还没有开始"):
        services.activity_settle(actor=cast.secretary, activity_id=invited(cast).pk)


@pytest.mark.parametrize("who", ["member", "other_secretary", "leader", "assessor"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.activity_settle(actor=getattr(cast, who), activity_id=now_on(cast).pk)
    assert refusal.value.status == 403
