"""What is true of every scheme and every set of facts: one function for each promise, which raises when it is broken.

`test_invariants.py` runs them on random cases; `test_planted.py` proves that they find planted bugs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pyarrow as pa

from touyan.scoring import fields
from touyan.scoring import model as m
from touyan.scoring.disk import open_store, save
from touyan.scoring.evidence import read_evidence, write_evidence
from touyan.scoring.facts import check
from touyan.scoring.plan import compile
from touyan.scoring.replay import compare
from touyan.scoring.result import Result
from touyan.scoring.run import run_all
from touyan.scoring.tests.test_reference import Case, read, told
from touyan.scoring.trace import trace
from touyan.scoring.update import update

ENGINE = "compiled"
VOID = {"no_rate", "refused", "incomplete", "not_entitled", "already", "lower", "exclusive"}
INVARIANTS: dict[str, Callable[[Case], None]] = {}


def invariant(function: Callable[[Case], None]) -> Callable[[Case], None]:
    """Keep a promise under its name, as a sentence."""
    INVARIANTS[function.__name__.replace("_", " ")] = function
    return function


def answers(case: Case) -> dict[str, dict[int, dict[str, Any]]]:
    """All that is said of everybody, by scheme and subject."""
    return {key: told(result) for key, result in case.results(ENGINE).items()}


def points(result: Result) -> Iterator[tuple[Any, int, int]]:
    """(clause or section, points, place) of every node, for subjects to whom it applies."""
    classes = result.bound.classes.of
    for place in result.scored.nonzero()[0].tolist():
        for key, column in result.kept.items():
            if result.bound.tree.applies[classes[place], result.plan.number[key]]:
                yield result.plan.node(key), int(column[place]), place


def everything(case: Case) -> list[Result]:
    return list(case.results(ENGINE, keep="all").values())


def without_comparing(scheme: m.Scheme, change: Callable[[m.Clause], m.Clause]) -> m.Scheme:
    """The scheme with its clauses changed, and nothing in it that compares subjects."""

    def of(node: Any) -> Any:
        if isinstance(node, m.Section):
            return replace(node, children=tuple(of(child) for child in node.children))
        local = node if isinstance(node.shape, m.LocalShape) else replace(node, shape=m.Sum())
        return change(local)

    return replace(scheme, total=of(scheme.total), quotas=())


def with_scheme(case: Case, scheme: m.Scheme) -> Case:
    other = copy(case)
    other.document = m.Document("办法", (scheme,))
    return other


@invariant
def a_cap_is_never_exceeded(case: Case) -> None:
    for result in everything(case):
        for node, value, _place in points(result):
            if isinstance(node, m.Clause) and node.cap is not None:
                assert value <= max(node.cap, node.cap if node.floor is None else node.floor), node.key


@invariant
def a_section_keeps_its_bounds(case: Case) -> None:
    for result in everything(case):
        for node, value, _place in points(result):
            if not isinstance(node, m.Section):
                continue
            over, under = node.weight
            unit = node.rounding.unit * under
            if node.ceiling is not None:
                assert value * under <= max(node.ceiling * over, 0) + unit, node.key
            if node.floor is not None and (node.ceiling is None or node.floor <= node.ceiling):
                assert value * under >= node.floor * over - unit, node.key


@invariant
def the_total_is_the_sum_of_its_trace(case: Case) -> None:
    for said in answers(case).values():
        for one in said.values():
            assert one["total"] == sum(row[3] for row in one["rows"])


@invariant
def void_records_count_nothing(case: Case) -> None:
    for said in answers(case).values():
        for one in said.values():
            assert all(row[3] == 0 for row in one["rows"] if row[4] in VOID)


@invariant
def what_is_not_counted_adds_nothing(case: Case) -> None:
    for result in everything(case):
        said = told(result)
        for node, _value, place in points(result):
            rows = said[int(result.store.subjects[place])]["rows"]
            if isinstance(node, m.Clause) and not node.counted:
                assert sum(row[3] for row in rows if row[0] == node.key) == 0, node.key


@invariant
def a_clause_is_worth_the_sum_of_its_rows(case: Case) -> None:
    for result in everything(case):
        said = told(result)
        for node, value, place in points(result):
            if isinstance(node, m.Clause) and node.counted:
                rows = said[int(result.store.subjects[place])]["rows"]
                sign = -1 if node.side is m.Side.DEDUCTION else 1
                assert sum(row[3] for row in rows if row[0] == node.key) == sign * value, node.key


@invariant
def rounding_happens_only_where_it_is_written(case: Case) -> None:
    for result in everything(case):
        for node, value, _place in points(result):
            if isinstance(node, m.Section):
                assert value % node.rounding.unit == 0, node.key
        unit = result.plan.scheme.total.rounding
        for total, exact in zip(result.total.tolist(), result.exact.tolist(), strict=True):
            assert abs(total - exact) <= (unit.unit if unit.unit > 1 else int(unit.mode is not m.Round.HALF_UP))


@invariant
def the_order_of_records_is_irrelevant(case: Case) -> None:
    mixed, random = copy(case), Random(case.seed)
    mixed.facts = random.sample(case.facts, len(case.facts))
    mixed.subjects = random.sample(case.subjects, len(case.subjects))
    mixed.tables = {name: random.sample(rows, len(rows)) for name, rows in case.tables.items()}
    assert answers(mixed) == answers(case)


@invariant
def the_same_record_twice_changes_nothing(case: Case) -> None:
    twice = copy(case)
    twice.facts = [*case.facts, *(dict(row) for row in case.facts[::2])]
    assert answers(twice) == answers(case)


@invariant
def a_correction_restores_exactly(case: Case) -> None:
    wrong = copy(case)
    top = max((row["fact"] for row in case.facts), default=0)
    who = case.subjects[0]["subject"]
    mistake = {"fact": top + 1, "subject": who, "kind": "甲", "day": date(2025, 5, 5), "quantity": 70_000, "work": 1}
    correction = {"fact": top + 2, "subject": who, "kind": None, "day": date(2025, 5, 6), "cancels": top + 1}
    wrong.facts = [*case.facts, mistake, correction]
    assert answers(wrong) == answers(case)


@invariant
def equal_subjects_stay_equal(case: Case) -> None:
    """A twin with the same attributes, records, ballots and marks has the same points, grade and limits: ties are stable."""
    twins = copy(case)
    who, top = case.subjects[-1]["subject"], max((row["fact"] for row in case.facts), default=0)
    works = 1 + max((row["work"] or 0 for row in case.facts), default=0)
    twins.subjects = [*case.subjects, case.subjects[-1] | {"subject": who + 1}]
    mine = [row for row in case.facts if row["subject"] == who]
    numbers = {row["fact"]: top + 1 + k for k, row in enumerate(sorted(mine, key=lambda row: row["fact"]))}
    numbers = {number: numbers.get(number, number) for number in [row["cancels"] for row in mine]} | numbers
    twins.facts = case.facts + [
        row | {"subject": who + 1, "fact": numbers[row["fact"]], "cancels": numbers.get(row["cancels"]),
               "work": row["work"] and row["work"] + works} for row in mine
    ]  # fmt: skip
    twins.tables = {
        name: [*rows, *(row | {"subject": who + 1} for row in rows if row["subject"] == who)]
        for name, rows in case.tables.items()
    }
    if any(row["cancels"] is not None for row in case.facts):
        return  # a cancelling row belongs to no one: a twin's row would cancel twice
    for said in answers(twins).values():
        if who in said:
            first, second = (
                {key: value for key, value in said[one].items() if key != "rows"} for one in (who, who + 1)
            )
            assert first == second


@invariant
def whom_a_scheme_does_not_score_changes_nobody(case: Case) -> None:
    more = copy(case)
    more.subjects = [*case.subjects, case.subjects[0] | {"subject": 1_000, "kind": "别的"}]
    top = max((row["fact"] for row in case.facts), default=0)
    more.facts = [*case.facts, *({"fact": top + n, "subject": 1_000, "kind": "甲", "day": date(2025, 5, 5), "work": 1}
                                 for n in (1, 2))]  # fmt: skip
    only = m.Match((m.Is("subject.kind", ("委员", "机关"), False),))
    for scheme in case.document.schemes:
        given = replace(scheme, subjects=only)
        if not any(isinstance(c.shape, m.Imported) and c.shape.source[:7] == "scheme:" for c in m.clauses(given.total)):
            assert answers(with_scheme(more, given)) == answers(with_scheme(case, given))


@invariant
def alone_is_as_in_the_crowd_where_nothing_is_compared(case: Case) -> None:
    plain = with_scheme(case, without_comparing(case.document.schemes[0], lambda clause: clause))
    said = answers(plain)[case.document.schemes[0].key]
    alone = copy(plain)
    alone.subjects = case.subjects[-1:]
    if any(row["cancels"] is not None or row["subject"] is None for row in case.facts):
        return  # a cancelling row may stand with somebody else
    ((_key, lonely),) = answers(alone).items()
    assert all(lonely[who] == said[who] for who in lonely)


@invariant
def removing_a_deduction_never_lowers(case: Case) -> None:
    def tame(clause: m.Clause) -> m.Clause:
        positive = None if clause.floor is None else max(clause.floor, 0)
        shape = m.Sum() if isinstance(clause.shape, m.Target) else clause.shape
        return replace(clause, requires=(), waiver=None, floor=positive, shape=shape)

    scheme = without_comparing(case.document.schemes[0], tame)
    minus = [clause.key for clause in m.clauses(scheme.total) if clause.side is m.Side.DEDUCTION]

    def free(node: Any) -> Any:
        if isinstance(node, m.Section):
            return replace(node, children=tuple(free(child) for child in node.children))
        return replace(node, counted=False) if node.key == minus[0] else node

    if minus:
        ((_key, before),) = answers(with_scheme(case, scheme)).items()
        ((_key, after),) = answers(with_scheme(case, replace(scheme, total=free(scheme.total)))).items()
        assert all(after[who]["total"] >= before[who]["total"] for who in before)


@invariant
def more_evidence_never_lowers_an_additive_scheme(case: Case) -> None:
    def additive(clause: m.Clause) -> m.Clause:
        combine = (
            clause.combine if clause.combine in (m.Combine.EACH, m.Combine.STACK, m.Combine.HIGHEST) else m.Combine.EACH
        )
        rates = tuple(replace(rate, outside=m.Outside.CLAMP) for rate in clause.rates)
        return replace(clause, side=m.Side.AWARD, shape=m.Sum(), requires=(), waiver=None, combine=combine, rates=rates)

    scheme = replace(without_comparing(case.document.schemes[0], additive), exclusives=())
    top = max((row["fact"] for row in case.facts), default=0)
    more = with_scheme(case, scheme)
    more.facts = [*case.facts, *({"fact": top + k, "subject": row["subject"], "kind": kind, "day": date(2025, 6, 2),
                                  "work": 1, "place": 1, "authors": 1, "quantity": 30_000}
                                 for k, (row, kind) in enumerate(zip(case.subjects, "甲乙丙甲乙丙甲乙丙", strict=False), 1))]  # fmt: skip
    ((_key, before),) = answers(with_scheme(case, scheme)).items()
    ((_key, after),) = answers(more).items()
    assert all(after[who]["total"] >= before[who]["total"] for who in before)


@invariant
def gates_and_vetoes_only_limit(case: Case) -> None:
    for result in everything(case):
        assert (result.graded.grade >= result.graded.banded).all()
        bare = replace(result.plan.scheme, gates=(), vetoes=())
        if not any(isinstance(c.shape, m.Imported) for c in m.clauses(bare.total)):
            (free,) = everything(with_scheme(case, bare))
            assert (free.total == result.total).all()


@invariant
def a_quota_is_kept(case: Case) -> None:
    for result in everything(case):
        scheme = result.plan.scheme
        keys = [grade.key for grade in scheme.grades]
        for quota in scheme.quotas:
            if quota.by is m.QuotaBy.FIRST_N and not quota.lists and quota.ties is not m.QuotaTies.ALL_IN:
                assert (result.graded.grade <= keys.index(quota.grade)).sum() <= quota.amount


@invariant
def the_engine_says_what_the_reference_says(case: Case) -> None:
    results, readings = case.results(ENGINE), case.readings()
    for scheme in case.document.schemes:
        assert told(results[scheme.key]) == read(scheme, readings[scheme.key])


@invariant
def the_uncompiled_engine_says_the_same(case: Case) -> None:
    found = [{key: told(result) for key, result in case.results(name).items()} for name in ("plain", "compiled")]
    assert found[0] == found[1]


@invariant
def an_update_equals_a_full_run(case: Case) -> None:
    people = case.table(case.subjects, fields.SUBJECTS)
    checked = check(case.table(case.facts, fields.FACTS), people).table
    if not checked.num_rows:
        return
    number = checked["fact"].to_numpy()
    whole, late = copy(case), number % 3 == 1
    gone = number % 5 == 2
    whole.facts = checked.filter(pa.array(~gone | late)).to_pylist()
    first = copy(case)
    first.facts = checked.filter(pa.array(~late)).to_pylist()
    for rows in (whole.facts, first.facts):
        for row in rows:
            row["cancels"] = None
    before, after = everything(first), everything(whole)
    added, removed = checked.filter(pa.array(late)), checked.filter(pa.array(gone & ~late))
    added = added.set_column(added.column_names.index("cancels"), "cancels", pa.nulls(added.num_rows, pa.int64()))
    for old, full in zip(before, after, strict=True):
        if not old.nested:
            assert told(update(old, added, removed)) == told(full)


@invariant
def replay_of_the_same_scheme_moves_nobody(case: Case) -> None:
    for result in everything(case):
        found = compare(result, result, by=("sector",))
        assert found.reasons.num_rows == 0
        assert all(row["up"] == row["down"] == row["mean_change"] == 0 for row in found.groups.to_pylist())
        assert all(row["old"] == row["new"] for row in found.grades.to_pylist())


@invariant
def the_evidence_on_disk_is_the_trace(case: Case) -> None:
    for result in case.results(ENGINE).values():
        with tempfile.TemporaryDirectory() as folder:
            write_evidence(result, folder)
            for who in result.store.subjects[result.scored][:3].tolist():
                names = ["node", "fact", "raw", "counted", "rule"]
                rows = [sorted([tuple(row[name] or 0 for name in names) for row in table.to_pylist()], key=str)
                        for table in (trace(result, who), read_evidence(folder, result, who))]  # fmt: skip
                assert rows[0] == rows[1]


@invariant
def facts_on_disk_score_as_in_memory(case: Case) -> None:
    with tempfile.TemporaryDirectory() as folder:
        opened = open_store(save(case.store(), folder))
        found = run_all(compile(case.document), opened, tables=case.given(), engine=ENGINE)
        assert {key: told(result) for key, result in found.items()} == answers(case)


def broken(case: Case) -> list[str]:
    """Names of the promises this case breaks; an engine that fails over it breaks the promise too."""
    found = []
    for name, check_ in INVARIANTS.items():
        try:
            check_(case)
        except Exception:
            found.append(name)
    return found
