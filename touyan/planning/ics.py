"""Calendar feeds as iCalendar (RFC 5545)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from touyan.core import clock
from touyan.planning.diary import DiaryItem


def render(name: str, items: list[DiaryItem], *, host: str) -> bytes:
    """The items as a calendar called `name`; each keeps its UID from one fetch to the next."""
    calendar = Calendar()
    calendar.add("prodid", "-//Touyan//zh-Hans")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "PT6H")
    for item in items:
        calendar.add_component(_event(item, host))
    return bytes(calendar.to_ical())


def _event(item: DiaryItem, host: str) -> Event:
    event = Event()
    event.add("uid", f"{item.key}@{host.split(':')[0]}")
    event.add("dtstamp", clock.now().replace(microsecond=0))
    event.add("summary", f"{_('已完成')} {item.title}" if item.done else item.title)
    if item.time is None:
        event.add("dtstart", item.day)
        event.add("dtend", item.day + dt.timedelta(1))
    else:
        begin = dt.datetime.combine(item.day, item.time, tzinfo=clock.SHANGHAI)
        event.add("dtstart", begin)
        event.add("dtend", begin + dt.timedelta(minutes=item.minutes or 60))
    if item.place:
        event.add("location", item.place)
    event.add("description", item.unit)
    event.add("url", f"https://{host}{item.url}" if item.url else "")
    return event
