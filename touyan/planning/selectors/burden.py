"""The burden ledger's questions: minutes asked of a unit, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Sum
from django.db.models.functions import ExtractMonth

from touyan.organizations.models import Unit
from touyan.planning.models import Budget, Demand, Task
from touyan.planning.rules import TaskState


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
