"""Grades, gates, vetoes, quotas, alerts and consequences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from touyan.scoring.parts.terms import Basis, Match, Round, Test


class GradeOn(StrEnum):
    ROUNDED = "rounded"  # the total after the root section's rounding
    EXACT = "exact"  # the total before it


@dataclass(frozen=True, slots=True)
class Grade:
    """Half-open band: from `at_least` up to the next better grade. None: no threshold."""

    key: str
    title: str
    at_least: int | None


class Effect(StrEnum):
    LIMIT = "limit"  # no better grade than `grade`
    NO_GRADE = "no_grade"


@dataclass(frozen=True, slots=True)
class Need:
    """Met when any of the tests holds (alternatives)."""

    title: str
    any_of: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """All needs must be met; otherwise the effect. Points are never touched."""

    key: str
    title: str
    applies: Match
    needs: tuple[Need, ...]
    effect: Effect
    grade: str | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Veto:
    """When any test holds, the effect (one-vote veto). Points are never touched."""

    key: str
    title: str
    applies: Match
    any_of: tuple[Test, ...]
    effect: Effect
    grade: str | None
    basis: Basis


class QuotaBy(StrEnum):
    FIRST_N = "first_n"
    PERCENT = "percent"


class QuotaTies(StrEnum):
    """Equal at the last place, after all tie-breaks: all in, all out, or left for people."""

    ALL_IN = "all_in"
    ALL_OUT = "all_out"
    LEFT_OPEN = "left_open"  # out, and marked as open for a decision


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so many of each list may hold `grade` or better; the others fall one grade.

    FIRST_N: `amount` is a plain number. PERCENT: `amount` is 1/10,000 of those graded in the list,
    rounded to a whole number by `rounding`, but at least `minimum`. `tie_break`: nodes whose points
    decide among equal totals, in order, higher first.
    """

    grade: str
    by: QuotaBy
    amount: int
    rounding: Round
    minimum: int
    lists: tuple[str, ...]
    tie_break: tuple[str, ...]
    ties: QuotaTies
    basis: Basis


@dataclass(frozen=True, slots=True)
class Alert:
    """A line that is no grade: totals below it are marked."""

    key: str
    title: str
    below: int
    basis: Basis


class Span(StrEnum):
    CONSECUTIVE = "consecutive"  # this year and the years - 1 before it, all
    ANY_OF_TERM = "any_of_term"  # this year, and `years` of the term in all
    TERM_TOTAL = "term_total"  # the counts of the term added, this year's included


@dataclass(frozen=True, slots=True)
class Consequence:
    """A proposal to people, never an effect. Exactly one of `grades` and `test` is given.

    `grades`: years whose grade is one of these. `test`: years in which it held; for TERM_TOTAL the
    tested count is the sum over the term and `years` is 1.
    """

    key: str
    title: str
    grades: tuple[str, ...]
    test: Test | None
    span: Span
    years: int
    basis: Basis
