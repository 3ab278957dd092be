"""Activities for the tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from touyan.activities import services
from touyan.activities.models import Activity, ActivityKind
from touyan.core import clock
from touyan.organizations.tests.cast import Cast


def at(year: int, month: int, day: int, hour: int = 14, minute: int = 0) -> dt.datetime:
    """A moment in Shanghai."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=clock.SHANGHAI)


def kind(code: str = "theme_party_day") -> ActivityKind:
    """A kind of the field."""
    return ActivityKind.objects.get(code=code)


def written(cast: Cast, **changes: object) -> services.Written:
    """A theme Party day of the branch: 张三 was there, 李四 excused."""
    base = services.Written(
        unit=cast.branch,
        kind=kind(),
        starts=at(2026, 3, 12),
        ends=at(2026, 3, 12, 16),
        marks={cast.zhang.pk: "present", cast.li.pk: "excused"},
        place="委员之家",
        outcome="形成调研提纲一份",
        is_party=True,
        is_duty=True,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def planned(cast: Cast, **changes: object) -> services.Planned:
    """A consultation of the branch, tomorrow afternoon."""
    tomorrow = clock.today() + dt.timedelta(days=2)
    starts = dt.datetime.combine(tomorrow, dt.time(14), clock.SHANGHAI)
    base = services.Planned(
        unit=cast.branch,
        kind=kind("consultation"),
        title="“请你来协商”第三期",
        starts=starts,
        ends=starts + dt.timedelta(hours=2),
        place="民生议事堂",
        is_duty=True,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def invited(cast: Cast, **changes: object) -> Activity:
    """The consultation with the branch invited."""
    activity = services.activity_plan(actor=cast.secretary, planned=planned(cast, **changes))
    services.activity_invite(actor=cast.secretary, activity=activity, units=[cast.branch])
    return activity


def now_on(cast: Cast, **changes: object) -> Activity:
    """A consultation that began five minutes ago, with the branch invited."""
    starts = clock.now() - dt.timedelta(minutes=5)
    return invited(cast, starts=starts, ends=starts + dt.timedelta(hours=2), **changes)
