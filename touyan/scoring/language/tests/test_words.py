"""Every way a word can be wrong, and every short way of saying something."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from touyan.scoring.language import Mark, dump, load, load_tests
from touyan.scoring.language.books import dump_book, load_book
from touyan.scoring.language.emit import quoted, text_of
from touyan.scoring.language.kinds import Fraction as Ratio
from touyan.scoring.language.kinds import amount, decimal
from touyan.scoring.language.problems import cell
from touyan.scoring.language.reading import FAILED, Reading
from touyan.scoring.language.references import _reaches
from touyan.scoring.language.runner import differences, run_file
from touyan.scoring.language.schema import write
from touyan.scoring.language.tests.test_schemes import FOLDER
from touyan.scoring.language.tests.text import SMALL, TAIL, TOTAL, clause, scheme
from touyan.scoring.language.tree import Scalar
from touyan.scoring.model import Authors, Match, Rounding, Share, Window, clauses


def codes(text: str) -> list[str]:
    loaded = load(text)
    assert all(p.told() and p.told("en") for p in loaded.problems)
    return [p.code for p in loaded.problems]


FACTS = {"条件": "{类别: 信息, 环节: 采用}", "分值": "5", "计分": "逐件累计"}


@pytest.mark.parametrize(
    ("word", "value", "code"),
    [
        ("分值", "-5", "out_of_range"),
        ("分值", "五分", "not_number"),
        ("分值", "１２", "not_number"),
        ("分值", "1.23456", "not_number"),
        ("分值", "{档: 一, 得分: 1}", "expected_list"),
        ("分值", "[一]", "expected_table"),
        ("分值", "[{档: 一}]", "missing"),
        ("分值", "[{档: 一, 得分: 1, 评分: 0 至 5}]", "two_ways"),
        ("分值", "[{档: 一, 评分: 0 至 5}]", "silent"),
        ("分值", "[{档: 一, 评分: 5 至 0, 超出范围: 取边界值}]", "backwards"),
        ("分值", "[{档: 一, 评分: -5 至 0, 超出范围: 取边界值}]", "out_of_range"),
        ("分值", "[{档: 一, 评分: 五, 超出范围: 取边界值}]", "not_range"),
        ("分值", "[{档: 一, 评分: [0, 5], 超出范围: 取边界值}]", "not_range"),
        ("分值", "[{档: 一, 得分: 1, 超出范围: 取边界值}]", "not_with"),
        ("分值", "[{档: 一, 得分: 1}, {档: 一, 得分: 2}]", "same_key"),
        ("分值", "[{档: 一 二, 得分: 1}]", "not_key"),
        ("加成", "[{加成: 一, 情形: {层级: 省级}, 乘以: 一半}]", "not_fraction"),
        ("加成", "[{加成: 一, 情形: {层级: 省级}, 乘以: 1/0}]", "not_fraction"),
        ("加成", "[{加成: 一, 情形: {层级: 省级}}, {加成: 一, 情形: {层级: 市级}}]", "same_key"),
        ("多人署名", "{第一人得: 3/2}", "not_fraction"),
        ("多人署名", "{第一人得: 一半}", "not_fraction"),
        ("多人署名", "{前几人全得: 0}", "out_of_range"),
        ("多人署名", "{前几人全得: 1.5}", "not_whole"),
        ("多人署名", "{前几人全得: 1, 第一人得: 1/2}", "not_choice"),
        ("多人署名", "{前几人全得: 1, 前几人全得: 2}", "duplicate"),
        ("多人署名", "平分", "not_choice"),
        ("条件", "{}", "too_short"),
        ("条件", "{类别: []}", "too_short"),
        ("条件", "{类别: [[甲]]}", "expected_word"),
        ("条件", "{类别: ''}", "blank"),
        ("条件", "{种类: 提案}", "unknown"),
        ("条件", "{? [a] : b}", "odd_key"),
        ("条件", "提案", "expected_table"),
        ("条件", "[提案]", "expected_table"),
        ("周期", "2017-13-01 至 2017-12-31", "not_window"),
        ("周期", "2017-12-31 至 2017-01-01", "backwards"),
        ("周期", "明年", "not_window"),
        ("取整", "四舍五入到0", "not_rounding"),
        ("取整", "大约", "not_rounding"),
        ("封顶", "很多", "not_number"),
        ("计入", "不", "not_choice"),
        ("原文", "'甲\u202e'", "not_text"),
        ("原文", "长" * 4001, "not_text"),
        ("计分", "{数量: 1}", "missing"),
        ("计分", "{办法: [逐件累计]}", "not_choice"),
        ("计分", "{办法: 逐件累计, 数量: 1}", "unknown"),
        ("计分", "{办法: 达到数量, 数量: 2, 得分: 5}", "silent"),
        ("计分", "{办法: 达到数量, 数量: 2, 得分: 5, 不足时: 不得分, 每少一件扣: 1}", "not_with"),
        ("计分", "{办法: 按件次给分, 各件得分: [], 超出后: 不得分}", "too_short"),
        ("计分", "{办法: 分档, 按: 数量, 各档: [{达到: 5, 得分: 1}, {达到: 3, 得分: 2}]}", "not_rising"),
        ("计分", "{办法: 分档, 按: 数量, 各档: [{达到: 5, 得分: 1}, {达到: 5, 得分: 2}]}", "duplicate"),
        ("计分", "{办法: 分档, 按: 数量, 各档: [{达到: 85.555%, 得分: 1}]}", "not_fraction"),
        ("计分", "{办法: 分档, 按: 数量, 除以: 全会出席, 各档: [{达到: 85%, 得分: 1}]}", "silent"),
        ("计分", "{办法: 按比例, 除以: 提案, 得分: 5, 无基数时: 不得分}", "no_such"),
        ("计分", "{办法: 引用结果, 来源: 甲, 本文件方案: 乙, 折算: 1/1, 没有结果时: 按零分}", "two_ways"),
        ("前提", "{看: 提案, 数量至少: 1}", "expected_list"),
        ("前提", "[{看: 提案, 数量至少: 1, 数量至多: 2}]", "two_ways"),
        ("前提", "[{看: 提案}]", "missing"),
        ("前提", "[{看: 提案, 数量至少: 一}]", "not_number"),
    ],
)
def test_a_wrong_word_in_a_clause(word: str, value: str, code: str) -> None:
    assert code in codes(clause(**{**FACTS, word: value}))


def test_what_is_listed_as_possible_may_be_written() -> None:
    (found,) = load(clause(**{**FACTS, "取整": "大约"})).problems
    assert found.possible
    for word in found.possible:
        assert codes(clause(**{**FACTS, "取整": word})) == []


def test_a_ratio_may_have_a_million_above_and_below_and_no_more() -> None:
    for ratio, found in (("1000000/1000000", []), ("1000001/1", ["not_fraction"]), ("1/1000001", ["not_fraction"])):
        assert codes(clause(**{**FACTS, "多人署名": f"{{第一人得: {ratio}}}"})) == found


def test_a_title_or_value_may_have_200_characters_and_no_more() -> None:
    assert codes(clause(**{**FACTS, "名称": "长" * 200})) == []
    assert codes(clause(**{**FACTS, "名称": "长" * 201})) == ["not_text"]
    assert codes(clause(**{**FACTS, "条件": f"{{类别: {'长' * 200}}}"})) == []
    assert codes(clause(**{**FACTS, "条件": f"{{类别: {'长' * 201}}}"})) == ["not_text"]


@pytest.mark.parametrize(
    ("word", "value", "code"),
    [
        ("名额", "[{名额: 优秀, 条款: 一, 原文: 略, 不超过: 30%, 仍同分: 都进}]", "silent"),
        ("名额", "[{名额: 优秀, 条款: 一, 原文: 略, 前几名: 3, 至少: 1, 仍同分: 都进}]", "not_with"),
        ("名额", "[{名额: 优秀, 条款: 一, 原文: 略, 前几名: 3}]", "silent"),
        ("名额", "[{名额: 优秀, 条款: 一, 原文: 略, 仍同分: 都进}]", "missing"),
        ("名额", "[{名额: 优 秀, 条款: 一, 原文: 略, 前几名: 3, 仍同分: 都进}]", "not_key"),
        ("名额", "[{名额: 优秀, 条款: 一, 原文: 略, 前几名: 3, 分列: 党派, 仍同分: 都进}]", "not_choice"),
        ("提示线", "[{提示线: 线, 条款: 一, 原文: 略, 低于: 六十}]", "not_number"),
        ("否决", "[{否决: 甲, 条款: 一, 原文: 略, 出现其一: [{看: 提案, 数量至少: 1}], 后果: 开除}]", "not_choice"),
        (
            "否决",
            "[{否决: 甲, 条款: 一, 原文: 略, 出现其一: [{看: 提案, 数量至少: 1}], 后果: {等次不高于: 优 秀}}]",
            "not_key",
        ),
        (
            "否决",
            "[{否决: 甲, 条款: 一, 原文: 略, 出现其一: [{看: 提案, 数量至少: 1}], 后果: [不评等次]}]",
            "not_choice",
        ),
        ("结果运用", "[{结果运用: 谈话, 条款: 一, 原文: 略, 范围: 连续, 年数: 2}]", "missing"),
        ("不重复", "[{不重复: 甲, 条款: 一, 原文: 略, 项目: [提案], 保留: 写在前面的}]", "too_short"),
        ("例外", "[{例外: no_cap, 项目: 提案, 签批人: 王五, 日期: 明天, 理由: 略}]", "not_date"),
        ("例外", "[{例外: no_cap, 项目: 提案, 签批人: 王五, 日期: 2026-02-30, 理由: 略}]", "not_date"),
    ],
)
def test_a_wrong_word_in_a_scheme(word: str, value: str, code: str) -> None:
    assert code in codes(scheme(**{word: value}))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (TOTAL, "    总分: 无\n", "expected_table"),
        (TOTAL, "    总分: {部分: 总分, 条款: 一, 原文: 略, 组成: 无}\n", "expected_list"),
        (TOTAL, "    总分: {部分: 总分, 条款: 一, 原文: 略, 组成: [无, {条款: 二}]}\n", "expected_table"),
        (TOTAL, "    总分: {部分: 总分, 条款: 一, 原文: 略, 组成: [{条款: 二}]}\n", "missing"),
        (TOTAL, "    总分: {部分: [总分], 条款: 一, 原文: 略, 组成: []}\n", "expected_word"),
        ("迟报: 按发生日期", "迟报: {办法: 结转下年, 本年截止: 2018-01-31}", "missing"),
        ("迟报: 按发生日期", "迟报: {办法: 按发生日期, 本年截止: 2018-01-31}", "not_with"),
        ("迟报: 按发生日期", "迟报: [按发生日期]", "expected_table"),
        ("迟报: 按发生日期", "迟报: 随时", "not_choice"),
        ("      项目: {", "      项目2: {", "unknown"),
        ("同一事项: 只计最高,", "同一事项: 只计较高,", "not_choice"),
        ("      统计: {计数: 按件, 同一事项: 只计一次}", "      统计: 无", "expected_table"),
        ("各方案:\n", "各方案: 无\n其他:\n", "expected_list"),
        (TAIL, "    定等依据: 取整后的总分\n    等次: 无\n", "expected_list"),
        (TAIL, "    定等依据: 取整后的总分\n    等次: [无, {达到: 1}, {等次: [甲], 达到: 1}]\n", "expected_table"),
        ("有效期: 2017 年度", "有效期: 2017-01-01 至 2017-12-31 至 2018-01-01", "not_window"),
    ],
)
def test_a_wrong_shape_of_the_file(old: str, new: str, code: str) -> None:
    assert SMALL.count(old) >= 1
    assert code in codes(SMALL.replace(old, new, 1))


@pytest.mark.parametrize(
    "text",
    ["文件: 甲", "- 甲", "甲", "文件: 甲\n各方案: []", "文件: 甲\n各方案: [无]", "\x00", "a:\tb\n\tc: d", "\ud800"],
)
def test_a_file_that_is_no_scheme(text: str) -> None:
    assert codes(text)


def test_a_common_choice_said_wrong_is_listed_once() -> None:
    text = clause(**FACTS).replace("往年已计: 不再计", "往年已计: 大概")
    assert codes(text) == ["not_choice"]
    text = SMALL[: SMALL.index("    通则:")] + "    通则: 无\n" + SMALL[SMALL.index("    考评对象:") :]
    assert "expected_table" in codes(text)


def test_what_the_engine_would_refuse_is_a_problem_of_the_file() -> None:
    ballot = (
        "{办法: 民主测评, 项目: [{测评: 甲, 权重: 0%}], 投票人: [{类别: 乙, 权重: 1}], 选项: [{选项: 好, 系数: 100%}], 得分: 5,"
        " 最少有效票: 0, 票数不足时: 不得分, 某类无有效票: 按零分, 分项取整: 不取整}"
    )
    (found,) = load(clause(计分=ballot)).problems
    assert (found.code, found.line) == ("engine", 32)
    assert not found.silent
    text = scheme(不重复="[{不重复: 甲, 条款: 一, 原文: 略, 项目: [提案, 提案], 保留: 写在前面的}]")
    assert codes(text) == ["engine"]


def two(source: str) -> str:
    """Two schemes; the first imports `source`."""
    imported = clause(计分=f"{{办法: 引用结果, 本文件方案: {source}, 折算: 50%, 没有结果时: 按零分}}")
    other = SMALL[SMALL.index("  - 方案:") :].replace("方案: 委员", "方案: 乙")
    return imported + other


def test_a_scheme_of_the_same_file_is_imported() -> None:
    loaded = load(two("乙"))
    assert loaded.problems == ()
    assert clauses(loaded.document.schemes[0].total)[1].shape.source == "scheme:乙"
    assert load(dump(loaded.document)).document == loaded.document
    assert codes(two("丙")) == ["no_such"]
    assert codes(two("委员")) == ["circle"]
    assert codes(two("乙").replace("方案: 乙", "方案: 委员")) == ["same_key"]


def test_a_circle_of_two_schemes_is_found_from_both() -> None:
    first = two("乙")
    back = clause(计分="{办法: 引用结果, 本文件方案: 委员, 折算: 1/2, 没有结果时: 按零分}")
    other = back[back.index("  - 方案:") :].replace("方案: 委员\n", "方案: 乙\n", 1)
    text = first[: first.rindex("  - 方案: 乙")] + other
    assert codes(text) == ["circle", "circle"]
    third = SMALL[SMALL.index("  - 方案:") :].replace("方案: 委员", "方案: 丙")
    chain = two("乙") + third
    assert codes(chain) == []


@pytest.mark.parametrize(
    ("value", "share"),
    [
        ("只计第一人", Share(Authors.FIRST_ONLY, 0, (1, 1))),
        ("按人数平分", Share(Authors.EQUAL, 0, (1, 1))),
        ("{第一人得: 60%}", Share(Authors.FIRST_PART, 0, (60, 100))),
        ("{前几人全得: 3}", Share(Authors.MAIN, 3, (1, 1))),
    ],
)
def test_who_gets_what(value: str, share: Share) -> None:
    document = load(clause(**{**FACTS, "多人署名": value})).document
    assert clauses(document.schemes[0].total)[1].share == share
    assert load(dump(document)).document == document


def test_short_ways_of_saying_things() -> None:
    document = load(clause(条件="全部", 分值="只计数", 计分="{办法: 只计一次}", 周期="2016 年", 加成="[]")).document
    found = clauses(document.schemes[0].total)[1]
    assert found.when == Match(())
    assert found.window == Window(date(2016, 1, 1), date(2016, 12, 31))
    assert load(dump(document)).document == document
    none = load(clause(条件="无", 计分="逐件累计")).document
    assert load(dump(none)).document == none


def test_numbers() -> None:
    assert [amount(t) for t in ("1", "-0.5", "0.0001", "1.", "", "1e3", "+1")] == [
        10_000,
        -5_000,
        1,
        None,
        None,
        None,
        None,
    ]
    assert [decimal(v) for v in (10_000, -5_000, 1, 0)] == ["1", "-0.5", "0.0001", "0"]
    at = Reading("x")
    read = [Ratio().read(Scalar(Mark(1, 1), t), at, "比") for t in ("0.5", "12.5%", "1/3", "30 %")]
    assert [Fraction(*pair) for pair in read] == [Fraction(1, 2), Fraction(1, 8), Fraction(1, 3), Fraction(3, 10)]
    assert Ratio().read(Scalar(Mark(1, 1), "%"), at, "比") is FAILED
    assert repr(FAILED) == "FAILED"
    assert [cell(1, 1), cell(2, 26), cell(3, 28)] == ["A1", "Z2", "AB3"]
    assert Rounding(1, "half_up")


def test_words_that_yaml_would_misread_are_quoted() -> None:
    assert quoted('a"\\\t\x01') == '"a\\"\\\\\\t\\U00000001"'
    assert text_of(["甲", {"乙": ["丙"] * 60}]).startswith("- 甲\n- 乙:")
    assert text_of("甲") == "甲\n"


def test_dates_and_booleans_typed_in_a_spreadsheet() -> None:
    text = (
        clause(**FACTS, 计入="否")
        + "    例外: [{例外: no_cap, 项目: 另, 签批人: 王五, 日期: 2017-02-03, 理由: 试行}]\n"
    )
    document = load(text).document
    book = openpyxl.load_workbook(io.BytesIO(dump_book(document)))
    day = book["例外"]
    day.cell(2, [c.value for c in day[1]].index("日期") + 1).value = date(2017, 2, 3)
    nodes = book["部分与项目"]
    nodes.cell(4, [c.value for c in nodes[1]].index("计入") + 1).value = False
    out = io.BytesIO()
    book.save(out)
    assert load_book(out.getvalue()).document == document


def test_the_schema_is_renewed_in_place() -> None:
    before = (FOLDER / "scheme.schema.json").read_text("utf-8")
    write()
    assert (FOLDER / "scheme.schema.json").read_text("utf-8") == before


CASE = "各用例:\n  - 用例: 一件20分\n    对象: {对象类别: 委员}\n    记录: [{类别: 提案, 环节: 立案, 身份: 第一提案人}]\n    应得: EXPECTED\n"


def missed(expected: str, text: str = CASE) -> tuple[str, ...]:
    found = load_tests(text.replace("EXPECTED", expected))
    assert found.problems == ()
    return differences(load(SMALL + GATED).document, found.cases[0])


GATED = """\
    门槛: [{门槛: 到会, 条款: 九, 原文: 略。, 要求: [{要求: 到会, 满足其一: [{看: 全会出席, 数量至少: 1}]}], 未达到: 不评等次}]
    结果运用: [{结果运用: 表扬, 条款: 十, 原文: 略。, 若: {看: 提案, 得分至少: 20}, 范围: 连续, 年数: 1}]
"""


def test_a_case_that_holds_has_no_differences() -> None:
    assert (
        missed(
            "{总分: 20, 取整前总分: 20, 得分: {提案: 20}, 按分等次: 合格, 等次: 无, 限制: 到会, 提示线: [], 留待研究: 否, 结果运用: 表扬}"
        )
        == ()
    )


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("{总分: 21}", "总分应为 21，算得 20"),
        ("{取整前总分: 21}", "取整前总分应为 21"),
        ("{得分: {提案: 10}}", "“提案”应得 10，算得 20"),
        ("{得分: {提按: 10}}", "没有这一条目"),
        ("{等次: 优秀}", "等次应为 优秀，算得 无"),
        ("{按分等次: 无}", "按分等次应为 无，算得 合格"),
        ("{限制: []}", "限制应为 无，算得 到会"),
        ("{提示线: 甲}", "提示线应为 甲"),
        ("{留待研究: 是}", "留待研究应为 是"),
        ("{暂不评定: 是}", "暂不评定应为 是"),
        ("{结果运用: []}", "结果运用应为 无，算得 表扬"),
    ],
)
def test_a_case_that_does_not_hold_says_why(expected: str, said: str) -> None:
    (found,) = missed(expected)
    assert said in found


def test_a_case_for_a_scheme_or_a_person_that_is_not_there() -> None:
    (found,) = missed("{总分: 20}", CASE.replace("    对象:", "    方案: 丙\n    对象:"))
    assert "没有代号为“丙”的方案" in found
    (found,) = missed("{总分: 20}", CASE.replace("对象类别: 委员", "对象类别: 单位"))
    assert "不在本方案的考评对象之列" in found


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{总分: 20}", "20", "expected_table"),
        ("{总分: 20}", "{总分: 二十}", "not_number"),
        ("{总分: 20}", "{得分: 20}", "expected_table"),
        ("{总分: 20}", "{得分: {提案: 二十}}", "not_number"),
        ("{总分: 20}", "{得分: {提案: 1, 提案: 2}}", "duplicate"),
        ("{总分: 20}", "{李四: {总分: 20}}", "no_such"),
        ("记录: [{", "记录: [{对象: 李四, ", "no_such"),
        ("用例: 一件20分", "案例: 一件20分", "unknown"),
        ("各用例:", "用例:", "missing"),
    ],
)
def test_a_wrong_case_file_is_listed(old: str, new: str, code: str) -> None:
    found = load_tests(CASE.replace("EXPECTED", "{总分: 20}").replace(old, new))
    assert found.cases == ()
    assert code in [p.code for p in found.problems]
    assert load_tests("a: [").problems[0].code == "yaml"


def test_a_scheme_file_with_problems_runs_no_case(tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    path.write_text(SMALL.replace("计分: 只计一次", "计分: 只计一回"), "utf-8")
    path.with_name("甲.test.yaml").write_text(CASE.replace("EXPECTED", "{总分: 二十}"), "utf-8")
    with pytest.raises(ValueError, match="只计一回") as raised:
        run_file(path)
    assert "二十" in str(raised.value)


def test_a_list_may_be_too_long() -> None:
    values = ", ".join(["1"] * 2001)
    assert "too_long" in codes(
        clause(**{**FACTS, "计分": f"{{办法: 按件次给分, 各件得分: [{values}], 超出后: 不得分}}"})
    )


def test_the_workings_of_references() -> None:
    text = clause(**{**FACTS, "计分": "{办法: 按比例, 除以: 全 会, 得分: 5, 无基数时: 不得分}"})
    assert codes(text) == ["not_key"]
    assert _reaches({"甲": ["乙", "丙"], "乙": ["丁"], "丙": ["丁"], "丁": []}, "甲") is False


def test_a_wrong_shape_hides_no_other_demand() -> None:
    assert codes(clause(计分="乱写")) == ["not_choice"]
    assert load(SMALL).ok
