"""What the overview shows of assessment: runs on their way, objections waiting."""

from __future__ import annotations

from typing import Any

from touyan.assessment import selectors
from touyan.assessment.rules import ObjectionState
from touyan.organizations.policy import Actor


def panel(actor: Actor, year: int) -> tuple[str, dict[str, Any]]:
    """(template, context); an empty template name when the actor may not see runs."""
    if not actor.may("run.view"):
        return "", {}
    runs = list(selectors.runs_for(actor).filter(as_of__year=year)[:3])
    waiting = selectors.objections_for(actor, state=ObjectionState.OPEN).count() if actor.may("objection.answer") else 0
    return "assessment/_panel.html", {"runs": runs, "waiting": waiting}
