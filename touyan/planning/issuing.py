"""What issuing a plan would mean, reckoned without writing anything: who gets which tasks, and how much work that is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from touyan.organizations.models import Unit
from touyan.organizations.rules import holds
from touyan.planning.models import PlanAction
from touyan.planning.rhythms import Period, periods


@dataclass(frozen=True)
class Job:
    """One task to be: an action in a period."""

    action: PlanAction
    period: Period


@dataclass
class Load:
    """What one unit would be asked for: tasks, minutes of everybody together, minutes per month (1–12)."""

    unit: Unit
    tasks: int = 0
    minutes: int = 0
    overlaps: int = 0
    months: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, job: Job) -> None:
        self.tasks += 1
        self.minutes += job.action.cost
        self.months[job.period.due.month] += job.action.cost


def jobs_by_kind(actions: Sequence[PlanAction], year: int) -> dict[str, list[Job]]:
    """All jobs of the year per kind of unit; "" holds the actions meant for every kind."""
    found: dict[str, list[Job]] = defaultdict(list)
    for action in actions:
        made = [Job(action, period) for period in periods(action.beat, year)]
        for kind in action.kinds or [""]:
            found[kind].extend(made)
    return found


def jobs_of(unit: Unit, by_kind: dict[str, list[Job]], *, since: dt.date) -> Iterator[Job]:
    """The jobs that `unit` gets: for its kind, in periods in which it stands, none whose time is over before `since`."""
    for job in (*by_kind.get(unit.kind, ()), *by_kind.get("", ())):
        period = job.period
        if period.last < since or not _stands(unit, period):
            continue
        yield job


def _stands(unit: Unit, period: Period) -> bool:
    """A unit that is closed in the middle of the year gets what falls due while it stands."""
    return holds(unit.start, unit.end, min(period.due, period.end))


def loads(
    units: Iterable[Unit],
    by_kind: dict[str, list[Job]],
    *,
    since: dt.date,
    skip: Set[tuple[int, int, str]],
    taken: Set[tuple[int, str, str]],
) -> list[Load]:
    """The load that is new for each unit: without its tasks of before (`skip`) and what another plan asks (`taken`)."""
    found = []
    for unit in units:
        load = Load(unit)
        for job in jobs_of(unit, by_kind, since=since):
            if (unit.pk, job.action.pk, job.period.key) in skip:
                continue
            if job.action.record_code and (unit.pk, job.action.record_code, job.period.key) in taken:
                load.overlaps += 1
            else:
                load.add(job)
        found.append(load)
    return found
