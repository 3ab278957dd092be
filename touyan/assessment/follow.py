"""What a scheme would have people consider after a run: consequences over years, alert lines. Proposals only; pure but for reading.

The same decisions as `scoring.consequences`, from the results that are kept, so that a page can show them without the engine.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from touyan.assessment import scheme as schemes
from touyan.assessment.models import Result, Run
from touyan.assessment.rules import RunState
from touyan.organizations.models import Term
from touyan.scoring.model import Compare, Consequence, Span


@dataclass(frozen=True)
class Suggested:
    """That a person might decide on a consequence for whoever has the result, and the years it rests on."""

    result: Result
    rule: Consequence
    years: tuple[int, ...]
    amount: int | None


@dataclass(frozen=True)
class Year:
    """What is kept of one year of one subject."""

    grade: str
    held: dict[str, int]


History = dict[int, dict[int, Year]]


def year_of(run: Run) -> int:
    """The year a run stands for: that in which its window ends."""
    return schemes.scheme_of(run.scheme.text, run.scheme_key).window.end.year


def suggestions(run: Run) -> list[Suggested]:
    """Everything the scheme names for the results of a run, by strokes of the name. Two queries and one per earlier year."""
    chosen = schemes.scheme_of(run.scheme.text, run.scheme_key)
    if not chosen.consequences:
        return []
    past = history(run)
    found = []
    results = (
        Result.objects.filter(run=run)
        .select_related("person", "unit")
        .order_by("person__sort_stroke", "unit__order", "pk")
    )
    for result in results:
        subject = result.person_id or result.unit_id or 0
        for rule in chosen.consequences:
            made = _one(rule, result, past.get(subject, {}), chosen.window.end.year)
            if made is not None:
                found.append(made)
    return found


def history(run: Run) -> History:
    """Earlier years of the term by subject: of each year the run that is in force."""
    now, people = year_of(run), schemes.scores_people(schemes.scheme_of(run.scheme.text, run.scheme_key))
    first = _term_start(run)
    by_year: dict[int, Run] = {}
    others = Run.objects.filter(scheme__body_id=run.scheme.body_id, state=RunState.IN_FORCE).exclude(pk=run.pk)
    for other in others.select_related("scheme").order_by("pk"):
        own = schemes.scheme_of(other.scheme.text, other.scheme_key)
        if schemes.scores_people(own) == people and first <= own.window.end.year < now:
            by_year[own.window.end.year] = other
    found: History = defaultdict(dict)
    column = "person_id" if people else "unit_id"
    for year, other in by_year.items():
        for subject, grade, held in Result.objects.filter(run=other).values_list(column, "grade", "held"):
            found[subject][year] = Year(grade, held)
    return found


def _term_start(run: Run) -> int:
    """The first year of the term that the run falls into."""
    term = Term.objects.filter(committee_id=run.scheme.body_id, start__lte=run.as_of).order_by("-start").first()
    return term.start.year if term else 0


def _one(rule: Consequence, result: Result, years: dict[int, Year], now: int) -> Suggested | None:
    test = rule.test
    amount = result.held.get(test.node, 0) if test is not None else None
    if rule.span is Span.TERM_TOTAL and test is not None and amount is not None:
        amount += sum(year.held.get(test.node, 0) for year in years.values())
        on = tuple(sorted({year for year, kept in years.items() if test.node in kept.held} | {now}))
        return Suggested(result, rule, on, amount) if _compares(rule, amount) else None
    held_now = result.grade in rule.grades if amount is None else _compares(rule, amount)
    if not held_now:
        return None
    if rule.span is Span.CONSECUTIVE:
        on = tuple(range(now - rule.years + 1, now + 1))
        return Suggested(result, rule, on, amount) if all(_held(rule, years.get(y)) for y in on[:-1]) else None
    on = (*sorted(year for year, kept in years.items() if _held(rule, kept)), now)
    return Suggested(result, rule, on, amount) if len(on) >= rule.years else None


def _compares(rule: Consequence, amount: int) -> bool:
    test = rule.test
    if test is None:
        return False
    return amount >= test.amount if test.compare is Compare.AT_LEAST else amount <= test.amount


def _held(rule: Consequence, year: Year | None) -> bool:
    """Whether an earlier year held."""
    if year is None:
        return False
    if rule.test is None:
        return year.grade in rule.grades
    return rule.test.node in year.held and _compares(rule, year.held[rule.test.node])


@dataclass(frozen=True)
class Alerted:
    """Who came under an alert line; a line is no grade."""

    title: str
    article: str
    results: list[Result]


def alerts(run: Run) -> list[Alerted]:
    """Alert lines of the scheme with those under them, by strokes of the name."""
    chosen = schemes.scheme_of(run.scheme.text, run.scheme_key)
    found: dict[str, list[Result]] = defaultdict(list)
    rows = Result.objects.filter(run=run).exclude(alerts="").select_related("person", "unit")
    for result in rows.order_by("person__sort_stroke", "unit__order", "pk"):
        for key in result.alerts.split():
            found[key].append(result)
    return [Alerted(one.title, one.basis.article, found[one.key]) for one in chosen.alerts if found[one.key]]
