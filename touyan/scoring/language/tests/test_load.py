"""Reading a scheme file: what is right becomes a document, what is wrong is all listed with its place."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from touyan.scoring.language import dump, load
from touyan.scoring.language.problems import guess
from touyan.scoring.language.tests.text import SMALL, clause, scheme
from touyan.scoring.model import Authors, Combine, Is, Match, Once, Rate, Value, Window, clauses


def codes(text: str) -> list[str]:
    return [p.code for p in load(text).problems]


def test_a_scheme_that_says_everything_is_a_document() -> None:
    loaded = load(SMALL)
    assert [p.told() for p in loaded.problems] == []
    scheme = loaded.document.schemes[0]
    assert (scheme.key, scheme.title, scheme.window) == ("委员", "委员", Window(date(2017, 1, 1), date(2017, 12, 31)))
    assert scheme.subjects == Match((Is("subject.kind", ("委员",), False),))
    (clause,) = clauses(scheme.total)
    assert clause.basis.article == "第三条（一）"
    assert clause.shape == Once()
    assert [(r.key, r.value, r.points) for r in clause.rates] == [
        ("第一提案人", Value.FIXED, 200_000),
        ("联名人", Value.FIXED, 150_000),
    ]
    assert clause.share.authors is Authors.IGNORE
    assert clause.combine is Combine.HIGHEST
    assert isinstance(clause.rates[0], Rate)
    assert loaded.lines["委员", "提案"].line == 24


def test_what_is_written_out_reads_back_equal() -> None:
    document = load(SMALL).document
    assert load(dump(document)).document == document


def test_what_tallies_share_is_written_once() -> None:
    rest = "条款: 第二条, 原文: 略, 条件: {类别: 信息}, 计数: 按数量, 同一事项: 只计一次}\n"
    text = SMALL.replace("    总分:\n", f"      - {{统计: 甲, {rest}      - {{统计: 乙, {rest}    总分:\n", 1)
    document = load(text).document
    written = dump(document)
    assert written.count("按数量") == 1
    assert load(written).document == document


def test_all_problems_come_at_once_with_their_lines() -> None:
    text = (
        SMALL.replace("计分: 只计一次", "计分: 只计一回")
        .replace("版本: 2017年", "版次: 2017年")
        .replace("达到: 90", "达到: 九十")
    )
    found = [(p.line, p.column, p.code) for p in load(text).problems]
    assert found == [(3, 5, "missing"), (5, 5, "unknown"), (31, 15, "not_choice"), (34, 22, "not_number")]
    assert load(text).document is None
    assert "版本" in load(text).problems[1].possible[0]
    assert load(text).problems[2].possible[0] == "只计一次"
    assert load(text).problems[2].path == ("方案 委员", "部分 总分", "项目 提案")
    assert "方案.yaml:31:15" in load(text).problems[2].told()
    assert "possible" in load(text).problems[2].told("en")


@pytest.mark.parametrize(
    ("word", "question"),
    [("多人署名", "怎么分"), ("同一事项", "几条记录"), ("往年已计", "往年"), ("封顶", "最多"), ("取整", "除不尽")],
)
def test_a_choice_left_open_is_a_problem_with_its_alternatives(word: str, question: str) -> None:
    import re

    text = re.sub(rf"(项目: \{{.*?){word}: [^,}}]+(, )?", r"\1", SMALL, count=1).replace(", }", "}")
    found = [p for p in load(text).problems if p.silent]
    assert len(found) == 1
    assert question in found[0].what.zh
    assert word in found[0].todo.zh
    assert f"「{word}」" in found[0].todo.en


@pytest.mark.parametrize("word", ["迟报", "中途任职", "定等依据"])
def test_a_scheme_must_choose(word: str) -> None:
    text = "\n".join(line for line in SMALL.splitlines() if not line.strip().startswith(word))
    (found,) = load(text).problems
    assert found.silent
    assert found.possible


def test_a_missing_basis_is_a_problem() -> None:
    assert codes(SMALL.replace("          条款: 第三条（一）\n", "")) == ["missing_basis"]


def test_a_word_written_twice_is_a_problem() -> None:
    assert codes(SMALL + "    定等依据: 取整后的总分\n") == ["duplicate"]


def test_a_key_used_twice_is_a_problem() -> None:
    assert codes(clause(项目="提案", 计分="{办法: 固定得分, 得分: 5}")) == ["same_key"]


def test_names_that_lead_nowhere_are_listed() -> None:
    text = scheme(
        否决="[{否决: 违纪, 条款: 九, 原文: 略, 出现其一: [{看: 全会出度, 数量至多: 0}], 后果: {等次不高于: 合恪}}]"
    )
    found = load(text).problems
    assert [p.code for p in found] == ["no_such", "no_such"]
    assert found[0].possible[0] == "全会出席"
    assert found[1].possible[0] == "合格"


def test_points_are_read_only_of_what_is_finished() -> None:
    text = clause(计分="{办法: 固定得分, 得分: 5}", 前提="[{看: 总分, 得分至少: 1}]")
    assert codes(text) == ["not_yet"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("a: &x 1", "anchor"),
        ("a: !!python/object:os.system x", "tag"),
        ("a: [1, 2", "yaml"),
        ("", "empty"),
        ("a: 1\n---\nb: 2", "second_document"),
        ("[" * 40 + "]" * 40, "too_deep"),
        ("{" * 40 + "}" * 40, "too_deep"),
        ("? " * 40 + "a", "too_deep"),
        ("- 1\n" * 60_001, "too_many"),
        ("长" * 200_000, "too_large"),
    ],
)
def test_what_a_file_may_not_hold(line: str, code: str) -> None:
    assert code in codes(line)


def test_where_a_text_cannot_be_read_is_told() -> None:
    (found,) = load("文件: 甲\n各方案:\n  - 方案: [一, 二\n    版本: 三\n").problems
    assert (found.code, found.line) == ("yaml", 4)


def test_the_three_closest_words_lead_and_the_others_keep_their_order() -> None:
    words = ("甲", "提案丁丁", "提案一", "提案二", "提案三")
    assert guess("提案", words) == ("提案一", "提案二", "提案三", "甲", "提案丁丁")
    assert guess("无关", ("甲", "乙")) == ("甲", "乙")
    assert guess("提案甲", ("案甲提", "提乙丙")) == ("案甲提", "提乙丙")
    assert guess("提案", ("案件", "提示")) == ("提示", "案件")


def test_a_word_that_means_nothing_beside_another_is_refused() -> None:
    text = clause(计分="{办法: 固定得分, 得分: 5}", 多人署名="只计第一人")
    assert codes(text) == ["not_with"]


def test_reading_loads_nothing_heavy() -> None:
    code = (
        "import sys, touyan.scoring.language;"
        "print([m for m in ('django','numpy','numba','pyarrow','openpyxl','xlsxwriter') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("text", ["", "  \n", "# 只有说明\n", "\ufeff", "---\n", "---\n...\n"])
def test_a_file_without_content_is_a_problem(text: str) -> None:
    assert codes(text) == ["empty"]


def test_a_mark_at_the_beginning_of_a_file_does_no_harm() -> None:
    assert load("\ufeff" + SMALL).document == load(SMALL).document


def test_an_alias_is_refused_where_it_stands() -> None:
    assert {"anchor", "alias"} <= set(
        codes(SMALL.replace("版本: 2017年", "版本: &v 2017年").replace("制定单位: 某市政协", "制定单位: *v"))
    )
