"""What the model office asks of a person: verify, answer, report, review, remind, finish."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.todo import Todo
from touyan.modeloffice import selectors
from touyan.modeloffice.models import Appraisal, Benchmark, Caution, Major, RiskPoint
from touyan.modeloffice.rules import BenchmarkState, MajorState, State
from touyan.organizations import policy
from touyan.organizations.policy import Actor
from touyan.organizations.selectors import present

AHEAD = 14  # days before a deadline on which it appears
MOST = 20  # of each kind
OWN = frozenset({"subgroup_secretary", "branch_secretary"})


def todos(actor: Actor) -> list[Todo]:
    """Everything of this room that waits for the actor. Whoever oversees many units sees what is to be verified and answered."""
    if not actor.may("model.view"):
        return []
    asked = [selectors.to_verify(actor), _answer(actor), *(_own(actor) if actor.roles & OWN else ())]
    verify, answer, *own = (rows[:MOST] for rows in present(actor, *asked))
    found = [
        Todo(
            title=_("核定六型自评：%(unit)s") % {"unit": one.unit.short},
            url=reverse("appraisal_verify", args=[one.pk]),
            unit=one.unit.short,
            verb=_("核定"),
            icon="target",
        )
        for one in verify
    ]
    found += [
        Todo(str(one), reverse("major_page", args=[one.pk]), unit=one.unit.short, verb=_("答复"), icon="send")
        for one in answer
    ]
    return found + _of_units(*own) if own else found


def _answer(actor: Actor) -> QuerySet[Major]:
    rows = Major.objects.filter(to_unit_id__in=policy.units(actor, "model.answer"), state=MajorState.SENT)
    return rows.select_related("unit")


def _own(actor: Actor) -> tuple[QuerySet[Any], ...]:
    """What a unit's own secretary is asked for: to complete, to report, to review, to remind, to finish."""
    soon, units = clock.today() + dt.timedelta(AHEAD), policy.units(actor, "model.write")
    returned = Appraisal.objects.filter(unit_id__in=units, state=State.RETURNED)
    majors = Major.objects.filter(unit_id__in=units, state=MajorState.DUE, due__lte=soon)
    points = RiskPoint.objects.filter(unit_id__in=units, closed_on__isnull=True, due__lte=soon)
    cautions = Caution.objects.filter(unit_id__in=units, given_on__isnull=True, due__lte=soon)
    actions = Benchmark.objects.filter(unit_id__in=units, state=BenchmarkState.OPEN, due__lte=soon)
    return tuple(rows.select_related("unit") for rows in (returned, majors, points, cautions, actions))


def _of_units(returned: Any, majors: Any, points: Any, cautions: Any, actions: Any) -> list[Todo]:
    return [
        *(_one(_("补充六型自评"), "appraisal_edit", [a.unit_id, a.year, a.half], None, a) for a in returned),
        *(_one(str(m), "major_page", [m.pk], m.due, m) for m in majors),
        *(_one(_("复查风险点：%(p)s") % {"p": p}, "risk_page", [p.pk], p.due, p) for p in points),
        *(_one(_("廉政提醒：%(c)s") % {"c": c}, "caution_list", [], c.due, c) for c in cautions),
        *(_one(str(b), "benchmark_page", [b.pk], b.due, b) for b in actions),
    ]


def _one(title: str, name: str, args: list[int], due: dt.date | None, record: object) -> Todo:
    unit = record.unit.short  # type: ignore[attr-defined]
    return Todo(title, reverse(name, args=args), due=due, unit=unit, verb=_("办理"), icon="target")
