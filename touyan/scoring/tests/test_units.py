"""From facts to units: rates, extras, shares, combination, exclusives, windows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from touyan.scoring.model import (
    Already,
    Authors,
    Combine,
    Exclusive,
    Extra,
    Flat,
    Keep,
    Late,
    LateRule,
    Once,
    Outside,
    Round,
    Rounding,
    Share,
    Target,
    Value,
    Window,
)
from touyan.scoring.tests.cast import (
    BASIS,
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
    when,
    张三,
    李四,
)
from touyan.scoring.trace import trace


def rules(result, subject=张三):
    """(rule, raw, counted) of the rows of facts, by fact number."""
    rows = [row for row in trace(result, subject).to_pylist() if row["fact"] is not None]
    return [
        (row["rule"], row["raw"] / 10_000, row["counted"] / 10_000) for row in sorted(rows, key=lambda r: r["fact"])
    ]


def test_the_first_rate_that_matches_counts():
    given = scheme(clause(rates=(rate(5, when(level="省|国")), rate(2, when(level="省|市")))))
    result = score(given, [fact(level="省"), fact(level="市"), fact(level="县")])
    assert points(result) == 7
    assert rules(result) == [("counted", 5, 5), ("counted", 2, 2), ("no_rate", 0, 0)]


def test_a_condition_may_be_negated_and_speak_of_the_subject():
    not_first = replace(when(role="执笔"), tests=(replace(when(role="执笔").tests[0], negated=True),))
    standing = when(subject__role="常委")
    given = scheme(clause(rates=(rate(1, standing), rate(3, not_first))))
    subjects = people({"subject": 1, "role": "常委"}, {"subject": 2, "role": "委员"})
    result = score(given, [fact(), fact(subject=李四, role="执笔"), fact(subject=李四, role="参与")], subjects)
    assert (points(result, 张三), points(result, 李四)) == (1, 3)


def test_points_per_quantity_are_rounded_as_the_clause_says():
    given = scheme(clause(rates=(rate(1.5, value=Value.PER_QUANTITY),), rounding=WHOLE))
    assert points(score(given, [fact(quantity=p(3)), fact(quantity=p(1))])) == 5 + 2


@pytest.mark.parametrize(("outside", "expected"), [(Outside.CLAMP, 5 + 2), (Outside.REFUSE, 0)])
def test_a_mark_outside_its_range_is_clamped_or_refused(outside, expected):
    given = scheme(clause(rates=(rate(0, value=Value.MARK, low=p(2), high=p(5), outside=outside),)))
    result = score(given, [fact(quantity=p(9)), fact(quantity=p(1))])
    assert points(result) == expected
    assert points(score(given, [fact(quantity=p(4))])) == 4


def test_extras_multiply_then_add_in_order():
    halved, plus = Extra("合写", when(form="合写"), (1, 2), 0), Extra("约稿", when(tag="约稿"), (1, 1), p(10))
    given = scheme(clause(points=5, extras=(halved, plus)))
    assert points(score(given, [fact(form="合写", tag="约稿")])) == 12.5
    both_on_quantity = scheme(clause(rates=(rate(3, value=Value.PER_QUANTITY),), extras=(halved, plus)))
    assert points(score(both_on_quantity, [fact(form="合写", tag="约稿", quantity=p(2))])) == 13


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Share(Authors.IGNORE, 0, (1, 1)), [9, 9, 9]),
        (Share(Authors.FIRST_ONLY, 0, (1, 1)), [9, 0, 0]),
        (Share(Authors.EQUAL, 0, (1, 1)), [3, 3, 3]),
        (Share(Authors.FIRST_PART, 0, (1, 2)), [4.5, 2.25, 2.25]),
        (Share(Authors.MAIN, 2, (1, 1)), [9, 9, 0]),
    ],
)
@pytest.mark.parametrize("value", [Value.FIXED, Value.PER_QUANTITY])
def test_authors_share(share, expected, value):
    given = scheme(clause(rates=(rate(9, value=value),), share=share))
    rows = [fact(subject=n, place=n, authors=3) for n in (1, 2, 3)]
    result = score(given, rows)
    assert [points(result, n) for n in (1, 2, 3)] == expected


def test_a_single_author_gets_all_and_is_not_rounded():
    for authors in (Authors.EQUAL, Authors.FIRST_PART):
        given = scheme(clause(points=2.5, share=Share(authors, 0, (1, 2)), rounding=WHOLE))
        assert points(score(given, [fact(authors=1, place=1)])) == 2.5


def test_a_missing_place_or_number_of_authors_makes_the_record_incomplete():
    for authors in (Authors.FIRST_ONLY, Authors.MAIN, Authors.EQUAL, Authors.FIRST_PART):
        given = scheme(clause(points=2, share=Share(authors, 1, (1, 2))))
        assert rules(score(given, [fact()])) == [("incomplete", 2, 0)]


def test_a_share_leaves_its_mark_in_the_trace():
    given = scheme(clause(points=9, share=Share(Authors.EQUAL, 0, (1, 1))))
    assert rules(score(given, [fact(authors=3)])) == [("shared", 9, 3)]
    first_only = scheme(clause(points=9, share=Share(Authors.FIRST_ONLY, 0, (1, 1))))
    assert rules(score(first_only, [fact(place=2)])) == [("not_entitled", 9, 0)]


STAGES = (rate(1, when(stage="提交")), rate(3, when(stage="立案")), rate(2, when(stage="结案")))


@pytest.mark.parametrize(
    ("combine", "expected"),
    [
        (Combine.EACH, 1 + 3 + 3 + 2),
        (Combine.STACK, 1 + 3 + 3 + 2),
        (Combine.HIGHEST, 3),
        (Combine.LATEST, 2),
        (Combine.EARLIEST, 1),
        (Combine.ONCE_PER_RATE, 1 + 3 + 2),
    ],
)
def test_what_several_facts_of_a_work_become(combine, expected):
    given = scheme(clause(rates=STAGES, combine=combine))
    rows = [fact(work=7, stage=s, day=day(m)) for m, s in enumerate(("提交", "立案", "立案", "结案"), 2)]
    for engine in ("plain", "compiled"):
        assert points(score(given, rows[::-1], engine=engine)) == expected
    assert sum(counted for _, _, counted in rules(score(given, rows))) == expected


@pytest.mark.parametrize(
    ("combine", "units", "quantities"),
    [
        (Combine.EACH, 4, 2 + 3 + 4 + 5),
        (Combine.STACK, 1, 2 + 3 + 4 + 5),
        (Combine.HIGHEST, 1, 3),
        (Combine.LATEST, 1, 5),
        (Combine.EARLIEST, 1, 2),
        (Combine.ONCE_PER_RATE, 1, 2 + 3 + 5),
    ],
)
@pytest.mark.parametrize("neighbours", ["none", "another clause", "an exclusive"])
@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_a_unit_counts_once_or_by_the_quantities_it_keeps(combine, units, quantities, neighbours, engine):
    """However the work is read: alone in a register, beside another clause, or within an exclusive."""
    rows = [fact(work=7, stage=s, day=day(m), quantity=p(m)) for m, s in enumerate(("提交", "立案", "立案", "结案"), 2)]
    for quantity, expected in ((False, units), (True, quantities)):
        counted = clause("甲", when=when(kind="提案"), rates=STAGES, combine=combine, quantity=quantity,
                         shape=Target(0, 0, p(1), 0))  # fmt: skip
        other = clause("乙", 0, when=when(kind="提案"), combine=Combine.STACK)
        exclusives = (Exclusive("不重复", ("甲", "乙"), Keep.FIRST_LISTED, BASIS),)
        given = scheme(
            counted, *((other,) if neighbours != "none" else ()),
            exclusives=exclusives if neighbours == "an exclusive" else (),
        )  # fmt: skip
        result = score(given, rows, engine=engine)
        assert points(result, node="甲") == expected
        assert sum(row["counted"] for row in trace(result, 张三).to_pylist()) == p(expected)


def test_combination_knows_works_apart_and_facts_without_a_work():
    given = scheme(clause(points=2, combine=Combine.HIGHEST))
    assert points(score(given, [fact(work=1), fact(work=1), fact(work=2), fact(), fact()])) == 8


def test_once_counts_the_highest_unit():
    assert points(score(scheme(clause(rates=STAGES, shape=Once())), [fact(stage="提交"), fact(stage="立案")])) == 3
    assert points(score(scheme(clause(shape=Once())), [])) == 0


@pytest.mark.parametrize(("keep", "expected"), [(Keep.HIGHEST, 5), (Keep.FIRST_LISTED, 2)])
@pytest.mark.parametrize("work", [None, 7])
def test_a_work_counts_in_one_of_exclusive_clauses(keep, expected, work):
    low = clause("甲", 2, when=when(kind="提案"))
    high = clause("乙", 5, when=when(kind="提案"))
    given = scheme(low, high, exclusives=(Exclusive("不重复", ("甲", "乙"), keep, BASIS),))
    rows = [fact(work=work)]
    for engine in ("plain", "compiled"):
        assert points(score(given, rows, engine=engine)) == expected
    assert ("exclusive", 2, 0) in rules(score(given, rows)) or keep is Keep.FIRST_LISTED


def test_exclusive_weighs_all_units_of_the_work():
    each = clause("甲", 2, when=when(kind="提案"))
    best = clause("乙", 5, when=when(kind="提案"), combine=Combine.HIGHEST)
    given = scheme(each, best, exclusives=(Exclusive("不重复", ("甲", "乙"), Keep.HIGHEST, BASIS),))
    rows = [fact(work=7) for _ in range(3)]
    for engine in ("plain", "compiled"):
        result = score(given, rows, engine=engine)
        assert (points(result, node="甲"), points(result, node="乙")) == (6, 0)
    tie = scheme(each, replace(best, rates=(rate(6),)), exclusives=given.exclusives)
    assert points(score(tie, rows), node="甲") == 6


def test_a_work_counted_before_is_excluded_or_counts_again():
    rows = [fact(counted_before=True), fact()]
    assert points(score(scheme(clause(points=4)), rows)) == 4
    assert points(score(scheme(clause(points=4, already=Already.COUNT)), rows)) == 8
    assert rules(score(scheme(clause(points=4)), rows))[0] == ("already", 0, 0)


def test_only_days_inside_the_window_count_and_a_clause_may_have_its_own():
    until_november = Window(day(1), day(11, 30))
    given = scheme(clause(points=1), clause("信息", 10, window=until_november))
    rows = [fact(day=day(12, 31)), fact(day=day(1, 1, 2026)), fact("信息", day=day(12)), fact("信息", day=day(11, 30))]
    assert points(score(given, rows)) == 11


def test_late_facts_are_dropped_or_carried_once():
    cutoff = {"cutoff": day(1, 31, 2026), "since": day(1, 31), "earliest": day(1, 1, 2024)}
    rows = [
        fact(day=day(12), recorded=day(2, 1, 2026)),  # known too late
        fact(day=day(11, 1, 2024), recorded=day(3)),  # last year's, known after last year's cut-off
        fact(day=day(11, 1, 2024), recorded=day(1)),  # last year's, counted then
        fact(day=day(11, 1, 2024), recorded=day(3), counted_before=True),
        fact(day=day(11, 1, 2023), recorded=day(3)),  # too old
        fact(day=day(5)),
    ]
    for rule, expected in ((Late.BY_DAY, 2), (Late.DROP, 1), (Late.CARRY, 2)):
        given = scheme(clause(points=1, already=Already.COUNT), late=LateRule(rule, **cutoff))
        assert points(score(given, rows)) == expected, rule


def test_the_three_roundings_are_away_from_zero_toward_it_and_half_away():
    for mode, expected in ((Round.HALF_UP, 3), (Round.DOWN, 2), (Round.UP, 3)):
        given = scheme(clause(rates=(rate(2.5, value=Value.PER_QUANTITY),), rounding=Rounding(10_000, mode)))
        assert points(score(given, [fact()])) == expected


def test_a_base_is_given_without_facts_only_to_whom_the_clause_applies():
    given = scheme(clause(shape=Flat(p(85)), applies=when(subject__role="委员")))
    subjects = people({"subject": 1, "role": "委员"}, {"subject": 2, "role": "常委"})
    result = score(given, [], subjects)
    assert (points(result, 张三), points(result, 李四)) == (85, 0)


def test_more_windows_than_a_number_has_bits() -> None:
    """Under a rule for late records too, every clause keeps to its own window."""
    days = [day(1 + n // 20, 1 + n % 20) for n in range(70)]
    clauses = [clause(f"项目{n}", when=when(kind="提案"), window=Window(one, one)) for n, one in enumerate(days)]
    given = scheme(*clauses, late=LateRule(Late.DROP, day(12, 31), None, None))
    rows = [fact(day=one, recorded=one) for n, one in enumerate(days) for _again in range(1 + n % 3)]
    result = score(given, [*rows, fact(day=days[3], recorded=day(1, 2, 2026))])
    assert [points(result, node=one.key) for one in clauses] == [1 + n % 3 for n in range(70)]
