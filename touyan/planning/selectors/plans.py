"""Questions about plans. Each begins with what the actor may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning.models import Plan, PlanAction, PlanTemplate, Task
from touyan.planning.rules import OPEN, PlanState, TaskState


def plans(actor: Actor) -> QuerySet[Plan]:
    """Plans the actor may see, newest year first."""
    return Plan.objects.visible_to(actor).select_related("unit", "baseline").order_by("-year", "unit__order", "pk")


def plan_get(actor: Actor, pk: int, action: str = "plan.view") -> Plan:
    """One plan; Refused with 404 when the actor may not see it."""
    plan = Plan.objects.visible_to(actor, action).select_related("unit", "baseline").filter(pk=pk).first()
    if plan is None:
        raise Refused(_("没有这份计划。"), status=404)
    return plan


def templates() -> QuerySet[PlanTemplate]:
    """Templates to start from; they carry no unit and nobody's data."""
    return PlanTemplate.objects.prefetch_related("actions")


def plan_rows(actor: Actor) -> QuerySet[Plan]:
    """Plans with how many of the tasks that the actor may see are issued, done and late."""
    today = clock.today()
    seen = Task.objects.visible_to(actor).values("pk")
    mine = Q(tasks__in=seen)
    return plans(actor).annotate(
        asked=Count("tasks", filter=mine & ~Q(tasks__state=TaskState.CANCELLED)),
        done=Count("tasks", filter=mine & Q(tasks__state=TaskState.DONE)),
        late=Count("tasks", filter=mine & Q(tasks__state__in=OPEN, tasks__due__lt=today)),
    )


def plan_desk(actor: Actor, plan: Plan) -> dict[str, Any]:
    """What a plan's page shows."""
    today = clock.today()
    seen = Q(tasks__in=Task.objects.visible_to(actor).values("pk"))
    actions = plan.actions.annotate(
        asked=Count("tasks", filter=seen & ~Q(tasks__state=TaskState.CANCELLED)),
        done=Count("tasks", filter=seen & Q(tasks__state=TaskState.DONE)),
        late=Count("tasks", filter=seen & Q(tasks__state__in=OPEN, tasks__due__lt=today)),
    )
    rows = list(actions)
    return {
        "plan": plan,
        "actions": rows,
        "asked": sum(row.asked for row in rows),
        "done": sum(row.done for row in rows),
        "late": sum(row.late for row in rows),
        "issues": plan.issues.all()[:10],
        "editions": plan.editions.order_by("-number")[:10],
        "may_write": plan.state != PlanState.CLOSED and policy.can(actor, "plan.write", plan.unit),
        "may_issue": plan.state != PlanState.CLOSED and policy.can(actor, "plan.issue", plan.unit),
        "today": today,
        "answers": plan.adoptions.filter(unit__in=policy.units(actor, "task.view"))
        .select_related("unit")
        .order_by("unit__order"),
        "mine": plan.adoptions.filter(unit__in=[held.unit_id for held in actor.held]).select_related("unit"),
        "overlays": Plan.objects.visible_to(actor).filter(baseline=plan).select_related("unit"),
    }


def draft_choices(actor: Actor) -> dict[str, Any]:
    """What a new plan can start from: units to write for, templates, plans of before."""
    units = Unit.objects.visible_to(actor, "plan.write").open_on(clock.today()).order_by("order", "code")  # type: ignore[attr-defined]
    return {"units": units, "templates": templates(), "plans": plans(actor)}


def action_get(plan: Plan, pk: int) -> PlanAction:
    """One action of a plan, through the plan."""
    row = plan.actions.filter(pk=pk).first()
    if row is None:
        raise Refused(_("没有这项动作。"), status=404)
    return row


def year_of(asked: str) -> int:
    """The year a page is asked for; today's when nothing sensible was asked."""
    return int(asked) if asked.isdigit() and 2000 <= int(asked) <= 2100 else clock.today().year


def span(year: int) -> tuple[dt.date, dt.date]:
    """First and last day of a year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)
