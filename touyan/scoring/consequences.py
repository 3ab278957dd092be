"""Consequences over years, as proposals to people (docs/scoring.md §7). Nothing takes effect here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from touyan.scoring import fields
from touyan.scoring.facts import conform
from touyan.scoring.model import Compare, Consequence, Span, Test
from touyan.scoring.result import Result


@dataclass(frozen=True, slots=True)
class Proposal:
    """That a person might decide on `consequence` for a subject, and the years it rests on."""

    subject: int
    consequence: str
    title: str
    article: str
    quote: str
    years: tuple[int, ...]
    amount: int | None


Years = dict[int, dict[int, list[dict[str, Any]]]]


def proposals(result: Result) -> list[Proposal]:
    """All proposals of the run, by subject. History comes from the tables the run was given."""
    consequences = result.plan.scheme.consequences
    if not consequences:
        return []
    past: Years = defaultdict(lambda: defaultdict(list))
    if result.tables.history is not None:
        for row in conform(result.tables.history, fields.HISTORY, "往年结果").to_pylist():
            past[row["subject"]][row["year"]].append(row)
    found = []
    for place in result.scored.nonzero()[0].tolist():
        subject = int(result.store.subjects[place])
        years = past.get(subject, {})
        for one in consequences:
            proposal = _one(result, one, place, subject, years)
            if proposal is not None:
                found.append(proposal)
    return found


def _compare(test: Test, amount: int) -> bool:
    return amount >= test.amount if test.compare is Compare.AT_LEAST else amount <= test.amount


def _held(one: Consequence, rows: list[dict[str, Any]]) -> bool:
    """Did an earlier year hold."""
    if one.test is None:
        return any(row["grade"] in one.grades for row in rows)
    return any(row["node"] == one.test.node and _compare(one.test, row["amount"] or 0) for row in rows)


def _one(
    result: Result, one: Consequence, place: int, subject: int, years: dict[int, list[dict[str, Any]]]
) -> Proposal | None:
    year = result.plan.scheme.window.end.year
    amount = int(result.held[one.key][place]) if one.test is not None else None
    if one.span is Span.TERM_TOTAL and one.test is not None and amount is not None:
        node = one.test.node
        rows = [(y, row) for y, of_year in years.items() for row in of_year if row["node"] == node]
        amount += sum(row["amount"] or 0 for _, row in rows)
        on = tuple(sorted({y for y, _ in rows} | {year}))
        return _proposal(one, subject, on, amount) if _compare(one.test, amount) else None
    grade = result.grade_of(int(result.graded.grade[place]))
    now = grade in one.grades if one.test is None or amount is None else _compare(one.test, amount)
    if not now:
        return None
    if one.span is Span.CONSECUTIVE:
        on = tuple(range(year - one.years + 1, year + 1))
        return _proposal(one, subject, on, amount) if all(_held(one, years.get(y, [])) for y in on[:-1]) else None
    on = tuple(sorted(y for y, rows in years.items() if _held(one, rows))) + (year,)
    return _proposal(one, subject, on, amount) if len(on) >= one.years else None


def _proposal(one: Consequence, subject: int, years: tuple[int, ...], amount: int | None) -> Proposal:
    return Proposal(subject, one.key, one.title, one.basis.article, one.basis.quote, years, amount)
