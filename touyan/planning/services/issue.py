"""Issuing a plan: to any selection of units, in one transaction, in bounded memory."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning import selectors
from touyan.planning.issuing import Job, jobs_by_kind, jobs_of
from touyan.planning.models import Adoption, Edition, Issue, Plan, PlanAction, Task
from touyan.planning.rules import budget_of
from touyan.planning.services.plans import check_action, publish_edition

CHUNK = 200  # units at a time: memory stays flat however many units a nation has
Say = Callable[[int, int], None]


@transaction.atomic
def plan_issue(
    *,
    actor: Actor,
    plan: Plan,
    unit_ids: Sequence[int],
    since: dt.date | None = None,
    replaces: str = "",
    words: str = "",
    twice: bool = False,
    say: Say | None = None,
) -> Issue:
    """Every unit named has a task for each of its actions and periods, given to its first responsible person.

    Tasks that are there already stay as they are, so issuing again adds only what is new. Work that another plan asks
    of a unit already is not asked twice unless `twice`. A unit over its budget needs `replaces`. `say(done, total)`
    is called as units are finished. All or nothing.
    """
    actions = list(plan.actions.filter(dropped=False))
    _require(actor, plan, actions, unit_ids)
    since = since or dt.date(plan.year, 1, 1)
    edition = publish_edition(actor=actor, plan=plan, words=words)
    issue = Issue(plan=plan, edition=edition.number, by_name=actor.name, units=0, tasks=0, minutes=0, replaces=replaces)
    issue.save()
    by_kind = jobs_by_kind(actions, plan.year)
    total = len(unit_ids)
    over: list[str] = []
    for units in _chunks(unit_ids):
        rows = _new_tasks(issue, units, by_kind, since=since, twice=twice)
        over += _over_budget(units, rows, plan.year)
        Task.objects.bulk_create(rows, batch_size=1000)
        issue.units, issue.tasks = issue.units + len(units), issue.tasks + len(rows)
        issue.minutes += sum(row.cost for row in rows)
        _adopt(edition, units)
        if say is not None:
            say(issue.units, total)
    if over and not replaces.strip():
        raise Refused(
            _("%(count)d 个单位有的月份超出工作量预算：%(names)s。")
            % {"count": len(over), "names": "、".join(over[:5])},
            possible=_("请写明这次下达替代了什么，或减少动作。"),
        )
    issue.save(update_fields=["units", "tasks", "minutes"])
    journal.record(
        actor,
        "plan.issue",
        plan,
        unit=plan.unit,
        detail={"edition": edition.number, "units": issue.units, "tasks": issue.tasks, "minutes": issue.minutes},
    )
    events.publish("plan_issued", plan_id=plan.pk, issue_id=issue.pk)
    return issue


def _require(actor: Actor, plan: Plan, actions: Sequence[PlanAction], unit_ids: Sequence[int]) -> None:
    policy.require(actor, "plan.issue", plan.unit)
    if not actions:
        raise Refused(_("计划里还没有动作。"), possible=_("请先从模板选用，或添加动作。"))
    if not unit_ids:
        raise Refused(_("还没有选择单位。"), possible=_("请至少选择一个单位。"))
    if outside := set(unit_ids) - set(policy.units(actor, "plan.issue")):
        names = "、".join(Unit.objects.filter(pk__in=list(outside)[:5]).values_list("short", flat=True))
        raise Refused(
            _("这些单位不在您的范围内：%(names)s。") % {"names": names}, possible=_("请取消勾选。"), status=403
        )
    for action in actions:
        check_action(action)


def _chunks(unit_ids: Sequence[int]) -> Iterator[list[Unit]]:
    for begin in range(0, len(unit_ids), CHUNK):
        yield list(Unit.objects.filter(pk__in=unit_ids[begin : begin + CHUNK]))


def _new_tasks(
    issue: Issue, units: list[Unit], by_kind: dict[str, list[Job]], *, since: dt.date, twice: bool
) -> list[Task]:
    """Tasks that these units do not have yet. After the end of a term nobody is named in advance."""
    plan, today = issue.plan, clock.today()
    people = selectors.first_responsible(units, today)
    there = set(Task.objects.filter(plan=plan, unit__in=units).values_list("action_id", "unit_id", "period"))
    taken = set() if twice else selectors.asked_already(plan, units)
    term_end = selectors.term_end(plan.unit, plan.year)
    rows = []
    for unit in units:
        for job in jobs_of(unit, by_kind, since=since):
            action, period = job.action, job.period
            if (action.pk, unit.pk, period.key) in there:
                continue
            if action.record_code and (unit.pk, action.record_code, period.key) in taken:
                continue
            beyond = term_end is not None and period.due > term_end
            rows.append(_task(issue, unit, job, None if beyond else people.get(unit.pk)))
    return rows


def _task(issue: Issue, unit: Unit, job: Job, person_id: int | None) -> Task:
    period = job.period
    return Task(
        plan=issue.plan,
        action=job.action,
        unit=unit,
        issue=issue,
        period=period.key,
        start=period.start,
        due=period.due,
        last=period.last,
        cost=job.action.cost,
        responsible_id=person_id,
    )


def _over_budget(units: list[Unit], rows: list[Task], year: int) -> list[str]:
    """Short names of units that these tasks bring over the budget of a month."""
    before, own = selectors.asked(units, year), selectors.budgets()
    added: dict[tuple[int, int], int] = defaultdict(int)
    for row in rows:
        added[row.unit_id, row.due.month] += row.cost
    kinds = {unit.pk: unit for unit in units}
    return sorted(
        {
            kinds[unit_id].short
            for (unit_id, month), minutes in added.items()
            if minutes + before.get((unit_id, month), 0) > budget_of(kinds[unit_id].kind, own)
        }
    )


def _adopt(edition: Edition, units: list[Unit]) -> None:
    Adoption.objects.bulk_create(
        [Adoption(plan=edition.plan, unit=unit, edition=edition.number) for unit in units],
        update_conflicts=True,
        unique_fields=["plan", "unit"],
        update_fields=["edition"],
    )
