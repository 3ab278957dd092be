"""Editions side by side, updates that wait, and the comparison of like with like."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning.models import Adoption, LocalWords, Plan, PlanTemplate, Task, TemplateAction
from touyan.planning.rules import OPEN, TaskState

SHOWN = [
    "title",
    "kind",
    "rhythm",
    "after",
    "grace",
    "nth",
    "weekday",
    "month",
    "day",
    "proofs",
    "kinds",
    "basis",
    "words",
    "minutes",
    "people",
]


def difference(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Between two editions by code: actions added, stopped, and changed with (field, before, after)."""
    before, after = {row["code"]: row for row in old}, {row["code"]: row for row in new}
    changed = []
    for code in after:
        if code in before:
            fields = [(name, before[code].get(name), after[code].get(name)) for name in SHOWN]
            if differing := [one for one in fields if one[1] != one[2]]:
                changed.append({"title": after[code]["title"], "fields": differing})
    return {
        "added": [row for code, row in after.items() if code not in before],
        "stopped": [row for code, row in before.items() if code not in after],
        "changed": changed,
    }


def update_desk(actor: Actor, plan: Plan, unit: Unit) -> dict[str, Any]:
    """What a unit sees of the plan from above: the newest edition, the difference to its own, its own words."""
    adoption = Adoption.objects.filter(plan=plan, unit=unit).first()
    if adoption is None or not policy.can(actor, "task.view", unit):
        raise Refused(_("这个单位没有这份计划。"), status=404)
    editions = {row.number: row for row in plan.editions.all()}
    own, newest = editions[adoption.edition], editions[plan.edition]
    words = dict(LocalWords.objects.filter(plan=plan, unit=unit).values_list("code", "words"))
    return {
        "plan": plan,
        "unit": unit,
        "adoption": adoption,
        "own": own,
        "newest": newest,
        "waiting": adoption.edition < plan.edition,
        "difference": difference(own.content, newest.content),
        "labels": {field.name: field.verbose_name for field in TemplateAction._meta.fields},
        "actions": [
            (row, words.get(row.code, ""))
            for row in plan.actions.filter(dropped=False)
            if not row.kinds or unit.kind in row.kinds
        ],
        "overlay": Plan.objects.filter(baseline=plan, unit=unit).first(),
        "may_answer": policy.can(actor, "update.answer", unit),
    }


def updates_waiting(actor: Actor) -> QuerySet[Adoption]:
    """Plans from above with a newer edition that the actor's own units have neither taken nor declined."""
    units = [held.unit_id for held in actor.held]
    rows = Adoption.objects.filter(unit__in=units, edition__lt=F("plan__edition"))
    return (
        rows.exclude(declined=F("plan__edition"))
        .filter(unit__in=policy.units(actor, "update.answer"))
        .select_related("plan", "unit")
    )


def comparison(actor: Actor, plan: Plan) -> dict[str, Any]:
    """Units × prescribed actions by code, as far as the actor may see; own choices and local words stand aside."""
    today = clock.today()
    rows = (
        Task.objects.visible_to(actor)
        .filter(plan=plan)
        .exclude(state=TaskState.CANCELLED)
        .order_by()
        .values("unit_id", "action_id", "action__code")
        .annotate(
            total=Count("pk", filter=Q(due__lte=today)),
            done=Count("pk", filter=Q(state=TaskState.DONE, due__lte=today)),
            late=Count("pk", filter=Q(state__in=OPEN, due__lt=today)),
        )
    )
    counts = {(row["unit_id"], row["action__code"]): row for row in rows}
    units = list(Unit.objects.filter(pk__in={unit for unit, _code in counts}).order_by("order", "code")[:300])
    actions = list(plan.actions.filter(kind="prescribed"))
    adopted = {row.unit_id: row for row in Adoption.objects.filter(plan=plan, unit__in=units)}
    own = dict(Plan.objects.filter(baseline=plan, unit__in=units).values_list("unit_id").annotate(n=Count("actions")))
    return {
        "plan": plan,
        "actions": actions,
        "rows": [
            (
                unit,
                adopted.get(unit.pk),
                own.get(unit.pk, 0),
                [counts.get((unit.pk, action.code)) for action in actions],
            )
            for unit in units
        ],
    }


def template_get(pk: int) -> PlanTemplate:
    row = PlanTemplate.objects.filter(pk=pk).first()
    if row is None:
        raise Refused(_("没有这个模板。"), status=404)
    return row


def template_action_get(template_id: int, pk: int) -> TemplateAction:
    row = TemplateAction.objects.filter(template_id=template_id, pk=pk).first()
    if row is None:
        raise Refused(_("没有这项动作。"), status=404)
    return row


def burden_unit_get(actor: Actor, pk: int) -> Unit:
    """A unit whose ledger the actor may read."""
    unit = Unit.objects.filter(pk=pk, pk__in=policy.units(actor, "burden.view")).first()
    if unit is None:
        raise Refused(_("没有这个单位。"), status=404)
    return unit
