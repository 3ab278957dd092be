"""Corners that no ordinary scheme or table meets: each is reached once, and what happens there is said."""

from __future__ import annotations

import runpy
import sys
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from touyan.scoring import fields
from touyan.scoring.audit import audit
from touyan.scoring.consequences import proposals
from touyan.scoring.evidence import read_evidence, write_evidence
from touyan.scoring.explain import explain
from touyan.scoring.facts import WrongTable
from touyan.scoring.model import (
    AgainstMean,
    Ballot,
    Combine,
    Consequence,
    Effect,
    Exclusive,
    Extra,
    Flat,
    FromNth,
    Gate,
    Grade,
    Imported,
    Is,
    Keep,
    LastN,
    Late,
    LateRule,
    Match,
    Need,
    NoClass,
    NoQuorum,
    NoResult,
    Of,
    Order,
    Panel,
    PanelBy,
    Partial,
    Period,
    Quota,
    QuotaBy,
    QuotaTies,
    Reach,
    Round,
    Span,
    Spread,
    Value,
    Veto,
    Window,
)
from touyan.scoring.model import Source as Compared
from touyan.scoring.office import Tables
from touyan.scoring.people import read_table
from touyan.scoring.plan import Refused, compile
from touyan.scoring.population import cells
from touyan.scoring.replay import replay
from touyan.scoring.run import run
from touyan.scoring.store import ALONE, cluster, factorize
from touyan.scoring.tests.cast import (
    ANY,
    BASIS,
    clause,
    day,
    fact,
    facts_table,
    p,
    people,
    points,
    rate,
    scheme,
    score,
    section,
    table,
    tally,
    test,
    when,
    张三,
    李四,
)
from touyan.scoring.trace import trace
from touyan.scoring.update import update

GRADES = (Grade("优", "优秀", p(10)), Grade("良", "良好", None))


def message(given: Any) -> str:
    with pytest.raises(Refused) as caught:
        compile(given)
    return str(caught.value)


def gate(key: str, effect: Effect = Effect.NO_GRADE, grade: str | None = None) -> Gate:
    return Gate(key, key, ANY, (Need("会议", (test("提案", 1),)),), effect, grade, BASIS)


def ballot(**other: Any) -> Ballot:
    made = Ballot((("德", 1),), (("群众", 1),), (("好", 10_000),), p(10), 0, NoQuorum.FULL, NoClass.AS_ZERO, None)
    return replace(made, **other)


@pytest.mark.parametrize(
    ("given", "part"),
    [
        (scheme(clause("")), "没有标识"),
        (scheme(clause(), gates=(gate("同"), gate("同"))), "门槛、否决项的标识重复"),
        (scheme(clause(), gates=(gate("有 空格"),)), "空格"),
        (scheme(clause(), gates=tuple(gate(f"门{n}") for n in range(61))), "不能超过 60 项"),
        (scheme(clause(rates=(rate(1, key="甲"), rate(2, key="甲")))), "有两行标识相同"),
        (scheme(*(clause(f"第{n}") for n in range(4001))), "超过 4000 项"),
        (scheme(clause(when=Match((Is("kind", (), False),)))), "没有列出任何值"),
        (scheme(clause(rates=(rate(-1),))), "扣分请用扣分条款"),
        (scheme(clause(rates=(rate(0, value=Value.MARK, low=2, high=1),))), "上下限颠倒"),
        (scheme(clause(extras=(Extra("加", ANY, (1, 1), -1),))), "附加“加”为负"),
        (scheme(clause(shape=Reach(-1, 0, Partial.NOTHING, 0, None))), "应达到的数量"),
        (scheme(clause(shape=Reach(1, 0, Partial.NOTHING, 0, Spread(Period.MONTH, 1, 0, Partial.NOTHING, 0)))), "期数至少是 1"),
        (scheme(clause(shape=LastN(Compared(None, Of.POINTS, (), True), -1, 0, True))), "不能为负"),
        (scheme(clause(shape=AgainstMean(Compared(None, Of.POINTS, (), True), 0, 0, 0))), "每差多少必须大于 0"),
        (scheme(clause(shape=Panel("德", PanelBy.MEAN_RANK, 0, 0, ()))), "要有分值表"),
        (scheme(clause(shape=ballot(questions=(("德", 0),)))), "权重合计必须大于 0"),
        (scheme(clause(shape=ballot(choices=(("弃权", None),)))), "没有一个选项计入有效票"),
        (scheme(clause(), gates=(gate("门", Effect.LIMIT, "无此等"),)), "限制到的等次“无此等”不存在"),
        (scheme(clause(), consequences=(Consequence("约", "约", (), None, Span.CONSECUTIVE, 1, BASIS),)), "二者选一"),
        (scheme(clause(), consequences=(Consequence("约", "约", ("丁",), None, Span.CONSECUTIVE, 1, BASIS),)), "等次“丁”不存在"),
        (scheme(clause(), window=Window(day(3), day(2))), "晚于截止日"),
    ],
)  # fmt: skip
def test_what_a_plan_refuses(given: Any, part: str) -> None:
    assert part in message(given)


def test_what_other_tables_leave_out_is_audited() -> None:
    given = scheme(clause("引", shape=Imported("党委", (1, 1), NoResult.BLOCK)), clause("评", shape=ballot()))
    votes = [{"subject": 1, "question": "德", "voters": "群众", "choice": choice, "count": n}
             for choice, n in (("好", 2), ("差", 1), ("好", -1))]  # fmt: skip
    found = audit(score(given, [], tables=Tables(ballots=table(fields.BALLOTS, *votes))))
    assert [(one.code, one.count, one.facts) for one in found] == [
        ("no_result", 3, ()), ("unknown_choice", 1, (1,)), ("negative_count", 1, (2,)),
    ]  # fmt: skip


def test_proposals_without_earlier_years() -> None:
    few = Consequence("约谈", "约谈", ("良",), None, Span.CONSECUTIVE, 1, BASIS)
    assert [one.subject for one in proposals(score(scheme(clause(), grades=GRADES, consequences=(few,)), []))] == [
        1,
        2,
        3,
    ]
    term = Consequence("合计", "合计", (), test("提案", 1), Span.TERM_TOTAL, 1, BASIS)
    past = Tables(history=table(fields.HISTORY, {"subject": 2, "year": 2024, "node": "提案", "amount": p(1)}))
    found = proposals(score(scheme(clause(), consequences=(term,)), [fact()], tables=past))
    assert [(one.subject, one.years, one.amount) for one in found] == [(1, (2025,), p(1)), (2, (2024, 2025), p(1))]


def test_explain_leaves_out_what_does_not_apply_and_names_vetoes() -> None:
    other = clause("常委", applies=when(subject__role="常委"))
    veto = Veto("红线", "红线", ANY, (test("提案", 1),), Effect.LIMIT, "良", BASIS)
    given = scheme(clause(points=20), other, grades=GRADES, vetoes=(veto,), gates=(gate("门"),))
    told = "\n".join(explain(score(given, [fact()]), 张三).texts())
    assert "常委" not in told
    assert "等次不高于“良好”" in told
    assert "不评等次" in "\n".join(explain(score(given, []), 李四).texts())


@pytest.mark.parametrize("combine", [Combine.HIGHEST, Combine.LATEST, Combine.EARLIEST, Combine.ONCE_PER_RATE])
def test_evidence_of_works_of_several_facts(combine: Combine, tmp_path: Any) -> None:
    rates = (rate(5, when(level="省"), "省"), rate(2, key="市"))
    given = scheme(clause(rates=rates, combine=combine), clause("信息", 3, when=when(kind="提案", level="省"), combine=combine),
                   tallies=(tally("件数", when(kind="提案"), per_work=True),),
                   exclusives=(Exclusive("一", ("提案", "信息"), Keep.HIGHEST, BASIS),))  # fmt: skip
    rows = [fact(work=7, level=level, day=day(n)) for n, level in enumerate(("市", "省", "市", "省", None), 1)]
    rows += [fact(work=8, level="市", day=day(n)) for n in (4, 3, 5)]
    for engine in ("plain", "compiled"):
        result = score(given, rows, engine=engine)
        for _again in (1, 2):  # the folder is written anew
            write_evidence(result, tmp_path)
        names = ["node", "fact", "counted", "rule"]
        shown = [sorted(str([row[name] for name in names]) for row in found.to_pylist())
                 for found in (trace(result, 张三), read_evidence(tmp_path, result, 张三))]  # fmt: skip
        assert shown[0] == shown[1]
        assert sum(trace(result, 张三)["counted"].to_pylist()) == result.total[0]


@pytest.mark.parametrize("combine", list(Combine))
def test_evidence_of_works_that_need_no_reading(combine: Combine, tmp_path: Any) -> None:
    """Of several facts that one clause alone counts, place decides; a fact of another clause stands by itself."""
    rates = (rate(9, when(level="国"), "国"), rate(5, when(level="省"), "省"), rate(2, key="市"))
    given = scheme(
        clause(rates=rates, combine=combine),
        clause("信息", 1, combine=Combine.EACH),
        clause("会议", 4, combine=combine),
    )
    rows = [fact(work=7, level=level, day=day(n)) for n, level in enumerate(("市", "省", "市", "省", "国"), 1)]
    rows += [fact("信息", work=7), fact(work=9), fact("会议", work=9), fact("会议", work=6)]
    result = score(given, rows, engine="plain")
    write_evidence(result, tmp_path)
    shown = [sorted(str([row[name] for name in ("node", "fact", "counted", "rule")]) for row in found.to_pylist())
             for found in (trace(result, 张三), read_evidence(tmp_path, result, 张三))]  # fmt: skip
    assert shown[0] == shown[1]


def test_evidence_of_a_stranger_is_not_there(tmp_path: Any) -> None:
    result = score(scheme(clause()), [fact()])
    write_evidence(result, tmp_path)
    with pytest.raises(KeyError, match="没有写出来历"):
        read_evidence(tmp_path, result, 99)


def test_sums_too_long_for_packing_are_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Points, or facts of a subject, beyond what a packed sum holds go through the general reading."""
    most = 100_000  # points: 10^9 of 1/10,000
    given = scheme(clause(points=most), clause("信息", 2, combine=Combine.HIGHEST))
    rows = [fact(), fact(), fact("信息", work=3), fact("信息", work=3)]
    assert points(score(given, rows)) == 2 * most + 2
    monkeypatch.setattr("touyan.scoring.bind.facts_allowed", lambda offset: 1 << 21)
    assert points(score(given, rows)) == 2 * most + 2


def test_a_refused_mark_of_a_repeated_work_is_no_unit() -> None:
    """Every fact of a work counts, and the work counts in one clause only: a mark out of range is left out."""
    mark = rate(0, value=Value.MARK, low=0, high=p(3))
    given = scheme(clause(rates=(mark,)), clause("信息", 1, when=when(kind="提案")),
                   exclusives=(Exclusive("一", ("提案", "信息"), Keep.HIGHEST, BASIS),))  # fmt: skip
    assert points(score(given, [fact(work=1, quantity=p(n)) for n in (2, 9, 3)])) == 5


def test_of_one_rate_the_highest_mark_counts_once() -> None:
    mark = rate(0, value=Value.MARK, low=0, high=p(9), key="评")
    given = scheme(clause(rates=(mark,), combine=Combine.ONCE_PER_RATE, quantity=True))
    rows = [fact(work=1, quantity=p(n)) for n in (3, 5, 4, 5)]
    result = score(given, rows)
    assert points(result) == 5
    assert [row["counted"] for row in trace(result, 张三).to_pylist() if row["fact"]] == [0, p(5), 0, 0]


@pytest.mark.parametrize(
    ("order", "left"), [(Order.EARLIEST_FIRST, 3), (Order.LOWEST_FIRST, 3), (Order.HIGHEST_FIRST, 2)]
)
def test_from_the_nth_on_beside_another_clause_that_lists(order: Order, left: int) -> None:
    mark = (rate(0, value=Value.MARK, low=0, high=p(9)),)
    other = clause("信息", rates=mark, shape=FromNth(9, order), counted=False)
    given = scheme(clause(rates=mark, shape=FromNth(2, order)), other)
    rows = [fact(quantity=p(2)), fact("信息", quantity=p(1)), fact(quantity=p(3)), fact("信息", quantity=p(1))]
    assert points(score(given, rows)) == left
    backwards = {Order.EARLIEST_FIRST: 2, Order.LOWEST_FIRST: 3, Order.HIGHEST_FIRST: 2}[order]
    assert points(score(given, rows[::-1][1:])) == backwards


def test_several_threads_share_the_blocks() -> None:
    who = people(many=900)
    rows = [fact(subject=n) for n in range(1, 901)]
    result = run(compile(scheme(clause()))[0], cluster(facts_table(rows), who), threads=3)
    assert result.total.tolist() == [p(1)] * 900


def test_an_error_of_a_thread_is_raised() -> None:
    def stop(_done: int, _whole: int) -> None:
        raise RuntimeError("停止")

    store = cluster(facts_table([fact(subject=n) for n in range(1, 901)]), people(many=900))
    with pytest.raises(RuntimeError, match="停止"):
        run(compile(scheme(clause()))[0], store, threads=2, progress=stop)


def test_all_facts_taken_out_under_a_rule_that_carries() -> None:
    late = LateRule(Late.CARRY, day(12, 31), None, None)
    result = score(scheme(clause(), late=late), [fact(counted_before=True), fact(subject=2, recorded=day(6))])
    gone = update(result, facts_table([]), pa.table({"subject": [1], "fact": [1]}))
    assert gone.total.tolist() == [0, p(1), 0]


def test_an_update_of_an_empty_store() -> None:
    result = score(scheme(clause()), [])
    assert update(result, facts_table([])).total.tolist() == [0, 0, 0]
    assert points(update(score(scheme(clause()), []), facts_table([{**fact(), "fact": 1}]))) == 1


def test_an_update_refuses_more_attributes_than_fit() -> None:
    names = ("kind", "stage", "level", "form", "outcome", "role", "by", "tag")
    rows = [{**fact(subject=1), "fact": n, **{name: f"{name}{n}" for name in names}} for n in range(1, 400)]
    result = score(scheme(clause("kind1", points=1)), rows[:200])
    with pytest.raises(ValueError, match="属性组合过多"):
        update(result, facts_table(rows[200:]))


def test_signatures_of_many_values_stay_within_64_bits() -> None:
    columns = {name: pa.chunked_array([pa.array([f"{name}{n}" for n in range(1_100)])]) for name in "甲乙丙丁戊己"}
    number, values = factorize(columns)
    assert len(np.unique(number)) == 1_100
    assert values["己"].texts()[int(number[7])] == "己7"


def workbook(path: Any, rows: list[list[Any]]) -> Any:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return path


def test_a_workbook_of_facts(tmp_path: Any) -> None:
    heads = ["记录编号", "考评对象", "类别", "属性", "日期", "往年已计", "数量"]
    rows = [heads, [1, 1, "提案", 2025, datetime(2025, 3, 1, 9, 30), "是", 1.5], [2, 1, "提案", "甲", date(2025, 3, 2), 0, ""],
            [3, 1, "提案", "甲", "2025/3/3".replace("/3", "/03"), "", 2]]  # fmt: skip
    found = read_table(workbook(tmp_path / "记录.xlsx", rows), fields.FACTS, "记录表").to_pylist()
    assert [row["tag"] for row in found] == ["2025", "甲", "甲"]
    assert [row["day"] for row in found] == [date(2025, 3, 1), date(2025, 3, 2), date(2025, 3, 3)]
    assert [row["counted_before"] for row in found] == [True, False, None]
    assert [row["quantity"] for row in found] == [15_000, None, 20_000]


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [("记录.txt", "x", "不认识 记录.txt"), ("无.csv", None, "没有找到"), ("空.csv", "", "是空的"),
     ("坏.csv", "考评对象\n一\n" + "二\n" * 60, "另有 11 处"), ("不.csv", "考评对象,往年已计\n1,也许\n", "不能读作是或否"),
     ("半.csv", "考评对象\n1.5\n", "不能读作整数")],
)  # fmt: skip
def test_files_that_cannot_be_read(tmp_path: Any, name: str, text: str | None, part: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(WrongTable) as caught:
        read_table(tmp_path / name, fields.FACTS, "记录表")
    assert part in str(caught.value)


def test_a_file_of_columns(tmp_path: Any) -> None:
    pq.write_table(people(), tmp_path / "名单.parquet")
    assert read_table(tmp_path / "名单.parquet", fields.SUBJECTS, "名单").num_rows == 3


def test_an_empty_cell_beyond_the_row_is_empty(tmp_path: Any) -> None:
    (tmp_path / "名单.csv").write_text("考评对象,职务\n1\n2,委员\n", "utf-8")
    assert read_table(tmp_path / "名单.csv", fields.SUBJECTS, "名单")["role"].to_pylist() == [None, "委员"]


def test_a_section_that_does_not_apply_to_anyone_is_worth_nothing() -> None:
    given = scheme(section(clause(), key="板块", applies=when(subject__role="无")), clause("底", shape=Flat(p(1))))
    assert points(score(given, [fact()])) == 1


def test_the_command_line_as_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["touyan-score", "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("touyan.scoring.cli", run_name="__main__")
    assert ended.value.code == 0


@pytest.mark.parametrize("wide", [1, 1 << 59])
@pytest.mark.parametrize("sparse", [8, 0])
def test_places_of_values_near_and_far_apart(wide: int, sparse: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether values and lists are counted in a table or sorted, the same stand together."""
    monkeypatch.setattr("touyan.scoring.population.SPARSE", sparse)
    value, group = np.array([3, 1, 2, 3, -4, 1]) * wide, np.array([0, 0, 0, 1, 1, 0])
    stand = cells(value, group, 2)
    assert stand.better[stand.of].tolist() == [0, 2, 1, 0, 1, 2]
    assert stand.number[stand.of].tolist() == [1, 2, 1, 1, 1, 2]
    assert stand.distinct[stand.of].tolist() == [0, 2, 1, 0, 1, 2]
    assert stand.value[stand.of].tolist() == value.tolist()
    assert stand.first.tolist() == [3 * wide, 3 * wide]


def test_replay_reads_the_tables_it_is_given() -> None:
    plans = [compile(scheme(clause("引", shape=Imported("党委", (n, 1), NoResult.NOTHING))))[0] for n in (1, 3)]
    rows = [{"subject": n, "source": "党委", "points": p(2)} for n in range(1, 7)]
    store = cluster(facts_table([]), people(many=6))
    found = replay(store, *plans, tables=Tables(imported=table(fields.IMPORTED, *rows)), engine="plain")
    assert [(row["people"], row["up"], row["mean_change"]) for row in found.groups.to_pylist()] == [(6, 6, p(4))]
    assert replay(store, *plans, engine="plain").reasons.num_rows == 0


def test_a_fact_outside_the_days_of_the_store_is_taken_in() -> None:
    result = score(scheme(clause()), [fact(day=day(3)), fact(subject=2, day=day(5))])
    for number, when_ in enumerate((day(1), day(12), day(4)), 10):
        result = update(result, facts_table([{**fact(day=when_), "fact": number}]))
    assert result.total.tolist() == [p(4), p(1), 0]
    assert result.patch is not None
    assert result.patch.bound.store.epoch <= result.store.epoch


def test_quotas_of_lists_without_anybody_over_them() -> None:
    quota = Quota("优", QuotaBy.PERCENT, 10_000, Round.UP, 0, ("group",), (), QuotaTies.ALL_OUT, BASIS)
    given = scheme(clause(points=20), grades=GRADES, quotas=(quota,))
    assert score(given, [fact()]).totals()["grade"].to_pylist() == ["优", "良", "良"]
    assert ALONE < 0
