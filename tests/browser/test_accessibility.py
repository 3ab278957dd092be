"""Every page type at both sizes: axe-core finds nothing serious, nothing runs over the edge, a thumb can hit what it should.

The walk starts at each persona's home in a small demonstration city and follows links; of each named address it opens the
first page it meets. A page type that a later room adds is walked without anybody adding it here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Error, Page

from touyan.core.insert_only import released
from touyan.organizations.models import Account

pytestmark = [pytest.mark.axe, pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.kit_urls")]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
PERSONAS = ("office", "branch", "member", "leader", "assess", "district", "expert", "subgroup", "admin", "audit")
LEAVES = re.compile(r"\.(xlsx|docx|pdf|csv|ics|zip|svg|png|json)$|^/account/logout/|^/static/|/download/|/feed/")
# Elements a thumb must hit that are lower than 44 px; links inside running text, tables and pictures are exempt (WCAG 2.5.8).
SMALL = """() => [...document.querySelectorAll('main a, main button, main summary, main select, main input:not([type=hidden])')]
  .filter(e => { const r = e.getBoundingClientRect(); const s = getComputedStyle(e);
    return r.width && r.height < 43 && s.position !== 'absolute'
      && !e.closest('p, td, th, dd, li:not(.item-end *), h1, h2, h3, figcaption, svg, label, .crumbs, .item-title, .messages, .hint, .card-sub'); })
  .map(e => e.outerHTML.slice(0, 120))"""
OVER = """() => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > WIDTH + 1
  && !e.closest('.table-wide, .picture-box, .tabs, .visually-hidden, thead')).slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""


def sign_in(context: BrowserContext, account: Account, url: str) -> None:
    """The browser carries a session of `account`, the second factor behind it."""
    client = Client()
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor_seen"] = True
    session.save()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key or "", "url": url}])


def links(page: Page) -> list[str]:
    """Addresses of this site that the page leads to, without their fragment."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    return [href.split("#")[0] for href in found if href.startswith(("/", "?")) and not href.startswith("//")]


def type_of(address: str) -> str:
    """The name of the address, which is what a page type is."""
    try:
        return resolve(urlsplit(address).path).view_name or ""
    except Resolver404:
        return ""


def overflow(page: Page) -> list[str]:
    """What runs over the right edge, if anything makes the page scroll sideways."""
    assert page.viewport_size
    wide = page.evaluate("document.documentElement.scrollWidth") - page.viewport_size["width"]
    return (
        [f"{wide} px too wide: {page.evaluate(OVER.replace('WIDTH', str(page.viewport_size['width'])))}"]
        if wide > 0
        else []
    )


def look(page: Page, axe: Callable[..., list[str]], *, phone: bool) -> list[str]:
    """Everything that is wrong with the page as it stands."""
    if page.evaluate("typeof axe") == "undefined":
        page.add_script_tag(url="/axe.js")
    wrong = overflow(page) + axe(page, grave=True)
    if page.locator("h1").count() != 1:
        wrong.append(f"{page.locator('h1').count()} h1")
    if phone:
        wrong += [f"lower than 44 px: {element}" for element in page.evaluate(SMALL)]
    return wrong


@pytest.fixture
def city(transactional_db: None) -> Iterator[Any]:
    """A small demonstration city, gone after the test."""
    from touyan.demo import city as demo

    with released():
        yield demo.load(city_members=160, district_members=12, say=lambda _text: None)


def walk(context: BrowserContext, page: Page, seen: set[str]) -> Iterator[str]:
    """Opens, from the page's links on, the first page of every type not seen before; yields each address once it stands.

    The places of the navigation are opened for every persona anew, for what lies behind them differs.
    """
    page.goto("/")
    places = list(dict.fromkeys(["/", *links(page)]))
    waiting, here = list(places), set[str]()
    while waiting:
        address = waiting.pop(0)
        name = type_of(address)
        known = name in seen and (address not in places or name in here)
        if not name or known or LEAVES.search(urlsplit(address).path):
            continue
        fresh = name not in seen
        seen.add(name)
        here.add(name)
        try:
            answer = page.goto(address)
        except Error as refusal:
            if "Download is starting" in str(refusal):
                continue
            raise
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        if answer.status >= 400:
            yield f"{address} answered {answer.status}"
            continue
        waiting += links(page)
        if fresh:
            yield address


def test_every_page_type_can_be_used_by_everybody(
    city: Any, open_page: Callable[..., Page], axe_findings: Callable[..., list[str]], live_server: Any
) -> None:
    wrong: list[str] = []
    seen: set[str] = {"kit", "account_logout"}
    for persona in PERSONAS:
        page = open_page(DESK)
        sign_in(page.context, city.accounts[persona], live_server.url)
        for address in walk(page.context, page, seen):
            if " answered " in address:
                wrong.append(f"{persona} {address}")
                continue
            # One load, three looks: the desk, the same page as narrow as a phone, and there in the largest type.
            wrong += [f"{persona} {address} desk: {finding}" for finding in look(page, axe_findings, phone=False)]
            page.set_viewport_size(PHONE)  # type: ignore[arg-type]
            page.wait_for_timeout(60)
            wrong += [f"{persona} {address} phone: {finding}" for finding in look(page, axe_findings, phone=True)]
            page.evaluate("document.documentElement.dataset.scale = '1.5'")
            wrong += [f"{persona} {address} large type: {finding}" for finding in overflow(page)]
            page.set_viewport_size(DESK)  # type: ignore[arg-type]
        page.close()
    assert wrong == [], "\n".join(["", *wrong])
    assert len(seen) > 20, sorted(seen)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("reading", ["", "larger", "high", "larger+high"])
def test_the_page_of_all_parts_in_every_reading(
    viewport: dict[str, int],
    reading: str,
    open_page: Callable[..., Page],
    axe_findings: Callable[..., list[str]],
    live_server: Any,
) -> None:
    page = open_page(viewport)
    if reading:
        page.context.add_cookies([{"name": "reading", "value": reading, "url": live_server.url}])
    page.goto("/kit/")
    assert look(page, axe_findings, phone=viewport is PHONE) == []


@pytest.mark.parametrize("address", ["/account/login/", "/limits/", "/nowhere/"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_before_the_door(
    address: str, viewport: dict[str, int], open_page: Callable[..., Page], axe_findings: Callable[..., list[str]]
) -> None:
    page = open_page(viewport)
    page.goto(address)
    assert look(page, axe_findings, phone=viewport is PHONE) == []


def test_a_page_that_is_wrong_is_found(open_page: Callable[..., Page], axe_findings: Callable[..., list[str]]) -> None:
    """The control: a nameless button, pale words, a low link and a wide box are all reported."""
    page = open_page(PHONE)
    page.goto("/kit/")
    page.evaluate(
        "document.querySelector('main .content').innerHTML = `<button></button><p id=pale>颜色太淡的一句话</p>"
        "<div><a id=low href='/'>低</a></div><div id=wide>宽</div>`;"
        "document.getElementById('pale').style.color = '#ddd';"
        "document.getElementById('wide').style.width = '900px';"
    )
    found = "\n".join(look(page, axe_findings, phone=True))
    for sign in ("button-name", "color-contrast", "lower than 44 px", "px too wide"):
        assert sign in found


def test_the_keyboard_reaches_the_content_first(open_page: Callable[..., Page]) -> None:
    """The first stop is 跳到正文; menus open and close by key; what has the focus is seen."""
    page = open_page(DESK)
    page.goto("/kit/")
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0); document.body.focus()")
    page.reload()
    page.evaluate("document.querySelectorAll('[data-problems]').forEach(e => e.blur())")
    page.keyboard.press("Control+Home")
    page.locator(".skip").focus()
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    menu = page.locator("details.menu > summary").first
    menu.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.menu[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_the_phone_finds_every_place_without_scripts(open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE, javascript=False)
    page.goto("/kit/")
    assert not page.locator("#nav").is_visible()
    page.locator(".bottom a").last.click()
    assert page.locator("#nav li a").first.is_visible()
    page.locator("#nav .side-title a").click()
    assert not page.locator("#nav").is_visible()
