"""How an address declares its policy. An address without one stops the start."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DataError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _

from touyan.core import errors, journal, once
from touyan.core.errors import Refused
from touyan.organizations.policy import Actor, permits

log = logging.getLogger(__name__)

P = ParamSpec("P")


class Request(HttpRequest):
    """A request as our views see it: with its actor."""

    actor: Actor


View = Callable[Concatenate[Request, P], HttpResponse]


@dataclass(frozen=True)
class Policy:
    """What an address demands: an action of the permission table, and the methods that it answers."""

    action: str
    methods: tuple[str, ...]


# Addresses that come from libraries: sign-in and second factor. Prefix of the URL name → action.
ELSEWHERE = {
    "account_login": "page.public",
    "account_inactive": "page.public",
    "account_logout": "page.public",
    "account_reauthenticate": "page.own",
    "account_change_password": "page.own",
    "usersessions_list": "page.own",
    "mfa_authenticate": "page.public",
    "mfa_": "page.own",
    "socialaccount_connections": "page.own",
    "socialaccount_": "page.public",
    "openid_connect_": "page.public",
}


def reads(action: str) -> Callable[[View[P]], View[P]]:
    """The address shows something: GET only, for whoever may do `action`."""
    return _declare(Policy(action, ("GET", "HEAD")))


def writes(action: str) -> Callable[[View[P]], View[P]]:
    """The address changes something: POST only, one transaction, once per form key."""
    return _declare(Policy(action, ("POST",)))


def form(action: str) -> Callable[[View[P]], View[P]]:
    """The address shows a form and takes it: GET and POST."""
    return _declare(Policy(action, ("GET", "HEAD", "POST")))


def _declare(policy: Policy) -> Callable[[View[P]], View[P]]:
    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in policy.methods:
                return _not_this_way(request, policy)
            if not request.actor.may(policy.action):
                return _refuse_entry(request, policy)
            try:
                if request.method == "POST":
                    return _once(request, lambda: view(request, *args, **kwargs))
                return view(request, *args, **kwargs)
            except Refused as refusal:
                if refusal.status == 403:
                    journal.record(request.actor, policy.action, outcome="refused", detail={"path": request.path[:200]})
                if refusal.status == 404:
                    raise Http404 from refusal
                return errors.page(request, refusal)
            except DataError:  # PostgreSQL measures what no form did; the page that refuses shows what was typed
                log.exception("too much for a column: %s", request.path)
                return errors.page(
                    request, Refused(_("有一项写得太长，或数字太大，没有保存。"), possible=_("请缩短后再试。"))
                )

        guarded.policy = policy  # type: ignore[attr-defined]
        return guarded

    return wrap


def _not_this_way(request: Request, policy: Policy) -> HttpResponse:
    """An address that only takes forms was opened as a page, as after a sign-in or from a history: said, not left blank."""
    refusal = Refused(_("这里只接收提交的表单，不能直接打开。"), possible=_("请回到原来的页面再办理。"), status=405)
    answer = errors.page(request, refusal)
    answer["Allow"] = ", ".join(policy.methods)
    return answer


def _refuse_entry(request: Request, policy: Policy) -> HttpResponse:
    if not request.actor.signed_in:
        if request.method == "POST" and errors.came_from(request):
            return _signed_out(request)
        return redirect(f"/account/login/?next={request.path}")
    journal.record(request.actor, policy.action, outcome="refused", detail={"path": request.path[:200]})
    return errors.forbidden(request)


def _signed_out(request: Request) -> HttpResponse:
    """The session ended while somebody wrote: what was typed stands on the page, and the way back leads through sign-in."""
    said = _("您已退出登录，刚才填写的内容没有保存。")
    possible = _("请返回登录后再提交；填写的内容在下面，可以复制。")
    return errors.page(request, Refused(said, possible=possible, status=403))


def _once(request: Request, carry_out: Callable[[], HttpResponse]) -> HttpResponse:
    """Carry a write out in one transaction; a repeated form key is led to the first answer."""
    key, account_id = once.key_of(request), request.actor.account_id
    if first := once.answered(key, account_id=account_id):
        return _repeat(request, first.location)
    with transaction.atomic():
        if key and not once.claim(key, account_id=account_id, path=request.path):
            return _repeat(request, "")
        response = carry_out()
        if key and isinstance(response, HttpResponseRedirect):
            once.settle(key, location=response.url)
        elif response.status_code >= 400 or not isinstance(response, HttpResponseRedirect):
            # A form shown again with its mistakes keeps its key for the next try, unless a part of a page was answered.
            if key and not (getattr(request, "htmx", False) and response.status_code < 300):
                once.OnceKey.objects.filter(key=key).delete()
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response


def _repeat(request: Request, location: str) -> HttpResponse:
    messages.info(request, _("这份表单已经提交过，没有重复记录。"))
    return redirect(location or request.META.get("HTTP_REFERER") or "/")


@dataclass(frozen=True)
class Address:
    """One address of the product and what it declares."""

    route: str
    name: str
    policy: Policy | None


def addresses() -> Iterator[Address]:
    """Every address that the product answers, with its policy."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[Any], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            name = pattern.name or ""
            policy = getattr(pattern.callback, "policy", None) or _elsewhere(name)
            yield Address(prefix + str(pattern.pattern), name, policy)


def _elsewhere(name: str) -> Policy | None:
    fitting = [prefix for prefix in ELSEWHERE if name.startswith(prefix)]
    return Policy(ELSEWHERE[max(fitting, key=len)], ("GET", "POST")) if fitting else None


def undeclared() -> list[str]:
    """Routes without a policy, or with an action that is in no room's table."""
    known = permits()
    return [a.route for a in addresses() if a.policy is None or a.policy.action not in known]


def refuse_undeclared() -> None:
    """Raise ImproperlyConfigured naming every address without a declared policy."""
    if routes := undeclared():
        raise ImproperlyConfigured("没有声明权限的地址 / addresses without a policy: " + ", ".join(routes))


@checks.register
def check_policies(**_options: Any) -> list[checks.CheckMessage]:
    """Django system check for the same."""
    return [checks.Error(f"address without a policy: {route}", id="touyan.E001") for route in undeclared()]
