"""From units to points: every local shape, with numbers worked by hand."""

from __future__ import annotations

import pytest

from touyan.scoring.model import (
    ONE,
    Beyond,
    Combine,
    Compare,
    Empty,
    FromNth,
    Joiners,
    Mean,
    Missing,
    Of,
    Order,
    Ordinal,
    Partial,
    Period,
    Proportion,
    Reach,
    Spread,
    Steps,
    Target,
    Value,
    Waiver,
)
from touyan.scoring.tests.cast import (
    ANY,
    WHOLE,
    clause,
    day,
    fact,
    p,
    people,
    points,
    rate,
    scheme,
    score,
    tally,
    test,
    when,
)

ENGINES = ("plain", "compiled")


def worth(shape, rows, **other):
    """Points of one clause with this shape; the engines must agree."""
    given = scheme(clause(shape=shape, **other), tallies=other.pop("tallies", ()))
    found = {points(score(given, rows, engine=engine)) for engine in ENGINES}
    assert len(found) == 1
    return found.pop()


def times(number, **other):
    return [fact(**other) for _ in range(number)]


@pytest.mark.parametrize(
    ("partial", "have", "expected"),
    [
        (Partial.NOTHING, 3, 0),
        (Partial.NOTHING, 4, 30),
        (Partial.NOTHING, 9, 30),
        (Partial.PRO_RATA, 3, 22.5),
        (Partial.PRO_RATA, 0, 0),
        (Partial.MINUS_EACH, 3, 23),
        (Partial.MINUS_EACH, 0, 2),
    ],
)
def test_reach_a_count(partial, have, expected):
    assert worth(Reach(p(4), p(30), partial, p(7), None), times(have)) == expected


def test_reach_never_falls_below_nothing_and_rounds_as_said():
    assert worth(Reach(p(4), p(3), Partial.MINUS_EACH, p(7), None), times(2)) == 0
    assert worth(Reach(p(3), p(10), Partial.PRO_RATA, 0, None), times(2), rounding=WHOLE) == 7
    assert worth(Reach(p(3), p(10), Partial.PRO_RATA, 0, None), times(1)) == 3.3333


@pytest.mark.parametrize(
    ("otherwise", "months", "expected"),
    [
        (Partial.NOTHING, (1, 4, 7, 10), 8),
        (Partial.NOTHING, (1, 2, 3, 10), 0),
        (Partial.MINUS_EACH, (1, 2, 3, 10), 2),
        (Partial.PRO_RATA, (1, 2, 3, 10), 4),
    ],
)
def test_a_count_may_have_to_be_spread(otherwise, months, expected):
    spread = Spread(Period.QUARTER, p(1), 4, otherwise, p(3))
    rows = [fact(day=day(m)) for m in months]
    assert worth(Reach(p(4), p(8), Partial.NOTHING, 0, spread), rows) == expected


def test_from_the_nth_on_in_each_order():
    rows = [fact(level="省", day=day(5)), fact(level="市", day=day(2)), fact(level="国", day=day(9))]
    rates = (rate(2, when(level="市")), rate(5, when(level="省")), rate(9, when(level="国")))
    for order, expected in ((Order.EARLIEST_FIRST, 14), (Order.LOWEST_FIRST, 14), (Order.HIGHEST_FIRST, 7)):
        assert worth(FromNth(2, order), rows, rates=rates) == expected
    assert worth(FromNth(3, Order.EARLIEST_FIRST), rows, rates=rates) == 9
    assert worth(FromNth(4, Order.EARLIEST_FIRST), rows, rates=rates) == 0
    assert worth(FromNth(1, Order.EARLIEST_FIRST), rows, rates=rates) == 16


def test_equal_days_are_ordered_by_number():
    rows = [fact(level="国", fact=9), fact(level="市", fact=4)]
    rates = (rate(2, when(level="市")), rate(9, when(level="国")))
    assert worth(FromNth(2, Order.EARLIEST_FIRST), rows, rates=rates) == 9


def test_from_the_second_on_with_units_all_alike():
    assert worth(FromNth(2, Order.EARLIEST_FIRST), times(4), points=5) == 15
    assert worth(FromNth(2, Order.EARLIEST_FIRST), [], points=5) == 0
    stacked = [fact(work=1), fact(work=1), fact(work=2, day=day(5))]
    assert worth(FromNth(2, Order.EARLIEST_FIRST), stacked, points=5, combine=Combine.STACK) == 5


@pytest.mark.parametrize(
    ("beyond", "have", "expected"),
    [(Beyond.NOTHING, 1, 1), (Beyond.NOTHING, 5, 6), (Beyond.REPEAT_LAST, 5, 12), (Beyond.REPEAT_LAST, 0, 0)],
)
def test_points_by_ordinal(beyond, have, expected):
    assert worth(Ordinal((p(1), p(2), p(3)), beyond), times(have)) == expected


@pytest.mark.parametrize(("have", "expected"), [(5, 10), (7, 12), (4, 8.5), (0, 2.5)])
def test_around_a_target(have, expected):
    assert worth(Target(p(5), p(10), p(1), p(1.5)), times(have)) == expected


def test_steps_of_a_count_a_sum_and_a_rate():
    ladder = ((p(2), p(4)), (p(5), p(9)))
    assert [worth(Steps(Of.COUNT, None, ladder, Empty.NOTHING), times(n)) for n in (0, 1, 2, 4, 5, 9)] == [
        0, 0, 4, 4, 9, 9,
    ]  # fmt: skip
    assert worth(Steps(Of.POINTS, None, ladder, Empty.NOTHING), times(2), points=3) == 9
    due = (tally("应到", ANY),)
    rated = Steps(Of.COUNT, "应到", ((8_000, p(6)), (ONE, p(10))), Empty.FULL)
    rows = times(4, outcome="出席") + times(1, outcome="缺席")
    present = {"when": when(outcome="出席"), "tallies": due}
    assert _with_tallies(rated, rows, **present) == 6
    assert _with_tallies(rated, rows[:4], **present) == 10
    assert _with_tallies(rated, [], **present) == 10
    nothing = Steps(Of.COUNT, "应到", rated.steps, Empty.NOTHING)
    assert _with_tallies(nothing, [], **present) == 0


def _with_tallies(shape, rows, tallies, **other):
    found = {points(score(scheme(clause(shape=shape, **other), tallies=tallies), rows, engine=e)) for e in ENGINES}
    assert len(found) == 1
    return found.pop()


def test_a_proportion_of_what_was_due():
    due = (tally("应到", ANY),)
    rows = times(2, outcome="出席") + times(1, outcome="缺席")
    for empty, expected in ((Empty.NOTHING, 0), (Empty.FULL, 10)):
        shape = Proportion("应到", p(10), empty)
        assert _with_tallies(shape, rows, due, when=when(outcome="出席")) == 6.6667
        assert _with_tallies(shape, [], due, when=when(outcome="出席")) == expected
    assert _with_tallies(Proportion("应到", p(10), Empty.FULL), times(2), due, when=ANY) == 10


def test_the_mean_of_periods():
    rows = [fact(day=day(m), quantity=p(q)) for m, q in ((1, 6), (2, 8), (4, 4))]
    marks = (rate(0, value=Value.MARK, low=0, high=p(10)),)
    quarters = Mean(Period.QUARTER, Missing.AS_ZERO, None)
    assert worth(quarters, rows, rates=marks) == 4.5
    assert worth(Mean(Period.QUARTER, Missing.LEFT_OUT, None), rows, rates=marks) == 9
    assert worth(Mean(Period.QUARTER, Missing.LEFT_OUT, p(10)), rows, rates=marks) == 7
    assert worth(Mean(Period.MONTH, Missing.AS_ZERO, None), rows, rates=marks) == 1.5
    assert worth(Mean(Period.HALF_YEAR, Missing.LEFT_OUT, None), [], rates=marks) == 0


def test_the_count_may_add_quantities():
    rows = [fact(quantity=p(1.5)), fact(quantity=p(2))]
    assert worth(Target(p(3), p(1), p(1), p(1)), rows, quantity=True) == 1
    assert worth(Reach(p(3.5), p(9), Partial.NOTHING, 0, None), rows, quantity=True) == 9
    assert worth(Reach(p(2.5), p(9), Partial.NOTHING, 0, None), rows) == 0
    twice = [fact(quantity=p(2), work=1), fact(quantity=p(3), work=1)]
    assert worth(Reach(p(5), p(9), Partial.NOTHING, 0, None), twice, quantity=True, combine=Combine.STACK) == 9


def test_tallies_count_facts_works_and_quantities():
    rows = [fact(work=1, quantity=p(2)), fact(work=1, quantity=p(3)), fact()]
    shape = Steps(Of.COUNT, None, ((p(1), p(1)),), Empty.NOTHING)
    for options, expected in (({}, 3), ({"per_work": True}, 2), ({"quantity": True}, 6),
                              ({"quantity": True, "per_work": True}, 4)):  # fmt: skip
        counted = tally("数", ANY, **options)
        for number, holds in ((expected, 1), (expected + 1, 0)):
            given = scheme(clause(shape=shape, requires=(test("数", number),)), tallies=(counted,))
            assert {points(score(given, rows, engine=engine)) for engine in ENGINES} == {holds}


def test_side_conditions_and_waivers():
    counted = tally("全会", when(kind="全会"))
    needs = (test("全会", 1),)
    given = scheme(clause(points=3, requires=needs), tallies=(counted,))
    assert points(score(given, times(2))) == 0
    assert points(score(given, [*times(2), fact("全会")])) == 6
    waived = Waiver(test("全会", 0, compare=Compare.AT_MOST), p(5))
    assert points(score(scheme(clause(points=3, waiver=waived, requires=needs), tallies=(counted,)), times(2))) == 5


def test_a_side_condition_may_read_points_of_an_earlier_node():
    given = scheme(clause("甲", 2), clause("乙", 3, requires=(test("甲", 4, Of.POINTS),)))
    rows = [fact("甲"), fact("乙")]
    assert points(score(given, rows)) == 2
    assert points(score(given, [*rows, fact("甲")])) == 7


def test_joiners_need_less_and_get_less_base():
    given = scheme(clause(shape=Reach(p(4), p(30), Partial.NOTHING, 0, None)), joiners=Joiners.PRO_RATA)
    subjects = people({"subject": 1, "months": 5}, {"subject": 2, "months": 12}, {"subject": 3})
    rows = [fact(subject=n) for n in (1, 1, 2, 2)]
    result = score(given, rows, subjects)
    assert [points(result, n) for n in (1, 2, 3)] == [30, 0, 0]
    full = score(scheme(clause(shape=Reach(p(4), p(30), Partial.NOTHING, 0, None))), rows, subjects)
    assert points(full, 1) == 0
