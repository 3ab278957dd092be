"""A unit that is closed, a person who leaves: tasks are cancelled or handed on, with a reason a clerk understands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from touyan.organizations import services as organizations
from touyan.organizations.models import Membership, Post
from touyan.organizations.rules import Title
from touyan.organizations.tests.cast import Cast
from touyan.planning import selectors, services
from touyan.planning.models import Task
from touyan.planning.rules import TaskState
from touyan.planning.tests import planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may() -> Iterator[None]:
    with time_machine.travel(planned.NOON, tick=False):
        yield


def test_a_closed_units_later_tasks_are_cancelled(cast: Cast, django_capture_on_commit_callbacks) -> None:
    planned.issue(cast)
    with django_capture_on_commit_callbacks(execute=True):
        organizations.unit_close(actor=cast.staff, unit=cast.branch, day=dt.date(2026, 6, 15))
    assert planned.task(cast, "theme_party_day", "2026-M05").state == TaskState.ISSUED
    june = planned.task(cast, "theme_party_day", "2026-M06")
    assert (june.state, june.reason) == (TaskState.CANCELLED, "单位已于2026年6月15日撤销。")
    assert june.events.get().words == june.reason


def _leave(cast: Cast) -> None:
    Post.objects.filter(person=cast.zhang).update(end=dt.date(2026, 5, 10))
    Membership.objects.filter(person=cast.zhang, unit=cast.branch).update(end=dt.date(2026, 5, 10))


def test_tasks_of_somebody_who_left_go_to_the_new_secretary(cast: Cast) -> None:
    planned.issue(cast)
    _leave(cast)
    Post.objects.create(unit=cast.branch, person=cast.li, title=Title.SECRETARY, start=dt.date(2026, 5, 11))
    assert services.tasks_hand_over() > 0
    task = planned.task(cast, "theme_party_day", "2026-M05")
    assert (task.responsible, task.state) == (cast.li, TaskState.ISSUED)
    assert "转由现任负责人" in task.events.get().words
    assert services.tasks_hand_over() == 0, "a second run moves nothing"


def test_without_a_successor_the_task_names_nobody(cast: Cast) -> None:
    planned.issue(cast)
    _leave(cast)
    services.tasks_hand_over()
    task = planned.task(cast, "theme_party_day", "2026-M05")
    assert task.responsible is None
    assert "请指定负责人" in task.reason
    assert services.tasks_hand_over() == 0


def test_the_page_says_so_before_the_night(cast: Cast) -> None:
    planned.issue(cast)
    _leave(cast)
    task = planned.task(cast, "theme_party_day", "2026-M05")
    assert selectors.task_desk(cast.staff, task)["gone"] is True


def test_after_a_term_change_whoever_is_secretary_then_is_named(cast: Cast) -> None:
    planned.issue(cast)
    Task.objects.filter(unit=cast.branch, period="2026-M05").update(responsible=None)
    services.tasks_hand_over()
    assert planned.task(cast, "theme_party_day", "2026-M05").responsible == cast.zhang
