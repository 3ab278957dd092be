"""Puts the actor on the request, and remembers which devices are signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from touyan.organizations import accounts
from touyan.organizations.policy import actor_of


def actor(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """`request.actor` for every view, read on first use."""

    def middleware(request: Any) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user))
        return answer(request)

    return middleware


UNNOTED = ("arrival_",)
"""Names of addresses that thousands open within a minute: a device is noted by the next page its reader opens."""


class Device:
    """The list of a reader's devices knows to a few minutes when each was last seen; reading a page is not a write."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: Any, _view: Any, _args: Any, _kwargs: Any) -> None:
        """The device is noted before the page is made, so that the list of devices shows it."""
        name = request.resolver_match.url_name or ""
        if request.session.session_key and not name.startswith(UNNOTED) and request.user.is_authenticated:
            accounts.device_note(request)
