"""Tallies, clauses and sections: the tree of a rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from touyan.scoring.parts.shapes import Shape
from touyan.scoring.parts.terms import Basis, Match, Rounding, Test, Window
from touyan.scoring.parts.units import Already, Combine, Extra, Rate, Share


class Side(StrEnum):
    AWARD = "award"
    DEDUCTION = "deduction"


@dataclass(frozen=True, slots=True)
class Waiver:
    """When the test holds, the clause is worth `points`, whatever its shape says."""

    test: Test
    points: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts units without giving points: for gates, vetoes, rates and side conditions."""

    key: str
    title: str
    when: Match
    quantity: bool  # count the quantities instead of ones
    per_work: bool  # several facts of one work count once (the highest quantity)
    window: Window | None  # None: the scheme's window
    basis: Basis


@dataclass(frozen=True, slots=True)
class Clause:
    """One item of a rule text."""

    key: str
    title: str
    basis: Basis
    side: Side
    applies: Match  # subject attributes only; a subject it does not apply to gets no row
    window: Window | None  # None: the scheme's window
    when: Match  # which facts belong here
    rates: tuple[Rate, ...]
    extras: tuple[Extra, ...]
    share: Share
    combine: Combine
    quantity: bool  # the count adds quantities instead of ones
    already: Already
    shape: Shape
    requires: tuple[Test, ...]  # all must hold, else the clause is worth 0
    waiver: Waiver | None
    cap: int | None  # None: stated as uncapped
    floor: int | None
    rounding: Rounding  # of every division inside the clause
    counted: bool  # False: computed and shown, not added to its section


class Children(StrEnum):
    SUM = "sum"
    HIGHEST = "highest"  # only the highest award child counts; a tie goes to the first listed


@dataclass(frozen=True, slots=True)
class Section:
    """A block of the rule: awards, cap, deductions, floor, ceiling, weight, rounding, in this order."""

    key: str
    title: str
    basis: Basis
    applies: Match
    start: int
    children: tuple[Section | Clause, ...]
    combine: Children
    cap: int | None  # of start + awards, before deductions
    floor: int | None  # after deductions
    ceiling: int | None  # after the floor: cap of a bonus block or of the total
    weight: tuple[int, int]
    rounding: Rounding  # (1, HALF_UP) leaves whole 1/10,000 as they are
    counted: bool
