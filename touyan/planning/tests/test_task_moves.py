"""Accept, ask for another person, assign, return, cancel: by the table of moves, with reasons, by whoever may."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from touyan.core.errors import Refused
from touyan.organizations.tests.cast import Cast
from touyan.planning import services
from touyan.planning.models import Task
from touyan.planning.rules import TaskState
from touyan.planning.tests import planned
from touyan.planning.tests.test_pages import client

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(cast: Cast) -> Iterator[Task]:
    with time_machine.travel(planned.NOON, tick=False):
        planned.issue(cast)
        yield planned.task(cast, "theme_party_day", "2026-M05")


def test_accept_then_ask_then_assign(cast: Cast, task: Task) -> None:
    assert services.task_accept(actor=cast.secretary, task_id=task.pk).state == TaskState.ACCEPTED
    asked = services.task_ask(actor=cast.secretary, task_id=task.pk, reason="五月在外学习")
    assert (asked.state, asked.reason) == (TaskState.ASKED, "五月在外学习")
    named = services.task_assign(actor=cast.staff, task_id=task.pk, person=cast.li)
    assert (named.state, named.responsible) == (TaskState.ISSUED, cast.li)
    assert [e.verb for e in task.events.all()] == ["accept", "ask", "assign"]


def test_a_reason_too_long_is_refused_by_the_page_and_stands_on_it(cast: Cast, task: Task) -> None:
    answer = client("zhang").post(f"/tasks/{task.pk}/ask/", {"reason": "五月在外学习" * 51})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "“理由”最多300字，现在有306字" in said
    assert "五月在外学习" * 51 in said
    task.refresh_from_db()
    assert task.state == TaskState.ISSUED


def test_the_named_member_may_accept_without_a_role_in_the_unit(cast: Cast, task: Task) -> None:
    services.task_assign(actor=cast.staff, task_id=task.pk, person=cast.li)
    assert services.task_accept(actor=cast.member, task_id=task.pk).state == TaskState.ACCEPTED


def test_a_person_from_elsewhere_is_refused(cast: Cast, task: Task) -> None:
    with pytest.raises(Refused, match="目前不在"):
        services.task_assign(actor=cast.staff, task_id=task.pk, person=cast.wang)


def test_a_reason_is_asked_for(cast: Cast, task: Task) -> None:
    with pytest.raises(Refused, match="理由"):
        services.task_ask(actor=cast.secretary, task_id=task.pk, reason=" ")
    with pytest.raises(Refused, match="理由"):
        services.task_cancel(actor=cast.staff, task_id=task.pk, reason="")


def test_a_move_out_of_turn_is_refused(cast: Cast, task: Task) -> None:
    services.task_accept(actor=cast.secretary, task_id=task.pk)
    with pytest.raises(Refused) as refusal:
        services.task_accept(actor=cast.secretary, task_id=task.pk)
    assert refusal.value.status == 409
    with pytest.raises(Refused, match="不能"):
        services.task_return(actor=cast.staff, task_id=task.pk, reason="没有做")


def test_return_sets_the_proof_aside(cast: Cast, task: Task) -> None:
    services.task_prove(
        actor=cast.secretary, task_id=task.pk, record_kind="activity", record_id=3, label="活动", day=planned.TODAY
    )
    back = services.task_return(actor=cast.staff, task_id=task.pk, reason="请补到会名单")
    assert (back.state, back.reason, back.done_on) == (TaskState.RETURNED, "请补到会名单", None)
    assert not back.proofs.filter(withdrawn=False).exists()


def test_cancel_and_restore_belong_to_staff(cast: Cast, task: Task) -> None:
    with pytest.raises(Refused) as refusal:
        services.task_cancel(actor=cast.secretary, task_id=task.pk, reason="不想做")
    assert refusal.value.status == 403
    services.task_cancel(actor=cast.staff, task_id=task.pk, reason="并入季度活动")
    assert services.task_restore(actor=cast.staff, task_id=task.pk, reason="恢复").state == TaskState.ISSUED
