"""What the shell shows on every page: the places this reader may go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from touyan.core import once
from touyan.core.rooms import collect
from touyan.organizations.rules import Role


def shell(request: HttpRequest) -> dict[str, Any]:
    """Variables of the shell: `nav`, `bottom`, `demo`, `actor`, `once_token`, `reading`."""
    actor = getattr(request, "actor", None)
    entries = [entry for _room, found in collect("menu", "ENTRIES") for entry in found]
    shown = [entry for entry in sorted(entries, key=lambda e: e.order) if actor is not None and actor.may(entry.action)]
    here = request.resolver_match.url_name if request.resolver_match else ""
    places = [
        {
            "label": e.label,
            "url": reverse(e.url_name),
            "icon": e.icon,
            "active": e.url_name == here,
            "bottom": e.bottom,
            "group": e.group,
        }
        for e in shown
    ]
    return {
        "actor": actor,
        "demo": settings.DEMO,
        "nav": places,
        "bottom": [place for place in places if place["bottom"]][:5],
        "once_token": once.new_key(),
        "reading": request.COOKIES.get("reading", ""),
        "unit_name": "",
        "role_name": "、".join(str(Role(role).label) for role in sorted(actor.roles))
        if actor and actor.signed_in
        else "",
    }
