"""A nation's committees in one transaction: 100,000 tasks and more, with progress, in bounded memory."""

from __future__ import annotations

import tracemalloc

import pytest

from touyan.core.errors import Refused
from touyan.planning.models import Budget, Task
from touyan.planning.tests import nation

pytestmark = pytest.mark.django_db


@pytest.mark.deep
def test_forty_actions_to_3200_units() -> None:
    made = nation.build(units=3200, actions=40)
    said: list[tuple[int, int]] = []
    tracemalloc.start()
    issue = nation.issue(made, say=lambda done, total: said.append((done, total)))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert issue.tasks == Task.objects.count() == 3200 * (36 + 4 * 12)
    assert said[-1] == (3200, 3200) and len(said) == 16
    assert peak < 200 * 2**20, "memory does not grow with the number of units"


def test_a_refusal_in_the_middle_leaves_nothing() -> None:
    made = nation.build(units=450, actions=4)
    Budget.objects.create(kind="committee", minutes=60)
    for action in made.plan.actions.all():
        action.minutes = 500
        action.save()
    with pytest.raises(Refused, match="超出工作量预算"):
        nation.issue(made)
    assert Task.objects.count() == 0
