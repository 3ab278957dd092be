"""What pages of the assessment of units sent, turned into what the verbs take."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from touyan.assessment import forms_units, selectors_units, services_units
from touyan.assessment.forms_units import COLUMNS, OutsideForm
from touyan.assessment.lines_units import Line
from touyan.assessment.models import SchemeText
from touyan.core.errors import Refused
from touyan.core.intake import FileRefused, accept
from touyan.core.sheets import Problem, import_rows
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.scoring.model import Scheme

KINDS = frozenset({"xlsx", "csv"})


def assignment(post: QueryDict, text: SchemeText, chosen: Scheme, lines: list[Line]) -> dict[str, Any]:
    """Fields o-<number of the line> (an office or nothing) and c-<unit> (a class)."""
    known = {str(unit.pk): unit for unit in selectors_units.offices(text)}
    offices = {
        (line.node, line.rate): known.get(post.get(f"o-{at}", "")) for at, line in enumerate(lines) if f"o-{at}" in post
    }
    people = selectors_units.population_of(text, chosen)
    sent = {unit.pk: post.get(f"c-{unit.pk}", "").strip() for unit, _row in people}
    classes = {unit: title for unit, title in sent.items() if title}
    return {"offices": offices, "classes": classes}


def take(
    actor: Actor, text: SchemeText, part: str, bound: OutsideForm, post: QueryDict, units: list[Unit]
) -> list[Problem]:
    """The results of the workbook, else those typed; answers what could not be taken."""
    data = bound.cleaned_data
    common = {"actor": actor, "text": text, "part": part, **{k: data[k] for k in ("source", "version", "day")}}
    if not data["file"]:
        services_units.results_bring(**common, points=forms_units.points_in(post, units))
        return []
    try:
        with accept(data["file"], name=data["file"].name, allowed=KINDS) as accepted:
            outcome = import_rows(accepted, COLUMNS, lambda rows: services_units.results_take(**common, rows=rows))
    except FileRefused as refused:
        raise Refused(str(refused)) from None
    return outcome.problems
