"""Where a document or a norm came from: rooms above lay out `threads.py` with a function `threads(actor, kind, pk)`.

This room never imports them; it asks every installed room for what is tied to the record.
"""

from __future__ import annotations

from dataclasses import dataclass

from touyan.core.rooms import collect
from touyan.organizations.policy import Actor


@dataclass(frozen=True)
class Thread:
    """What a record is tied to: how (固化自), what it is called, where it opens."""

    label: str
    title: str
    url: str


def threads_of(actor: Actor, kind: str, pk: int) -> list[Thread]:
    """Everything tied to the record of `kind` (document, norm) that the actor may see."""
    return [one for _room, ask in collect("threads", "threads") for one in ask(actor, kind, pk)]
