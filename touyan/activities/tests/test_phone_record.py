"""From opening the phone page to a saved activity with 20 participants: at most 12 taps and 2 text fields, counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from touyan.activities import tokens
from touyan.activities.models import Arrival
from touyan.activities.tests.held import now_on
from touyan.core import clock
from touyan.duties.models import DutyRecord
from touyan.organizations.models import Account, Membership
from touyan.organizations.policy import Actor
from touyan.organizations.rules import MembershipKind
from touyan.organizations.tests import cast as cast_module
from touyan.organizations.tests.cast import DAY, person
from touyan.planning import services as planning
from touyan.planning.models import PlanTemplate, Task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


class Thumb:
    """Counts what a hand does."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.texts = page, 0, 0

    def tap(self, selector: str) -> None:
        self.taps += 1
        self.page.locator(selector).first.click()

    def type(self, selector: str, words: str) -> None:
        self.taps += 1
        self.texts += 1
        self.page.locator(selector).first.click()
        self.page.keyboard.type(words)


@pytest.fixture
def house(transactional_db: None) -> Any:
    """The cast with a branch of 20 people and the year's plan issued to it."""
    cast = cast_module.build()
    for number in range(18):
        one = person(f"委员{number:02}")
        Membership.objects.create(unit=cast.branch, person=one, kind=MembershipKind.PARTY, start=DAY)
    template = PlanTemplate.objects.get(code="system-year")
    plan = planning.plan_draft(
        actor=cast.staff, unit=cast.city, year=clock.today().year, title="年度计划", template=template
    )
    planning.plan_issue(actor=cast.staff, plan=plan, unit_ids=[cast.branch.pk])
    return cast


def signed_in(page: Page, actor: Actor, live_server: Any) -> Page:
    """The page of a phone on which the actor has signed in."""
    client = Client()
    account = Account.objects.get(pk=actor.account_id)
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    return page


def test_a_party_day_in_twelve_taps(house: Any, open_page: Callable[..., Page], live_server: Any) -> None:
    page = signed_in(open_page(PHONE), house.secretary, live_server)
    thumb = Thumb(page)
    page.goto("/")
    thumb.tap('a[href="/activities/record/"]:visible')
    thumb.tap('label:has-text("主题党日")')
    thumb.tap('.chip:has-text("两者都是")')
    people = page.locator(".roll li")
    assert people.count() == 20
    thumb.tap(".roll li:nth-child(3) .mark-excused")
    thumb.tap(".roll li:nth-child(7) .mark-absent")
    thumb.tap(".roll li:nth-child(9) .mark-late")
    thumb.type("[name=place]", "委员之家")
    thumb.type("[name=outcome]", "走访两家企业，形成建议三条")
    started = dt.datetime.now(dt.UTC)
    thumb.tap('button:has-text("记下")')
    page.wait_for_url("**/activities/*/")
    assert (dt.datetime.now(dt.UTC) - started).total_seconds() < 30
    assert thumb.taps <= 12
    assert thumb.texts <= 2
    rows = DutyRecord.objects.filter(stage="attendance")
    outcomes = sorted(rows.values_list("outcome", flat=True))
    assert outcomes == ["absent", "excused", "late"] + ["present"] * 17
    assert set(rows.values_list("tag", flat=True)) == {"both"}
    done = Task.objects.get(unit=house.branch, state="done")
    assert done.action.record_code == "theme_party_day"


def test_ticks_wait_on_the_phone_and_go_out_once(house: Any, open_page: Callable[..., Page], live_server: Any) -> None:
    """The network goes, three people are ticked, the page is reloaded, the network comes back: three arrivals, in order."""
    activity = now_on(house)
    page = signed_in(open_page(PHONE), house.secretary, live_server)
    page.goto(f"/activities/{activity.pk}/roll/")
    page.route("**/activities/arrivals/", lambda route: route.abort())
    buttons = page.locator(".tick-button")
    names = [buttons.nth(at).locator(".tick-name").inner_text() for at in (5, 2, 9)]
    for at in (5, 2, 9):
        buttons.nth(at).click()
    page.wait_for_selector(".tick.is-waiting >> nth=2")
    assert page.locator("[data-waiting]").is_visible()
    assert Arrival.objects.count() == 0
    page.reload()
    page.wait_for_selector(".tick.is-waiting >> nth=2")
    page.unroute("**/activities/arrivals/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_selector(".tick.is-in >> nth=2", timeout=20000)
    assert list(Arrival.objects.order_by("pk").values_list("person__name", flat=True)) == names
    page.reload()
    assert Arrival.objects.count() == 3


def test_a_member_checks_in_without_network_and_once(
    house: Any, open_page: Callable[..., Page], live_server: Any
) -> None:
    """The door's digits are typed while the network is away; they wait, survive a new page, and arrive as they were read."""
    activity = now_on(house)
    door = tokens.door_digits(activity.sessions.get().pk, tokens.slot_of(clock.now()))
    page = signed_in(open_page(PHONE), house.member, live_server)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.post_data or "") if asked.url.endswith("/in/arrive/") else None)
    page.goto(f"/activities/{activity.pk}/")
    page.route("**/in/arrive/", lambda route: route.abort())
    page.fill("[name=digits]", door)
    page.locator("form[data-arrival] button").click()
    page.wait_for_selector("[data-waiting]:visible")
    page.reload()
    page.wait_for_selector("[data-waiting]:visible")
    assert Arrival.objects.count() == 0
    page.unroute("**/in/arrive/")
    with page.expect_navigation():
        page.evaluate("window.dispatchEvent(new Event('online'))")
    assert "您已签到" in page.inner_text("main")
    phone, entry = Client(), dict(parse_qsl(sent[0]))
    answers = [phone.post("/in/arrive/", entry).status_code for _time in range(5)]
    assert (len(set(sent)), answers) == (1, [200] * 5), "the same entry every time, and every time it is answered well"
    row = DutyRecord.objects.get(stage="attendance")
    assert (Arrival.objects.get().person_id, row.person_id, row.outcome) == (house.li.pk, house.li.pk, "present")
