"""What the overview shows of oversight: what waits for this leader, the difficulties that wait longest, reports, findings."""

from __future__ import annotations

from typing import Any

from touyan.organizations.policy import Actor
from touyan.supervision import selectors


def panel(actor: Actor, year: int) -> tuple[str, dict[str, Any]]:
    """(template, context); an empty template name when the actor may not see difficulties."""
    if not actor.may("difficulty.view"):
        return "", {}
    return "supervision/_panel.html", selectors.leader_desk(actor, year)
