"""What is done at set times: rooms list it in `schedule.py` as SCHEDULE; the worker enqueues each time once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cronsim import CronSim

from touyan.core import clock
from touyan.core.jobs.queue import enqueue_once
from touyan.core.models import JobSchedule
from touyan.core.rooms import collect


@dataclass(frozen=True)
class Scheduled:
    """A task that is due by `cron` (minute hour day month weekday, in Shanghai's time)."""

    name: str
    cron: str
    task: Any


def scheduled() -> list[Scheduled]:
    """Everything that the rooms want done at set times."""
    return [one for _room, found in collect("schedule", "SCHEDULE") for one in found]


def tick(now: dt.datetime | None = None) -> int:
    """Enqueue what has become due since the last tick. After a long pause the latest time is made up for, not every one."""
    local = (now or clock.now()).astimezone(clock.SHANGHAI)
    enqueued = 0
    for one in scheduled():
        row, new = JobSchedule.objects.get_or_create(name=one.name, defaults={"seen": local})
        if new:
            continue
        due = latest(one.cron, row.seen.astimezone(clock.SHANGHAI), local)
        if due is None:
            continue
        enqueued += enqueue_once(one.task, f"{one.name}@{due.isoformat()}") is not None
        JobSchedule.objects.filter(name=one.name).update(seen=due)
    return enqueued


def latest(cron: str, after: dt.datetime, until: dt.datetime) -> dt.datetime | None:
    """The last time by `cron` after `after` up to `until`; None when there is none."""
    found, begin = None, max(after, until - dt.timedelta(days=40))
    for at in CronSim(cron, begin):
        if at > until:
            break
        found = at
    return found
