"""What a unit does with the plan from above: takes an update or declines it with a reason, adds its own words."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning import selectors
from touyan.planning.issuing import jobs_by_kind, jobs_of
from touyan.planning.models import (
    Adoption,
    Issue,
    LocalWords,
    Plan,
    PlanTemplate,
    Task,
    TaskEvent,
    TemplateAction,
)
from touyan.planning.rules import OPEN, TaskState
from touyan.planning.services.plans import check_action, free_code, publish_edition


@transaction.atomic
def update_offer(*, actor: Actor, plan: Plan, words: str) -> int:
    """The plan as it stands is its next edition; each unit that works by an older one is asked to take it or to say
    why not. Nothing changes for a unit before it has answered. Returns how many are asked."""
    policy.require(actor, "plan.issue", plan.unit)
    before = plan.edition
    edition = publish_edition(actor=actor, plan=plan, words=words)
    if edition.number == before:
        raise Refused(_("计划和上一版没有差别。"), possible=_("请先修改动作，再发布更新。"))
    journal.record(actor, "plan.issue", plan, unit=plan.unit, detail={"verb": "offer", "edition": edition.number})
    return Adoption.objects.filter(plan=plan, edition__lt=edition.number).count()


@transaction.atomic
def update_answer(*, actor: Actor, plan: Plan, unit: Unit, take: bool, reason: str = "") -> Adoption:
    """The unit works by the newest edition from now on, or has said why it stays with its own.

    Taken: new actions become tasks, stopped ones are cancelled, changed ones keep what is done. Declined: nothing
    changes, and the level above sees the reason.
    """
    policy.require(actor, "update.answer", unit)
    adoption = Adoption.objects.select_for_update().filter(plan=plan, unit=unit).first()
    if adoption is None or adoption.edition >= plan.edition:
        raise Refused(_("没有等待答复的更新。"), status=409)
    if not take and not reason.strip():
        raise Refused(_("请写明不采用的理由。"), possible=_("一句话即可，上级会看到。"))
    if take:
        _sync(actor, plan, unit)
        adoption.edition, adoption.declined, adoption.reason = plan.edition, 0, ""
    else:
        adoption.declined, adoption.reason = plan.edition, whole(reason, 300, _("理由"))
    adoption.by_name, adoption.at = actor.name, clock.now()
    adoption.save()
    journal.record(
        actor, "update.answer", plan, unit=unit, detail={"edition": plan.edition, "taken": take, "reason": reason[:100]}
    )
    return adoption


def _sync(actor: Actor, plan: Plan, unit: Unit) -> None:
    today = clock.today()
    actions = list(plan.actions.filter(dropped=False))
    wanted = {
        (job.action.pk, job.period.key): job for job in jobs_of(unit, jobs_by_kind(actions, plan.year), since=today)
    }
    rows = {(task.action_id, task.period): task for task in Task.objects.filter(plan=plan, unit=unit)}
    issue = Issue.objects.create(plan=plan, edition=plan.edition, by_name=actor.name, units=1, tasks=0, minutes=0)
    head = selectors.first_responsible([unit], today).get(unit.pk)
    for key, job in wanted.items():
        period = job.period
        dates = {"start": period.start, "due": period.due, "last": period.last, "cost": job.action.cost}
        if key not in rows:
            Task.objects.create(
                plan=plan, action=job.action, unit=unit, issue=issue, period=period.key, responsible_id=head, **dates
            )
            issue.tasks, issue.minutes = issue.tasks + 1, issue.minutes + job.action.cost
        elif rows[key].state in OPEN:
            Task.objects.filter(pk=rows[key].pk).update(**dates)
    issue.save()
    gone = [task for key, task in rows.items() if key not in wanted and task.state in OPEN and task.due >= today]
    words = _("上级计划第%(n)d版不再要求。") % {"n": plan.edition}
    TaskEvent.objects.bulk_create(
        TaskEvent(task=t, by_name=actor.name, verb="cancel", before=t.state, after=TaskState.CANCELLED, words=words)
        for t in gone
    )
    Task.objects.filter(pk__in=[t.pk for t in gone]).update(state=TaskState.CANCELLED, reason=words)


@transaction.atomic
def local_words_set(*, actor: Actor, plan: Plan, unit: Unit, code: str, words: str) -> None:
    """The unit's own words stand beside the action from above; empty words take them away."""
    policy.require(actor, "update.answer", unit)
    if not plan.actions.filter(code=code).exists():
        raise Refused(_("计划里没有这项动作。"), status=404)
    if words.strip():
        LocalWords.objects.update_or_create(
            plan=plan, unit=unit, code=code, defaults={"words": whole(words, 300, _("内容")), "by_name": actor.name}
        )
    else:
        LocalWords.objects.filter(plan=plan, unit=unit, code=code).delete()
    journal.record(actor, "update.answer", plan, unit=unit, detail={"verb": "words", "code": code})


@transaction.atomic
def template_action_save(
    *, actor: Actor, template: PlanTemplate, fields: dict[str, Any], action: TemplateAction | None = None
) -> TemplateAction:
    """The action stands in the template; plans that were made from it stay as they are."""
    if not actor.may("template.write"):
        raise Refused(_("您没有维护计划模板的权限。"), status=403)
    row = action or TemplateAction(template=template, order=template.actions.count() + 1)
    for name, value in fields.items():
        setattr(row, name, value)
    taken = {str(one) for one in template.actions.values_list("code", flat=True)}
    row.code = row.code or free_code(taken, row.record_code)
    check_action(row)
    if template.actions.filter(code=row.code).exclude(pk=row.pk).exists():
        raise Refused(_("模板里已有代码为“%(code)s”的动作。") % {"code": row.code}, possible=_("请换一个代码。"))
    row.save()
    journal.record(actor, "template.write", template, detail={"code": row.code})
    return row
