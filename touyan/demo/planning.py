"""The running year's plans of the demonstration city: drafted from the field's templates, issued in January."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from touyan.core.clock import SHANGHAI
from touyan.organizations.models import Unit
from touyan.organizations.policy import actor_of
from touyan.planning import services
from touyan.planning.models import Issue, Plan, PlanTemplate, Task, TaskEvent
from touyan.planning.rules import TaskState

if TYPE_CHECKING:
    from touyan.demo.city import City


def build(city: City) -> None:
    """Four plans: the city's for 18 branches and 13 districts, the sub-groups', the office's, and one branch's own."""
    office = actor_of(city.accounts["office"])
    year = city.year
    branches_and_districts = [*city.branches, *city.districts]
    plans = [
        ("system-year", f"{year}年市政协系统党的建设工作年度计划", branches_and_districts),
        ("subgroup-year", f"{year}年专委会分党组工作计划", city.subgroups),
        ("office-year", f"{year}年机关党建工作计划", [city.office_group, *city.office_branches]),
    ]
    for code, title, units in plans:
        _issue(city, office, city.root, code, title, units, dt.datetime(year, 1, 6, 9, 30, tzinfo=SHANGHAI))
    _own_choice(city)
    _accept_begun(city)


def _issue(city: City, actor: object, unit: Unit, code: str, title: str, units: list[Unit], at: dt.datetime) -> Plan:
    template = PlanTemplate.objects.get(code=code)
    plan = services.plan_draft(actor=actor, unit=unit, year=city.year, title=title, template=template)  # type: ignore[arg-type]
    ids = [each.pk for each in units]
    services.plan_issue(actor=actor, plan=plan, unit_ids=ids, replaces="停开双月例会，改为季度党员大会")  # type: ignore[arg-type]
    Issue.objects.filter(plan=plan).update(at=at)
    return plan


def _own_choice(city: City) -> None:
    """One branch lays its own action over the city's plan."""
    branch = actor_of(city.accounts["branch"])
    unit = city.branches[2]
    baseline = Plan.objects.order_by("pk").first()
    plan = services.plan_draft(
        actor=branch, unit=unit, year=city.year, title=f"{city.year}年本支部自选动作", baseline=baseline
    )
    fields = {
        "code": "enterprise_visit",
        "title": "走访联系企业",
        "kind": "own_choice",
        "rhythm": "quarter",
        "proofs": ["activity"],
        "record_code": "research_visit",
        "minutes": 150,
        "people": 8,
        "source": "支部自定",
        "words": "每季度走访一家小微企业，问题带回来形成社情民意信息。",
    }
    services.action_save(actor=branch, plan=plan, fields=fields)
    services.plan_issue(actor=branch, plan=plan, unit_ids=[unit.pk])
    at = dt.datetime(city.year, 2, 3, 10, 0, tzinfo=SHANGHAI)
    Issue.objects.filter(plan=plan).update(at=at)


def _accept_begun(city: City) -> None:
    """Whatever has begun was accepted by its responsible person in January; a few still wait."""
    begun = Task.objects.filter(start__lte=city.today, responsible__isnull=False).select_related("responsible")
    accepted = [task for task in begun.order_by("pk") if city.rng.random() > 0.06 or task.due < city.today]
    at = dt.datetime(city.year, 1, 9, 9, 0, tzinfo=SHANGHAI)
    TaskEvent.objects.bulk_create(
        [
            TaskEvent(
                task=task,
                at=at,
                by_name=task.responsible.name,  # type: ignore[union-attr]
                verb="accept",
                before=TaskState.ISSUED,
                after=TaskState.ACCEPTED,
            )
            for task in accepted
        ],
        batch_size=1000,
    )
    Task.objects.filter(pk__in=[task.pk for task in accepted]).update(state=TaskState.ACCEPTED)
