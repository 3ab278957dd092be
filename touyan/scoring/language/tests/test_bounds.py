"""The most a clause or section can bring, read from the scheme alone."""

from __future__ import annotations

import pytest

from touyan.scoring.language import lint, load
from touyan.scoring.language.linting.bounds import ENDLESS, least_deducted, most_of_clause, most_of_section
from touyan.scoring.language.linting.space import Allowed, covers, example, possible, space_of
from touyan.scoring.language.tests.text import clause
from touyan.scoring.model import Is, Match, clauses

FACTS = {"条件": "{类别: 信息, 环节: 采用}", "分值": "5", "计分": "逐件累计"}
OWN = "比较: {看: 本项, 按: 数量, 高者为好: 是}"
NODE = "比较: {看: 提案, 按: 得分, 高者为好: 是}"
BALLOT = (
    "{办法: 民主测评, 项目: [{测评: 甲, 权重: 1}], 投票人: [{类别: 乙, 权重: 1}], 选项: [{选项: 好, 系数: 80%}, {选项: 弃权, 系数: 不算有效票}],"
    " 得分: 20, 最少有效票: 0, 票数不足时: 不得分, 某类无有效票: 按零分, 分项取整: 不取整}"
)


def most(**words: str) -> float:
    loaded = load(clause(**words))
    assert [p.told() for p in loaded.problems] == []
    found = most_of_clause(clauses(loaded.document.schemes[0].total)[1], {})
    return float("inf") if found >= ENDLESS else found / 10_000


@pytest.mark.parametrize(
    ("shape", "points"),
    [
        ("逐件累计", float("inf")),
        ("只计一次", 5),
        ("{办法: 达到数量, 数量: 2, 得分: 30, 不足时: 不得分}", 30),
        ("{办法: 从第几件起, 起: 2, 次序: 先发生的在前}", float("inf")),
        ("{办法: 按件次给分, 各件得分: [3, 2], 超出后: 不得分}", 5),
        ("{办法: 按件次给分, 各件得分: [3, 2], 超出后: 按最后一档}", float("inf")),
        ("{办法: 围绕目标增减, 目标: 2, 得分: 10, 每多一件加: 0, 每少一件扣: 1}", 10),
        ("{办法: 围绕目标增减, 目标: 2, 得分: 10, 每多一件加: 1, 每少一件扣: 1}", float("inf")),
        ("{办法: 分档, 按: 数量, 各档: [{达到: 1, 得分: 4}, {达到: 3, 得分: 9}]}", 9),
        ("{办法: 按比例, 除以: 全会出席, 得分: 8, 无基数时: 不得分}", 8),
        ("{办法: 各期平均, 每: 月, 没有记录的期: 按零分, 每期封顶: 6}", 6),
        ("{办法: 各期平均, 每: 月, 没有记录的期: 按零分, 每期封顶: 不封顶}", float("inf")),
        (f"{{办法: 按名次给分, {OWN}, 各名次得分: [7, 6], 此后每名递减: 1, 最低: 0, 并列: 同占前名}}", 7),
        (f"{{办法: 与最好者之比, {OWN}, 得分: 12, 无基数时: 不得分}}", 12),
        (f"{{办法: 末位, {OWN}, 名数: 2, 得分: 2, 并列: 都算末位}}", 2),
        (f"{{办法: 与平均比较, {OWN}, 得分: 2, 每差: 1, 扣: 0.5}}", 2),
    ],
)
def test_the_most_of_a_shape(shape: str, points: float) -> None:
    assert most(**{**FACTS, "计分": shape}) == points


def test_half_of_what_has_no_end_has_none() -> None:
    text = (
        clause(**FACTS)
        .replace("扣分后封顶: 100", "扣分后封顶: 不封顶")
        .replace("部分: 总分\n", "部分: 总分\n      权重: 1/2\n")
    )
    loaded = load(text)
    assert [p.told() for p in loaded.problems] == []
    assert most_of_section(loaded.document.schemes[0].total, {}) >= ENDLESS


@pytest.mark.parametrize(
    ("shape", "points"),
    [
        ("{办法: 固定得分, 得分: 4}", 4),
        (BALLOT, 16),
        ("{办法: 评委评分, 评分项目: 甲, 方式: 平均分, 多于几名评委时去极值: 4, 各去几个: 1}", float("inf")),
        ("{办法: 评委评分, 评分项目: 甲, 方式: 平均名次, 多于几名评委时去极值: 4, 各去几个: 1, 各名次得分: [9, 8]}", 9),
        ("{办法: 引用结果, 来源: 甲, 折算: 1/1, 没有结果时: 按零分}", float("inf")),
        (f"{{办法: 按名次给分, {NODE}, 各名次得分: [7, 6], 此后每名递减: 1, 最低: 0, 并列: 同占前名}}", 7),
        (f"{{办法: 与最好者之比, {NODE}, 得分: 12, 无基数时: 不得分}}", 12),
    ],
)
def test_the_most_of_a_shape_that_reads_no_records(shape: str, points: float) -> None:
    assert most(计分=shape) == points


@pytest.mark.parametrize(
    ("words", "points"),
    [
        ({"封顶": "20"}, 20),
        ({"计分": "只计一次", "最低": "8"}, 8),
        ({"计分": "只计一次", "免": "{若: {看: 提案, 数量至多: 0}, 得分: 9}"}, 9),
        ({"计分": "只计一次", "加成": "[{加成: 省, 情形: {层级: 省级}, 乘以: 2, 加上: 1}]"}, 11),
        ({"计分": "只计一次", "加成": "[{加成: 省, 情形: {类别: 提案}, 乘以: 2}]"}, 5),
        ({"计分": "只计一次", "分值": "[{档: 评, 评分: 0 至 7, 超出范围: 取边界值}]"}, 7),
        ({"计分": "只计一次", "分值": "[{档: 量, 每单位得分: 2}]"}, float("inf")),
        ({"计分": "只计一次", "同一事项": "各次相加"}, float("inf")),
        (
            {
                "计分": "只计一次",
                "同一事项": "每档计一次",
                "分值": "[{档: 省, 情形: {层级: 省级}, 得分: 3}, {档: 余, 得分: 2}]",
            },
            5,
        ),
        ({"条件": "[{类别: 信息}, {类别: 提案}]"}, 0),
        (
            {
                "条件": "[{类别: 信息}, {类别: 提案}]",
                "计分": f"{{办法: 末位, {OWN}, 名数: 2, 得分: 2, 并列: 都算末位}}",
            },
            2,
        ),
        ({"计分": "{办法: 各期平均, 每: 月, 没有记录的期: 按零分, 每期封顶: 6}", "分值": "0"}, 0),
    ],
)
def test_what_limits_or_lifts_it(words: dict[str, str], points: float) -> None:
    assert most(**{**FACTS, **words}) == points


def test_a_deduction_that_always_takes_something_lowers_the_section() -> None:
    fixed = load(clause(计分="{办法: 固定得分, 得分: 4}", 性质="扣分", 封顶="3")).document.schemes[0]
    assert least_deducted(clauses(fixed.total)[1]) == 30_000
    assert most_of_section(fixed.total, {}) == 170_000
    other = load(clause(计分="{办法: 固定得分, 得分: 4}", 性质="扣分", 对象="{对象类别: 干部}")).document.schemes[0]
    assert most_of_section(other.total, {"subject.kind": Allowed(frozenset({"委员"}))}) == 200_000
    assert "cap_out_of_reach" in {
        f.code for f in lint(load(clause(**FACTS, 封顶="1").replace("达到: 90", "达到: 20")).document)
    }


def test_conditions_as_sets() -> None:
    def space(*tests: Is) -> dict[str, Allowed]:
        return space_of(Match(tests))

    a, not_a = Is("kind", ("甲",), False), Is("kind", ("甲",), True)
    ab = Is("kind", ("甲", "乙"), False)
    assert not possible(space(a, not_a))
    assert covers(space(ab), space(a))
    assert not covers(space(a), space(ab))
    assert covers(space(not_a), space(Is("kind", ("丙",), False)))
    assert not covers(space(not_a), space(ab))
    assert covers(space(not_a), space(not_a, Is("kind", ("丙",), True)))
    assert not covers(space(not_a), space(Is("level", ("省级",), False)))
    assert not covers(space(a), space(not_a))
    assert example(space(Is("kind", ("其他",), True))).zh == "类别为除其他以外"
    assert example(space(not_a)).zh == "类别为其他"
    assert example({}).zh == "任何记录"
    assert example(space(a, not_a)).zh == "类别为（互相矛盾）"
    assert example(space(Is("level", ("",), False))).zh == "层级为空"


GATE = "    门槛: [{门槛: 一, 条款: 六, 原文: 略。, 要求: [{要求: 甲, 满足其一: [TEST]}], 未达到: 不评等次}]\n"


@pytest.mark.parametrize(
    ("test", "reachable"),
    [
        ("{看: 全会出席, 得分至少: 1}", False),
        ("{看: 全会出席, 数量至少: 1}", True),
        ("{看: 提案, 数量至多: 0}", True),
        ("{看: 总分, 得分至少: 20}", True),
        ("{看: 另, 数量至少: 1}", False),
    ],
)
def test_whether_a_gate_can_be_met(test: str, reachable: bool) -> None:
    text = clause(**{**FACTS, "条件": "[{类别: 信息}, {类别: 提案}]"}) + GATE.replace("TEST", test)
    codes = {f.code for f in lint(load(text).document)}
    assert ("gate_out_of_reach" in codes) != reachable
