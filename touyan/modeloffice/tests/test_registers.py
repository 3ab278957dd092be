"""Days of care, risk points and reminders, benchmarks: what they ask for, and what they refuse."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from touyan.core import clock
from touyan.core.errors import Refused, Stale
from touyan.modeloffice import selectors, services
from touyan.modeloffice.models import Benchmark, Caution, RiskPoint, Visit
from touyan.modeloffice.records import Records
from touyan.modeloffice.services.integrity import after
from touyan.modeloffice.tests.office import Office, office
from touyan.modeloffice.todo import todos
from touyan.organizations.policy import Actor
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_day_of_care_stands_once_and_not_ahead(cast: Cast) -> None:
    made = office(cast)
    visit = services.visit_record(actor=made.head, unit=made.department, day=clock.today(), kind="sport")
    with pytest.raises(Refused, match="已经记过"):
        services.visit_record(actor=cast.staff, unit=made.department, day=clock.today(), kind="sport")
    with pytest.raises(Refused, match="还没有到"):
        services.visit_record(actor=made.head, unit=made.department, day=clock.today() + dt.timedelta(1), kind="sport")
    with pytest.raises(Refused) as refusal:
        services.visit_withdraw(actor=cast.leader, visit=visit)
    assert refusal.value.status == 403
    services.visit_withdraw(actor=made.head, visit=visit)
    assert not Visit.objects.exists()


def risk(
    made: Office, actor: Actor, point: RiskPoint | None = None, version: int | None = None, **changes: Any
) -> RiskPoint:
    values = {
        "unit": made.department, "post": "采购岗", "duty": "采购", "risk": "化整为零", "control": "比选", "every": 3,
        "due": clock.today() - dt.timedelta(1), **changes,
    }  # fmt: skip
    return services.risk_save(actor=actor, point=point or RiskPoint(), values=values, version=version)


def test_a_risk_point_is_reviewed_in_its_rhythm_until_it_is_closed(cast: Cast) -> None:
    made = office(cast)
    point = risk(made, made.head)
    assert [t.title for t in todos(made.head)] == ["复查风险点：采购岗：化整为零"]
    with pytest.raises(Refused, match="复查情况"):
        services.risk_review(actor=made.head, point=point, words=" ")
    review = services.risk_review(actor=made.head, point=point, words="措施在用")
    point.refresh_from_db()
    assert (review.due, point.due) == (clock.today() - dt.timedelta(1), after(clock.today(), 3))
    facts = Records([made.department.pk], clock.today() - dt.timedelta(9), clock.today()).risks()
    assert [fact.ok for fact in facts] == [False], "a day late"
    services.risk_close(actor=made.head, point=point, reason="岗位撤销")
    for again in (
        lambda: services.risk_review(actor=made.head, point=point, words="再看"),
        lambda: services.risk_close(actor=made.head, point=point, reason="再销"),
        lambda: risk(made, made.head, RiskPoint.objects.get(), RiskPoint.objects.get().version),
    ):
        with pytest.raises(Refused):
            again()


def test_the_same_risk_twice_a_stale_save_and_strangers_are_refused(cast: Cast) -> None:
    made = office(cast)
    point = risk(made, made.head)
    with pytest.raises(Refused, match="已有同样"):
        risk(made, made.head)
    risk(made, made.head, RiskPoint.objects.get(), 1, control="改为公开招标")
    with pytest.raises(Stale) as stale:
        risk(made, cast.staff, point, 1, control="另一种")
    assert [d.stands for d in stale.value.differences] == ["改为公开招标"]
    for actor in (cast.secretary, cast.leader, cast.member, cast.district_staff):
        with pytest.raises(Refused) as refusal:
            risk(made, actor, post="另一岗")
        assert refusal.value.status == 403


def test_the_last_day_of_a_short_month() -> None:
    assert after(dt.date(2026, 8, 31), 6) == dt.date(2027, 2, 28)
    assert after(dt.date(2026, 11, 30), 12) == dt.date(2027, 11, 30)
    assert after(dt.date(2026, 12, 15), 0) == dt.date(2026, 12, 15)


def test_a_reminder_goes_to_units_once_and_is_given_once(cast: Cast) -> None:
    made = office(cast)
    plan = {"occasion": "holiday", "words": "严禁收送礼品", "due": clock.today()}
    services.caution_plan(actor=cast.staff, units=[made.department, made.other], **plan)
    assert services.caution_plan(actor=cast.staff, units=[made.department], **plan) == []
    mine = selectors.cautions(made.head).get()
    assert [t.title for t in todos(made.head)] == ["廉政提醒：严禁收送礼品"]
    services.caution_give(actor=made.head, caution=mine)
    with pytest.raises(Refused, match="已经作出"):
        services.caution_give(actor=made.head, caution=mine)
    with pytest.raises(Refused):
        services.caution_plan(actor=cast.staff, units=[], **plan)
    with pytest.raises(Refused) as refusal:
        services.caution_plan(actor=made.head, units=[made.other], **plan)
    assert refusal.value.status == 403 and Caution.objects.count() == 2


def mark(
    made: Office, actor: Actor, one: Benchmark | None = None, version: int | None = None, **changes: Any
) -> Benchmark:
    values = {
        "unit": made.department, "against": "上海市政协", "topic": "品牌评选", "theirs": "分三组", "source": "评选资料",
        "address": "https://example.org/brands", "gap": "未分组", "action": "分三类交流", "due": clock.today(), **changes,
    }  # fmt: skip
    return services.benchmark_save(actor=actor, benchmark=one or Benchmark(), values=values, version=version)


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": ""}, {"address": "   "}, {"source": ""}, {"address": "网上"}, {"address": "评选资料"},
        {"address": "http://"}, {"address": "javascript://alert"}, {"address": "https://a b.cn"}, {"against": "研究室"},
    ],
)  # fmt: skip
def test_a_benchmark_without_a_source_that_can_be_found_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    made = office(cast)
    with pytest.raises(Refused) as refusal:
        mark(made, made.head, **wrong)
    assert refusal.value.possible and not Benchmark.objects.exists()


def test_a_benchmark_ends_with_a_result_or_a_reason(cast: Cast) -> None:
    made = office(cast)
    one = mark(made, made.head, address="《人民政协报》2024年3月21日第2版")
    assert [t.title for t in todos(made.head)] == ["上海市政协 · 品牌评选"]
    with pytest.raises(Refused, match="结果"):
        services.benchmark_finish(actor=made.head, benchmark=one, result=" ")
    done = services.benchmark_finish(actor=made.head, benchmark=one, result="三类分开，已开两场")
    facts = Records([made.department.pk], clock.today(), clock.today()).benchmarks()
    assert [fact.ok for fact in facts] == [True] and done.ended_on == clock.today()
    with pytest.raises(Refused, match="不能再改"):
        mark(made, made.head, Benchmark.objects.get(), done.version)
    other = mark(made, made.head, topic="另一项")
    with pytest.raises(Refused, match="理由"):
        services.benchmark_drop(actor=made.head, benchmark=other, reason="")
    services.benchmark_drop(actor=made.head, benchmark=other, reason="上级已统一安排")
    for actor in (cast.secretary, cast.leader, cast.district_staff):
        with pytest.raises(Refused) as refusal:
            mark(made, actor)
        assert refusal.value.status == 403


def test_work_finished_here_is_counted_by_unit_and_never_by_log_in(cast: Cast) -> None:
    office(cast)
    found = selectors.adoption(cast.staff, year=clock.today().year, kind="")
    assert {row["unit"].kind for row in found["rows"]} == {"department"}
    assert set(found["rows"][0]) == {"unit", "done", "here", "held", "signed"}
    assert selectors.adoption(cast.member, year=2026, kind="")["rows"] == []
