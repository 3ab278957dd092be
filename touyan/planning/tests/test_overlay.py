"""A baseline is offered anew, a unit takes it or says why not, adds its own; the city compares like with like."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from touyan.core.errors import Refused
from touyan.organizations.tests.cast import Cast
from touyan.planning import selectors, services
from touyan.planning.models import Adoption, Plan, Task
from touyan.planning.rules import TaskState
from touyan.planning.tests import planned
from touyan.planning.tests.test_pages import client
from touyan.planning.todo import todos

pytestmark = pytest.mark.django_db
LESSON = {
    "code": "party_lesson",
    "title": "党课",
    "rhythm": "half_year",
    "proofs": ["activity"],
    "record_code": "party_lesson",
    "minutes": 60,
    "people": 20,
}


@pytest.fixture(autouse=True)
def may() -> Iterator[None]:
    with time_machine.travel(planned.NOON, tick=False):
        yield


@pytest.fixture
def plan(cast: Cast) -> Plan:
    made = planned.draft(cast)
    planned.issue(cast, made)
    services.action_save(actor=cast.staff, plan=made, fields=LESSON)
    services.action_drop(actor=cast.staff, action=made.actions.get(code="branch_meeting"))
    assert services.update_offer(actor=cast.staff, plan=made, words="增加党课") == 3
    return made


def states(cast: Cast, code: str) -> set[str]:
    return set(Task.objects.filter(unit=cast.branch, action__code=code).values_list("state", flat=True))


def test_nothing_changes_before_the_unit_has_answered(cast: Cast, plan: Plan) -> None:
    assert states(cast, "party_lesson") == set()
    assert states(cast, "branch_meeting") == {TaskState.ISSUED}
    desk = selectors.update_desk(cast.secretary, plan, cast.branch)
    assert [row["title"] for row in desk["difference"]["added"]] == ["党课"]
    assert [row["title"] for row in desk["difference"]["stopped"]] == ["支部党员大会"]
    assert any(todo.verb == "看计划更新" for todo in todos(cast.secretary))


def test_taken_adds_and_cancels_and_keeps_what_is_done(cast: Cast, plan: Plan) -> None:
    Task.objects.filter(unit=cast.branch, action__code="branch_meeting", period="2026-Q1").update(
        state="done", done_on=planned.TODAY
    )
    services.update_answer(actor=cast.secretary, plan=plan, unit=cast.branch, take=True)
    assert Task.objects.filter(unit=cast.branch, action__code="party_lesson").count() == 2
    assert states(cast, "branch_meeting") == {TaskState.DONE, TaskState.CANCELLED}
    assert Adoption.objects.get(unit=cast.branch).edition == 2
    assert Adoption.objects.get(unit=cast.other_branch).edition == 1


def test_declined_with_a_reason_that_the_city_sees(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refused, match="理由"):
        services.update_answer(actor=cast.secretary, plan=plan, unit=cast.branch, take=False)
    services.update_answer(actor=cast.secretary, plan=plan, unit=cast.branch, take=False, reason="今年已安排两次党课")
    assert states(cast, "party_lesson") == set()
    assert "未采用更新" in client("staff").get(f"/plans/{plan.pk}/compare/").content.decode()
    assert not any(todo.verb == "看计划更新" for todo in todos(cast.secretary))


def test_who_may_answer(cast: Cast, plan: Plan) -> None:
    for actor in (cast.other_secretary, cast.member, cast.leader):
        with pytest.raises(Refused):
            services.update_answer(actor=actor, plan=plan, unit=cast.branch, take=True)


def test_an_unchanged_plan_is_no_update(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refused, match="没有差别"):
        services.update_offer(actor=cast.staff, plan=plan, words="")


def test_own_choices_and_own_words_stand_aside_in_the_comparison(cast: Cast, plan: Plan) -> None:
    services.local_words_set(
        actor=cast.secretary, plan=plan, unit=cast.branch, code="theme_party_day", words="结合走访企业"
    )
    overlay = services.plan_draft(actor=cast.secretary, unit=cast.branch, year=2026, title="自选", baseline=plan)
    services.action_save(actor=cast.secretary, plan=overlay, fields={**LESSON, "kind": "own_choice", "code": "own"})
    services.plan_issue(actor=cast.secretary, plan=overlay, unit_ids=[cast.branch.pk], twice=True)
    shown = selectors.comparison(cast.staff, plan)
    assert "own" not in {action.code for action in shown["actions"]}
    by_unit = {unit.pk: (own, cells) for unit, _adoption, own, cells in shown["rows"]}
    assert by_unit[cast.branch.pk][0] == 1
    assert by_unit[cast.branch.pk][1][0]["total"] == by_unit[cast.other_branch.pk][1][0]["total"] == 4
    task = planned.task(cast, "theme_party_day", "2026-M05")
    assert "结合走访企业" in client("zhang").get(f"/tasks/{task.pk}/").content.decode()


def test_a_page_shows_the_difference(cast: Cast, plan: Plan) -> None:
    page = client("zhang").get(f"/plans/{plan.pk}/units/{cast.branch.pk}/").content.decode()
    assert "党课" in page and "采用" in page
    assert client("other").get(f"/plans/{plan.pk}/units/{cast.branch.pk}/").status_code == 404
