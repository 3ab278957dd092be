"""Units of measure, where a rule comes from, conditions and rounding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ONE = 10_000
"""One point, one counted unit, or a rate of 100 %."""

FACT_ATTRIBUTES = (
    "kind",
    "stage",
    "level",
    "form",
    "outcome",
    "role",
    "by",
    "tag",
    "place",
    "authors",
)
"""Attributes of a fact a condition may name; place and authors are compared as decimal text."""

SUBJECT_ATTRIBUTES = ("kind", "role", "sector", "group", "unit", "class", "party")
"""Attributes of a subject; in a condition they carry the prefix ``subject.``."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The article a rule stands on; `assumed` says what was decided where the text is silent."""

    article: str
    quote: str
    assumed: str


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `start` to `end`, both counted in."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Is:
    """True when the attribute has one of the values (none of them if `negated`)."""

    attribute: str
    values: tuple[str, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Match:
    """True when all tests are true; an empty match is always true."""

    tests: tuple[Is, ...]


class Of(StrEnum):
    """What a test reads of a node: its counted units, or its points."""

    COUNT = "count"
    POINTS = "points"


class Compare(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Test:
    """Compare a tally, clause or section of the same subject with an amount of 1/10,000."""

    node: str
    of: Of
    compare: Compare
    amount: int
    __test__ = False  # pytest: this is no test class


class Round(StrEnum):
    HALF_UP = "half_up"  # the half goes away from zero
    DOWN = "down"  # toward zero
    UP = "up"  # away from zero


@dataclass(frozen=True, slots=True)
class Rounding:
    """Round to a multiple of `unit` (1/10,000 point; 10_000 = whole points, 1 = finest)."""

    unit: int
    mode: Round
