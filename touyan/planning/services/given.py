"""Tasks outside the year's plan: a decision of a meeting, a form or a report that is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning import selectors
from touyan.planning.models import Issue, Plan, PlanAction, Task
from touyan.planning.rhythms import Rhythm
from touyan.planning.rules import PlanState

MATTERS = "matters"  # the plan's title is in the reader's words, so it is found by its actions' codes
GRACE = 60
MOST = 300  # units asked in one step


@transaction.atomic
def task_give(
    *, actor: Actor, giver: Unit, unit: Unit, title: str, due: dt.date, minutes: int, people: int, source: str
) -> Task:
    """`unit` has one task more, due on `due`, in the giver's list of matters of that year; its minutes are in the ledger."""
    return _give(actor, giver, [unit], title=title, due=due, minutes=minutes, people=people, source=source)[0]


@transaction.atomic
def demand_ask(
    *,
    actor: Actor,
    giver: Unit,
    units: Sequence[Unit],
    kind: str,
    title: str,
    due: dt.date,
    minutes: int,
    people: int = 1,
    replaces: str = "",
) -> list[Task]:
    """Every unit named is asked for this (a form, a report, a check) by `due`: as a task that is accepted and finished like
    any other, and as its own kind in the burden ledger. A month that goes over its budget needs `replaces`."""
    policy.require(actor, "burden.ask", giver)
    if not units or len(units) > MOST:
        raise Refused(_("请选择1至%(most)d个单位。") % {"most": MOST}, possible=_("更多单位请用年度计划下达。"))
    over = selectors.over_with(units, due, minutes * people)
    if over and not replaces.strip():
        raise Refused(
            _("%(names)s当月的工作量已到预算上限。") % {"names": "、".join(over[:5])},
            possible=_("请写明这次要求替代了什么，或改在其他月份。"),
        )
    return _give(
        actor, giver, units, title=title, due=due, minutes=minutes, people=people, source="", kind=kind,
        replaces=whole(replaces, 300, _("替代的工作")),
    )  # fmt: skip


def _give(
    actor: Actor, giver: Unit, units: Sequence[Unit], *, title: str, due: dt.date, minutes: int, people: int,
    source: str, kind: str = "", replaces: str = "",
) -> list[Task]:  # fmt: skip
    _refuse_giving(actor, units, due=due, minutes=minutes, people=people)
    plan = _matters(giver, due.year)
    number = plan.actions.count() + 1
    action = PlanAction.objects.create(
        plan=plan,
        code=f"{MATTERS}-{number}",
        title=whole(title, 80, _("标题")),
        rhythm=Rhythm.BY_DATE,
        month=due.month,
        day=due.day,
        grace=GRACE,
        minutes=minutes,
        people=people,
        kinds=sorted({unit.kind for unit in units}),
        source=source[:200],
        demand=kind,
        order=number,
    )
    issue = Issue.objects.create(
        plan=plan,
        edition=plan.edition,
        by_name=actor.name,
        units=len(units),
        tasks=len(units),
        minutes=action.cost * len(units),
        replaces=replaces,
    )
    today = clock.today()
    people_of = selectors.first_responsible(units, today)
    tasks = Task.objects.bulk_create(
        Task(
            plan=plan,
            action=action,
            unit=unit,
            issue=issue,
            period=str(due.year),
            start=min(today, due),
            due=due,
            last=due + dt.timedelta(GRACE),
            cost=action.cost,
            responsible_id=people_of.get(unit.pk),
        )
        for unit in units
    )
    for task in tasks:
        journal.record(actor, "plan.issue", task, unit=task.unit, detail={"verb": "give", "minutes": action.cost})
    events.publish("plan_issued", plan_id=plan.pk, issue_id=issue.pk)
    return tasks


def _refuse_giving(actor: Actor, units: Sequence[Unit], *, due: dt.date, minutes: int, people: int) -> None:
    for unit in units:
        policy.require(actor, "plan.issue", unit)
    if due < clock.today():
        raise Refused(_("完成期限已经过去。"), possible=_("请填写今天以后的日期。"))
    if minutes <= 0 or people <= 0:
        raise Refused(_("请填写大约需要多少分钟、多少人。"), possible=_("下达前要让人看到工作量。"))


def _matters(giver: Unit, year: int) -> Plan:
    plan = Plan.objects.filter(unit=giver, year=year, actions__code__startswith=f"{MATTERS}-").first()
    if plan is not None:
        return plan
    with translation.override("zh-hans"):
        title = _("%(year)d年议定和督办事项") % {"year": year}
    return Plan.objects.create(unit=giver, year=year, title=title, state=PlanState.ISSUED, edition=1)
