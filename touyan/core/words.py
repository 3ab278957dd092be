"""How the office writes numbers, dates and times, in the language of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _tongue() -> str:
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def _zh_date(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _en_date(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _zh_day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"


def _en_day(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


DATES: dict[str, Callable[[dt.date], str]] = {"zh": _zh_date, "en": _en_date}
DAYS: dict[str, Callable[[dt.date], str]] = {"zh": _zh_day, "en": _en_day}


def local(value: dt.date) -> dt.date:
    """The same date or moment on the clock of the office."""
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value


def date_words(value: dt.date | None) -> str:
    """2026年11月22日 (22 Nov 2026); empty for nothing."""
    return DATES[_tongue()](local(value)) if value else ""


def short_words(value: dt.date | None) -> str:
    """11.22 (22 Nov), where a line has no room for more; empty for nothing."""
    if not value:
        return ""
    day = local(value)
    return f"{day.month}.{day.day}" if _tongue() == "zh" else _en_day(day)


def unit_words(unit: object, value: object) -> str:
    """The unit as it stands behind `value`: English says 1 item, 1 person, and 2 items, 2 people; Chinese knows one form."""
    word = str(unit or "")
    if _tongue() == "zh" or str(value).strip() != "1":
        return word
    return {"people": "person", "branches": "branch"}.get(word, word.removesuffix("s"))


def day_words(value: dt.date | None, *, weekday: bool = True) -> str:
    """11月22日 周日 (22 Nov Sun); empty for nothing."""
    if not value:
        return ""
    tongue, day = _tongue(), local(value)
    name = WEEKDAYS[tongue][day.weekday()]
    return DAYS[tongue](day) + ((" 周" if tongue == "zh" else " ") + name if weekday else "")


def moment_words(value: object) -> str:
    """2026年11月22日 14:30 for a moment, the date for a date, words unchanged."""
    if isinstance(value, dt.datetime):
        return f"{date_words(value)} {local(value):%H:%M}"
    return date_words(value) if isinstance(value, dt.date) else str(value or "")


def span_words(starts: dt.datetime, ends: dt.datetime) -> str:
    """2026年11月22日 14:30—16:30; with both days when the end is another day's."""
    last = (
        f"{local(ends):%H:%M}" if local(starts).timetuple()[:3] == local(ends).timetuple()[:3] else moment_words(ends)
    )
    return f"{moment_words(starts)}—{last}"


def grouped(value: object) -> str:
    """12,345 or 0.5; words unchanged, empty for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | float):
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    text = format(Decimal(str(value)), ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def month_words(month: int, year: int | None = None) -> str:
    """A month as a page names it: 3月 or 2026年3月; Mar or Mar 2026."""
    if _tongue() == "zh":
        return f"{month}月" if year is None else f"{year}年{month}月"
    return MONTHS[month - 1] if year is None else f"{MONTHS[month - 1]} {year}"
