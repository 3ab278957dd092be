"""The closure table, made from the placements that hold today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from touyan.core import clock
from touyan.organizations.models import Closure, Placement, Unit, holding
from touyan.organizations.rules import Line


def closure_rows(parents: dict[int, int], units: Iterable[int]) -> list[tuple[int, int, int]]:
    """(ancestor, descendant, depth) for every unit and each of its ancestors by `parents`; a loop raises ValueError."""
    rows = []
    for unit in units:
        rows.append((unit, unit, 0))
        seen, above, depth = {unit}, parents.get(unit), 1
        while above is not None:
            if above in seen:
                raise ValueError(f"loop at unit {above}")
            rows.append((above, unit, depth))
            seen.add(above)
            above, depth = parents.get(above), depth + 1
    return rows


@transaction.atomic
def rebuild() -> int:
    """Make the whole closure anew from today's placements; returns the number of rows."""
    today = clock.today()
    parents: dict[str, dict[int, int]] = defaultdict(dict)
    for unit, parent, line in Placement.objects.filter(holding(today)).values_list("unit_id", "parent_id", "line"):
        parents[line][unit] = parent
    units = list(Unit.objects.values_list("pk", flat=True))
    Closure.objects.all().delete()
    rows = [
        Closure(line=line, ancestor_id=ancestor, descendant_id=descendant, depth=depth)
        for line in Line.values
        for ancestor, descendant, depth in closure_rows(parents[line], units)
    ]
    Closure.objects.bulk_create(rows, batch_size=2000)
    return len(rows)
