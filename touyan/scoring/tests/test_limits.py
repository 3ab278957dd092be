"""Where one thing ends and the next begins: the last number that is allowed, the second of two neighbours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from touyan.scoring import checks
from touyan.scoring.disk import open_store, save
from touyan.scoring.layout import META, NODE_MASK, SILENT_SHIFT
from touyan.scoring.model import Combine, Effect, FromNth, Gate, Mean, Missing, Need, Order, Period, Value
from touyan.scoring.plan import compile
from touyan.scoring.run import run
from touyan.scoring.runner import loaded
from touyan.scoring.simple import vocabulary
from touyan.scoring.tests.cast import (
    ANY,
    BASIS,
    clause,
    day,
    fact,
    p,
    points,
    rate,
    scheme,
    score,
    store,
    tally,
    test,
    when,
)
from touyan.scoring.trace import Tracer

MARKS = (rate(0, value=Value.MARK, low=0, high=p(10)),)


def gates(many: int) -> tuple[Gate, ...]:
    need = (Need("会议", (test("提案", 1),)),)
    return tuple(Gate(f"门{n}", f"门{n}", ANY, need, Effect.NO_GRADE, None, BASIS) for n in range(many))


def test_sixty_gates_and_four_thousand_nodes_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(checks._keys(scheme(clause(), gates=gates(60)))) == []
    assert len(list(checks._keys(scheme(clause(), gates=gates(61))))) == 1
    for many, problems in ((4000, 0), (4001, 1)):
        monkeypatch.setattr(checks, "_all_keys", lambda _, many=many: [f"第{n}" for n in range(many)])
        assert len(list(checks._keys(scheme(clause())))) == problems


def test_two_means_of_different_periods_do_not_meet() -> None:
    """The periods of the second clause lie behind those of the first, and so do its days."""
    quarters, months = (clause(key, rates=MARKS, shape=Mean(period, Missing.LEFT_OUT, None))
                        for key, period in (("甲", Period.QUARTER), ("乙", Period.MONTH)))  # fmt: skip
    marks = [("甲", 1, 6), ("甲", 2, 2), ("甲", 4, 4), ("乙", 1, 5), ("乙", 2, 7), ("乙", 12, 9)]
    rows = [fact(kind, day=day(month), quantity=p(mark)) for kind, month, mark in marks]
    result = score(scheme(quarters, months), rows)
    assert (points(result, node="甲"), points(result, node="乙")) == (6, 7)


def test_points_and_counts_of_the_last_traced_subject() -> None:
    other = clause("信息", requires=(test("提案", 1),))
    result = score(
        scheme(clause(points=2), other), [fact(subject=1), fact(subject=2), fact(subject=2), fact(subject=3)]
    )
    tracer = Tracer(result)
    alone, among = tracer.rows(1, 2), tracer.rows(0, 2)
    assert alone.points.tolist() == among.points.tolist() == [p(4), 0, p(4)]
    assert alone.amount.tolist() == among.amount.tolist()
    assert alone.amount[0] == p(2)


def test_a_store_without_facts_has_one_day() -> None:
    assert (store([]).days, store([fact()]).days, store([fact(), fact(day=day(3, 3))]).days) == (1, 1, 3)


@pytest.mark.parametrize(
    ("given", "day_read", "quantity_read", "number_read"),
    [
        (clause(), False, False, False),
        (clause(rates=(rate(1, value=Value.PER_QUANTITY),)), False, True, False),
        (clause(quantity=True), False, True, False),
        (clause(rates=MARKS, shape=Mean(Period.MONTH, Missing.LEFT_OUT, None)), True, True, False),
        (clause(rates=(rate(2, when(level="省")), rate(1)), shape=FromNth(2, Order.EARLIEST_FIRST)), True, False, True),
    ],
)
def test_of_a_store_on_disk_only_the_columns_that_matter_are_read(
    given: object, day_read: bool, quantity_read: bool, number_read: bool, tmp_path: Path
) -> None:
    save(store([fact(), fact(day=day(4), level="省")]), tmp_path)
    bound = run(compile(scheme(given))[0], open_store(tmp_path), engine="plain", threads=1).bound  # type: ignore[arg-type]
    found = loaded(bound, 0, 3)
    assert [len(column) for column in (found.sig, found.day, found.quantity, found.number)] == [
        2, 2 * day_read, 2 * quantity_read, 2 * number_read,
    ]  # fmt: skip


@pytest.mark.parametrize("combine", [Combine.STACK, Combine.HIGHEST, Combine.LATEST])
def test_the_first_clause_may_give_more_than_a_packed_sum_holds(combine: Combine) -> None:
    """An action of the first node, by its first rate, that does nothing special has the number 0."""
    most = 100_000
    result = score(scheme(clause(points=most, combine=combine)), [fact(work=3), fact(work=3), fact()])
    assert points(result) == (3 if combine is Combine.STACK else 2) * most


def test_what_has_no_row_has_the_code_that_says_so() -> None:
    """Facts of tallies, and of no clause at all, have no row in the evidence."""
    result = score(
        scheme(clause(), tallies=(tally("件数", when(kind="提案|信息")),)), [fact(), fact("信息"), fact("会议")]
    )
    bound = result.bound
    words = vocabulary(bound.actions, bound.units, bound.role, result.plan.tallies)
    clause_only = np.flatnonzero(bound.actions.act[:, META] & NODE_MASK == 1).tolist()
    for answers, of_answer in ((words.one, 1), (words.many, 2)):
        speaks = np.flatnonzero(answers.simple >> SILENT_SHIFT & 1 == 0)
        assert set(words.action[answers.first + of_answer * speaks].tolist()) == set(clause_only)
        assert len(speaks) < len(answers.simple)
