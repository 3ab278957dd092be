"""Subjects compared: ranks, best, last, mean; ballots, panels and imported results."""

from __future__ import annotations

import pytest

from touyan.scoring import fields
from touyan.scoring.model import (
    AgainstMean,
    Ballot,
    Empty,
    Flat,
    Imported,
    Joiners,
    LastN,
    NoClass,
    NoQuorum,
    NoResult,
    Of,
    Panel,
    PanelBy,
    Rank,
    RatioToBest,
    Source,
    Ties,
    Value,
)
from touyan.scoring.office import Tables
from touyan.scoring.plan import compile
from touyan.scoring.run import run_all
from touyan.scoring.tests.cast import (
    FINE,
    clause,
    fact,
    grade,
    p,
    people,
    points,
    rate,
    scheme,
    score,
    section,
    store,
    table,
    tally,
    when,
)
from touyan.scoring.trace import trace

MARK = (rate(0, value=Value.MARK, low=0, high=p(100)),)
OWN = Source(None, Of.POINTS, (), True)


def marks(*given):
    return [fact("甲", subject=n, quantity=p(mark)) for n, mark in enumerate(given, 1)]


def everybody(given, rows, many, subjects=None, **options):
    found = []
    for engine in ("plain", "compiled"):
        result = score(given, rows, subjects or people(many=many), engine=engine, **options)
        found.append([points(result, n) for n in range(1, many + 1)])
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        (Ties.SHARE_BEST, [10, 8, 8, 5.5]),
        (Ties.DENSE, [10, 8, 8, 6]),
        (Ties.SHARE_WORST, [10, 6, 6, 5.5]),
    ],
)
def test_rank_points(ties, expected):
    given = scheme(clause("甲", rates=MARK, shape=Rank(OWN, (p(10), p(8), p(6)), p(0.5), 0, ties)))
    assert everybody(given, marks(90, 70, 70, 20), 4) == expected


def test_rank_has_a_floor_lists_and_a_direction():
    given = scheme(clause("甲", rates=MARK, shape=Rank(OWN, (p(1),), p(3), p(-2), Ties.DENSE)))
    assert everybody(given, marks(9, 8, 7, 6), 4) == [1, -2, -2, -2]
    lists = Source(None, Of.POINTS, ("group",), False)
    given = scheme(clause("甲", rates=MARK, shape=Rank(lists, (p(5), p(4)), p(1), 0, Ties.DENSE)))
    subjects = people(*({"subject": n, "group": g} for n, g in enumerate("甲甲乙乙", 1)))
    assert everybody(given, marks(9, 8, 7, 6), 4, subjects) == [4, 5, 4, 5]


def test_the_rank_of_a_subtotal_and_of_a_count():
    ranked = Rank(Source("业绩", Of.POINTS, (), True), (p(3), p(2), p(1)), 0, 0, Ties.SHARE_BEST)
    given = scheme(section(clause("甲", rates=MARK, cap=p(50)), key="业绩"), clause("名次", shape=ranked))
    assert everybody(given, marks(80, 60, 10), 3) == [53, 53, 11]
    counted = Rank(Source("次数", Of.COUNT, (), True), (p(3), p(2), p(1)), 0, 0, Ties.SHARE_BEST)
    given = scheme(clause("名次", shape=counted), tallies=(tally("次数", when(kind="甲")),))
    assert everybody(given, [*marks(1, 1), fact("甲", subject=2)], 3) == [2, 3, 1]


def test_a_rank_of_what_holds_a_rank():
    first = clause("甲", rates=MARK, shape=Rank(OWN, (p(5), p(3), p(1)), 0, 0, Ties.DENSE))
    again = clause("再", shape=Rank(Source("业绩", Of.POINTS, (), True), (p(9), p(6), p(2)), 0, 0, Ties.DENSE))
    given = scheme(section(first, key="业绩"), again)
    assert everybody(given, marks(1, 3, 2), 3) == [3, 14, 9]


def test_ratio_to_the_best():
    given = scheme(clause("甲", rates=MARK, shape=RatioToBest(OWN, p(6), Empty.NOTHING)))
    assert everybody(given, marks(80, 60, 0), 3) == [6, 4.5, 0]
    assert everybody(given, [], 2) == [0, 0]
    full = scheme(clause("甲", rates=MARK, shape=RatioToBest(OWN, p(6), Empty.FULL)))
    assert everybody(full, [], 2) == [6, 6]
    lower = Source(None, Of.POINTS, (), False)
    given = scheme(clause("甲", rates=MARK, shape=RatioToBest(lower, p(6), Empty.FULL)))
    assert everybody(given, marks(10, 40, 0), 3) == [0, 0, 6]
    assert everybody(given, marks(10, 40), 2) == [6, 1.5]


@pytest.mark.parametrize(("ties_in", "expected"), [(True, [0, 2, 2, 2]), (False, [0, 0, 0, 2])])
def test_the_last_of_the_list(ties_in, expected):
    given = scheme(clause("甲", rates=MARK, shape=LastN(OWN, 2, p(2), ties_in)))
    assert everybody(given, marks(9, 5, 5, 1), 4) == expected


def test_against_the_mean():
    younger = Source(None, Of.POINTS, (), False)
    given = scheme(clause("甲", rates=MARK, shape=AgainstMean(younger, p(2), p(1), p(0.5))))
    assert everybody(given, marks(40, 44, 48), 3) == [2, 2, 0]
    higher = scheme(clause("甲", rates=MARK, shape=AgainstMean(OWN, p(2), p(1), p(0.5))))
    assert everybody(higher, marks(40, 43, 43), 3) == [1, 2, 2]


def test_values_spread_too_wide_for_a_table(monkeypatch):
    monkeypatch.setattr("touyan.scoring.population.SPARSE", 0)
    given = scheme(clause("甲", rates=MARK, shape=Rank(OWN, (p(9), p(5), p(1)), 0, 0, Ties.SHARE_BEST)))
    assert everybody(given, marks(1.2345, 99, 99, 3), 4) == [1, 9, 9, 1]


def test_exempt_joiners_stand_in_no_list():
    given = scheme(clause("甲", rates=MARK, shape=Rank(OWN, (p(5), p(4)), p(1), 0, Ties.DENSE)), joiners=Joiners.EXEMPT)
    subjects = people({"subject": 1, "months": 3}, {"subject": 2}, {"subject": 3})
    assert everybody(given, marks(99, 8, 7), 3, subjects) == [0, 5, 4]


def test_the_trace_of_a_rank_adds_up():
    given = scheme(clause("甲", rates=MARK, shape=Rank(OWN, (p(5), p(4)), p(1), 0, Ties.DENSE)))
    result = score(given, marks(9, 8), people(many=2))
    assert [sum(trace(result, n)["counted"].to_pylist()) for n in (1, 2)] == [p(5), p(4)]


CHOICES = (("好", 10_000), ("一般", 8_000), ("差", 6_000), ("不了解", None))


def ballot(**other):
    given = {"questions": (("总评", 1),), "classes": (("干部", 1),), "choices": CHOICES, "points": p(20), "quorum": 0,
             "no_quorum": NoQuorum.NOTHING, "no_class": NoClass.AS_ZERO, "round_each": None}  # fmt: skip
    return Ballot(**(given | other))


def votes(*given, question="总评", voters="干部", subject=1):
    names = ("好", "一般", "差", "不了解", "废票")
    return [
        {"subject": subject, "question": question, "voters": voters, "choice": name, "count": count}
        for name, count in zip(names, given, strict=False)
    ]


def balloted(shape, rows):
    return score(scheme(clause("测评", shape=shape)), [], tables=Tables(ballots=table(fields.BALLOTS, *rows)))


def test_a_ballot_with_coefficients_as_worked_by_hand():
    assert points(balloted(ballot(), votes(12, 6, 2))) == 18
    assert points(balloted(ballot(), votes(12, 6, 2, 100))) == 18
    assert points(balloted(ballot(), [])) == 0
    assert points(balloted(ballot(), votes(12, 6, 2)), 2) == 0


def test_rows_of_a_ballot_that_do_not_count_are_listed():
    result = balloted(ballot(), [*votes(12, 6, 2, 0, 9), *votes(-1), *votes(3, question="别的")])
    assert points(result) == 18
    assert [code for _, _, code in result.listed] == ["unknown_choice", "negative_count"]


def test_quorum():
    assert points(balloted(ballot(quorum=21), votes(12, 6, 2, 50))) == 0
    assert points(balloted(ballot(quorum=21, no_quorum=NoQuorum.FULL), votes(12, 6, 2, 50))) == 20


def test_classes_of_voter_and_questions_have_weights():
    questions = (("工作量", 30), ("效率", 30), ("完成", 40))
    classes = (("领导", 20), ("职工", 40), ("考核组", 40))
    choices = (("甲", 10_000), ("乙", 8_000), ("丙", 6_000), ("丁", 4_000))
    counts = {
        "领导": ((1, 0, 0), (1, 0, 0), (1, 0, 0)),
        "职工": ((5, 3, 2), (4, 4, 2), (6, 3, 1)),
        "考核组": ((2, 2, 1), (1, 3, 1), (3, 2, 0)),
    }
    rows = [
        {"subject": 1, "question": question, "voters": voters, "choice": choice, "count": count}
        for voters, of_class in counts.items()
        for (question, _), numbers in zip(questions, of_class, strict=True)
        for choice, count in zip("甲乙丙", numbers, strict=True)
    ]
    shape = ballot(questions=questions, classes=classes, choices=choices, points=p(100))
    assert points(balloted(shape, rows)) == 89.2


def test_a_class_without_ballots():
    classes = (("干部", 1), ("群众", 1))
    assert points(balloted(ballot(classes=classes), votes(5))) == 10
    assert points(balloted(ballot(classes=classes, no_class=NoClass.REDISTRIBUTE), votes(5))) == 20
    rounded = ballot(choices=(("好", 10_000), ("一般", 0)), points=p(1), round_each=FINE)
    assert points(balloted(rounded, votes(1, 2))) == 0.3333


def judged(shape, *given):
    rows = [
        {"subject": s, "question": "案例", "judge": j, "mark": p(mark)}
        for s, of_subject in enumerate(given, 1)
        for j, mark in enumerate(of_subject, 1)
        if mark is not None
    ]
    return score(scheme(clause("评审", shape=shape)), [], tables=Tables(marks=table(fields.MARKS, *rows)))


def test_judges_marks_lose_the_highest_and_lowest_of_a_large_panel():
    trimmed = Panel("案例", PanelBy.MEAN, 4, 1, ())
    result = judged(trimmed, (90, 80, 70, 60, 10), (90, 80, 70, 0), ())
    assert [points(result, n) for n in (1, 2, 3)] == [70, 60, 0]


def test_ranks_of_judges_are_averaged():
    shape = Panel("案例", PanelBy.MEAN_RANK, 99, 0, (p(10), p(8)))
    result = judged(shape, (90, 80, 70), (80, 90, 90), (70, 70, 80))
    assert [points(result, n) for n in (1, 2, 3)] == [8, 10, 8]


def bring(*rows):
    return Tables(imported=table(fields.IMPORTED, *rows))


def test_results_of_other_offices():
    half = Imported("机关考核", (1, 2), NoResult.BLOCK)
    given = scheme(clause("引用", shape=half))
    tables = bring({"subject": 1, "source": "机关考核", "points": p(90)}, {"subject": 1, "source": "别的", "points": 1})
    result = score(given, [], tables=tables)
    assert (points(result), result.blocked.tolist()) == (45, [False, True, True])
    assert grade(result, 2) is None
    absent = scheme(clause("引用", shape=Imported("机关考核", (1, 1), NoResult.NOTHING)))
    assert not score(absent, []).blocked.any()


def test_several_results_are_listed_and_the_latest_counts():
    from datetime import date

    rows = [{"subject": 1, "source": "甲", "points": p(n), "on": date(2025, 1, n)} for n in (5, 9, 7)]
    result = score(scheme(clause("引用", shape=Imported("甲", (1, 1), NoResult.NOTHING))), [], tables=bring(*rows))
    assert points(result) == 9
    assert [code for _, _, code in result.listed] == ["extra_result", "extra_result"]


def test_a_scheme_may_read_the_total_of_another_of_its_document():
    from touyan.scoring.model import Document

    inner = scheme(clause("底", shape=Flat(p(80))), key="内")
    outer = scheme(clause("引用", shape=Imported("scheme:内", (1, 4), NoResult.BLOCK)), key="外")
    results = run_all(compile(Document("两部", (outer, inner))), store([]), engine="plain", keep="all")
    assert points(results["外"]) == 20
