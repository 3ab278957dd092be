"""Every number of the overview equals the length of the list it opens to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from touyan.cockpit import overview
from touyan.demo import city as demo_city
from touyan.organizations.models import Account
from touyan.organizations.policy import actor_of
from touyan.planning.models import Task
from touyan.planning.rules import TaskState
from touyan.supervision.models import Difficulty
from touyan.supervision.rules import DifficultyState
from touyan.supervision.selectors import difficulty_list, leader_desk

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[demo_city.City]:
    """One city for all of these tests; what a test changes is taken back after it, the city after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield demo_city.load(city_members=160, district_members=12, say=lambda text: None)
        transaction.set_rollback(True)


def test_numbers_open_to_their_lists(city: demo_city.City) -> None:
    actor = actor_of(Account.objects.get(username="leader"))
    some = Task.objects.filter(plan__year=city.year, due__lte=city.today)[:7]
    Task.objects.filter(pk__in=[task.pk for task in some]).update(state=TaskState.DONE, done_on=city.today)
    rows = overview.progress(actor, city.year)
    assert rows
    for row in rows:
        for face, number in (("all", row.due), ("done", row.done), ("late", row.late), ("soon", row.soon)):
            assert overview.tasks(actor, city.year, slice_key=row.slice.key, face=face).count() == number


def test_every_unit_is_in_one_row_and_difficulties_open_to_their_list(city: demo_city.City) -> None:
    account = Account.objects.get(username="leader")
    actor = actor_of(account)
    rows = overview.progress(actor, city.year)
    everything = overview.tasks(actor, city.year, face="all").count()
    assert sum(row.due for row in rows) == everything
    waiting = Difficulty.objects.visible_to(actor).filter(state=DifficultyState.RAISED)
    assert sum(row.waiting for row in rows) == waiting.count() > 0
    for row in rows:
        asked = {"level": row.slice.level, "line": "" if row.slice.all_lines else row.slice.line}
        assert len(difficulty_list(actor, which="", **asked)["rows"]) == row.waiting
    desk = leader_desk(actor, city.year)
    for which in ("mine", "old", "solved"):
        assert len(difficulty_list(actor, which=which)["rows"]) == desk[which]


def test_a_district_sees_its_own_only(city: demo_city.City) -> None:
    actor = actor_of(Account.objects.get(username="district"))
    units = {task.unit.code[:4] for task in overview.tasks(actor, city.year)}
    assert units <= {"QX01"}


def test_the_longest_wait_comes_first(city: demo_city.City) -> None:
    actor = actor_of(Account.objects.get(username="leader"))
    oldest = [unit.oldest for unit in overview.late_units(actor, city.year)]
    assert oldest == sorted(oldest)
    assert all(day < dt.date.today() for day in oldest)
