"""The plan below this floor: which tasks an activity could prove, and proving them."""

from __future__ import annotations

import datetime as dt

from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning import selectors, services
from touyan.planning.models import Task


def open_tasks(actor: Actor, unit: Unit, day: dt.date) -> list[Task]:
    """Tasks of `unit` that an activity of `day` could prove."""
    return [task for task in selectors.open_tasks(actor, unit, day) if "activity" in (task.action.proofs or [])]


def prove(actor: Actor, *, task_id: int, activity_id: int, label: str, day: dt.date) -> None:
    """The task is done, with the activity as its proof."""
    services.task_prove(
        actor=actor, task_id=task_id, record_kind="activity", record_id=activity_id, label=label, day=day
    )
