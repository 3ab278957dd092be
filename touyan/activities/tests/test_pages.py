"""Every page of this room opens for the secretary who keeps it, in Chinese and in English, with a steady number of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from touyan.activities import services
from touyan.activities.tests.held import now_on, written
from touyan.activities.tests.specimens import specimens
from touyan.activities.urls import urlpatterns
from touyan.organizations.models import Account, Membership
from touyan.organizations.policy import Actor
from touyan.organizations.rules import MembershipKind
from touyan.organizations.tests.cast import DAY, Cast, person

pytestmark = pytest.mark.django_db
ELSEWHERE = {"arrival_door", "leave_ask", "venue_page"}  # for the invited, and for the public


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor_seen"] = True
    session.save()
    return client


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens(cast: Cast, language: str) -> None:
    laid_out, client = specimens(cast), client_of(cast.secretary)
    client.cookies["language"] = language
    for pattern in urlpatterns:
        policy = pattern.callback.policy
        if "GET" not in policy.methods or pattern.name in ELSEWHERE:
            continue
        answer = client.get(reverse(pattern.name, kwargs=laid_out.get(pattern.name, {})))
        assert answer.status_code == 200, (pattern.name, answer.status_code)


def test_the_number_of_queries_does_not_grow_with_people(cast: Cast) -> None:
    client, activity = client_of(cast.secretary), now_on(cast)
    pages = [
        reverse("activity_page", args=[activity.pk]),
        reverse("attendance_roll", args=[activity.pk]),
        reverse("activity_record"),
        reverse("plan_calendar") + "?of=all",
        reverse("activity_list"),
        reverse("fusion_page"),
    ]
    before = [_queries(client, page) for page in pages]
    for number in range(30):
        one = person(f"委员{number}")
        Membership.objects.create(unit=cast.branch, person=one, kind=MembershipKind.PARTY, start=DAY)
    services.activity_invite(actor=cast.secretary, activity=activity, units=[cast.branch])
    services.activity_settle(actor=cast.secretary, activity_id=activity.pk)
    services.activity_record(actor=cast.secretary, written=written(cast))
    after = [_queries(client, page) for page in pages]
    assert [two - one for one, two in zip(before, after, strict=True) if two - one > 2] == [], (before, after)


def _queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(page).status_code == 200
    return len(found)


def test_writing_one_down_by_the_page(cast: Cast) -> None:
    """What the phone sends gives the activity; a mistake keeps everything typed; a repeat gives the first answer."""
    client = client_of(cast.secretary)
    form = {
        "unit": cast.branch.pk,
        "kind": "theme_party_day",
        "day": "2026-03-12",
        "time": "14:30",
        "place": "委员之家",
        "counts": "both",
        "outcome": "<script>alert(1)</script>形成提纲",
        f"mark-{cast.zhang.pk}": "present",
        f"mark-{cast.li.pk}": "excused",
        "once": "abcdefgh12345678",
    }
    wrong = client.post(reverse("activity_record"), {**form, "kind": ""})
    assert wrong.status_code == 422
    assert "形成提纲" in wrong.content.decode()
    first = client.post(reverse("activity_record"), form)
    again = client.post(reverse("activity_record"), form)
    assert (first.status_code, again.status_code, first["Location"]) == (302, 302, again["Location"])
    page = client.get(first["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "形成提纲" in page


def test_the_offline_queue_by_the_page(cast: Cast) -> None:
    import json

    client, session = client_of(cast.staff), now_on(cast).sessions.get()
    queue = json.dumps([{"key": "k1", "session": session.pk, "person": cast.li.pk, "said": "nonsense"}])
    answers = [client.post(reverse("arrivals_sync"), {"queue": queue}).json() for _time in range(5)]
    assert answers == [{"answers": [{"key": "k1", "problem": ""}]}] * 5
    assert session.arrivals.count() == 1
    for bad in ("", "{", "[1]", '[{"key": 1}]', "[" * 2000):
        assert client.post(reverse("arrivals_sync"), {"queue": bad}).status_code == 400
