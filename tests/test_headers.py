"""Headers of every answer: own pages, errors, files; signed in and not."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.test_permissions import client_of
from touyan.core.once import SHAPE
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGES = ("/", "/account/login/", "/limits/", "/units/", "/units/table.xlsx", "/nothing/here/", "/journal/")


def check(client: Client, page: str) -> None:
    response = client.get(page)
    csp = response.headers["Content-Security-Policy"]
    for directive in ("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'self'"):
        assert directive in csp, page
    assert "unsafe-eval" not in csp
    assert "'unsafe-inline'" not in csp.replace("style-src-attr 'unsafe-inline'", "")
    assert "http:" not in csp and "https:" not in csp
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in response.headers["Cache-Control"]


def test_without_signing_in(cast: Cast) -> None:
    for page in PAGES:
        check(Client(), page)


def test_signed_in(cast: Cast) -> None:
    for page in PAGES:
        check(client_of(cast.staff), page)


def test_session_cookie_is_out_of_reach_of_scripts(cast: Cast) -> None:
    from touyan.organizations.models import Account

    Account.objects.create_user("wang5", "touyan-pass-1")
    client = Client()
    client.post("/account/login/", {"login": "wang5", "password": "touyan-pass-1"})
    cookie = client.cookies["session"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_form_carries_a_key_that_it_is_taken_back_with(cast: Cast) -> None:
    keys = re.findall(r'name="once" value="([^"]*)"', client_of(cast.staff).get("/plans/new/").content.decode())
    assert keys and all(SHAPE.match(key) for key in keys)
