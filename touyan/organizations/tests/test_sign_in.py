"""One door: password, second factor, limits, sessions."""

from __future__ import annotations

import time

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client

from touyan.core.models import JournalEntry
from touyan.organizations.models import Account
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db
PASSWORD = "touyan-pass-1"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


def sign_in(username: str, password: str = PASSWORD) -> tuple[Client, int]:
    client = Client()
    response = client.post("/account/login/", {"login": username, "password": password})
    return client, response.status_code


def test_a_member_signs_in_with_a_password(cast: Cast) -> None:
    client, status = sign_in("li")
    assert status == 302
    assert client.get("/").status_code == 200
    assert JournalEntry.objects.filter(detail__verb="sign in").exists()


def test_an_office_account_reaches_nothing_without_a_second_factor(cast: Cast) -> None:
    client, _status = sign_in("staff")
    for page in ("/", "/units/"):
        response = client.get(page)
        assert response.status_code == 302 and response.url == "/account/second/"
    assert client.get("/account/second/").status_code == 200


def test_the_second_factor_opens_the_door(cast: Cast) -> None:
    secret = generate_totp_secret()
    TOTP.activate(Account.objects.get(username="staff"), secret)
    client, _status = sign_in("staff")
    assert client.get("/").status_code == 302
    wrong = client.post("/account/second/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200 and client.get("/").status_code == 302
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert client.post("/account/second/authenticate/", {"code": code}).status_code == 302
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(("steps", "opens"), [(-1, True), (-2, False)])
def test_a_slow_hand_may_be_late_by_one_code(cast: Cast, steps: int, opens: bool) -> None:
    secret = generate_totp_secret()
    TOTP.activate(Account.objects.get(username="staff"), secret)
    client, _status = sign_in("staff")
    step = int(time.time()) // 30
    with time_machine.travel(step * 30 + 10, tick=False):
        code = format_hotp_value(hotp_value(secret, step + steps))
        answer = client.post("/account/second/authenticate/", {"code": code})
    assert (answer.status_code == 302) is opens


def test_guessing_is_slowed_down(cast: Cast) -> None:
    for _try in range(9):
        sign_in("li", "wrong-password")
    _client, status = sign_in("li")
    assert status != 302
    _client, other = sign_in("zhang")
    assert other == 302, "another account at the same address is not locked out"


def test_known_and_unknown_names_get_the_same_answer(cast: Cast) -> None:
    pages = []
    for name in ("li", "nobody-here"):
        response = Client().post("/account/login/", {"login": name, "password": "wrong-password"})
        pages.append((response.status_code, "用户名" in response.content.decode()))
    assert pages[0] == pages[1]


def test_a_stopped_account_cannot_sign_in_and_its_session_ends(cast: Cast) -> None:
    client, _status = sign_in("li")
    Account.objects.filter(username="li").update(is_active=False)
    assert client.get("/").status_code == 302
    again, _status = sign_in("li")
    assert again.get("/").status_code == 302


def test_nobody_opens_an_account_for_oneself(cast: Cast) -> None:
    assert Client().get("/account/signup/").status_code == 404


def test_a_withdrawn_right_is_gone_with_the_next_click(cast: Cast) -> None:
    from touyan.organizations import services
    from touyan.organizations.models import Grant

    client, _status = sign_in("zhang")
    assert client.get("/units/").status_code == 200
    grant = Grant.objects.get(account__username="zhang")
    services.grant_revoke(actor=cast.admin, grant=grant)
    assert client.get("/units/").status_code == 403


def test_sessions_are_listed_and_can_be_ended(cast: Cast) -> None:
    first, _status = sign_in("li")
    second, _status = sign_in("li")
    assert second.get("/account/sessions/").status_code == 200
    second.post("/account/sessions/")
    assert first.get("/").status_code == 302
    assert second.get("/").status_code == 200
