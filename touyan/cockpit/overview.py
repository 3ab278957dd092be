"""The leaders' overview: two lines, two levels; every number opens to the list it counts (D1)."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from touyan.cockpit.rules import BY_KEY, SLICES, Slice
from touyan.core import clock
from touyan.organizations.policy import Actor
from touyan.planning.models import Task
from touyan.planning.rules import OPEN, TaskState
from touyan.supervision.models import Difficulty
from touyan.supervision.rules import DifficultyState


@dataclass(frozen=True)
class Progress:
    """One slice: units that have tasks, tasks due by today, done, late, due later this month; difficulties that wait for
    an answer, and those that wait past their day."""

    slice: Slice
    units: int
    due: int
    done: int
    late: int
    soon: int
    waiting: int
    old: int

    @property
    def share(self) -> int:
        """Whole per cent of the due tasks that are done; 100 when nothing is due yet."""
        return self.done * 100 // self.due if self.due else 100


def condition(face: str, today: dt.date) -> Q:
    """Tasks that a heading of the overview counts. `done` and `late` are parts of what fell due by today."""
    month_end = today.replace(day=monthrange(today.year, today.month)[1])
    past = Q(due__lte=today) | Q(state=TaskState.DONE)
    return {
        "all": past & ~Q(state=TaskState.CANCELLED),
        "done": Q(state=TaskState.DONE),
        "late": Q(state__in=OPEN, due__lt=today),
        "soon": Q(state__in=OPEN, due__gte=today, due__lte=month_end),
    }[face]


def tasks(actor: Actor, year: int, *, slice_key: str = "", face: str = "all") -> QuerySet[Task]:
    """The list behind a number of the overview, late ones first."""
    rows = Task.objects.visible_to(actor).filter(plan__year=year).filter(condition(face, clock.today()))
    if slice_key:
        rows = rows.filter(within(BY_KEY[slice_key]))
    return rows.select_related("unit", "action", "responsible").order_by("due", "unit__order", "pk")


def within(one: Slice) -> Q:
    """Tasks of units of this slice."""
    found = Q(unit__level=one.level)
    return found if one.all_lines else found & Q(unit__line=one.line)


def progress(actor: Actor, year: int) -> list[Progress]:
    """Every slice with its counts, those without any unit left out. Two queries for each slice."""
    today = clock.today()
    troubles = Difficulty.objects.visible_to(actor).filter(state=DifficultyState.RAISED)
    rows = Task.objects.visible_to(actor).filter(plan__year=year)
    found = []
    for one in SLICES:
        counts = rows.filter(within(one)).aggregate(
            units=Count("unit", distinct=True),
            **{face: Count("pk", filter=condition(face, today)) for face in ("all", "done", "late", "soon")},
        )
        waits = troubles.filter(within(one)).aggregate(waiting=Count("pk"), old=Count("pk", filter=Q(due__lt=today)))
        if counts["units"] or waits["waiting"]:
            tasks_of = (counts["units"], counts["all"], counts["done"], counts["late"], counts["soon"])
            found.append(Progress(one, *tasks_of, **waits))
    return found


@dataclass(frozen=True)
class LateUnit:
    """A unit with late tasks: how many, and since when the oldest waits."""

    unit_id: int
    name: str
    count: int
    oldest: dt.date


def late_units(actor: Actor, year: int, most: int = 8) -> list[LateUnit]:
    """Units whose oldest late task waits longest: whom to ask what is in the way, not whom to blame."""
    rows = Task.objects.visible_to(actor).filter(plan__year=year).filter(condition("late", clock.today()))
    grouped: dict[int, LateUnit] = {}
    for pk, name, due in rows.order_by("due", "pk").values_list("unit_id", "unit__short", "due")[:2000]:
        before = grouped.get(pk)
        grouped[pk] = LateUnit(pk, name, (before.count if before else 0) + 1, before.oldest if before else due)
    return sorted(grouped.values(), key=lambda unit: (unit.oldest, unit.name))[:most]
