"""From facts to units: points tables, authors, combination, exclusives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from touyan.scoring.parts.terms import Basis, Match


class Value(StrEnum):
    FIXED = "fixed"  # points, whatever the quantity
    PER_QUANTITY = "per_quantity"  # points times the fact's quantity
    MARK = "mark"  # the fact's quantity is itself the points, from low to high


class Outside(StrEnum):
    """A mark outside its range is brought to the nearest end, or refused (void and listed)."""

    CLAMP = "clamp"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Rate:
    """One row of a points table. The first row of a clause that matches a fact is its rate.

    `points` >= 0 always (deductions are a side of the clause). `low`, `high`, `outside` speak only
    for MARK; elsewhere low = 0, high = 0, outside = REFUSE and they mean nothing.
    """

    key: str
    when: Match
    value: Value
    points: int
    low: int
    high: int
    outside: Outside


@dataclass(frozen=True, slots=True)
class Extra:
    """For an attribute of the work: first `factor` (numerator, denominator), then `+ points`."""

    key: str
    when: Match
    factor: tuple[int, int]
    points: int


class Authors(StrEnum):
    """Who of several authors gets what. IGNORE: the rates alone decide (values by role)."""

    IGNORE = "ignore"
    FIRST_ONLY = "first_only"
    EQUAL = "equal"
    FIRST_PART = "first_part"  # `first` to the first, the rest in equal parts to the others
    MAIN = "main"  # the first `main` authors in full, the others nothing


@dataclass(frozen=True, slots=True)
class Share:
    """`main` speaks only for MAIN, `first` (numerator, denominator) only for FIRST_PART."""

    authors: Authors
    main: int
    first: tuple[int, int]


class Combine(StrEnum):
    """What several facts of one work become within one clause."""

    EACH = "each"  # every fact is a unit: repeats expressly allowed
    STACK = "stack"  # one unit worth the sum
    HIGHEST = "highest"  # one unit worth the highest
    LATEST = "latest"  # one unit worth the latest fact (a conversion replaces)
    EARLIEST = "earliest"  # one unit worth the earliest fact
    ONCE_PER_RATE = "once_per_rate"  # one unit; each rate row counts once, its highest, then summed


class Already(StrEnum):
    """A fact whose work was counted in an earlier run."""

    EXCLUDE = "exclude"
    COUNT = "count"


class Keep(StrEnum):
    HIGHEST = "highest"  # the clause worth most for this work; a tie goes to the one listed first
    FIRST_LISTED = "first_listed"


@dataclass(frozen=True, slots=True)
class Exclusive:
    """The same work counts in only one of these clauses (no double count across categories)."""

    key: str
    clauses: tuple[str, ...]
    keep: Keep
    basis: Basis
