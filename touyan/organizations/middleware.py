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


def device(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The list of a reader's devices knows to a few minutes when each was last seen; reading a page is not a write."""

    def middleware(request: Any) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            accounts.device_note(request)
        return answer(request)

    return middleware
