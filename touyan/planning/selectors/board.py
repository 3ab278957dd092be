"""The plan board: every unit and month of a year on one page, by one query."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import ExtractMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.pictures import BoardRow, Cell, Picture, plan_board
from touyan.core.words import month_words
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind
from touyan.planning.models import Plan, Task
from touyan.planning.rules import OPEN, SOON, TaskState

MOST = 120  # units drawn at once; more are narrowed down by kind


def board(actor: Actor, *, year: int, plan: Plan | None, kind: str) -> dict[str, Any]:
    """Units × months, drawn wide and narrow, with sums whose lists open."""
    today = clock.today()
    tasks = Task.objects.visible_to(actor).filter(due__year=year)
    if plan is not None:
        tasks = tasks.filter(plan=plan)
    if kind:
        tasks = tasks.filter(unit__kind=kind)
    cells = _cells(tasks, year, today)
    units = list(Unit.objects.filter(pk__in=cells).order_by("order", "code")[: MOST + 1])
    rows = [_row(unit, cells[unit.pk], year) for unit in units[:MOST]]
    return {
        "wide": _picture(rows, year, today, narrow=False) if rows else None,
        "narrow": _picture(rows, year, today, narrow=True) if rows else None,
        "more": len(units) > MOST,
        "sums": _sums(cells),
        "year": year,
        "years": [year - 1, year, year + 1],
        "kinds": Kind.choices,
        "kind": kind,
        "plan": plan,
    }


def _cells(tasks: Any, year: int, today: dt.date) -> dict[int, dict[int, dict[str, int]]]:
    """unit → month → counts. A cancelled task counts only as not asked for."""
    late = Q(state__in=OPEN, due__lt=today)
    soon = Q(state__in=OPEN, due__gte=today, due__lte=today + dt.timedelta(SOON))
    grouped = (
        tasks.order_by()
        .annotate(number=ExtractMonth("due"))
        .values("unit_id", "number")
        .annotate(
            total=Count("pk", filter=~Q(state=TaskState.CANCELLED)),
            done=Count("pk", filter=Q(state=TaskState.DONE)),
            late=Count("pk", filter=late),
            soon=Count("pk", filter=soon),
        )
    )
    found: dict[int, dict[int, dict[str, int]]] = defaultdict(dict)
    for row in grouped:
        found[row["unit_id"]][row["number"]] = row
    return found


def _state(counts: dict[str, int]) -> str:
    if not counts["total"]:
        return "rest"
    if counts["late"]:
        return "late"
    if counts["done"] == counts["total"]:
        return "done"
    return "due" if counts["soon"] else "ahead"


def _row(unit: Unit, months: dict[int, dict[str, int]], year: int) -> BoardRow:
    here = f"{reverse('unit_tasks', args=[unit.pk])}?year={year}"
    cells = [
        Cell(_state(months[m]), months[m]["done"], months[m]["total"], f"{here}&month={m}")
        if m in months
        else Cell("none")
        for m in range(1, 13)
    ]
    return BoardRow(unit.short, cells, here, unit.line)


def _picture(rows: list[BoardRow], year: int, today: dt.date, *, narrow: bool) -> Picture:
    columns = [str(m) if narrow else month_words(m) for m in range(1, 13)]
    return plan_board(
        rows,
        columns=columns,
        title=_("%(year)s年计划看板") % {"year": year},
        desc=_("每行一个单位，每列一个月，按任务的截止月份；方格点开是这个单位当月的任务。"),
        now=today.month - 1 if today.year == year else -1,
        narrow=narrow,
    )


def _sums(cells: dict[int, dict[int, dict[str, int]]]) -> dict[str, int]:
    flat = [counts for months in cells.values() for counts in months.values()]
    names = ("total", "done", "late", "soon")
    return {"units": len(cells), **{name: sum(counts[name] for counts in flat) for name in names}}


def board_tasks(
    actor: Actor,
    *,
    year: int,
    plan: Plan | None,
    kind: str,
    face: str = "late",
    action: int = 0,
    unit: int = 0,
    whole: bool = False,
) -> Any:
    """The tasks behind a number of the board or of a plan: late ones, those due soon, due by today, done or all.

    Of one action, of one unit where asked; the `whole` plan, or what falls due in `year`.
    """
    today = clock.today()
    rows = Task.objects.visible_to(actor)
    if not (whole and plan):
        rows = rows.filter(due__year=year)
    if action:
        rows = rows.filter(action_id=action)
    if unit:
        rows = rows.filter(unit_id=unit)
    if face == "all":
        rows = rows.exclude(state=TaskState.CANCELLED)
    elif face == "due":
        rows = rows.filter(due__lte=today).exclude(state=TaskState.CANCELLED)
    elif face == "done":
        rows = rows.filter(state=TaskState.DONE)
    elif face == "soon":
        rows = rows.filter(state__in=OPEN, due__gte=today, due__lte=today + dt.timedelta(SOON))
    else:
        rows = rows.late(today)
    if plan is not None:
        rows = rows.filter(plan=plan)
    if kind:
        rows = rows.filter(unit__kind=kind)
    return rows.select_related("unit", "action", "responsible").order_by("due", "unit__order", "pk")
