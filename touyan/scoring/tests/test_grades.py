"""Grades, gates, vetoes, quotas, alerts, consequences."""

from __future__ import annotations

import pytest

from touyan.scoring import fields
from touyan.scoring.consequences import proposals
from touyan.scoring.explain import explain
from touyan.scoring.model import (
    Alert,
    Compare,
    Consequence,
    Effect,
    Gate,
    Grade,
    GradeOn,
    Joiners,
    Need,
    Of,
    Quota,
    QuotaBy,
    QuotaTies,
    Round,
    Rounding,
    Span,
    Value,
    Veto,
)
from touyan.scoring.office import Tables
from touyan.scoring.tests.cast import (
    ANY,
    BASIS,
    clause,
    fact,
    grade,
    p,
    people,
    rate,
    scheme,
    score,
    table,
    tally,
    test,
    when,
)

GRADES = (Grade("优秀", "优秀", p(90)), Grade("称职", "称职", p(60)), Grade("不称职", "不称职", None))
MARK = (rate(0, value=Value.MARK, low=0, high=p(200)),)


def marks(*given):
    return [fact("甲", subject=n, quantity=p(mark)) for n, mark in enumerate(given, 1)]


def graded(given, rows, many=3, subjects=None, **options):
    result = score(given, rows, subjects or people(many=many), **options)
    return [grade(result, n) for n in range(1, many + 1)]


def marked(**other):
    return scheme(clause("甲", rates=MARK), grades=GRADES, **other)


def test_bands_are_half_open():
    assert graded(marked(), marks(90, 89.9999, 59.9999)) == ["优秀", "称职", "不称职"]


def test_the_total_is_rounded_before_banding_or_not_as_the_scheme_says():
    rounding = {"rounding": Rounding(10_000, Round.HALF_UP)}
    for on, expected in ((GradeOn.ROUNDED, "优秀"), (GradeOn.EXACT, "称职")):
        assert graded(marked(grade_on=on, total=rounding), marks(89.5))[0] == expected


def test_below_every_band_there_is_no_grade():
    given = scheme(clause("甲", rates=MARK), grades=GRADES[:2])
    assert graded(given, marks(59), 1) == [None]
    assert graded(scheme(clause("甲")), [], 1) == [None]


def three_ones(effect=Effect.LIMIT, key="不称职"):
    needs = (Need("一次全会", (test("全会", 1),)), Need("提案或信息", (test("提案", 1), test("信息", 1))))
    return Gate("三个一", "三个一", ANY, needs, effect, key, BASIS)


TALLIES = tuple(tally(key, when(kind=key)) for key in ("全会", "提案", "信息", "违纪"))


def test_a_gate_has_alternatives_and_limits_the_grade_not_the_points():
    given = marked(gates=(three_ones(),), tallies=TALLIES)
    rows = [*marks(95, 95, 95), fact("全会"), fact("信息"), fact("全会", subject=2), fact("信息", subject=3)]
    result = score(given, rows)
    assert [grade(result, n) for n in (1, 2, 3)] == ["优秀", "不称职", "不称职"]
    row = result.totals().to_pylist()[1]
    assert (row["total"], row["banded"], row["limits"]) == (p(95), "优秀", "三个一")
    told = " ".join(explain(result, 2).texts())
    assert "未达到【三个一】：提案或信息（提案至少 1，实际 0；或信息至少 1，实际 0）" in told


def test_a_gate_may_leave_without_a_grade_and_apply_to_some_only():
    gate = three_ones(Effect.NO_GRADE, None)
    given = marked(gates=(gate,), tallies=TALLIES)
    assert graded(given, marks(95)) == [None, None, None]
    from dataclasses import replace

    some = marked(gates=(replace(gate, applies=when(subject__role="常委")),), tallies=TALLIES)
    subjects = people({"subject": 1, "role": "常委"}, {"subject": 2, "role": "委员"})
    assert graded(some, marks(95, 95), 2, subjects) == [None, "优秀"]


def test_one_veto_is_enough():
    veto = Veto("否决", "一票否决", ANY, (test("违纪", 1), test("甲", 200, Of.POINTS)), Effect.LIMIT, "称职", BASIS)
    given = marked(vetoes=(veto,), tallies=TALLIES)
    result = score(given, [*marks(95, 95, 200), fact("违纪")])
    assert [grade(result, n) for n in (1, 2, 3)] == ["称职", "优秀", "称职"]
    assert "触发否决【一票否决】：违纪至少 1，实际 1" in explain(result, 1).texts()[1]


def test_a_limit_never_lifts_a_grade():
    veto = Veto("否决", "否决", ANY, (test("违纪", 0),), Effect.LIMIT, "优秀", BASIS)
    assert graded(marked(vetoes=(veto,), tallies=TALLIES), marks(10), 1) == ["不称职"]


def quota(**other):
    given = {"grade": "优秀", "by": QuotaBy.FIRST_N, "amount": 2, "rounding": Round.DOWN, "minimum": 0, "lists": (),
             "tie_break": (), "ties": QuotaTies.ALL_IN, "basis": BASIS}  # fmt: skip
    return Quota(**(given | other))


def test_the_first_n_keep_the_grade():
    given = marked(quotas=(quota(),))
    assert graded(given, marks(91, 99, 95), 3) == ["称职", "优秀", "优秀"]
    assert graded(marked(quotas=(quota(amount=0),)), marks(99, 80, 50)) == ["称职", "称职", "不称职"]


@pytest.mark.parametrize(
    ("ties", "expected", "left"),
    [
        (QuotaTies.ALL_IN, ["优秀", "优秀", "优秀", "称职"], [False] * 4),
        (QuotaTies.ALL_OUT, ["优秀", "称职", "称职", "称职"], [False] * 4),
        (QuotaTies.LEFT_OPEN, ["优秀", "称职", "称职", "称职"], [False, True, True, False]),
    ],
)
def test_equals_at_the_last_place(ties, expected, left):
    result = score(marked(quotas=(quota(ties=ties),)), marks(99, 95, 95, 91), people(many=4))
    assert [grade(result, n) for n in range(1, 5)] == expected
    assert result.graded.open.tolist() == left


def test_equals_are_parted_by_other_nodes_first():
    given = scheme(
        clause("甲", rates=MARK), clause("提案", rates=MARK, counted=False), grades=GRADES,
        quotas=(quota(tie_break=("提案",), ties=QuotaTies.LEFT_OPEN),),
    )  # fmt: skip
    more = [fact("提案", subject=n, quantity=p(q)) for n, q in ((2, 5), (3, 7), (4, 5))]
    result = score(given, marks(99, 95, 95, 95) + more, people(many=4))
    assert [grade(result, n) for n in range(1, 5)] == ["优秀", "称职", "优秀", "称职"]
    assert not result.graded.open.any()
    tied = score(given, marks(95, 95, 95, 99) + more, people(many=4))
    assert tied.graded.open.tolist() == [False] * 4
    same = score(given, [*marks(91, 95, 95, 99), *more[:1], fact("提案", subject=3, quantity=p(5))], people(many=4))
    assert same.graded.open.tolist() == [False, True, True, False]


def test_a_percentage_of_each_list_with_a_minimum():
    by_group = quota(by=QuotaBy.PERCENT, amount=2_000, minimum=1, lists=("group",))
    subjects = people(*({"subject": n, "group": "甲" if n <= 3 else "乙"} for n in range(1, 14)))
    given = marked(quotas=(by_group,))
    found = graded(given, marks(*range(91, 104)), 13, subjects)
    assert [n for n, one in enumerate(found, 1) if one == "优秀"] == [3, 12, 13]
    for rounding, many in ((Round.DOWN, 2), (Round.UP, 3), (Round.HALF_UP, 3)):
        tenth = marked(quotas=(quota(by=QuotaBy.PERCENT, amount=2_500, rounding=rounding),))
        assert graded(tenth, marks(*range(91, 101)), 10).count("优秀") == many


def test_a_quota_without_a_threshold_and_two_quotas_in_turn():
    grades = (Grade("一等", "一等", None), Grade("二等", "二等", None))
    given = scheme(clause("甲", rates=MARK), grades=grades,
                   quotas=(quota(grade="一等", amount=1), quota(grade="二等", amount=2)))  # fmt: skip
    assert graded(given, marks(5, 9, 7), 3) == [None, "一等", "二等"]


def test_exempt_joiners_have_no_grade_and_take_no_place():
    given = marked(joiners=Joiners.EXEMPT, quotas=(quota(amount=1),))
    subjects = people({"subject": 1, "months": 3}, {"subject": 2}, {"subject": 3})
    assert graded(given, marks(99, 95, 91), 3, subjects) == [None, "优秀", "称职"]


def test_an_alert_is_no_grade():
    given = marked(alerts=(Alert("提醒", "提醒", p(60), BASIS),))
    assert score(given, marks(59, 60)).totals()["alerts"].to_pylist() == ["提醒", "", "提醒"]


def history(*rows):
    return Tables(history=table(fields.HISTORY, *rows))


def consequence(span, years, grades=(), held=None):
    return Consequence("约谈", "约谈", tuple(grades), held, span, years, BASIS)


def year(number, grade_of=None, subject=1, **other):
    return {"subject": subject, "year": number, "grade": grade_of, **other}


@pytest.mark.parametrize(
    ("span", "years", "past", "expected"),
    [
        (Span.CONSECUTIVE, 1, (), [(2025,)]),
        (Span.CONSECUTIVE, 2, (), []),
        (Span.CONSECUTIVE, 2, (year(2024, "不称职"),), [(2024, 2025)]),
        (Span.CONSECUTIVE, 2, (year(2023, "不称职"), year(2024, "称职")), []),
        (Span.ANY_OF_TERM, 2, (year(2022, "不称职"), year(2024, "称职")), [(2022, 2025)]),
        (Span.ANY_OF_TERM, 3, (year(2022, "不称职"),), []),
    ],
)
def test_years_with_a_grade_lead_to_a_proposal(span, years, past, expected):
    given = marked(consequences=(consequence(span, years, ("不称职",)),))
    found = proposals(score(given, marks(10, 95, 95), tables=history(*past)))
    assert [one.years for one in found] == expected
    assert not found or (found[0].subject, found[0].article) == (1, "第一条")


def test_a_year_that_is_good_proposes_nothing():
    given = marked(consequences=(consequence(Span.ANY_OF_TERM, 1, ("不称职",)),))
    assert proposals(score(given, marks(95, 95, 95), tables=history(year(2024, "不称职")))) == []
    assert proposals(score(marked(), marks(1))) == []


def test_years_in_which_a_test_held_and_sums_over_a_term():
    none = test("提案", 0, compare=Compare.AT_MOST)
    past = (year(2024, node="提案", amount=0), year(2024, node="提案", amount=p(1), subject=2))
    given = marked(tallies=TALLIES, consequences=(consequence(Span.CONSECUTIVE, 2, held=none),))
    rows = [*marks(95, 95, 95), fact("提案", subject=3)]
    assert [one.subject for one in proposals(score(given, rows, tables=history(*past)))] == [1]
    few = consequence(Span.TERM_TOTAL, 1, held=test("提案", 1, compare=Compare.AT_MOST))
    found = proposals(score(marked(tallies=TALLIES, consequences=(few,)), rows, tables=history(*past)))
    assert [(one.subject, one.amount) for one in found] == [(1, 0), (2, p(1)), (3, p(1))]
