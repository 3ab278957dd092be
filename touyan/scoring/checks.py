"""What makes a scheme unrunnable, all at once (docs/scoring.md §8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any

from touyan.scoring.fields import LIMIT_POINTS
from touyan.scoring.model import (
    FACT_ATTRIBUTES,
    SUBJECT_ATTRIBUTES,
    Ballot,
    Clause,
    Effect,
    FromNth,
    Imported,
    LastN,
    Match,
    Of,
    Ordinal,
    Panel,
    Rank,
    Reach,
    Rounding,
    Scheme,
    Steps,
    Test,
    clauses,
    sections,
)
from touyan.scoring.plan import POPULATION, Problem, denominators, tests, walk
from touyan.scoring.refusals import choice, refusal
from touyan.scoring.tongues import Both

FACT_TESTS = frozenset(FACT_ATTRIBUTES)
SUBJECT_TESTS = frozenset(f"subject.{name}" for name in SUBJECT_ATTRIBUTES)
MOST_ACTING = 60
MOST_CLAUSES = 4000


def problems_of(scheme: Scheme) -> list[Problem]:
    """Every reason why the scheme cannot run; empty when it can."""
    found = [
        Problem(scheme.key, node, message)
        for check in (_keys, _attributes, _references, _order, _clauses, _amounts, _grades, _dates)
        for node, message in check(scheme)
    ]
    return list(dict.fromkeys(found))


def _all_keys(scheme: Scheme) -> list[str]:
    nodes = [node.key for node, _ in walk(scheme.total)]
    return [tally.key for tally in scheme.tallies] + nodes


def _keys(scheme: Scheme) -> Iterator[tuple[str, Both]]:
    seen: set[str] = set()
    for key in _all_keys(scheme):
        if not key:
            yield "?", refusal("no_key")
        if key in seen:
            yield key, refusal("key_twice")
        seen.add(key)
    acting: set[str] = set()
    for one in (*scheme.gates, *scheme.vetoes):
        if one.key in acting or " " in one.key:
            yield one.key, refusal("acting_key")
        acting.add(one.key)
    if len(acting) > MOST_ACTING:
        yield scheme.key, refusal("acting_many", most=MOST_ACTING)
    for clause in clauses(scheme.total):
        names = [rate.key for rate in clause.rates]
        if len(set(names)) != len(names):
            yield clause.key, refusal("row_twice")
    if not scheme.total.counted:
        yield scheme.total.key, refusal("total_out")
    if len(_all_keys(scheme)) > MOST_CLAUSES:
        yield scheme.key, refusal("clauses_many", most=MOST_CLAUSES)


def _attributes(scheme: Scheme) -> Iterator[tuple[str, Both]]:
    def wrong(key: str, match: Match, allowed: frozenset[str]) -> Iterator[tuple[str, Both]]:
        for one in match.tests:
            if one.attribute not in allowed:
                yield key, refusal("no_attribute", name=one.attribute, possible=choice(sorted(allowed)))
            if not one.values:
                yield key, refusal("no_values", name=one.attribute)

    yield from wrong(scheme.key, scheme.subjects, SUBJECT_TESTS)
    for tally in scheme.tallies:
        yield from wrong(tally.key, tally.when, FACT_TESTS | SUBJECT_TESTS)
    for clause in clauses(scheme.total):
        yield from wrong(clause.key, clause.applies, SUBJECT_TESTS)
        for match in (clause.when, *(r.when for r in clause.rates), *(e.when for e in clause.extras)):
            yield from wrong(clause.key, match, FACT_TESTS | SUBJECT_TESTS)
    for one in (*sections(scheme.total), *scheme.gates, *scheme.vetoes):
        yield from wrong(one.key, one.applies, SUBJECT_TESTS)
    lists = [(quota.grade, quota.lists) for quota in scheme.quotas]
    lists += [(c.key, c.shape.source.lists) for c in clauses(scheme.total) if isinstance(c.shape, POPULATION)]
    for key, names in lists:
        for name in set(names) - set(SUBJECT_ATTRIBUTES):
            yield key, refusal("no_list", name=name, possible=choice(SUBJECT_ATTRIBUTES))


def _references(scheme: Scheme) -> Iterator[tuple[str, Both]]:
    known = set(_all_keys(scheme))
    tallies = {tally.key for tally in scheme.tallies}
    named = [(key, test.node, known) for key, test in tests(scheme)]
    for clause in clauses(scheme.total):
        named += [(clause.key, key, tallies) for key in denominators(clause)]
        if isinstance(clause.shape, POPULATION) and clause.shape.source.node is not None:
            named.append((clause.key, clause.shape.source.node, known))
    own = {clause.key for clause in clauses(scheme.total)}
    for exclusive in scheme.exclusives:
        named += [(exclusive.key, key, own) for key in exclusive.clauses]
        if len(set(exclusive.clauses)) < 2 or len(set(exclusive.clauses)) != len(exclusive.clauses):
            yield exclusive.key, refusal("few_exclusive")
    for quota in scheme.quotas:
        named += [(quota.grade, key, known) for key in quota.tie_break]
    for key, target, allowed in named:
        if target not in allowed:
            yield key, refusal("no_such", name=target, possible=choice(sorted(allowed)))


def _order(scheme: Scheme) -> Iterator[tuple[str, Both]]:
    tallies = {tally.key for tally in scheme.tallies}
    finished: set[str] = set(tallies)
    for node, _ in walk(scheme.total):
        if isinstance(node, Clause):
            reads: list[Test] = [*node.requires]
            if node.waiver is not None:
                reads.append(node.waiver.test)
            points = [test.node for test in reads if test.of is Of.POINTS]
            if isinstance(node.shape, POPULATION):
                source = node.shape.source
                if source.node is not None and source.of is Of.POINTS:
                    points.append(source.node)
            for key in points:
                if key not in finished:
                    yield node.key, refusal("not_yet", name=key)
            if isinstance(node.shape, Imported) and node.shape.source == f"scheme:{scheme.key}":
                yield node.key, refusal("own_total")
        finished.add(node.key)


def _clauses(scheme: Scheme) -> Iterator[tuple[str, Both]]:
    for clause in clauses(scheme.total):
        for wrong in _shape(clause.shape):
            yield clause.key, refusal(wrong)
        for rate in clause.rates:
            if rate.points < 0 or rate.low > rate.high:
                yield clause.key, refusal("wrong_rate", name=rate.key)
        for extra in clause.extras:
            if extra.points < 0:
                yield clause.key, refusal("wrong_extra", name=extra.key)


def _shape(shape: Any) -> Iterator[str]:
    """Codes of what is wrong with a shape."""
    if isinstance(shape, Steps):
        bounds = [bound for bound, _ in shape.steps]
        if not bounds or any(a >= b for a, b in pairwise(bounds)):
            yield "steps"
    if isinstance(shape, Ordinal | Rank) and not (shape.points if isinstance(shape, Ordinal) else shape.values):
        yield "no_table"
    if (isinstance(shape, FromNth) and shape.nth < 1) or (isinstance(shape, LastN) and shape.count < 0):
        yield "place"
    if isinstance(shape, Reach) and shape.count < 0:
        yield "reach"
    if isinstance(shape, Reach) and shape.spread is not None and shape.spread.periods < 1:
        yield "spread"
    if isinstance(shape, POPULATION) and getattr(shape, "each", 1) < 1:
        yield "each"
    if isinstance(shape, Panel) and (shape.drop_each < 0 or (shape.by == "mean_rank" and not shape.values)):
        yield "panel"
    if isinstance(shape, Ballot):
        if sum(weight for _, weight in shape.questions) <= 0 or sum(weight for _, weight in shape.classes) <= 0:
            yield "weights"
        if not any(value is not None for _, value in shape.choices):
            yield "no_valid"


def _amounts(scheme: Scheme) -> Iterator[tuple[str, Both]]:
    """No amount beyond the limit, no factor beyond a million or over nothing, no rounding to nothing."""

    def look(key: str, value: Any) -> Iterator[tuple[str, Both]]:
        if isinstance(value, bool) or value is None:
            return
        if isinstance(value, float):
            yield key, refusal("float")
        elif isinstance(value, int) and abs(value) > LIMIT_POINTS:
            yield key, refusal("too_much", value=value, most=LIMIT_POINTS)
        elif isinstance(value, tuple):
            for one in value:
                yield from look(key, one)
        elif is_dataclass(value):
            if isinstance(value, Rounding) and value.unit < 1:
                yield key, refusal("rounding")
            inside = getattr(value, "key", key) if isinstance(getattr(value, "key", None), str) else key
            for field in fields(value):
                if field.name in ("factor", "weight", "first"):
                    over, under = getattr(value, field.name)
                    if not (0 <= over <= 1_000_000 and 0 < under <= 1_000_000):
                        yield inside, refusal("ratio", over=over, under=under)
                yield from look(inside, getattr(value, field.name))

    yield from look(scheme.key, scheme)


def _grades(scheme: Scheme) -> Iterator[tuple[str, Both]]:
    keys = [grade.key for grade in scheme.grades]
    if len(set(keys)) != len(keys):
        yield scheme.key, refusal("grade_twice")
    for one in (*scheme.gates, *scheme.vetoes):
        if one.effect is Effect.LIMIT and one.grade not in keys:
            yield one.key, refusal("no_limit", name=one.grade, possible=choice(keys))
    for quota in scheme.quotas:
        if quota.grade not in keys:
            yield quota.grade, refusal("quota_grade", possible=choice(keys))
        if quota.amount < 0 or quota.minimum < 0:
            yield quota.grade, refusal("quota_negative")
    for consequence in scheme.consequences:
        if bool(consequence.grades) == (consequence.test is not None):
            yield consequence.key, refusal("consequence")
        for grade in set(consequence.grades) - set(keys):
            yield consequence.key, refusal("no_grade", name=grade, possible=choice(keys))


def _dates(scheme: Scheme) -> Iterator[tuple[str, Both]]:
    windows = [(scheme.key, scheme.window), (scheme.key, scheme.valid)]
    windows += [(one.key, one.window) for one in (*scheme.tallies, *clauses(scheme.total)) if one.window is not None]
    for key, window in windows:
        if window.start > window.end:
            yield key, refusal("backwards", start=window.start, end=window.end)
