"""A city's plan from the field's template, issued to the cast's branch, other branch and district."""

from __future__ import annotations

import datetime as dt

from touyan.organizations.tests.cast import Cast
from touyan.planning import services
from touyan.planning.models import Issue, Plan, PlanTemplate, Task

TODAY = dt.date(2026, 5, 20)
NOON = "2026-05-20 04:00:00+00:00"


def draft(cast: Cast, *, year: int = 2026) -> Plan:
    template = PlanTemplate.objects.get(code="system-year")
    return services.plan_draft(actor=cast.staff, unit=cast.city, year=year, title="党建年度计划", template=template)


def issue(cast: Cast, plan: Plan | None = None, **more: object) -> Issue:
    ids = [cast.branch.pk, cast.other_branch.pk, cast.district.pk]
    return services.plan_issue(actor=cast.staff, plan=plan or draft(cast), unit_ids=ids, **more)


def task(cast: Cast, code: str, period: str) -> Task:
    return Task.objects.get(unit=cast.branch, action__code=code, period=period)
