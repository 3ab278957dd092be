"""How rooms above offer records as proof: each lists them in its own `proofs.py` as `candidates(wanted)`.

Planning never imports them; it asks every installed room for what could prove a task.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from touyan.core.rooms import collect
from touyan.planning.models import Proof, Task


@dataclass(frozen=True)
class Wanted:
    """What a task needs: records of a unit, of these kinds, of this kind of activity, within the period."""

    unit_id: int
    kinds: tuple[str, ...]
    record_code: str
    start: dt.date
    last: dt.date


@dataclass(frozen=True)
class Candidate:
    """A record that could prove a task: where it lives, what it is called, its day, and where it opens."""

    record_kind: str
    record_id: int
    label: str
    day: dt.date
    url: str = ""


def candidates(task: Task) -> list[Candidate]:
    """Records that could prove `task`, newest first; those that prove another period of the action already are left out."""
    wanted = Wanted(task.unit_id, tuple(task.action.proofs), task.action.record_code, task.start, task.last)
    found: list[Candidate] = [
        one
        for _room, ask in collect("proofs", "offer")
        for one in ask(wanted)
        if one.record_kind in wanted.kinds and task.start <= one.day <= task.last
    ]
    used = set(Proof.objects.filter(action_id=task.action_id, withdrawn=False).values_list("record_kind", "record_id"))
    free = [one for one in found if (one.record_kind, one.record_id) not in used]
    return sorted(free, key=lambda one: (one.day, one.record_id), reverse=True)


def address(proof: Proof) -> str:
    """Where the record behind a proof opens, or an empty string when its room has no page for it."""
    return opens(proof.record_kind, proof.record_id)


def opens(record_kind: str, record_id: int) -> str:
    """Where a record of a room above opens: by the room's `locate`, or by the address named in its `LINKS`."""
    for _room, locate in collect("proofs", "locate"):
        if url := locate(record_kind, record_id):
            return str(url)
    for _room, links in collect("proofs", "LINKS"):
        if record_kind in links:
            return reverse(links[record_kind], args=[record_id])
    return ""
