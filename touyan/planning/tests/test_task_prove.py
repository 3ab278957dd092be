"""A task is done by a record that exists elsewhere: of the right kind, in the period, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from touyan.core.errors import Refused
from touyan.core.models import JournalEntry
from touyan.organizations.tests.cast import Cast
from touyan.planning import selectors, services
from touyan.planning.models import Task
from touyan.planning.rules import Face, TaskState
from touyan.planning.tests import planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may() -> Iterator[None]:
    with time_machine.travel(planned.NOON, tick=False):
        yield


def prove(cast: Cast, task: Task, day: dt.date, *, record: int = 7, kind: str = "activity") -> Task:
    return services.task_prove(
        actor=cast.secretary, task_id=task.pk, record_kind=kind, record_id=record, label="五月主题党日", day=day
    )


def test_done_with_the_record_as_its_proof(cast: Cast) -> None:
    planned.issue(cast)
    done = prove(cast, planned.task(cast, "theme_party_day", "2026-M05"), dt.date(2026, 5, 12))
    assert (done.state, done.done_on, done.face) == (TaskState.DONE, dt.date(2026, 5, 12), Face.DONE)
    assert done.proofs.get().record_id == 7
    assert done.events.get().by_name == cast.secretary.name
    assert JournalEntry.objects.filter(action="task.work", subject_id=str(done.pk)).exists()


def test_four_meetings_in_one_quarter_are_one(cast: Cast) -> None:
    planned.issue(cast)
    with pytest.raises(Refused, match="不在"):
        prove(cast, planned.task(cast, "branch_meeting", "2026-Q1"), dt.date(2026, 5, 12))
    prove(cast, planned.task(cast, "branch_meeting", "2026-Q2"), dt.date(2026, 5, 12))
    assert Task.objects.filter(unit=cast.branch, action__code="branch_meeting", state=TaskState.DONE).count() == 1


def test_one_record_proves_one_period_of_an_action_but_may_prove_another_action(cast: Cast) -> None:
    planned.issue(cast)
    prove(cast, planned.task(cast, "theme_party_day", "2026-M05"), dt.date(2026, 5, 1))
    Task.objects.filter(period="2026-M04").update(last=dt.date(2026, 5, 30))
    with pytest.raises(Refused, match="不能再算一次"):
        prove(cast, planned.task(cast, "theme_party_day", "2026-M04"), dt.date(2026, 5, 1))
    assert prove(cast, planned.task(cast, "branch_meeting", "2026-Q2"), dt.date(2026, 5, 1)).state == TaskState.DONE


def test_the_wrong_kind_and_a_day_to_come_are_refused(cast: Cast) -> None:
    planned.issue(cast)
    task = planned.task(cast, "theme_party_day", "2026-M05")
    with pytest.raises(Refused, match="活动记录、会议记录"):
        prove(cast, task, dt.date(2026, 5, 12), kind="document")
    with pytest.raises(Refused, match="还没有到"):
        prove(cast, task, dt.date(2026, 5, 30))
    task.refresh_from_db()
    assert task.state == TaskState.ISSUED and not task.proofs.exists()


def test_a_late_summary_counts_as_late(cast: Cast) -> None:
    planned.issue(cast)
    with time_machine.travel("2026-07-25 04:00:00+00:00"):
        task = planned.task(cast, "midyear_summary", "2026-H1")
        assert (task.face, task.days_late) == (Face.OVERDUE, 10)
        done = prove(cast, task, dt.date(2026, 7, 25), kind="report")
        assert done.face == Face.DONE_LATE


def test_a_stranger_does_not_see_the_task(cast: Cast) -> None:
    planned.issue(cast)
    task = planned.task(cast, "theme_party_day", "2026-M05")
    for actor in (cast.other_secretary, cast.member, cast.district_staff, cast.admin):
        with pytest.raises(Refused) as refusal:
            services.task_prove(
                actor=actor, task_id=task.pk, record_kind="activity", record_id=1, label="x", day=planned.TODAY
            )
        assert refusal.value.status == 404


def test_a_record_struck_out_opens_the_task_again(cast: Cast) -> None:
    planned.issue(cast)
    task = prove(cast, planned.task(cast, "theme_party_day", "2026-M05"), dt.date(2026, 5, 12))
    count = services.proof_withdraw(actor=cast.secretary, record_kind="activity", record_id=7, reason="活动记录已更正")
    task.refresh_from_db()
    assert (count, task.state, task.done_on) == (1, TaskState.ACCEPTED, None)
    prove(cast, task, dt.date(2026, 5, 12))


def test_open_tasks_are_those_that_a_record_of_the_day_could_prove(cast: Cast) -> None:
    planned.issue(cast)
    found = selectors.open_tasks(cast.secretary, cast.branch, dt.date(2026, 5, 12))
    assert [(t.action.code, t.period) for t in found] == [
        ("theme_party_day", "2026-M05"),
        ("branch_meeting", "2026-Q2"),
        ("midyear_summary", "2026-H1"),
        ("yearend_report", "2026"),
    ]
    assert not selectors.open_tasks(cast.other_secretary, cast.branch, dt.date(2026, 5, 12)).exists()
