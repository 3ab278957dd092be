"""A passkey as the second factor of an office account, in a real browser with a virtual authenticator."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page

from touyan.organizations.models import Account
from touyan.organizations.tests import cast as cast_module

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in(page: Page) -> None:
    page.goto("/account/login/")
    page.fill("#id_login", "staff")
    page.fill("#id_password", "touyan-pass-1")
    page.click("form[action='/account/login/'] button.btn-main")


def foreign(page: Page) -> list[str]:
    """Words of another language in the text of a Chinese page; keys and codes are no words."""
    text = " ".join(page.locator("main :is(h1, h2, h3, p, label, li, button, a)").all_inner_texts())
    return [word for word in re.findall(r"[A-Za-z]{3,}", text) if word not in {"staff"}]


def test_registered_once_it_opens_the_office(
    transactional_db: None, open_page: Callable[..., Page], axe_findings: Callable[[Page], list[str]], settings: Any
) -> None:
    """Without a second factor nothing opens; with the key, signing in is the password and one touch; without it, nothing."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the live server speaks plain HTTP on localhost
    cast_module.build()
    page = open_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    sign_in(page)
    page.wait_for_url("**/account/second/")
    page.goto("/units/")
    page.wait_for_url("**/account/second/")
    page.click("a[href='/account/second/webauthn/add/']")
    page.fill("input[name=password]", "touyan-pass-1")  # whoever changes how one signs in says once more who one is
    page.click("main form button.btn-main")
    page.wait_for_url("**/webauthn/add/")
    page.fill("input[name=name]", "办公电脑")
    assert axe_findings(page) == []
    assert foreign(page) == []
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/account/second/recovery-codes/**")
    assert device.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    assert foreign(page) == []
    held = Authenticator.objects.filter(user=Account.objects.get(username="staff"))
    assert {one.type for one in held} == {"webauthn", "recovery_codes"}
    for path in ("", "webauthn/", "recovery-codes/", "totp/activate/"):
        page.goto(f"/account/second/{path}")
        assert (axe_findings(page), foreign(page)) == ([], []), path
    page.goto("/units/")
    assert page.url.endswith("/units/")

    page.context.clear_cookies()
    sign_in(page)
    page.wait_for_url("**/account/second/authenticate/**")
    page.goto("/units/")
    assert "/account/second/authenticate/" in page.url, "the password alone opens nothing"
    assert (axe_findings(page), foreign(page)) == ([], [])
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(lambda url: "authenticate" not in url)
    page.goto("/units/")
    assert page.url.endswith("/units/")
