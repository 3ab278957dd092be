"""Upward talk without imports: a lower room says what happened, upper rooms subscribe. After commit, ids only."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from django.db import transaction

log = logging.getLogger(__name__)
Subscriber = Callable[..., None]
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)


def subscribe(event: str) -> Callable[[Subscriber], Subscriber]:
    """Register a function for `event`. It must bear being called twice for the same ids."""

    def register(function: Subscriber) -> Subscriber:
        if function not in _subscribers[event]:
            _subscribers[event].append(function)
        return function

    return register


def publish(event: str, **ids: int | str) -> None:
    """Call every subscriber of `event` once the running transaction is committed. A failing subscriber is logged and the rest go on."""
    for function in _subscribers[event]:
        transaction.on_commit(partial(_call, event, function, ids))


def _call(event: str, function: Subscriber, ids: dict[str, int | str]) -> None:
    try:
        function(**ids)
    except Exception:
        log.exception("subscriber %s of %s failed for %s", function.__qualname__, event, ids)
