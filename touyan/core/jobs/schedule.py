"""What is done at set times: rooms list it in `schedule.py` as SCHEDULE; the worker enqueues each time once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cronsim import CronSim
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from touyan.core import clock
from touyan.core.jobs.queue import enqueue_once
from touyan.core.models import JobSchedule
from touyan.core.rooms import collect

DAYS = {
    "1-5": gettext_lazy("周一至周五"),
    **dict(
        zip(
            "1234560",
            (gettext_lazy("周一"), gettext_lazy("周二"), gettext_lazy("周三"), gettext_lazy("周四"),
             gettext_lazy("周五"), gettext_lazy("周六"), gettext_lazy("周日")),
            strict=True,
        )
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Scheduled:
    """A task that is due by `cron` (minute hour day month weekday, in Shanghai's time); `title` is what people read."""

    name: str
    cron: str
    task: Any
    title: str | Promise = ""


def scheduled() -> list[Scheduled]:
    """Everything that the rooms want done at set times."""
    return [one for _room, found in collect("schedule", "SCHEDULE") for one in found]


def titles() -> dict[str, str | Promise]:
    """Path of a task → what people read: those done at set times, and those that a room names in `schedule.py` as JOBS."""
    found: dict[str, str | Promise] = {one.task.module_path: one.title for one in scheduled() if one.title}
    for _room, named in collect("schedule", "JOBS"):
        found |= {task.module_path: title for task, title in named}
    return found


def said(cron: str) -> str:
    """When, in plain words: 每天 7:30, 每周一 8:00, 每月 1 日 3:00, 每小时, 每 10 分钟; what is none of these as it stands."""
    minute, hour, day, month, weekday = cron.split()
    if month != "*" or (day != "*" and weekday != "*"):
        return cron
    if hour == "*" and day == weekday == "*":
        if minute.startswith("*/"):
            return _("每 %(n)s 分钟") % {"n": minute[2:]}
        return _("每小时") if minute == "0" else _("每小时的第 %(n)s 分") % {"n": minute}
    if not (minute.isdigit() and hour.isdigit()):
        return cron
    at = f"{int(hour)}:{int(minute):02d}"
    if day.isdigit():
        return _("每月 %(day)s 日 %(at)s") % {"day": day, "at": at}
    if weekday in DAYS:
        return _("每%(day)s %(at)s") % {"day": DAYS[weekday], "at": at}
    return _("每天 %(at)s") % {"at": at} if weekday == "*" else cron


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
