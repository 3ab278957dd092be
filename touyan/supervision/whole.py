"""The year of a unit with everything below it: what its whole report shows besides sentences. Counts, never persons."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from touyan.activities.models import Activity
from touyan.activities.rules import State
from touyan.core.pictures import stacked
from touyan.core.pictures.draw import Picture
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.organizations.selectors import below
from touyan.planning.models import Task
from touyan.planning.rules import OPEN, TaskState
from touyan.supervision.models import Difficulty, Report
from touyan.supervision.rules import DifficultyState, ReportKind, ReportState

NONE = {"n_due": 0, "n_done": 0, "n_late": 0}


@dataclass(frozen=True)
class Line:
    """One unit's year: tasks due, done and late, activities held, difficulties raised and solved, whether it reported."""

    unit: Unit
    due: int
    done: int
    late: int
    held: int
    raised: int
    solved: int
    reported: bool


def tasks(actor: Actor, unit: Unit, first: dt.date, last: dt.date) -> QuerySet[Task]:
    """Tasks of the unit and those below it that fall due between two days."""
    rows = Task.objects.visible_to(actor).filter(unit_id__in=below(unit), due__gte=first, due__lte=last)
    return rows.exclude(state=TaskState.CANCELLED)


def lines(actor: Actor, unit: Unit, kind: str, first: dt.date, last: dt.date, today: dt.date) -> list[Line]:
    """Every unit from `unit` down that has tasks or activities in the span. Five queries."""
    counted = tasks(actor, unit, first, last).order_by().values("unit_id")
    sums: dict[int, dict[str, Any]] = {
        row["unit_id"]: row
        for row in counted.annotate(
            n_due=Count("pk"),
            n_done=Count("pk", filter=Q(state=TaskState.DONE)),
            n_late=Count("pk", filter=Q(state__in=OPEN, due__lt=today)),
        )
    }
    inside = Q(unit_id__in=below(unit))
    held = Activity.objects.filter(inside, day__gte=first, day__lte=last, state=State.HELD)
    activities = Counter(held.values_list("unit_id", flat=True))
    asked = Difficulty.objects.filter(inside, raised_on__gte=first, raised_on__lte=last)
    raised, solved = Counter[int](), Counter[int]()
    for unit_id, state in asked.values_list("unit_id", "state"):
        raised[unit_id] += 1
        solved[unit_id] += state == DifficultyState.SOLVED
    sent = Report.objects.filter(inside, kind=kind, year=last.year)
    reported = set(sent.filter(state__in=[ReportState.SUBMITTED, ReportState.READ]).values_list("unit_id", flat=True))
    units = Unit.objects.filter(pk__in={*sums, *activities}).order_by("line", "order", "code")
    return [
        Line(
            each,
            due=sums.get(each.pk, NONE)["n_due"],
            done=sums.get(each.pk, NONE)["n_done"],
            late=sums.get(each.pk, NONE)["n_late"],
            held=activities[each.pk],
            raised=raised[each.pk],
            solved=solved[each.pk],
            reported=each.pk in reported,
        )
        for each in units
    ]


def months(actor: Actor, unit: Unit, first: dt.date, last: dt.date) -> Picture | None:
    """Tasks by the month in which they fall due, done and not done; None without any task."""
    done, rest = [0] * last.month, [0] * last.month
    for due, state in tasks(actor, unit, first, last).values_list("due", "state"):
        (done if state == TaskState.DONE else rest)[due.month - 1] += 1
    if not any(done) and not any(rest):
        return None
    labels = [f"{month}月" for month in range(1, last.month + 1)]
    series = [("已完成", done), ("未完成", rest)]
    return stacked(labels, series, title="各月任务完成情况", desc="按到期月份统计，单位：项。", unit="项")


def last_day(kind: str, year: int) -> dt.date:
    """The last day of the span of a report."""
    return dt.date(year, 6, 30) if kind == ReportKind.MIDYEAR else dt.date(year, 12, 31)
