"""Writing a plan: from a template, from last year's, over a baseline; its actions; its editions."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import journal
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning.models import ACTION_FIELDS, Action, Edition, Plan, PlanAction, PlanTemplate
from touyan.planning.rules import PlanState, action_problems


@transaction.atomic
def plan_draft(
    *,
    actor: Actor,
    unit: Unit,
    year: int,
    title: str,
    line: str = "",
    level: str = "",
    template: PlanTemplate | None = None,
    previous: Plan | None = None,
    baseline: Plan | None = None,
) -> Plan:
    """A draft plan of `unit` for `year`, with the actions of `template` or of last year's plan (stopped ones left out)."""
    policy.require(actor, "plan.write", unit)
    if not 2000 <= year <= 2100:
        raise Refused(_("年度“%(year)s”不正确。") % {"year": year}, possible=_("请填写四位数的年份。"))
    if baseline is not None and baseline.state == PlanState.DRAFT:
        raise Refused(_("上级计划还没有下达，不能在它之上制定本地计划。"), possible=_("请等上级计划下达后再办理。"))
    plan = Plan.objects.create(
        unit=unit, year=year, title=title.strip(), line=line, level=level, previous=previous, baseline=baseline
    )
    rows: list[Action] = []
    if template is not None:
        rows = list(template.actions.all())
    elif previous is not None:
        rows = list(previous.actions.filter(dropped=False))
    PlanAction.objects.bulk_create(PlanAction(plan=plan, **fields_of(row)) for row in rows)
    journal.record(actor, "plan.write", plan, unit=unit, detail={"verb": "draft", "actions": len(rows)})
    return plan


def fields_of(row: Action) -> dict[str, Any]:
    """The particulars of an action, for a copy."""
    return {name: getattr(row, name) for name in ACTION_FIELDS}


@transaction.atomic
def action_save(*, actor: Actor, plan: Plan, fields: dict[str, Any], action: PlanAction | None = None) -> PlanAction:
    """The action stands in `plan` with these particulars. All mistakes are named at once; nothing is saved with one."""
    policy.require(actor, "plan.write", plan.unit)
    if plan.state == PlanState.CLOSED:
        raise Refused(_("这份计划已经结束，不能再改。"), possible=_("请在新一年的计划中修改。"))
    row = action or PlanAction(plan=plan, order=plan.actions.count() + 1)
    for name, value in fields.items():
        setattr(row, name, value)
    row.code = row.code or free_code({str(one) for one in plan.actions.values_list("code", flat=True)}, row.record_code)
    check_action(row)
    if plan.actions.filter(code=row.code).exclude(pk=row.pk).exists():
        raise Refused(_("计划里已有代码为“%(code)s”的动作。") % {"code": row.code}, possible=_("请换一个代码。"))
    row.save()
    journal.record(actor, "plan.write", plan, unit=plan.unit, detail={"verb": "action", "code": row.code})
    return row


def free_code(taken: set[str], like: str) -> str:
    """A code for an action that was given none: the kind of record that proves it, or the next number."""
    if like and like not in taken:
        return like
    return next(
        f"action-{number}" for number in range(len(taken) + 1, 2 * len(taken) + 2) if f"action-{number}" not in taken
    )


def check_action(row: Action) -> None:
    """Refused with every mistake in the action's particulars."""
    if problems := action_problems(beat=row.beat, proofs=row.proofs, minutes=row.minutes, people=row.people):
        raise Refused("".join(problems), possible=_("请按提示修改后再保存。"))


@transaction.atomic
def action_drop(*, actor: Actor, action: PlanAction) -> None:
    """The action is asked for no more: removed from a draft; in an issued plan it ends with the next edition."""
    policy.require(actor, "plan.write", action.plan.unit)
    if action.plan.edition == 0:
        action.delete()
    else:
        action.dropped = True
        action.save(update_fields=["dropped"])
    journal.record(
        actor, "plan.write", action.plan, unit=action.plan.unit, detail={"verb": "drop", "code": action.code}
    )


@transaction.atomic
def plan_save(*, actor: Actor, plan: Plan, version: int, title: str, words: str) -> Plan:
    """Title and introduction stand as given; Stale when somebody saved in between."""
    policy.require(actor, "plan.write", plan.unit)
    if plan.version != version:
        raise Stale([Difference(_("名称"), plan.title, title), Difference(_("说明"), plan.words, words)])
    plan.title, plan.words, plan.version = title.strip(), words, plan.version + 1
    plan.save(update_fields=["title", "words", "version"])
    journal.record(actor, "plan.write", plan, unit=plan.unit, detail={"verb": "save"})
    return plan


def publish_edition(*, actor: Actor, plan: Plan, words: str = "") -> Edition:
    """The plan as it stands now becomes its next edition, unless nothing changed since the last one."""
    content = [{"id": row.pk, **fields_of(row)} for row in plan.actions.filter(dropped=False)]
    latest = plan.editions.last()
    if latest is not None and latest.content == content:
        return latest
    plan.edition += 1
    plan.state = PlanState.ISSUED
    plan.save(update_fields=["edition", "state"])
    return Edition.objects.create(
        plan=plan, number=plan.edition, by_name=actor.name, words=whole(words, 300, _("说明")), content=content
    )
