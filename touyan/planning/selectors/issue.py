"""What issuing a plan would mean, for the page that asks before it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.core.jobs import progress
from touyan.core.words import date_words
from touyan.organizations.models import Term, Unit
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind
from touyan.planning.issuing import Load, jobs_by_kind, loads
from touyan.planning.models import Issue, Plan, Task
from touyan.planning.rules import TaskState, budget_of
from touyan.planning.selectors import burden
from touyan.planning.selectors.groups import Groups, grouped_units

SHOWN = 60  # units listed one by one in a preview; the rest is told as a sum


def issue_groups(actor: Actor, plan: Plan) -> Groups:
    """Units in the actor's charge that stand in the plan's year and for which the plan has an action."""
    kinds = {kind for action in plan.actions.filter(dropped=False) for kind in action.kinds or Kind.values}
    first, last = dt.date(plan.year, 1, 1), dt.date(plan.year, 12, 31)
    units = Unit.objects.visible_to(actor, "plan.issue").filter(start__lte=last, kind__in=kinds)
    units = units.filter(Q(end__isnull=True) | Q(end__gte=first))
    units = units.filter(closure_up__ancestor=plan.unit).distinct().order_by("order", "code")
    return grouped_units(units)


@dataclass(frozen=True)
class Cell:
    """One unit's month: minutes with what is asked already, and whether that is over the budget."""

    minutes: int
    over: bool


@dataclass(frozen=True)
class Line:
    """One unit in a preview."""

    unit: Unit
    tasks: int
    minutes: int
    cells: list[Cell]

    @property
    def over(self) -> bool:
        return any(cell.over for cell in self.cells)


@dataclass(frozen=True)
class Preview:
    """What would happen: the load of each unit, sums, and what the issuer should know first."""

    loads: list[Line]
    more: int
    units: int
    tasks: int
    minutes: int
    overlaps: int
    notes: list[str]
    over: list[str]

    @property
    def each_hours(self) -> int:
        """Hours of everybody together in the year, per unit, rounded to whole hours."""
        return round(self.minutes / self.units / 60) if self.units else 0


def issue_preview(plan: Plan, units: list[Unit], chosen: dict[str, Any]) -> Preview:
    """Reckon the issuing without writing anything."""
    if not units:
        raise Refused(_("还没有选择单位。"), possible=_("请至少选择一个单位，或勾选一整类。"))
    since = chosen.get("since") or dt.date(plan.year, 1, 1)
    by_kind = jobs_by_kind(list(plan.actions.filter(dropped=False)), plan.year)
    skip = set(Task.objects.filter(plan=plan, unit__in=units).values_list("unit_id", "action_id", "period"))
    taken = set() if chosen.get("twice") else asked_already(plan, units)
    found = loads(units, by_kind, since=since, skip=skip, taken=taken)
    before, own = burden.asked(units, plan.year), burden.budgets()
    lines = [_line(load, before, budget_of(load.unit.kind, own)) for load in found]
    return Preview(
        loads=lines[:SHOWN],
        more=max(len(lines) - SHOWN, 0),
        units=len(lines),
        tasks=sum(load.tasks for load in found),
        minutes=sum(load.minutes for load in found),
        overlaps=sum(load.overlaps for load in found),
        notes=list(_notes(plan, units)),
        over=[line.unit.short for line in lines if line.over],
    )


def _line(load: Load, before: dict[tuple[int, int], int], budget: int) -> Line:
    """Only months to which this plan adds something can be over because of it."""
    cells = []
    for month in range(1, 13):
        minutes = before.get((load.unit.pk, month), 0) + load.months.get(month, 0)
        cells.append(Cell(minutes, minutes > budget and load.months.get(month, 0) > 0))
    return Line(load.unit, load.tasks, load.minutes, cells)


def _notes(plan: Plan, units: list[Unit]) -> Iterable[str]:
    closing = [unit for unit in units if unit.end]
    for unit in closing[:5]:
        yield _("%(unit)s将于%(day)s撤销：此后到期的任务不下达。") % {"unit": unit.short, "day": date_words(unit.end)}
    if end := term_end(plan.unit, plan.year):
        yield _("本届于%(day)s届满：此后到期的任务先不指定负责人，换届后由新任书记接收。") % {"day": date_words(end)}


def asked_already(plan: Plan, units: Sequence[Unit]) -> set[tuple[int, str, str]]:
    """(unit, kind of record, period) that another plan of the year asks for already."""
    rows = Task.objects.filter(plan__year=plan.year, unit__in=units).exclude(plan=plan)
    rows = rows.exclude(state=TaskState.CANCELLED).exclude(action__record_code="")
    return set(rows.values_list("unit_id", "action__record_code", "period"))


def term_end(unit: Unit, year: int) -> dt.date | None:
    """The day in `year` on which the term of the committee above `unit` ends; None when it does not end in that year."""
    terms = Term.objects.filter(committee__closure_down__descendant=unit, end__year=year)
    return terms.order_by("end").values_list("end", flat=True).first()


def issued_words(issue: Issue) -> dict[str, int]:
    """The numbers of an issue, for the sentence that confirms it."""
    return {"units": issue.units, "tasks": issue.tasks}


def order_desk(plan: Plan, order_pk: int) -> dict[str, Any]:
    """A large issuing: how many units are finished, or how it ended."""
    order = plan.orders.select_related("issue", "account").filter(pk=order_pk).first()
    if order is None:
        raise Refused(_("没有这次下达。"), status=404)
    done, total = progress.heard(f"issue-{order.pk}") or (0, order.total)
    return {"order": order, "done": done, "total": total}
