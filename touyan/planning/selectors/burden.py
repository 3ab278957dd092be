"""The burden ledger's questions: minutes asked of a unit, month by month."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.db.models.functions import ExtractMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.pictures import stacked
from touyan.core.words import month_words
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind
from touyan.planning.models import Budget, Demand, Issue, Task
from touyan.planning.rules import DemandKind, TaskState, budget_of
from touyan.planning.selectors.groups import grouped_units


def budgets() -> dict[str, int]:
    """The office's own monthly budgets by kind of unit."""
    return dict(Budget.objects.values_list("kind", "minutes"))


def asked(units: Iterable[Unit], year: int) -> dict[tuple[int, int], int]:
    """(unit id, month 1–12) → minutes asked in `year`, tasks and all other demands together. Two queries."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    ids = [unit.pk for unit in units]
    tasks = Task.objects.filter(unit__in=ids, due__year=year).exclude(state=TaskState.CANCELLED)
    demands = Demand.objects.filter(unit__in=ids, month__year=year, withdrawn="")
    for rows, day in ((tasks, "due"), (demands, "month")):
        summed = rows.order_by().annotate(number=ExtractMonth(day)).values_list("unit_id", "number")
        for unit_id, number, minutes in summed.annotate(minutes=Sum("cost")):
            found[unit_id, number] += minutes
    return found


def over_with(units: Iterable[Unit], day: dt.date, cost: int) -> list[str]:
    """Short names of units whose month of `day` would go over its budget with `cost` minutes more."""
    units = list(units)
    before, own = asked(units, day.year), budgets()
    return [u.short for u in units if before.get((u.pk, day.month), 0) + cost > budget_of(u.kind, own)]


def ask_preview(wish: dict[str, Any]) -> dict[str, Any]:
    """What asking would mean: each unit's month and year with it, who goes over, and what looks like it already."""
    units, due, cost = list(wish["units"]), wish["due"], wish["minutes"] * wish["people"]
    before, own = asked(units, due.year), budgets()
    rows = []
    for unit in units:
        month = before.get((unit.pk, due.month), 0) + cost
        year = sum(before.get((unit.pk, m), 0) for m in range(1, 13)) + cost
        rows.append((unit, cost, month, budget_of(unit.kind, own), year))
    return {
        "rows": rows,
        "over": [unit.short for unit, _cost, month, budget, _year in rows if month > budget],
        "total": cost * len(units),
        "alike": _alike(wish["title"], units, due.year),
    }


def _alike(title: str, units: list[Unit], year: int) -> list[str]:
    """What these units are asked for this year already under nearly the same name."""
    key = _key(title)
    tasks = Task.objects.filter(unit__in=units, due__year=year).exclude(state=TaskState.CANCELLED)
    names = set(tasks.values_list("action__title", flat=True).distinct())
    names |= set(Demand.objects.filter(unit__in=units, month__year=year, withdrawn="").values_list("label", flat=True))
    return sorted(name for name in names if len(_key(name)) > 3 and (_key(name) in key or key in _key(name)))[:5]


def _key(words: str) -> str:
    return "".join(character for character in words if character.isalnum())


def ask_choices(actor: Actor) -> dict[str, Any]:
    """Units that may ask, and units that may be asked."""
    today = clock.today()
    givers = Unit.objects.visible_to(actor, "burden.ask").open_on(today).order_by("level", "order", "code")  # type: ignore[attr-defined]
    units = Unit.objects.visible_to(actor, "plan.issue").open_on(today).order_by("order", "code")  # type: ignore[attr-defined]
    return {"givers": givers, "groups": grouped_units(units)}


def demand_get(actor: Actor, pk: int) -> Demand:
    """One demand in the ledger that the actor may take off."""
    rows = Demand.objects.filter(unit__in=policy.units(actor, "burden.write"), withdrawn="")
    row = rows.select_related("unit").filter(pk=pk).first()
    if row is None:
        raise Refused(_("账本里没有这一条。"), status=404)
    return row


@dataclass(frozen=True)
class Asked:
    """One line of a unit's ledger for a month."""

    label: str
    kind: str
    day: dt.date
    cost: int
    by_name: str
    url: str
    pk: int = 0


def ledger(actor: Actor, *, unit: Unit, year: int) -> dict[str, Any]:
    """A unit's year: minutes per month by kind, the budget, what was taken off, what replaced what."""
    tasks = Task.objects.filter(unit=unit, due__year=year).select_related("action", "issue")
    demands = list(Demand.objects.filter(unit=unit, month__year=year))
    live = [task for task in tasks if task.state != TaskState.CANCELLED]
    parts: dict[str, list[int]] = defaultdict(lambda: [0] * 12)
    for task in live:
        parts[_kind(task)][task.due.month - 1] += task.cost
    for row in demands:
        if not row.withdrawn:
            parts[str(DemandKind(row.kind).label)][row.month.month - 1] += row.cost
    off = [(str(task), task.cost, task.reason, task.due) for task in tasks if task.state == TaskState.CANCELLED]
    off += [(row.label, row.cost, row.withdrawn, row.month) for row in demands if row.withdrawn]
    budget = budget_of(unit.kind, budgets())
    labels = [month_words(m) for m in range(1, 13)]
    title = _("%(unit)s%(year)d年每月工作量") % {"unit": unit.short, "year": year}
    desc = _("各月被要求的工作量，人·分钟；虚线是每月预算。")
    series = list(parts.items())
    pictures = [
        stacked(labels, series, title=title, desc=desc, limit=budget, narrow=narrow) if series else None
        for narrow in (False, True)
    ]
    return {
        "unit": unit,
        "year": year,
        "years": [year - 1, year, year + 1],
        "total": sum(sum(values) for values in parts.values()),
        "taken": sum(cost for _label, cost, _why, _day in off),
        "budget": budget,
        "over": [m + 1 for m in range(12) if sum(values[m] for values in parts.values()) > budget],
        "wide": pictures[0],
        "narrow": pictures[1],
        "off": sorted(off, key=lambda one: one[3]),
        "replaced": Issue.objects.filter(plan__tasks__unit=unit, plan__year=year).exclude(replaces="").distinct(),
        "lines": _lines(live, demands),
        "may_write": policy.can(actor, "burden.write", unit),
    }


def _kind(task: Task) -> str:
    """What was asked: a task of the plan, or a form, a report, a check by its own name."""
    return str(DemandKind(task.action.demand).label) if task.action.demand else _("任务")


def _lines(tasks: list[Task], demands: list[Demand]) -> list[Asked]:
    found = [
        Asked(str(task), _kind(task), task.due, task.cost, task.issue.by_name, reverse("task_page", args=[task.pk]))
        for task in tasks
    ]
    found += [
        Asked(row.label, str(DemandKind(row.kind).label), row.month, row.cost, row.by_name, "", row.pk)
        for row in demands
        if not row.withdrawn
    ]
    return sorted(found, key=lambda one: (one.day, one.label))


def burden_page(actor: Actor, *, year: int, kind: str) -> dict[str, Any]:
    """Minutes per unit and month for every unit in the actor's charge, against the budget, and against last year."""
    units = (
        Unit.objects.visible_to(actor, "burden.view").filter(tasks__isnull=False).distinct().order_by("order", "code")
    )
    if kind:
        units = units.filter(kind=kind)
    shown, own = list(units[:200]), budgets()
    now, before = asked(shown, year), asked(shown, year - 1)  # type: ignore[arg-type]
    rows = []
    for unit in shown:
        budget = budget_of(unit.kind, own)  # type: ignore[attr-defined]
        months = [now.get((unit.pk, m), 0) for m in range(1, 13)]
        last = sum(before.get((unit.pk, m), 0) for m in range(1, 13))
        rows.append(
            {
                "unit": unit,
                "months": [(m, m > budget) for m in months],
                "sum": sum(months),
                "last": last,
                "budget": budget,
            }
        )
    return {
        "rows": rows,
        "months": range(1, 13),
        "year": year,
        "years": [year - 1, year, year + 1],
        "kind": kind,
        "kinds": Kind.choices,
        "budgets": [(code, label, budget_of(code, own)) for code, label in Kind.choices],
        "total": sum(row["sum"] for row in rows),
        "over": sum(any(late for _m, late in row["months"]) for row in rows),  # type: ignore[attr-defined]
        "may_write": actor.may("burden.write"),
        "may_ask": actor.may("burden.ask"),
    }
