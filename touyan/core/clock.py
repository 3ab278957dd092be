"""One clock: instants are kept in UTC, the year and the day of a record are decided in Shanghai."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """This instant, aware."""
    return timezone.now()


def today() -> dt.date:
    """The business date: the calendar day in Shanghai."""
    return now().astimezone(SHANGHAI).date()


def business_date(instant: dt.datetime) -> dt.date:
    """The calendar day in Shanghai on which `instant` fell."""
    return instant.astimezone(SHANGHAI).date()
