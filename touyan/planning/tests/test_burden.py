"""The burden ledger: everything asked of a unit, month by month, what was taken off, and the budget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from touyan.core.errors import Refused
from touyan.organizations.tests.cast import Cast
from touyan.planning import selectors, services
from touyan.planning.models import Demand, Task
from touyan.planning.tests import planned
from touyan.planning.tests.test_pages import client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may() -> Iterator[None]:
    with time_machine.travel(planned.NOON, tick=False):
        yield


def demand(cast: Cast, **more: object) -> Demand:
    return services.demand_enter(
        actor=cast.staff,
        units=[cast.branch],
        day=dt.date(2026, 5, 9),
        kind="form",
        label="填报统计表",
        minutes=40,
        people=2,
        **more,
    )[0]


def test_tasks_and_other_demands_are_one_sum(cast: Cast) -> None:
    planned.issue(cast)
    before = selectors.asked([cast.branch], 2026)[cast.branch.pk, 5]
    demand(cast)
    assert before == 120 * 20
    assert selectors.asked([cast.branch], 2026)[cast.branch.pk, 5] == before + 80


def test_what_is_cancelled_or_withdrawn_is_taken_off_and_stays_readable(cast: Cast) -> None:
    planned.issue(cast)
    row = demand(cast)
    services.demand_withdraw(actor=cast.staff, unit=cast.branch, pk=row.pk, reason="系统里已有")
    task = planned.task(cast, "theme_party_day", "2026-M06")
    services.task_cancel(actor=cast.staff, task_id=task.pk, reason="并入七月")
    shown = selectors.ledger(cast.staff, unit=cast.branch, year=2026)
    assert [(label, cost) for label, cost, _why, _day in shown["off"]] == [
        ("填报统计表", 80),
        ("主题党日（2026年6月）", 2400),
    ]
    assert shown["taken"] == 2480
    live = sum(t.cost for t in Task.objects.filter(unit=cast.branch, due__year=2026).exclude(state="cancelled"))
    assert shown["total"] == live


def test_a_full_month_needs_a_word(cast: Cast) -> None:
    services.budget_set(actor=cast.staff, kind="temporary_branch", minutes=70)
    with pytest.raises(Refused, match="预算上限"):
        demand(cast)
    assert demand(cast, replaces="取消月报").replaces == "取消月报"


def test_only_city_staff_set_the_budget(cast: Cast) -> None:
    for actor in (cast.secretary, cast.leader, cast.district_staff):
        with pytest.raises(Refused):
            services.budget_set(actor=actor, kind="temporary_branch", minutes=100)
    with pytest.raises(Refused):
        services.budget_set(actor=cast.staff, kind="nonsense", minutes=100)


def test_pages(cast: Cast) -> None:
    planned.issue(cast)
    staff = client("staff")
    assert "2,400" in staff.get("/burden/?year=2026").content.decode()
    page = staff.get(f"/burden/{cast.branch.pk}/?year=2026").content.decode()
    assert "<svg" in page and "主题党日" in page
    assert client("other").get(f"/burden/{cast.branch.pk}/").status_code == 404
