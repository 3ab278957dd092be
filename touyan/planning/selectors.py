"""Questions about plans and tasks. Each begins with what the actor may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from touyan.core.errors import Refused
from touyan.organizations.models import Membership, Person, Post, Term, Unit, holding
from touyan.organizations.policy import Actor
from touyan.planning.models import Plan, PlanTemplate, Task
from touyan.planning.rules import TaskState

FIRST = ["group_secretary", "secretary", "chair", "head", "leader", "deputy_secretary"]


def plans(actor: Actor) -> QuerySet[Plan]:
    """Plans the actor may see, newest year first."""
    return Plan.objects.visible_to(actor).select_related("unit", "baseline").order_by("-year", "unit__order", "pk")


def plan_get(actor: Actor, pk: int, action: str = "plan.view") -> Plan:
    """One plan; Refused with 404 when the actor may not see it."""
    plan = Plan.objects.visible_to(actor, action).select_related("unit", "baseline").filter(pk=pk).first()
    if plan is None:
        raise Refused("没有这份计划。", status=404)
    return plan


def templates() -> QuerySet[PlanTemplate]:
    """Templates to start from; they carry no unit and nobody's data."""
    return PlanTemplate.objects.prefetch_related("actions")


def task_get(actor: Actor, pk: int) -> Task:
    """One task with what its page shows; Refused with 404 when the actor may not see it."""
    rows = Task.objects.visible_to(actor).select_related("unit", "action", "plan__unit", "responsible")
    task = rows.filter(pk=pk).first()
    if task is None:
        raise Refused("没有这项任务。", status=404)
    return task


def task_locked(actor: Actor, pk: int) -> Task:
    """One task, locked until the transaction ends."""
    rows = Task.objects.select_for_update(of=("self",)).visible_to(actor)  # type: ignore[attr-defined]
    task = rows.select_related("unit", "action", "responsible").filter(pk=pk).first()
    if task is None:
        raise Refused("没有这项任务。", status=404)
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
    return rows.select_related("action", "unit").order_by("due", "pk")


def first_responsible(units: Iterable[Unit], day: dt.date) -> dict[int, int]:
    """Unit id → person id of its first responsible person on `day` (书记 first), for many units in one query."""
    found: dict[int, tuple[int, int]] = {}
    posts = Post.objects.filter(holding(day), unit__in=list(units), title__in=FIRST)
    for unit_id, person_id, title in posts.order_by("pk").values_list("unit_id", "person_id", "title"):
        rank = FIRST.index(title)
        if unit_id not in found or rank < found[unit_id][0]:
            found[unit_id] = (rank, person_id)
    return {unit_id: person_id for unit_id, (_rank, person_id) in found.items()}


def belongs(person: Person, unit: Unit, day: dt.date) -> bool:
    """Whether `person` holds a post in `unit` or belongs to it on `day`."""
    held = Post.objects.filter(holding(day), unit=unit, person=person)
    return held.exists() or Membership.objects.filter(holding(day), unit=unit, person=person).exists()


def people_for(unit: Unit, day: dt.date) -> QuerySet[Person]:
    """People of `unit` who could be named responsible, by strokes."""
    posts = Post.objects.filter(holding(day), unit=unit).values("person_id")
    members = Membership.objects.filter(holding(day), unit=unit).values("person_id")
    return Person.objects.filter(Q(pk__in=posts) | Q(pk__in=members)).order_by("sort_stroke", "pk")


def asked_already(plan: Plan, units: Sequence[Unit]) -> set[tuple[int, str, str]]:
    """(unit, kind of record, period) that another plan of the year asks for already."""
    rows = Task.objects.filter(plan__year=plan.year, unit__in=units).exclude(plan=plan)
    rows = rows.exclude(state=TaskState.CANCELLED).exclude(action__record_code="")
    return set(rows.values_list("unit_id", "action__record_code", "period"))


def term_end(unit: Unit, year: int) -> dt.date | None:
    """The day in `year` on which the term of the committee above `unit` ends; None when it does not end in that year."""
    terms = Term.objects.filter(committee__closure_down__descendant=unit, end__year=year)
    return terms.order_by("end").values_list("end", flat=True).first()
