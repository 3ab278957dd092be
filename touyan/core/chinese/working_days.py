"""Working days by the yearly notice of the State Council, which comes out in the autumn before.

A year without its notice is reckoned by weekends alone and says so: `certain` is False. Nothing is invented for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class DayKind(StrEnum):
    WORKDAY = "workday"
    REST = "rest"


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not as its weekday says, or a named holiday."""

    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True)
class Reckoned:
    """A day reached by counting. `unannounced` names the years on the way that have no notice yet."""

    day: date
    unannounced: tuple[int, ...] = ()

    @property
    def certain(self) -> bool:
        return not self.unannounced


@dataclass(frozen=True)
class Counted:
    """A number of working days, with the years on the way that have no notice yet."""

    days: int
    unannounced: tuple[int, ...] = ()

    @property
    def certain(self) -> bool:
        return not self.unannounced


@dataclass(frozen=True)
class Calendar:
    """`special`: days that differ; `announced`: years whose notice is out."""

    special: Mapping[date, DayKind] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()

    @classmethod
    def of(cls, days: Iterable[SpecialDay], announced: Iterable[int]) -> "Calendar":
        return cls({one.day: one.kind for one in days}, frozenset(announced))

    def kind(self, day: date) -> DayKind:
        return self.special.get(day) or (DayKind.WORKDAY if day.weekday() < 5 else DayKind.REST)

    def is_workday(self, day: date) -> bool:
        return self.kind(day) is DayKind.WORKDAY

    def is_announced(self, year: int) -> bool:
        return year in self.announced

    def add(self, start: date, days: int) -> Reckoned:
        """The working day `days` after `start`, before it when negative. The start does not count; 0: `on_or_after`."""
        if days == 0:
            return self.on_or_after(start)
        step, left, day = (timedelta(1) if days > 0 else timedelta(-1)), abs(days), start
        while left:
            day += step
            left -= self.is_workday(day)
        return Reckoned(day, self._unknown(start, day))

    def on_or_after(self, day: date) -> Reckoned:
        """The day itself, or the first working day after it: a deadline on a rest day moves on."""
        end = day
        while not self.is_workday(end):
            end += timedelta(1)
        return Reckoned(end, self._unknown(day, end))

    def between(self, start: date, end: date) -> Counted:
        """Working days after `start` up to and with `end`; negative when `end` is earlier."""
        if end < start:
            back = self.between(end, start)
            return Counted(-back.days, back.unannounced)
        span = (start + timedelta(n) for n in range(1, (end - start).days + 1))
        return Counted(sum(self.is_workday(day) for day in span), self._unknown(start, end))

    def _unknown(self, start: date, end: date) -> tuple[int, ...]:
        low, high = sorted((start.year, end.year))
        return tuple(year for year in range(low, high + 1) if year not in self.announced)


def known_days() -> tuple[SpecialDay, ...]:
    """Every special day chinesecalendar knows: the seed of the office's own table, which wins afterwards."""
    from chinese_calendar.constants import holidays, workdays

    rest = [SpecialDay(day, DayKind.REST, _chinese(name)) for day, name in holidays.items()]
    work = [SpecialDay(day, DayKind.WORKDAY, _chinese(name)) for day, name in workdays.items()]
    return tuple(sorted((*rest, *work), key=lambda one: one.day))


def known_years() -> tuple[int, ...]:
    """Years whose notice the package has. (The last days of a December can belong to the next year's notice.)"""
    from chinese_calendar.constants import holidays

    counts: dict[int, int] = {}
    for day in holidays:
        counts[day.year] = counts.get(day.year, 0) + 1
    return tuple(sorted(year for year, count in counts.items() if count >= 7))


def known_calendar() -> Calendar:
    return Calendar.of(known_days(), known_years())


def _chinese(name: str) -> str:
    from chinese_calendar.constants import Holiday

    return next((one.chinese for one in Holiday if one.value == name), name)
