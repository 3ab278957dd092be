"""Self-assessments: the lines to fill, the ones that wait for another hand."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.modeloffice.measures import MEASURES
from touyan.modeloffice.models import Appraisal, Line
from touyan.modeloffice.rules import Half, State
from touyan.modeloffice.selectors.six import Book, scopes
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor


def appraisal_get(actor: Actor, pk: int, action: str = "model.view") -> Appraisal:
    """One self-assessment with its unit; 404 when the actor may not see it."""
    found = Appraisal.objects.visible_to(actor, action).select_related("unit").filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise Refused(_("没有这份自评。"), status=404)
    return found  # type: ignore[no-any-return]


def appraisal_start(unit: Unit, half: Half) -> tuple[Appraisal, dict[str, Line]]:
    """The self-assessment of that half-year with its lines by measure; unsaved when there is none yet."""
    found = Appraisal.objects.filter(unit=unit, year=half.year, half=half.half).prefetch_related("lines").first()
    if found is None:
        return Appraisal(unit=unit, year=half.year, half=half.half), {}
    return found, {line.code: line for line in found.lines.all()}  # type: ignore[attr-defined]


def appraisal_rows(unit: Unit, half: Half, lines: dict[str, Line]) -> list[dict[str, Any]]:
    """Every measure with its reading now and what was said of it."""
    scope = scopes([unit])[unit.pk]
    readings = Book(scope, half.start, half.end).readings(scope, half.start, half.end)
    return [{"measure": m, "reading": readings[m.code], "line": lines.get(m.code)} for m in MEASURES]


def to_verify(actor: Actor) -> QuerySet[Any]:
    """Self-assessments that wait for the actor's hand: submitted by somebody else."""
    rows = Appraisal.objects.visible_to(actor, "model.verify").filter(state=State.SUBMITTED)  # type: ignore[attr-defined]
    return rows.exclude(submitted_by=actor.account_id).select_related("unit")  # type: ignore[no-any-return]
