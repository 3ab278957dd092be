"""Further panels of the overview: each room that stands offers its own in `panel.py` as PANEL(actor, year)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from touyan.core.rooms import collect
from touyan.organizations.policy import Actor


@dataclass(frozen=True)
class Shown:
    """A panel: its template and what the template needs."""

    template: str
    context: dict[str, Any]


def panels(actor: Actor, year: int) -> list[Shown]:
    """The panels this reader may see, in the order of the rooms."""
    found = [make(actor, year) for _room, make in collect("panel", "panel")]
    return [Shown(template, context) for template, context in found if template]
