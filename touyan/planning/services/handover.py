"""When a unit ends or a person leaves: tasks are cancelled or handed on, each with a reason that a clerk understands."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.words import date_words
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.planning import selectors
from touyan.planning.models import Task, TaskEvent
from touyan.planning.rules import OPEN, TaskState


@transaction.atomic
def unit_wind_down(*, unit_id: int) -> int:
    """Open tasks of a closed unit that fall due after its last day are cancelled; earlier ones stay. Returns how many."""
    unit = Unit.objects.get(pk=unit_id)
    if unit.end is None:
        return 0
    rows = list(Task.objects.select_for_update().filter(unit=unit, state__in=OPEN, due__gt=unit.end))
    reason = _("单位已于%(day)s撤销。") % {"day": date_words(unit.end)}
    _settle(rows, verb="cancel", after=TaskState.CANCELLED, words=reason)
    if rows:
        journal.record(policy.SYSTEM, "task.cancel", unit, unit=unit, detail={"tasks": len(rows), "why": "closed"})
    return len(rows)


@transaction.atomic
def tasks_hand_over() -> int:
    """Open tasks whose responsible person is in the unit no more, or that have begun and name nobody, go to the present
    first responsible person, who is asked to accept. Where there is none they name nobody. Returns how many moved."""
    today = clock.today()
    moved = 0
    by_unit: dict[int, list[Task]] = defaultdict(list)
    for task in selectors.stranded(today):
        by_unit[task.unit_id].append(task)
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=by_unit)}
    heads = selectors.first_responsible(units.values(), today)
    for unit_id, rows in by_unit.items():
        head = heads.get(unit_id)
        rows = [task for task in rows if task.responsible_id != head]
        for task in rows:
            task.responsible_id = head
        words = _("原负责人已不在本单位，转由现任负责人接收。") if head else _("原负责人已不在本单位，请指定负责人。")
        _settle(rows, verb="assign", after=TaskState.ISSUED, words=words)
        if rows:
            unit = units[unit_id]
            journal.record(policy.SYSTEM, "task.assign", unit, unit=unit, detail={"tasks": len(rows), "why": "left"})
        moved += len(rows)
    return moved


def _settle(rows: list[Task], *, verb: str, after: TaskState, words: str) -> None:
    TaskEvent.objects.bulk_create(
        [
            TaskEvent(task=task, by_name=policy.SYSTEM.name, verb=verb, before=task.state, after=after, words=words)
            for task in rows
        ],
        batch_size=500,
    )
    for task in rows:
        task.state, task.reason, task.version = after, words, task.version + 1
    Task.objects.bulk_update(rows, ["state", "reason", "responsible", "version"], batch_size=200)
