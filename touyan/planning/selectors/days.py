"""The working calendar, what is due when, feeds, reminders."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.chinese.working_days import Calendar, DayKind
from touyan.core.errors import Refused
from touyan.core.rooms import collect
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor, actor_of
from touyan.planning.diary import DiaryItem
from touyan.planning.models import AnnouncedYear, Digest, DigestRhythm, Feed, ReminderChoice, SpecialDay, Task
from touyan.planning.rules import OPEN, TaskState, is_quiet

LEAD = 5  # working days before the deadline, unless the person chose otherwise
KEEP_QUIET = 14  # calendar days: beyond this nothing is worth a reminder, whatever the lead


def working_calendar() -> Calendar:
    """Working days by the office's own table."""
    special = {day: DayKind(kind) for day, kind in SpecialDay.objects.values_list("day", "kind")}
    return Calendar(special, frozenset(AnnouncedYear.objects.values_list("year", flat=True)))


def holidays(year: int) -> dict[str, Any]:
    """What the page of holidays shows for a year."""
    return {
        "year": year,
        "years": [year - 1, year, year + 1],
        "days": SpecialDay.objects.filter(day__year=year),
        "announced": AnnouncedYear.objects.filter(year=year).first(),
    }


def holiday_get(pk: int) -> SpecialDay:
    row = SpecialDay.objects.filter(pk=pk).first()
    if row is None:
        raise Refused(_("没有这一天。"), status=404)
    return row


def diary(
    actor: Actor, start: dt.date, end: dt.date, *, unit: Unit | None = None, everything: bool = False
) -> list[DiaryItem]:
    """What is due or happens between two days: the actor's own, or a unit's, from this room and those above; with
    `everything` whatever happens within the actor's sight, and of what is due the actor's own."""
    rows = Task.objects.visible_to(actor).filter(due__gte=start, due__lte=end).exclude(state=TaskState.CANCELLED)
    rows = rows.filter(unit=unit) if unit else rows.filter(responsible_id=actor.person_id or 0)
    tasks = [
        DiaryItem(
            day=task.due,
            title=str(task),
            url=reverse("task_page", args=[task.pk]),
            kind="task",
            key=f"task-{task.pk}",
            unit=task.unit.short,
            done=task.state == TaskState.DONE,
            late=task.state in OPEN and task.due < clock.today(),
        )
        for task in rows.select_related("action", "unit").order_by("due", "pk")[:2000]
    ]
    offered = [
        item
        for _room, ask in collect("diary", "offer_days")
        for item in ask(actor, start, end, unit, everything=everything)
    ]
    return sorted([*tasks, *offered], key=lambda item: (item.day, item.time or dt.time.min, item.title))


@dataclass(frozen=True)
class Day:
    """One square of a month."""

    day: dt.date
    inside: bool
    rest: bool
    name: str
    today: bool
    items: list[DiaryItem]


def month_page(actor: Actor, *, year: int, month: int, unit: Unit | None, everything: bool) -> dict[str, Any]:
    """A month as weeks of days, with working days marked, and the same as a list."""
    weeks = months.Calendar(firstweekday=0).monthdatescalendar(year, month)
    items: dict[dt.date, list[DiaryItem]] = defaultdict(list)
    for item in diary(actor, weeks[0][0], weeks[-1][-1], unit=unit, everything=everything):
        items[item.day].append(item)
    special = {row.day: row for row in SpecialDay.objects.filter(day__gte=weeks[0][0], day__lte=weeks[-1][-1])}
    announced = AnnouncedYear.objects.filter(year=year).exists()
    grid = [[_day(day, month, special.get(day), items[day]) for day in week] for week in weeks]
    listed = [day for week in grid for day in week if day.inside and day.items]
    today = clock.today()
    running = (today.year, today.month) == (year, month)
    past = [day for day in listed if running and day.day < today]
    first, last = dt.date(year, month, 1), dt.date(year, month, months.monthrange(year, month)[1])
    return {
        "weeks": grid,
        "days": [day for day in listed if day not in past],
        "past": past,
        "announced": announced,
        "year": year,
        "month": month,
        "before": first - dt.timedelta(1),
        "after": last + dt.timedelta(1),
        "unit": unit,
        "everything": everything,
        "own": not unit and not everything,
        "actions": [
            (label, reverse(name))
            for _room, offered in collect("diary", "ACTIONS")
            for label, name, action in offered
            if actor.may(action)
        ],
        "units": Unit.objects.visible_to(actor, "task.view").filter(tasks__isnull=False).distinct().order_by("order"),
    }


def _day(day: dt.date, month: int, special: SpecialDay | None, items: list[DiaryItem]) -> Day:
    rest = special.kind == DayKind.REST if special else day.weekday() > 4
    name = special.name if special else ""
    return Day(day, day.month == month, rest, name, day == clock.today(), items)


def feeds_of(actor: Actor) -> QuerySet[Feed]:
    """Calendar addresses that the actor made and that still answer."""
    return Feed.objects.filter(account_id=actor.account_id, revoked__isnull=True).select_related("unit")


def feed_get(actor: Actor, pk: int) -> Feed:
    feed = Feed.objects.filter(account_id=actor.account_id, pk=pk).select_related("unit").first()
    if feed is None:
        raise Refused(_("没有这个订阅。"), status=404)
    return feed


def feed_items(digest: str) -> tuple[Feed, list[DiaryItem]]:
    """What a calendar address answers: from half a year back to a year ahead; 404 once revoked or no longer permitted."""
    feed = Feed.objects.filter(digest=digest, revoked__isnull=True).select_related("account", "unit").first()
    if feed is None or not feed.account.is_active:
        raise Refused(_("没有这个订阅。"), status=404)
    actor = actor_of(feed.account)
    if feed.unit is not None and not policy.can(actor, "task.view", feed.unit):
        raise Refused(_("没有这个订阅。"), status=404)
    today = clock.today()
    if feed.fetched != today:
        Feed.objects.filter(pk=feed.pk).update(fetched=today)
    return feed, diary(actor, today - dt.timedelta(180), today + dt.timedelta(366), unit=feed.unit)


def coming_due(day: dt.date, calendar: Calendar, hour: int = -1) -> dict[int, list[int]]:
    """Person → tasks that the digest of `day` names, for everybody whose hour has come by `hour` (-1: everybody).

    Daily: those due within the person's lead in working days, on the last working day and on the day itself. Weekly, on
    the first working day of the week: those due within the lead or before the next digest.
    """
    choices = {row.person_id: row for row in ReminderChoice.objects.all()}
    rows = Task.objects.open().filter(
        due__gte=day, due__lte=day + dt.timedelta(KEEP_QUIET), start__lte=day, responsible__isnull=False
    )
    monday = _first_workday_of_week(day, calendar)
    usual = ReminderChoice(lead=LEAD)
    found: dict[int, list[int]] = defaultdict(list)
    for pk, person_id, due in rows.order_by("due", "pk").values_list("pk", "responsible_id", "due"):
        choice = choices.get(person_id, usual)
        if choice.off or (hour >= 0 and not _has_come(choice, hour)):
            continue
        left = calendar.between(day, due).days
        if choice.rhythm == DigestRhythm.WEEKLY:
            if monday and (left <= choice.lead or (due - day).days < 7):
                found[person_id].append(pk)
        elif left in (choice.lead, 1, 0):
            found[person_id].append(pk)
    return found


def _has_come(choice: ReminderChoice, hour: int) -> bool:
    return hour >= choice.hour and not is_quiet(hour, choice.quiet_from, choice.quiet_until)


def _first_workday_of_week(day: dt.date, calendar: Calendar) -> bool:
    return not any(calendar.is_workday(day - dt.timedelta(back)) for back in range(1, day.weekday() + 1))


def my_digests(actor: Actor) -> list[tuple[Digest, list[Task]]]:
    """The actor's last digests with their tasks."""
    digests = list(Digest.objects.filter(person_id=actor.person_id or 0)[:20])
    ids = {pk for digest in digests for pk in digest.tasks}
    tasks = {t.pk: t for t in Task.objects.filter(pk__in=ids).select_related("action", "unit", "responsible")}
    return [(digest, [tasks[pk] for pk in digest.tasks if pk in tasks]) for digest in digests]


def choice_of(actor: Actor) -> ReminderChoice:
    """How the actor wants to be reminded."""
    found = ReminderChoice.objects.filter(Q(person_id=actor.person_id or 0)).first()
    return found or ReminderChoice(lead=LEAD)
