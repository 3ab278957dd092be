"""Doors from pages of schemes and runs to the assessment of units."""

from __future__ import annotations

from typing import Any

from django import template

from touyan.assessment import selectors_units
from touyan.assessment.models import Run, SchemeText
from touyan.core.errors import Refused
from touyan.organizations import policy

register = template.Library()


@register.inclusion_tag("assessment/_unit_parts.html", takes_context=True)
def unit_parts(context: dict[str, Any], text: SchemeText) -> dict[str, Any]:
    """The unit schemes of a text in force, for whoever gives out their lines."""
    actor = context["request"].actor
    open_to = text.state != "draft" and policy.can(actor, "line.assign", text.body_id)
    return {"text": text, "parts": selectors_units.unit_parts(text) if open_to else []}


@register.inclusion_tag("assessment/_unit_run.html")
def unit_run(run: Run) -> dict[str, Any]:
    """The lists of a run of units, and the marks that are not given yet; nothing for a run of people."""
    try:
        selectors_units.part_get(run.scheme, run.scheme_key)
    except Refused:
        return {"run": None}
    votes = selectors_units.votes_missing(run)
    owed = selectors_units.missing_of(run)
    return {"run": run, "owed": owed, "no_votes": votes is not None, "ballots": votes or []}
