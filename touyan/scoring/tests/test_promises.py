"""Small promises of the library, each on its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from touyan.scoring.disk import cluster_files, open_store, save
from touyan.scoring.evidence import read_evidence, write_evidence
from touyan.scoring.explain import explain
from touyan.scoring.facts import WrongTable
from touyan.scoring.model import (
    Authors,
    Combine,
    Compare,
    Exclusive,
    Extra,
    Flat,
    FromNth,
    Imported,
    Keep,
    NoResult,
    Order,
    Panel,
    PanelBy,
    Share,
    Value,
)
from touyan.scoring.office import Tables
from touyan.scoring.plan import Refused, compile
from touyan.scoring.replay import compare
from touyan.scoring.run import run
from touyan.scoring.store import cluster
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
    store,
    test,
    when,
    张三,
    李四,
)
from touyan.scoring.trace import trace, write_trace
from touyan.scoring.update import update


def test_everything_is_written_into_folders_that_are_not_there_yet_and_again_into_the_same(tmp_path):
    rows = [fact(), fact(subject=李四)]
    made, who = store(rows), people()
    result = run(compile(scheme(clause()))[0], made, keep="all")
    pq.write_table(facts_table(rows), tmp_path / "记录.parquet")
    for _ in range(2):
        assert pq.read_table(write_trace(result, tmp_path / "甲" / "来历")).num_rows == trace(result).num_rows
        assert pq.read_table(result.write(tmp_path / "乙" / "结果")).num_rows == 3
        assert len(open_store(save(made, tmp_path / "丙" / "库")).number) == 2
        cluster_files([tmp_path / "记录.parquet"], who, tmp_path / "丁" / "库")
        assert len(open_store(tmp_path / "丁" / "库").number) == 2


def test_a_trace_written_over_a_longer_one_leaves_nothing_of_it(tmp_path):
    plan = compile(scheme(clause()))[0]
    first = run(plan, store([fact(), fact(subject=李四)]), keep="all")
    changed = update(first, facts_table([{**fact(subject=李四), "fact": 9}]))
    write_trace(changed, tmp_path)
    write_trace(first, tmp_path)
    assert pq.read_table(tmp_path).to_pylist() == trace(first).to_pylist()


def test_replay_by_nothing_speaks_of_all_together():
    who = people(many=6)
    results = [score(scheme(clause(points=x)), [fact(subject=n) for n in range(1, 7)], who) for x in (1, 2)]
    (row,) = compare(*results, by=()).groups.to_pylist()
    assert (row["group"], row["people"], row["up"]) == ("全体", 6, 6)


def test_a_shape_over_several_equal_records_is_told_with_what_it_gives():
    result = score(scheme(clause(points=2, shape=FromNth(2, Order.EARLIEST_FIRST))), [fact()] * 3)
    (line,) = [one for one in explain(result, 张三).lines if one.node == "提案"]
    assert "记录第1号、第2号、第3号各 2 分" in line.records[0].text
    assert line.steps == ("按“超出部分起计”的规定计为 4 分",)


def test_replay_leaves_out_whom_only_one_of_the_two_scores():
    who = people(*({"subject": n, "role": "常委" if n == 7 else "委员"} for n in range(1, 8)))
    rows = [fact(subject=n) for n in range(1, 8)]
    given = [scheme(clause(points=x), subjects=match) for x, match in ((1, ANY), (2, when(subject__role="委员")))]
    results = [score(one, rows, who) for one in given]
    for before, after in (results, results[::-1]):
        (row,) = compare(before, after, ()).groups.to_pylist()
        assert row["people"] == 6
        assert row["up"] + row["down"] == 6


def test_an_explanation_names_the_works_of_its_records():
    rows = [fact(work=7), fact(work=7), fact(), fact(subject=李四, work=8)]
    (line,) = [one for one in explain(score(scheme(clause()), rows), 张三).lines if one.node == "提案"]
    named = sorted(pair for one in line.records for pair in zip(one.facts, one.works, strict=True))
    assert named == [(1, 7), (2, 7), (3, None)]


def test_a_store_made_of_files_begins_on_the_day_of_the_first_fact(tmp_path):
    rows = [fact(day=day(3, 1)), fact(day=day(5, 1)), fact(subject=李四, day=day(4, 1))]
    pq.write_table(facts_table(rows), tmp_path / "记录.parquet")
    cluster_files([tmp_path / "记录.parquet"], people(), tmp_path / "库")
    opened, made = open_store(tmp_path / "库"), store(rows)
    assert (opened.epoch, opened.days) == (made.epoch, made.days) == ((day(3, 1) - date(1970, 1, 1)).days, 62)


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_once_per_row_keeps_the_quantity_of_the_record_it_keeps(engine):
    measured = clause(rates=(rate(1, value=Value.PER_QUANTITY),), combine=Combine.ONCE_PER_RATE, quantity=True)
    asked = [clause(key, requires=(test("提案", 3, compare=compare),), shape=Flat(p(10)), when=when(kind="无"), rates=())
             for key, compare in (("至少", Compare.AT_LEAST), ("至多", Compare.AT_MOST))]  # fmt: skip
    rows = [fact(work=7, quantity=p(q)) for q in (1, 3, 2)]
    assert points(score(scheme(measured, *asked), rows, engine=engine)) == 23


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_writing_evidence_changes_no_total(engine, tmp_path):
    rows = [
        fact(kind, subject=n, quantity=p(2)) for n in (1, 2, 3) for kind in ("甲", "乙", "甲", "丙") for _ in range(n)
    ]
    given = scheme(
        clause("甲", points=2),
        clause("乙", points=3, quantity=True),
        clause("两", when=when(kind="甲|乙")),
        clause("丙", points=5),
    )
    plan, made = compile(given)[0], store(rows)
    result = run(plan, made, engine=engine, evidence=tmp_path)
    assert result.total.tolist() == run(plan, made, engine=engine).total.tolist() == [p(15), p(30), p(45)]
    assert [sum(read_evidence(tmp_path, result, n)["counted"].to_pylist()) for n in (1, 2, 3)] == [p(15), p(30), p(45)]


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_evidence_of_facts_whose_exclusives_only_they_can_settle_adds_up(engine, tmp_path):
    measured = [
        clause(key, when=when(kind="提案"), rates=(rate(x, value=Value.PER_QUANTITY),))
        for key, x in (("甲", 1), ("乙", 2))
    ]
    apart = Exclusive("组", ("甲", "乙"), Keep.HIGHEST, BASIS)
    plan = compile(scheme(*measured, exclusives=(apart,)))[0]
    made = store([fact(subject=n, quantity=p(q)) for n in (1, 2, 3) for q in (1, 3, 2)])
    result = run(plan, made, engine=engine, evidence=tmp_path)
    assert result.total.tolist() == [p(12)] * 3
    for n in (1, 2, 3):
        assert sum(read_evidence(tmp_path, result, n)["counted"].to_pylist()) == p(12)


def test_numbers_that_stand_twice_in_a_list_are_named_once_each():
    with pytest.raises(ValueError, match=r"编号：\[2, 5\]，"):
        cluster(facts_table([]), people(*({"subject": n} for n in (5, 2, 7, 5, 2, 5))))


def test_evidence_says_what_each_of_its_codes_means(tmp_path):
    result = score(scheme(clause(points=3)), [fact()])
    write_evidence(result, tmp_path)
    (file,) = tmp_path.glob("records-*.parquet")
    (code,) = pq.read_table(file)["code"].to_pylist()
    meanings = {row.pop("code"): row for row in pq.read_table(tmp_path / "awards.parquet").to_pylist()}
    three = 30_000
    assert meanings[code] == {"node": "提案", "raw": three, "counted": three, "rule": "counted", "article": "第一条"}


@pytest.mark.parametrize(
    ("table", "title", "shape"),
    [
        ("marks", "评委评分", Panel("题", PanelBy.MEAN, 0, 0, ())),
        ("imported", "外部结果", Imported("外部", (1, 1), NoResult.BLOCK)),
    ],
)
def test_a_table_of_the_office_that_is_something_else_is_named(table, title, shape):
    wrong = Tables(**{table: pa.table({"谁": [1]})})
    with pytest.raises(WrongTable, match=f"{title}缺少"):
        score(scheme(clause(shape=shape)), [], tables=wrong)


EXTRA = Extra("附加", ANY, (1, 1), 0)


@pytest.mark.parametrize("ratio", [(-1, 1), (1, 0), (1, -1), (1_000_001, 1), (1, 1_000_001)])
@pytest.mark.parametrize(
    "wrong",
    [
        lambda ratio: clause(shape=Imported("外部", ratio, NoResult.BLOCK)),
        lambda ratio: clause(extras=(replace(EXTRA, factor=ratio),)),
        lambda ratio: clause(share=Share(Authors.FIRST_PART, 0, ratio)),
        lambda ratio: section(key="板", weight=ratio),
    ],
    ids=["imported", "extra", "share", "weight"],
)
def test_a_ratio_beyond_its_bounds_is_refused_wherever_it_stands(wrong, ratio):
    with pytest.raises(Refused, match=f"比例 {ratio[0]}/{ratio[1]} 不成立"):
        compile(scheme(clause("别的"), wrong(ratio)))


def test_a_ratio_at_its_bounds_is_taken():
    for ratio in ((0, 1_000_000), (1_000_000, 1)):
        assert compile(scheme(section(clause(), key="板", weight=ratio)))
