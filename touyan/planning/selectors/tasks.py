"""Questions about tasks. Each begins with what the actor may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning import proofs
from touyan.planning.models import Digest, LocalWords, Task, TaskPhoto
from touyan.planning.proofs import Candidate
from touyan.planning.rules import MOVES, OPEN, Face, TaskState, moves_from
from touyan.planning.selectors.people import belongs, people_for


def task_get(actor: Actor, pk: int) -> Task:
    """One task with what its page shows; Refused with 404 when the actor may not see it."""
    rows = Task.objects.visible_to(actor).select_related("unit", "action", "plan__unit", "responsible")
    task = rows.filter(pk=pk).first()
    if task is None:
        raise Refused(_("没有这项任务。"), status=404)
    return task


def task_locked(actor: Actor, pk: int) -> Task:
    """One task, locked until the transaction ends."""
    rows = Task.objects.select_for_update(of=("self",)).visible_to(actor)  # type: ignore[attr-defined]
    task = rows.select_related("unit", "action", "responsible").filter(pk=pk).first()
    if task is None:
        raise Refused(_("没有这项任务。"), status=404)
    return task


def open_tasks(actor: Actor, unit: Unit, day: dt.date) -> QuerySet[Task]:
    """Tasks of `unit` that a record of `day` could prove: open, and `day` within their period. Earliest deadline first."""
    rows = Task.objects.visible_to(actor).open().filter(unit=unit, start__lte=day, last__gte=day)
    return rows.select_related("action", "unit").order_by("due", "pk")


def my_tasks(actor: Actor, today: dt.date) -> QuerySet[Task]:
    """Open tasks that name the actor as responsible and have begun."""
    rows = Task.objects.visible_to(actor).open().filter(responsible_id=actor.person_id, start__lte=today)
    if actor.person_id is None:
        return rows.none()
    return rows.select_related("action", "unit", "responsible").order_by("due", "pk")


@dataclass(frozen=True)
class Group:
    """Tasks under one heading."""

    title: str
    kind: str
    tasks: list[Task]


def my_desk(actor: Actor, today: dt.date) -> dict[str, Any]:
    """What the actor answers for, late first, and the units whose tasks the actor may see."""
    tasks = list(my_tasks(actor, today)[:200])
    groups = [
        Group(str(_("已过期")), "late", [t for t in tasks if t.due < today]),
        Group(str(_("本月到期")), "due", [t for t in tasks if t.due >= today and _month(t.due) == _month(today)]),
        Group(str(_("以后到期")), "info", [t for t in tasks if _month(t.due) > _month(today)]),
    ]
    units = Unit.objects.visible_to(actor, "task.view").open_on(today)  # type: ignore[attr-defined]
    units = units.filter(tasks__isnull=False).distinct().order_by("order", "code")[:60]
    new = Digest.objects.filter(person_id=actor.person_id or 0, seen__isnull=True).count()
    return {"groups": [group for group in groups if group.tasks], "units": units, "today": today, "unseen": new}


def _month(day: dt.date) -> tuple[int, int]:
    return day.year, day.month


def unit_desk(actor: Actor, unit: Unit, *, year: int, face: str, today: dt.date, month: int = 0) -> dict[str, Any]:
    """The tasks of one unit in a year, with numbers that open to their lists."""
    rows = Task.objects.visible_to(actor).filter(unit=unit, due__year=year).select_related("action", "responsible")
    if month:
        rows = rows.filter(due__month=month)
    tasks = list(rows.order_by("due", "pk"))
    shown = [task for task in tasks if in_face(task, face, today)]
    numbers = [(name, label, sum(in_face(t, name, today) for t in tasks), kind) for name, label, kind in FILTERS]
    return {
        "unit": unit,
        "year": year,
        "tasks": shown,
        "numbers": numbers,
        "face": face,
        "month": month,
        "today": today,
        "years": [year - 1, year, year + 1],
    }


FILTERS = [
    ("", _l("全部任务"), ""),
    ("done", _l("已完成"), "done"),
    ("late", _l("已过期"), "late"),
    ("due", _l("本月到期"), ""),
]


def in_face(task: Task, name: str, today: dt.date) -> bool:
    """Whether `task` stands under the heading `name` of a unit's list."""
    if name == "done":
        return task.state == TaskState.DONE
    if name == "late":
        return task.state in OPEN and task.due < today
    if name == "due":
        return task.state in OPEN and _month(task.due) == _month(today) and task.due >= today
    return True


def task_desk(actor: Actor, task: Task) -> dict[str, Any]:
    """Everything a task's page shows, and which moves this reader can make."""
    today = clock.today()
    own = bool(actor.person_id) and actor.person_id == task.responsible_id
    can = {action: policy.can(actor, action, task.unit) for action in sorted({m.action for m in MOVES.values()})}
    moves = {
        verb: True for verb in moves_from(task.state) if can[MOVES[verb].action] or (MOVES[verb].responsible and own)
    }
    gone = task.responsible is not None and task.state in OPEN and not belongs(task.responsible, task.unit, today)
    return {
        "task": task,
        "moves": moves,
        "today": today,
        "proofs": [(proof, proofs.address(proof)) for proof in task.proofs.all()],
        "candidates": proofs.candidates(task) if "prove" in moves else [],
        "events": [event_line(event) for event in task.events.all()],
        "people": people_for(task.unit, today) if "assign" in moves else [],
        "gone": gone,
        "explainable": not task.action.proofs or task.action.rhythm == "once",
        "local": LocalWords.objects.filter(plan=task.plan_id, code=task.action.code, unit__in=_upwards(task.unit)),
        "overdue": task.face == Face.OVERDUE,
        "photos": task.photos.select_related("file"),
        "may_photo": can["task.work"],
    }


def _upwards(unit: Unit) -> QuerySet[Any, Any]:
    return unit.closure_up.values("ancestor_id")


def event_line(event: Any) -> dict[str, Any]:
    """One line of a task's history."""
    return {"when": event.at, "title": str(MOVES[event.verb].label), "text": event.words, "who": event.by_name}


def candidate_get(task: Task, record_kind: str, record_id: int) -> Candidate:
    """The record picked, if it is among those that the system found for the task."""
    for one in proofs.candidates(task):
        if (one.record_kind, one.record_id) == (record_kind, record_id):
            return one
    raise Refused(_("这条记录不能证明这项任务。"), possible=_("请从列出的记录中选择。"))


def photo_get(task: Task, pk: int) -> TaskPhoto:
    """A photo of the task."""
    photo = task.photos.select_related("file__unit").filter(pk=pk).first()
    if photo is None:
        raise Refused(_("没有这张照片。"), status=404)
    return photo
