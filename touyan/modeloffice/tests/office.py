"""A department of the cast's city with its secretary, for the tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from touyan.core import clock
from touyan.organizations import closure
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind, Level, Line, Role
from touyan.organizations.tests import cast as casting
from touyan.organizations.tests.cast import Cast
from touyan.planning import services as planning
from touyan.planning.models import Task
from touyan.planning.rules import TaskState


@dataclass(frozen=True)
class Office:
    """Two departments under the leading Party members' group, and the head of the first."""

    department: Unit
    other: Unit
    head: Actor


def office(cast: Cast) -> Office:
    """Make it."""
    one = casting.unit("YJS", "研究室", Kind.DEPARTMENT, Line.OFFICE, Level.CITY, cast.party_group)
    two = casting.unit("LLC", "联络处", Kind.DEPARTMENT, Line.OFFICE, Level.CITY, cast.party_group)
    closure.rebuild()
    return Office(one, two, casting.actor("head", Role.BRANCH_SECRETARY, one))


def task(cast: Cast, unit: Unit, *, due: dt.date, done_on: dt.date | None) -> Task:
    """A matter given to `unit`, done on a day or open."""
    made = planning.task_give(
        actor=cast.staff,
        giver=cast.city,
        unit=unit,
        title="督办事项",
        due=clock.today(),
        minutes=60,
        people=1,
        source="会议",
    )
    state = TaskState.DONE if done_on else TaskState.ACCEPTED
    Task.objects.filter(pk=made.pk).update(due=due, start=due, last=due, done_on=done_on, state=state)
    return Task.objects.get(pk=made.pk)
