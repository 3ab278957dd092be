"""Records of the cast's branch for the walk of the permission table."""

from __future__ import annotations

import datetime as dt
from typing import Any

from touyan.core import clock
from touyan.core.tests.files import png_bytes
from touyan.documents.files import file_made
from touyan.organizations.tests.cast import Cast
from touyan.planning import services
from touyan.planning.models import Feed, IssueOrder, Plan, PlanTemplate, SpecialDay, Task, TaskPhoto

MOVES = ["accept", "ask", "assign", "prove", "explain", "unprove", "return", "cancel", "restore"]


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters of a record that belongs to the branch."""
    template = PlanTemplate.objects.get(code="system-year")
    plan = services.plan_draft(actor=cast.secretary, unit=cast.branch, year=2026, title="支部计划", template=template)
    services.plan_issue(actor=cast.secretary, plan=plan, unit_ids=[cast.branch.pk])
    task, action = Task.objects.filter(unit=cast.branch).first(), plan.actions.first()
    assert task is not None and action is not None
    found: dict[str, dict[str, Any]] = {f"task_{verb}": {"pk": task.pk} for verb in MOVES}
    found |= {name: {"pk": plan.pk} for name in ("plan_page", "plan_edit", "plan_issue", "action_new")}
    found |= {name: {"pk": plan.pk, "action_pk": action.pk} for name in ("action_edit", "action_drop")}
    services.feed_make(actor=cast.secretary, unit=cast.branch)
    feed = Feed.objects.get(account_id=cast.secretary.account_id)
    holiday = SpecialDay.objects.first() or SpecialDay.objects.create(day=dt.date(2026, 10, 1), kind="rest")
    # A feed's secret is a key: whoever has it reads; so the walk tries one that opens nothing.
    found |= {"feed": {"secret": "x" * 32}, "feed_revoke": {"pk": feed.pk}, "holiday_drop": {"pk": holiday.pk}}
    units = {"pk": plan.pk, "unit_pk": cast.branch.pk}
    found |= dict.fromkeys(("plan_updates", "update_answer", "local_words"), units)
    found |= {name: {"pk": plan.pk} for name in ("plan_compare", "plan_offer")}
    row = services.demand_enter(
        actor=cast.secretary,
        units=[cast.branch],
        day=clock.today(),
        kind="form",
        label="表",
        minutes=5,
        replaces="无",
    )[0]
    found |= {"burden_unit": {"pk": cast.branch.pk}, "demand_withdraw": {"pk": row.pk}}
    found |= _background(cast, plan, task)
    first = template.actions.first()
    assert first is not None
    found |= {"template_action_new": {"pk": template.pk}}
    found |= {"template_action_edit": {"pk": template.pk, "action_pk": first.pk}}
    return found | {"task_page": {"pk": task.pk}, "unit_tasks": {"pk": cast.branch.pk}}


def _background(cast: Cast, plan: Plan, task: Task) -> dict[str, dict[str, Any]]:
    order = IssueOrder.objects.create(plan=plan, account_id=cast.secretary.account_id or 0, wish={}, total=1)
    kept = file_made(actor=cast.secretary, unit=cast.branch, name="a.png", kind="png", content=png_bytes())
    photo = {"pk": task.pk, "photo": TaskPhoto.objects.create(task=task, file=kept, by_name="张三").pk}
    return {
        "plan_issuing": {"pk": plan.pk, "order_pk": order.pk},
        "photo_add": {"pk": task.pk},
        "photo_show": photo,
        "photo_remove": photo,
    }
