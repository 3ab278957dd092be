"""Rhythms of work: from "quarterly" to the periods of a year, each with its window and its deadline. No queries."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from touyan.core.words import month_words


class Rhythm(models.TextChoices):
    """How often an action is to be done."""

    MONTH = "month", _l("每月一次")
    QUARTER = "quarter", _l("每季度一次")
    HALF_YEAR = "half_year", _l("每半年一次")
    YEAR = "year", _l("每年一次")
    WEEKDAY = "weekday", _l("每月固定的一天")
    ONCE = "once", _l("年内一次")
    BY_DATE = "by_date", _l("在指定日期前")


REPEATING = frozenset({Rhythm.MONTH, Rhythm.QUARTER, Rhythm.HALF_YEAR, Rhythm.YEAR, Rhythm.WEEKDAY})
MONTHS = {Rhythm.MONTH: 1, Rhythm.WEEKDAY: 1, Rhythm.QUARTER: 3, Rhythm.HALF_YEAR: 6}
LETTER = {Rhythm.MONTH: "M", Rhythm.WEEKDAY: "M", Rhythm.QUARTER: "Q", Rhythm.HALF_YEAR: "H"}


@dataclass(frozen=True)
class Beat:
    """A rhythm with its particulars. `after`: days from the period's end to the deadline; `grace`: days past the
    deadline in which a record still counts, as done late. `nth` 1–4, or -1 for the last; `weekday` 0 is Monday."""

    rhythm: str
    after: int = 0
    grace: int = 0
    nth: int | None = None
    weekday: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Period:
    """One period: records from `start` to `last` count for it; after `due` they are late."""

    key: str
    start: dt.date
    end: dt.date
    due: dt.date
    last: dt.date


def periods(beat: Beat, year: int) -> list[Period]:
    """The periods of `beat` in `year`, earliest first. "Quarterly" is four periods, each with its own record."""
    make = MAKERS.get(Rhythm(beat.rhythm), _stretches)
    return make(beat, year)


def _period(beat: Beat, key: str, start: dt.date, end: dt.date, due: dt.date) -> Period:
    return Period(key, start, end, due, max(end, due) + dt.timedelta(beat.grace))


def _stretches(beat: Beat, year: int) -> list[Period]:
    size, letter = MONTHS[Rhythm(beat.rhythm)], LETTER[Rhythm(beat.rhythm)]
    found = []
    for number in range(1, 12 // size + 1):
        start, end = dt.date(year, (number - 1) * size + 1, 1), last_day(year, number * size)
        due = _nth_weekday(year, number, beat) if beat.rhythm == Rhythm.WEEKDAY else end + dt.timedelta(beat.after)
        found.append(
            _period(beat, f"{year}-{letter}{number:02d}" if size == 1 else f"{year}-{letter}{number}", start, end, due)
        )
    return found


def _whole_year(beat: Beat, year: int) -> list[Period]:
    start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return [_period(beat, f"{year}", start, end, end + dt.timedelta(beat.after))]


def _by_date(beat: Beat, year: int) -> list[Period]:
    due = clamped(year, beat.month or 12, beat.day or 31)
    return [_period(beat, f"{year}", dt.date(year, 1, 1), due, due)]


MAKERS: dict[Rhythm, Callable[[Beat, int], list[Period]]] = {
    Rhythm.YEAR: _whole_year,
    Rhythm.ONCE: _whole_year,
    Rhythm.BY_DATE: _by_date,
}


def last_day(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def clamped(year: int, month: int, day: int) -> dt.date:
    """That day, or the month's last day when the month is shorter."""
    return min(dt.date(year, month, 1) + dt.timedelta(day - 1), last_day(year, month))


def _nth_weekday(year: int, month: int, beat: Beat) -> dt.date:
    nth, weekday = beat.nth or 1, beat.weekday or 0
    if nth < 0:
        end = last_day(year, month)
        return end - dt.timedelta((end.weekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    return first + dt.timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))


def period_label(key: str) -> str:
    """A period's key as an office says it: 2026年3月, 2026年第1季度, 2026年上半年, 2026年."""
    year, _sep, part = key.partition("-")
    if not part:
        return _("%(year)s年") % {"year": year}
    number = int(part[1:])
    if part[0] == "M":
        return month_words(number, int(year))
    if part[0] == "Q":
        return _("%(year)s年第%(number)d季度") % {"year": year, "number": number}
    return (_("%(year)s年上半年") if number == 1 else _("%(year)s年下半年")) % {"year": year}


def rhythm_label(beat: Beat) -> str:
    """A rhythm in words, with its particulars."""
    if beat.rhythm == Rhythm.WEEKDAY:
        days = [_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日")]
        day = days[beat.weekday or 0]
        if (beat.nth or 1) < 0:
            return _("每月最后一个%(day)s") % {"day": day}
        return _("每月第%(nth)d个%(day)s") % {"nth": beat.nth or 1, "day": day}
    if beat.rhythm == Rhythm.BY_DATE:
        return _("%(month)d月%(day)d日前") % {"month": beat.month or 12, "day": beat.day or 31}
    return str(Rhythm(beat.rhythm).label)
