"""A scheme with all its days moved by whole years: last year's records under next year's rule. Standard library only."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

T = TypeVar("T")


def by_years(value: T, years: int) -> T:
    """The value with every day in it moved by so many years; 29 February becomes the 28th where there is none."""
    if isinstance(value, dt.date):
        return _day(value, years)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(by_years(one, years) for one in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        own = {field.name: by_years(getattr(value, field.name), years) for field in fields(value)}
        return replace(value, **own)
    return value


def _day(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
