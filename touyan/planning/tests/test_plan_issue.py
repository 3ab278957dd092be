"""Issuing a plan: every unit gets its tasks, with a named person, once; who may; closed units; a term change."""

from __future__ import annotations

import datetime as dt

import pytest

from touyan.core.errors import Refused
from touyan.organizations.models import Term
from touyan.organizations.tests.cast import Cast
from touyan.planning import services
from touyan.planning.models import Adoption, Edition, Plan, PlanTemplate, Task
from touyan.planning.tests import planned

pytestmark = pytest.mark.django_db


def test_each_unit_gets_its_tasks_with_the_secretary_first(cast: Cast) -> None:
    issue = planned.issue(cast)
    branch = Task.objects.filter(unit=cast.branch)
    assert branch.count() == 12 + 4 + 2 + 1
    assert set(branch.values_list("responsible_id", flat=True)) == {cast.zhang.pk}
    assert Task.objects.filter(unit=cast.district).count() == 12 + 2 + 1, "a committee holds no branch meeting"
    assert (issue.units, issue.tasks) == (3, Task.objects.count())
    assert issue.minutes == sum(Task.objects.values_list("cost", flat=True))


def test_issuing_again_adds_nothing_twice(cast: Cast) -> None:
    plan = planned.draft(cast)
    planned.issue(cast, plan)
    again = planned.issue(cast, plan)
    assert again.tasks == 0 and again.edition == 1
    assert Edition.objects.filter(plan=plan).count() == 1
    assert Adoption.objects.filter(plan=plan, edition=1).count() == 3


def test_what_another_plan_asks_already_is_not_asked_twice(cast: Cast) -> None:
    planned.issue(cast)
    second = planned.issue(cast, planned.draft(cast))
    assert second.tasks == 0
    assert planned.issue(cast, planned.draft(cast), twice=True).tasks > 0


def test_a_unit_closed_in_the_middle_gets_what_falls_due_before(cast: Cast) -> None:
    cast.branch.end = dt.date(2026, 6, 30)
    cast.branch.save()
    planned.issue(cast)
    assert Task.objects.filter(unit=cast.branch, action__code="theme_party_day").count() == 6


def test_periods_that_are_over_are_not_asked_for(cast: Cast) -> None:
    planned.issue(cast, since=dt.date(2026, 5, 1))
    assert planned.Task.objects.filter(unit=cast.branch, action__code="theme_party_day").count() == 8


def test_after_the_end_of_a_term_nobody_is_named_in_advance(cast: Cast) -> None:
    Term.objects.create(
        committee=cast.city, number=12, name="第十二届", start=dt.date(2022, 1, 1), end=dt.date(2026, 9, 15)
    )
    planned.issue(cast)
    assert planned.task(cast, "theme_party_day", "2026-M08").responsible == cast.zhang
    assert planned.task(cast, "theme_party_day", "2026-M10").responsible is None


def test_nothing_to_issue_and_nobody_to_issue_to_are_refused(cast: Cast) -> None:
    empty = services.plan_draft(actor=cast.staff, unit=cast.city, year=2026, title="空")
    with pytest.raises(Refused, match="还没有动作"):
        services.plan_issue(actor=cast.staff, plan=empty, unit_ids=[cast.branch.pk])
    with pytest.raises(Refused, match="选择单位"):
        services.plan_issue(actor=cast.staff, plan=planned.draft(cast), unit_ids=[])


def test_who_may(cast: Cast) -> None:
    plan = planned.draft(cast)
    for actor in (cast.secretary, cast.member, cast.admin, cast.auditor, cast.district_staff):
        with pytest.raises(Refused) as refusal:
            services.plan_issue(actor=actor, plan=plan, unit_ids=[cast.branch.pk])
        assert refusal.value.status == 403
    own = services.plan_draft(
        actor=cast.district_staff,
        unit=cast.district,
        year=2026,
        title="东区计划",
        template=PlanTemplate.objects.get(code="branch-life"),
    )
    with pytest.raises(Refused, match="不在您的范围"):
        services.plan_issue(actor=cast.district_staff, plan=own, unit_ids=[cast.branch.pk])
    assert Task.objects.count() == 0


def test_progress_is_told(cast: Cast) -> None:
    said: list[tuple[int, int]] = []
    planned.issue(cast, say=lambda done, total: said.append((done, total)))
    assert said == [(3, 3)]


def test_last_years_plan_is_carried_over_without_what_was_stopped(cast: Cast) -> None:
    last = planned.draft(cast, year=2025)
    planned.issue(cast, last)
    services.action_drop(actor=cast.staff, action=last.actions.get(code="branch_meeting"))
    new = services.plan_draft(actor=cast.staff, unit=cast.city, year=2026, title="2026", previous=last)
    assert isinstance(new, Plan)
    assert set(new.actions.values_list("code", flat=True)) == {"theme_party_day", "midyear_summary", "yearend_report"}


def test_over_budget_needs_a_word_on_what_it_replaces(cast: Cast) -> None:
    plan = planned.draft(cast)
    services.action_save(
        actor=cast.staff,
        plan=plan,
        fields={"code": "big", "title": "全员集训", "rhythm": "once", "proofs": [], "minutes": 480, "people": 20},
    )
    with pytest.raises(Refused, match="超出工作量预算"):
        planned.issue(cast, plan)
    assert planned.issue(cast, plan, replaces="停开四季度例会").tasks > 0
