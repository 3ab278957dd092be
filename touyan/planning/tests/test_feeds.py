"""Calendar feeds: the own tasks or a unit's, by a secret that can be revoked and dies with the right to look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from touyan.core.errors import Refused
from touyan.organizations.models import Grant
from touyan.organizations.tests.cast import Cast
from touyan.planning import services
from touyan.planning.models import Feed
from touyan.planning.tests import planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may() -> Iterator[None]:
    with time_machine.travel(planned.NOON, tick=False):
        yield


def events(secret: str) -> list[str]:
    answer = Client().get(f"/feeds/{secret}.ics")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_my_own_tasks_with_stable_ids(cast: Cast) -> None:
    planned.issue(cast)
    secret = services.feed_make(actor=cast.secretary)
    assert "主题党日（2026年5月）" in events(secret)
    first, second = (Client().get(f"/feeds/{secret}.ics").content for _ in range(2))
    assert first == second and b"UID:task-" in first


def test_a_unit_s_tasks_and_nobody_else_s(cast: Cast) -> None:
    planned.issue(cast)
    assert len(events(services.feed_make(actor=cast.staff, unit=cast.branch))) == 19
    assert events(services.feed_make(actor=cast.member)) == []
    with pytest.raises(Refused):
        services.feed_make(actor=cast.other_secretary, unit=cast.branch)


def test_revoked_or_no_longer_permitted_answers_nothing(cast: Cast) -> None:
    secret = services.feed_make(actor=cast.secretary, unit=cast.branch)
    feed = Feed.objects.get()
    assert secret not in feed.digest and len(feed.hint) == 4
    Grant.objects.filter(account_id=cast.secretary.account_id).delete()
    assert Client().get(f"/feeds/{secret}.ics").status_code == 404
    other = services.feed_make(actor=cast.staff)
    services.feed_revoke(actor=cast.staff, pk=Feed.objects.get(hint=other[:4]).pk)
    assert Client().get(f"/feeds/{other}.ics").status_code == 404


def test_a_feed_is_revoked_by_its_owner_only(cast: Cast) -> None:
    services.feed_make(actor=cast.secretary)
    with pytest.raises(Refused) as refusal:
        services.feed_revoke(actor=cast.staff, pk=Feed.objects.get().pk)
    assert refusal.value.status == 404
