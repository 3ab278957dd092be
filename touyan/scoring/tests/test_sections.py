"""Caps, deductions, floors, ceilings, weights, rounding: the order of operations."""

from __future__ import annotations

import pytest

from touyan.scoring.evidence import read_evidence, write_evidence
from touyan.scoring.model import ONE, Children, Compare, Flat, Joiners, Round, Rounding, Side, Waiver
from touyan.scoring.plan import Refused
from touyan.scoring.tests.cast import (
    WHOLE,
    clause,
    fact,
    p,
    people,
    points,
    scheme,
    score,
    section,
    tally,
    test,
    when,
    李四,
)
from touyan.scoring.trace import trace


def minus(key, size, **other):
    return clause(key, size, side=Side.DEDUCTION, **other)


def base(size, key="底", **other):
    return clause(key, shape=Flat(p(size)), **other)


def steps(result, subject=1):
    """Rows of nodes: (node, rule, change)."""
    rows = trace(result, subject).to_pylist()
    return [(row["node"], row["rule"], row["counted"] / ONE) for row in rows if row["fact"] is None]


def test_the_cap_of_an_item_then_of_its_section():
    given = scheme(section(clause("甲", 4, cap=p(10)), clause("乙", 3), cap=p(12)))
    result = score(given, [fact("甲")] * 3 + [fact("乙")])
    assert (points(result, node="甲"), points(result)) == (10, 12)
    assert steps(result) == [("甲", "cap", -2), ("板块", "cap", -1)]


def test_deductions_come_after_the_cap_and_stop_at_the_floor():
    given = scheme(section(base(20), minus("缺席", 3), start=p(5), cap=p(10), floor=0))
    assert points(score(given, [fact("缺席")])) == 7
    result = score(given, [fact("缺席")] * 4)
    assert points(result) == 0
    assert steps(result)[-2:] == [("板块", "cap", -15), ("板块", "floor", 2)]


def test_a_deduction_has_its_own_cap_and_may_go_below_zero_without_a_floor():
    given = scheme(minus("缺席", 3, cap=p(5)))
    assert points(score(given, [fact("缺席")] * 4)) == -5
    assert steps(score(given, [fact("缺席")] * 4)) == [("缺席", "cap", 7)]


def test_a_ceiling_holds_after_deductions():
    given = scheme(section(base(30), minus("缺席", 3), ceiling=p(20)))
    assert points(score(given, [fact("缺席")])) == 20


def test_weights_are_exact_and_rounding_comes_last():
    given = scheme(section(base(10), weight=(1, 3)), total={"rounding": Rounding(100, Round.DOWN)})
    result = score(given, [])
    assert (int(result.exact[0]), int(result.total[0])) == (33_333, 33_300)
    assert ("板块", "weight", -6.6667) in steps(result)
    half = scheme(section(base(2.5), rounding=WHOLE))
    assert points(score(half, [])) == 3
    once = scheme(section(base(0.9999), weight=(1, 2), rounding=Rounding(5_000, Round.HALF_UP)))
    assert points(score(once, [])) == 0.5


def test_a_weighted_value_is_rounded_once_from_the_exact_value():
    given = scheme(base(10), total={"weight": (1, 3), "rounding": Rounding(10_000, Round.UP)})
    assert points(score(given, [])) == 4


def test_only_the_highest_child_may_count_and_deductions_still_act():
    given = scheme(section(base(3, "甲"), base(7, "乙"), minus("缺席", 1), combine=Children.HIGHEST))
    assert points(score(given, [fact("缺席")])) == 6
    assert ("板块", "highest_only", -3) in steps(score(given, []))
    alone = scheme(section(minus("缺席", 1), combine=Children.HIGHEST))
    assert points(score(alone, [fact("缺席")])) == -1


def test_what_is_not_counted_is_shown_and_taken_off_again():
    given = scheme(base(3, counted=False), base(4, "乙"), section(base(9, "丙"), counted=False))
    result = score(given, [])
    assert (points(result), points(result, node="底"), points(result, node="丙")) == (4, 3, 9)
    assert ("底", "uncounted", -3) in steps(result)


def test_an_item_has_a_floor():
    given = scheme(base(-3, floor=p(-1)))
    assert points(score(given, [])) == -1
    assert ("底", "floor", 2) in steps(score(given, []))


def test_sections_and_clauses_apply_to_some_only():
    standing = when(subject__role="常委")
    given = scheme(section(base(30), base(5, "乙", applies=standing), applies=standing), base(1, "丙"))
    subjects = people({"subject": 1, "role": "委员"}, {"subject": 2, "role": "常委"})
    result = score(given, [], subjects)
    assert (points(result), points(result, 李四)) == (1, 36)
    assert [row for row in steps(result) if row[0] in ("板块", "乙")] == []


def test_nobody_else_is_scored():
    given = scheme(base(1), subjects=when(subject__role="常委"))
    result = score(given, [], people({"subject": 1, "role": "委员"}, {"subject": 2, "role": "常委"}))
    assert result.totals()["subject"].to_pylist() == [2]


def test_a_joiner_starts_with_a_part():
    given = scheme(section(minus("缺席", 1), start=p(10)), base(6), joiners=Joiners.PRO_RATA)
    result = score(given, [], people({"subject": 1, "months": 6}, {"subject": 2, "months": 0}))
    assert [points(result, n) for n in (1, 2)] == [8, 0]


def test_the_total_is_the_sum_of_the_trace():
    given = scheme(
        section(base(10), clause("甲", 4, cap=p(9)), minus("缺席", 3), start=p(2), cap=p(15), floor=0, weight=(2, 3)),
        base(5, "丙", counted=False),
        total={"rounding": WHOLE, "ceiling": p(60)},
    )
    result = score(given, [fact("甲")] * 3 + [fact("缺席")])
    assert sum(trace(result, 1)["counted"].to_pylist()) == int(result.total[0])
    assert points(result) == 8


def test_the_whole_cannot_be_left_out() -> None:
    """Its rows would add up to nothing while it says points."""
    with pytest.raises(Refused, match="总分不能写“计入：否”"):
        score(scheme(base(3), total={"counted": False}), [])


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_there_is_room_for_every_row_a_node_can_have(engine, tmp_path):
    """Kernels do not look where their room ends: a deep scheme each of whose steps changes something must fit."""
    node = clause("底", shape=Flat(p(9)), requires=(test("提案", 1),), cap=p(1), floor=p(2), counted=False,
                  waiver=Waiver(test("提案", 0, compare=Compare.AT_MOST), p(3)))  # fmt: skip
    busy = {"start": p(9), "cap": p(5), "floor": p(7), "ceiling": p(6), "weight": (1, 4),
            "rounding": Rounding(ONE, Round.HALF_UP)}  # fmt: skip
    for depth in range(12):
        node = section(node, key=f"层{depth}", counted=False, **busy)
    given = scheme(node, total=busy, tallies=(tally("提案", when(kind="提案")),))
    result = score(given, [], engine=engine)
    assert len(steps(result)) == 6 + 12 * 7 + 6
    write_evidence(result, tmp_path)
    for who in (1, 2, 3):
        told = read_evidence(tmp_path, result, who)["counted"].to_pylist()
        assert (len(told), sum(told)) == (96, result.total[who - 1])
