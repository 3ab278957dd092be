"""Small promises of the library, each on its own."""

from __future__ import annotations

from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from touyan.scoring.disk import cluster_files, open_store, save
from touyan.scoring.model import Authors, Extra, Imported, NoResult, Share
from touyan.scoring.plan import Refused, compile
from touyan.scoring.replay import compare
from touyan.scoring.run import run
from touyan.scoring.tests.cast import (
    ANY,
    clause,
    fact,
    facts_table,
    people,
    scheme,
    score,
    section,
    store,
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
