"""Puts the actor on the request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from touyan.organizations.policy import actor_of


def actor(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """`request.actor` for every view, read on first use."""

    def middleware(request: Any) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user))
        return answer(request)

    return middleware
