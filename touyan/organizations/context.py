"""What the shell shows on every page: the places this reader may go."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from touyan.core import once
from touyan.core.rooms import collect
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Role


def shell(request: HttpRequest) -> dict[str, Any]:
    """Variables of the shell: `nav`, `bottom`, `demo`, `actor`, `once_token`, `reading`."""
    actor = getattr(request, "actor", None)
    # Only when a template asks: parts of a page and the page at the door show no navigation and pay for none.
    places = cache(lambda: _places(actor, request.path))
    return {
        "actor": actor,
        "demo": settings.DEMO,
        "nav": places,
        "bottom": lambda: [place for place in places() if place["bottom"]][:5],
        "once_token": cache(once.new_key),
        "reading": request.COOKIES.get("reading", ""),
        "unit_name": "",
        "account_menu": lambda: _account_menu() if actor and actor.signed_in else [],
        "role_name": _("、").join(str(Role(role).label) for role in sorted(actor.roles))
        if actor and actor.signed_in
        else "",
    }


def _places(actor: Actor | None, path: str) -> list[dict[str, Any]]:
    """The places that `actor` may go, in the office's order, the one of this page marked."""
    entries = [entry for _room, found in collect("menu", "ENTRIES") for entry in found]
    shown = [entry for entry in sorted(entries, key=lambda e: e.order) if actor is not None and actor.may(entry.action)]
    places: list[dict[str, Any]] = [
        {"label": e.label, "url": reverse(e.url_name), "icon": e.icon, "bottom": e.bottom, "group": e.group}
        for e in shown
    ]
    here = _here(path, [str(place["url"]) for place in places])
    for place in places:
        place["active"] = place["url"] == here
    return places


def _here(path: str, urls: list[str]) -> str:
    """The place whose address begins this page's address, the longest one; home only when it is home itself."""
    home = reverse("home")
    return max((url for url in urls if path == url or (url != home and path.startswith(url))), key=len, default="")


def _account_menu() -> list[dict[str, Any]]:
    """What a reader does about their own account."""
    entries = [
        (_("修改密码"), "account_change_password", "key"),
        (_("第二验证方式"), "mfa_index", "shield"),
        (_("登录的设备"), "usersessions_list", "phone"),
    ]
    return [{"label": label, "url": _address(name), "icon": icon} for label, name, icon in entries if _address(name)]


def _address(name: str) -> str:
    """The address of a page that an installation may not have; empty then."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
