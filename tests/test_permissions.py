"""Every address × every persona × own, foreign and missing records, against what the address declares."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.module_loading import module_has_submodule

from touyan.core import errors
from touyan.core.errors import Refused
from touyan.organizations.access import Address, addresses
from touyan.organizations.models import Account
from touyan.organizations.policy import NOBODY, Actor, actor_of
from touyan.organizations.rules import Role
from touyan.organizations.tests import cast as cast_module
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db
MISSING = {
    "int": 987_654_321,
    "str": "nothing-here",
    "slug": "nothing-here",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
REFUSALS = {302, 403}


@pytest.fixture(autouse=True)
def bare_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal answers its status alone: the walk meets thousands, and how they look has tests of its own."""

    def _bare(_request: HttpRequest, refusal: Refused) -> HttpResponse:
        return HttpResponse(status=refusal.status)

    monkeypatch.setattr(errors, "page", _bare)


def ours() -> list[Address]:
    """Addresses of our own rooms; those of sign-in have their own tests."""
    return [a for a in addresses() if not a.route.startswith("account/") and a.name]


def missing_kwargs(route: str) -> dict[str, Any]:
    """Values for a route's parameters that belong to no record."""
    found = re.findall(r"<(?:(\w+):)?(\w+)>", route)
    return {name: MISSING.get(kind or "str", "nothing-here") for kind, name in found}


def personas(cast: Cast) -> dict[str, Actor]:
    """One actor for each role, and one for the public."""
    actors = {str(role): cast_module.actor(f"p-{role}", role, cast.city) for role in Role if role != Role.PUBLIC}
    return {**actors, "public": NOBODY}


def client_of(actor: Actor) -> Client:
    """A browser signed in as `actor`, the second factor behind it."""
    client = Client(raise_request_exception=True)
    if actor.account_id:
        client.force_login(
            Account.objects.get(pk=actor.account_id), "allauth.account.auth_backends.AuthenticationBackend"
        )
        session = client.session
        session["second_factor_seen"] = True
        session.save()
    return client


def ask(client: Client, address: Address, kwargs: dict[str, Any]) -> int:
    """The status that the address answers; POST when it takes nothing else."""
    assert address.policy is not None
    url = reverse(address.name, kwargs=kwargs)
    method = client.get if "GET" in address.policy.methods else client.post
    return method(url).status_code


def test_every_route_has_a_name_and_a_policy() -> None:
    assert [a.route for a in addresses() if a.policy is None] == []
    assert [a.route for a in addresses() if not a.name] == []
    names = [a.name for a in ours()]
    assert sorted({n for n in names if names.count(n) > 1}) == []


@pytest.mark.once
def test_only_the_permitted_get_in(cast: Cast) -> None:
    """Whoever may not do the action is refused before any record is looked up; whoever may is not."""
    wrong = []
    for name, actor in personas(cast).items():
        client = client_of(actor)
        for address in ours():
            assert address.policy is not None
            status = ask(client, address, missing_kwargs(address.route))
            permitted = actor.may(address.policy.action)
            if not permitted and status not in REFUSALS:
                wrong.append((name, address.route, status, "should be refused"))
            if permitted and status >= 500:
                wrong.append((name, address.route, status, "breaks"))
            if (
                permitted
                and status in REFUSALS
                and not missing_kwargs(address.route)
                and "GET" in address.policy.methods
            ):
                wrong.append((name, address.route, status, "should be let in"))
    assert wrong == []


def test_a_missing_record_is_404(cast: Cast) -> None:
    client = client_of(cast.staff)
    wrong = []
    for address in ours():
        kwargs = missing_kwargs(address.route)
        assert address.policy is not None
        if kwargs and cast.staff.may(address.policy.action):
            status = ask(client, address, kwargs)
            if status not in {404, 302} or (status == 302 and "GET" in address.policy.methods):
                wrong.append((address.route, status))
    assert wrong == []


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Records of the cast's branch that each room lays out for this test: address name → parameters."""
    found: dict[str, dict[str, Any]] = {}
    for room in settings.ROOMS:
        package = import_module(f"touyan.{room}")
        if module_has_submodule(package, "tests"):
            tests = import_module(f"touyan.{room}.tests")
            if module_has_submodule(tests, "specimens"):
                found |= import_module(f"touyan.{room}.tests.specimens").specimens(cast)
    return found


def published() -> set[str]:
    """Addresses whose records belong to no unit: published texts that every signed-in reader may open."""
    modules = [f"touyan.{room}.tests.specimens" for room in settings.ROOMS]
    found = [name for name in modules if find_spec(name.rpartition(".")[0]) and find_spec(name)]
    return set().union(*(getattr(import_module(name), "PUBLISHED", set()) for name in found))


def test_strangers_find_nothing(cast: Cast) -> None:
    """For another district's staff and secretary a record of the branch does not exist: 404, as for a missing one."""
    laid_out = specimens(cast)
    by_name = {a.name: a for a in ours()}
    assert set(laid_out) <= set(by_name), set(laid_out) - set(by_name)
    strangers = {
        "staff of a district": cast_module.actor("s-1", Role.DISTRICT_STAFF, cast.other_district),
        "leader of a district": cast_module.actor("s-2", Role.DISTRICT_LEADER, cast.other_district),
        "secretary elsewhere": cast_module.actor("s-3", Role.BRANCH_SECRETARY, cast.other_district),
    }
    leaks = []
    for who, actor in strangers.items():
        client = client_of(actor_of(Account.objects.get(pk=actor.account_id)))
        for name, kwargs in laid_out.items():
            status = ask(client, by_name[name], kwargs)
            if status not in ({200} if name in published() else {403, 404}):
                leaks.append((who, name, status))
    assert leaks == []


def test_every_record_page_is_laid_out(cast: Cast) -> None:
    """An address with a record in it must appear among the specimens, else the test above says nothing of it."""
    laid_out = specimens(cast)
    bare = sorted(a.name for a in ours() if missing_kwargs(a.route) and a.name not in laid_out)
    assert bare == [], "add these to the room's tests/specimens.py"


def test_resolver_knows_what_we_walked() -> None:
    assert len(ours()) == len({a.route for a in ours()})
    assert get_resolver().url_patterns
