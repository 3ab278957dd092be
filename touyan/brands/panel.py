"""What the leaders' overview shows of brands: how many stand how, and which of them sleeps."""

from __future__ import annotations

from collections import Counter
from typing import Any

from touyan.brands import heartbeat, said, selectors
from touyan.brands.rules import State
from touyan.organizations.policy import Actor

MOST = 8


def panel(actor: Actor, year: int) -> tuple[str, dict[str, Any]]:
    """(template, context); an empty template name when the reader sees no heartbeat or there is no brand."""
    if not actor.may("brand.pulse"):
        return "", {}
    brands = list(selectors.within_reach(actor).select_related("pulse"))
    if not brands:
        return "", {}
    states = Counter(selectors.state_of(brand) for brand in brands)
    alerts = list(heartbeat.open_alerts(actor)[:200])
    return "brands/_panel.html", {
        "sums": [(code, str(State(code).label), states[code]) for code in State.values if states[code]],
        "alerts": [(alert, said.KINDS[alert.code].name) for alert in alerts[:MOST]],
        "more": len(alerts),
    }
