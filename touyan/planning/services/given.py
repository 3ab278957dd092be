"""A single task outside the year's plan: a decision of a meeting, a matter to follow up."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning import selectors
from touyan.planning.models import Issue, Plan, PlanAction, Task
from touyan.planning.rhythms import Rhythm
from touyan.planning.rules import PlanState

MATTERS = "matters"  # the plan's title is in the reader's words, so it is found by its actions' codes
GRACE = 60


@transaction.atomic
def task_give(
    *, actor: Actor, giver: Unit, unit: Unit, title: str, due: dt.date, minutes: int, people: int, source: str
) -> Task:
    """`unit` has one task more, due on `due`, in the giver's list of matters of that year; its minutes are in the ledger."""
    policy.require(actor, "plan.issue", unit)
    today = clock.today()
    if due < today:
        raise Refused(_("完成期限已经过去。"), possible=_("请填写今天以后的日期。"))
    if minutes <= 0 or people <= 0:
        raise Refused(_("请填写大约需要多少分钟、多少人。"), possible=_("下达前要让人看到工作量。"))
    plan = _matters(giver, due.year)
    number = plan.actions.count() + 1
    action = PlanAction.objects.create(
        plan=plan,
        code=f"{MATTERS}-{number}",
        title=title[:80],
        rhythm=Rhythm.BY_DATE,
        month=due.month,
        day=due.day,
        grace=GRACE,
        minutes=minutes,
        people=people,
        kinds=[unit.kind],
        source=source[:200],
        order=number,
    )
    issue = Issue.objects.create(
        plan=plan, edition=plan.edition, by_name=actor.name, units=1, tasks=1, minutes=action.cost
    )
    task = Task.objects.create(
        plan=plan,
        action=action,
        unit=unit,
        issue=issue,
        period=str(due.year),
        start=min(today, due),
        due=due,
        last=due + dt.timedelta(GRACE),
        cost=action.cost,
        responsible_id=selectors.first_responsible([unit], today).get(unit.pk),
    )
    journal.record(actor, "plan.issue", task, unit=unit, detail={"verb": "give", "minutes": action.cost})
    events.publish("plan_issued", plan_id=plan.pk, issue_id=issue.pk)
    return task


def _matters(giver: Unit, year: int) -> Plan:
    plan = Plan.objects.filter(unit=giver, year=year, actions__code__startswith=f"{MATTERS}-").first()
    if plan is not None:
        return plan
    with translation.override("zh-hans"):
        title = _("%(year)d年议定和督办事项") % {"year": year}
    return Plan.objects.create(unit=giver, year=year, title=title, state=PlanState.ISSUED, edition=1)
