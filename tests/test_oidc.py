"""Sign-in through a real OpenID Connect provider, from the button to the home page, over HTTP."""

from __future__ import annotations

import html
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
from django.core.cache import cache

from touyan.core.insert_only import released
from touyan.organizations.models import Account
from touyan.organizations.tests import cast as cast_module

pytestmark = pytest.mark.django_db(transaction=True)
PROVIDER = Path(__file__).parent / "oidc" / "provider.py"
CLIENT, SECRET, PASSWORD = "touyan", "a secret of the tests", "identity-pass-1"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def provider(live_server: object, tmp_path: Path, settings: object) -> Iterator[str]:
    """The provider's address; it knows the identity `li`."""
    port = free_port()
    redirect = f"{live_server.url}/account/oidc/oidc/login/callback/"
    command = [sys.executable, str(PROVIDER), str(port), str(tmp_path), CLIENT, SECRET, redirect, "li", PASSWORD]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline().strip() == "ready"
    address = f"http://127.0.0.1:{port}"
    app = {"provider_id": "oidc", "name": "统一身份认证", "client_id": CLIENT, "secret": SECRET}
    app["settings"] = {"server_url": address}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    settings.OIDC_LINK_BY = "preferred_username"
    cache.clear()
    with released():
        yield address
    process.terminate()
    process.wait(10)


def submit(session: requests.Session, page: requests.Response, **fields: str) -> requests.Response:
    """Send the first form of a page that takes these fields."""
    for form in re.findall(r"<form.*?</form>", page.text.rpartition("<main")[2], re.S):
        if all(f'name="{name}"' in form for name in fields):
            action = re.search(r'action="([^"]*)"', form)
            hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
            hidden |= dict(re.findall(r'name="([^"]+)" value="([^"]*)" type="hidden"', form))
            hidden = {name: html.unescape(value) for name, value in hidden.items()}
            url = urljoin(page.url, html.unescape(action.group(1)) if action else "")
            return session.post(url, data={**hidden, **fields}, headers={"Referer": page.url})
    raise AssertionError(f"no form for {sorted(fields)} at {page.url}")


def through(live: str, address: str, name: str = "li") -> tuple[requests.Session, requests.Response]:
    """Press our button, sign in at the provider, come back."""
    session = requests.Session()
    start = session.get(f"{live}/account/oidc/oidc/login/")
    page = submit(session, start)
    assert page.url.startswith(address), page.url
    return session, submit(session, page, login=name, password=PASSWORD)


def test_a_member_comes_in_through_the_provider(live_server: object, provider: str) -> None:
    cast_module.build()
    session, landed = through(live_server.url, provider)
    assert landed.url.rstrip("/") == live_server.url
    assert session.get(f"{live_server.url}/units/").status_code == 200


def test_an_office_account_still_owes_its_second_factor(live_server: object, provider: str) -> None:
    cast = cast_module.build()
    cast_module.actor("office-li", "city_staff", cast.city)
    Account.objects.filter(username="li").update(username="former")
    Account.objects.filter(username="office-li").update(username="li")
    session, _landed = through(live_server.url, provider)
    answer = session.get(f"{live_server.url}/units/", allow_redirects=False)
    assert answer.status_code == 302 and answer.headers["Location"] == "/account/second/"


def test_an_identity_without_an_account_is_told_so(live_server: object, provider: str) -> None:
    cast_module.build()
    Account.objects.filter(username="li").update(username="someone")
    session, landed = through(live_server.url, provider)
    assert landed.status_code == 403 and "没有与之对应的账号" in landed.text
    assert not Account.objects.filter(username="li").exists()
    assert "/account/login/" in session.get(f"{live_server.url}/units/").url
