"""The linter: every kind of finding is found where it is planted, and not where it is not."""

from __future__ import annotations

import pytest

from touyan.scoring.language import Severity, lint, load
from touyan.scoring.language.linting import Finding, unused_exceptions
from touyan.scoring.language.linting.words import grounds
from touyan.scoring.language.tests.text import SMALL, clause, scheme
from touyan.scoring.model import clauses


def findings(text: str) -> tuple[Finding, ...]:
    loaded = load(text.replace("2017 年度", "2026 年度"))
    assert [p.told() for p in loaded.problems] == []
    return lint(loaded.document)


def codes(text: str) -> set[str]:
    return {finding.code for finding in findings(text)}


REACHED = SMALL.replace("达到: 90", "达到: 20").replace("扣分后封顶: 100", "扣分后封顶: 20")
COUNTED = {"条件": "{类别: 其他工作, 环节: 采用}", "分值": "5", "计分": "只计一次"}


def item(**words: str) -> str:
    return clause(**{**COUNTED, **words})


def test_a_sound_scheme_has_no_findings() -> None:
    assert codes(REACHED) == set()
    assert codes(item().replace("达到: 90", "达到: 25").replace("扣分后封顶: 100", "扣分后封顶: 25")) == set()


@pytest.mark.parametrize(
    ("quote", "code"),
    [
        ("学习时长每小时1分", "study_hours"),
        ("登录次数每次0.1分", "log_ins"),
        ("在线时长满一小时1分", "online_time"),
        ("每日打卡得1分", "check_ins"),
        ("点赞一次0.1分", "likes"),
        ("转发量每百次1分", "forwards"),
        ("浏览量过千再加0.5分", "forwards"),
        ("网络投票前十名5分", "web_votes"),
        ("安装率达到九成5分", "installs"),
        ("每次活动上传照片1分", "photos"),
        ("有学习笔记5分", "notes"),
        ("撰写心得体会一篇5分", "notes"),
        ("市级媒体刊发一篇2分", "media"),
        ("获市领导批示10分", "comments"),
        ("思想动态好的5分", "opinions"),
        ("有工作台账5分", "paperwork"),
    ],
)
def test_forbidden_grounds_are_found_by_their_words(quote: str, code: str) -> None:
    found = [f for f in findings(item(原文=quote)) if f.code == code]
    assert len(found) == 1
    assert found[0].node == "另"
    assert found[0].rule.since.year <= 2026
    assert found[0].blocks == (code != "paperwork")
    assert found[0].what.zh in found[0].told()
    assert found[0].what.en in found[0].told("en")
    assert "另" in found[0].told()


@pytest.mark.parametrize(
    "quote", ["不得以点赞量计分，办成一件实事5分", "召开座谈会一次5分", "省政协转发采用5分", "禁止打卡"]
)
def test_a_rule_that_forbids_them_is_no_finding(quote: str) -> None:
    loaded = load(item(原文=quote))
    assert list(grounds(clauses(loaded.document.schemes[0].total)[1])) == []


def test_what_is_not_counted_is_no_ground() -> None:
    assert "likes" not in codes(item(原文="点赞量", 计入="否"))


def test_a_condition_or_a_row_is_read_too() -> None:
    assert "comments" in codes(item(分值="[{档: 省领导批示, 情形: {层级: 省级}, 得分: 10}]"))
    assert "notes" in codes(item(条件="{类别: 学习材料, 形式: 学习笔记}"))
    assert "notes" not in codes(item(条件="{类别: 其他工作, 形式不是: 学习笔记, 环节: 采用}"))


def test_a_gate_on_log_ins_is_found() -> None:
    text = SMALL.replace("统计: 全会出席", "统计: 登录次数")
    assert "log_ins" in codes(text)


def test_history_may_be_recomputed_and_is_marked() -> None:
    loaded = load(item(原文="有学习笔记5分"))
    (found,) = [f for f in lint(loaded.document) if f.code == "notes"]
    assert found.historical
    assert found.severity is Severity.NOTE
    assert "历史" in found.told()


SIGNED = "[{例外: CODE, 项目: 另, 签批人: 王五, 日期: 2026-01-05, 理由: 应急值守}]"


def test_a_signature_allows_what_the_public_rule_allows() -> None:
    text = item(原文="应急值守打卡1分") + f"    例外: {SIGNED.replace('CODE', 'check_ins')}\n"
    (found,) = [f for f in findings(text) if f.code == "check_ins"]
    assert (found.severity, found.exception.by) == (Severity.NOTE, "王五")
    assert "王五" in found.told()


def test_a_signature_does_not_allow_the_rest() -> None:
    text = item(原文="点赞一次0.1分") + f"    例外: {SIGNED.replace('CODE', 'likes')}\n"
    (found,) = [f for f in findings(text) if f.code == "likes"]
    assert found.blocks
    scheme_ = load(text).document.schemes[0]
    assert [e.finding for e in unused_exceptions(scheme_)] == ["likes"]


def test_no_cap_anywhere() -> None:
    text = item(计分="逐件累计").replace("扣分后封顶: 100", "扣分后封顶: 不封顶")
    assert "no_cap" in codes(text)
    assert "no_cap" not in codes(item(计分="逐件累计"))
    assert "no_cap" not in codes(item(计分="逐件累计", 封顶="20").replace("扣分后封顶: 100", "扣分后封顶: 不封顶"))
    assert "no_cap" not in codes(item(计分="逐件累计", 性质="扣分").replace("扣分后封顶: 100", "扣分后封顶: 不封顶"))


def test_quantity_without_quality() -> None:
    assert "quantity_only" in codes(item(条件="{类别: 信息, 环节: 提交}", 计分="逐件累计"))
    assert "quantity_only" in codes(item(条件="{类别: 信息}", 计分="逐件累计"))
    assert "quantity_only" not in codes(item(条件="{类别: 信息, 环节: 采用}", 计分="逐件累计"))
    marked = "[{档: 评, 评分: 0 至 5, 超出范围: 取边界值}]"
    assert "quantity_only" not in codes(item(条件="{类别: 信息}", 分值=marked, 计分="逐件累计"))


def test_one_record_in_two_items_is_shown_by_an_example() -> None:
    found = [f for f in findings(item(条件="{类别: 提案, 环节: 立案}")) if f.code == "same_record_twice"]
    assert len(found) == 1
    assert "另" in found[0].what.zh
    assert "类别为提案" in found[0].example.zh
    assert "「类别」 is 「提案」" in found[0].example.en
    apart = "[{不重复: 一, 项目: [提案, 另], 保留: 得分最高的, 条款: 五, 原文: 不重复计分。}]"
    assert "same_record_twice" not in codes(item(条件="{类别: 提案, 环节: 立案}") + f"    不重复: {apart}\n")
    assert "same_record_twice" not in codes(item(条件="{类别: 提案, 环节: 立案}", 对象="{对象类别: 干部}"))


def test_an_item_for_the_first_and_one_for_those_after_it_pay_no_record_twice() -> None:
    def found(nth: int) -> bool:
        shape = f"{{办法: 从第几件起, 起: {nth}, 次序: 先发生的在前}}"
        return "same_record_twice" in codes(item(条件="{类别: 提案, 环节: 立案}", 计分=shape))

    assert [found(nth) for nth in (1, 2, 3)] == [True, False, False]


def test_one_work_in_several_stages_is_a_note() -> None:
    (found,) = [f for f in findings(item(条件="{类别: 提案, 环节: 评为优秀}")) if f.code == "same_work_often"]
    assert "提案、另" in found.what.zh
    assert "same_work_often" not in codes(item())


@pytest.mark.parametrize(
    "words",
    [
        {"对象": "{对象类别: 单位}"},
        {"条件": "[{类别: 提案}, {类别: 信息}]"},
        {"分值": "0"},
        {"封顶": "0"},
    ],
)
def test_what_nobody_can_earn(words: dict[str, str]) -> None:
    assert "never_earned" in codes(item(**words))


def test_a_row_hidden_by_an_earlier_one() -> None:
    rows = "[{档: 全部, 得分: 1}, {档: 省级, 情形: {层级: 省级}, 得分: 5}]"
    (found,) = [f for f in findings(item(分值=rows)) if f.code == "row_never_used"]
    assert "省级" in found.what.zh
    rows = "[{档: 省级, 情形: {层级: 省级}, 得分: 5}, {档: 其余, 得分: 1}]"
    assert "row_never_used" not in codes(item(分值=rows))
    rows = "[{档: 矛盾, 情形: {类别: 提案}, 得分: 5}, {档: 其余, 得分: 1}]"
    assert "row_never_used" in codes(item(分值=rows))


def test_who_can_never_earn_an_item_is_named() -> None:
    (found,) = [f for f in findings(item(对象="{职务: 常委}")) if f.code == "some_never_earn"]
    assert "职务为其他的对象" in found.what.zh
    assert "5分" in found.what.zh


def test_what_nobody_can_earn_is_not_told_of_some() -> None:
    found = codes(item(对象="{职务: 常委}", 分值="0"))
    assert "never_earned" in found
    assert "some_never_earn" not in found


def test_a_grade_out_of_reach() -> None:
    found = [f for f in findings(SMALL) if f.code == "grade_out_of_reach"]
    assert len(found) == 1
    assert "20" in found[0].what.zh
    assert "90" in found[0].what.zh
    text = item(对象="{职务: 常委}", 分值="80")
    (role,) = [f for f in findings(text) if f.code == "grade_out_of_reach"]
    assert "职务为其他的对象" in role.what.zh


def test_a_cap_that_is_never_reached() -> None:
    assert "cap_out_of_reach" not in codes(REACHED)
    assert "cap_out_of_reach" in codes(REACHED.replace("扣分前封顶: 不封顶", "扣分前封顶: 60"))


GATE = "[{门槛: 一, 条款: 六, 原文: 略。, 要求: [{要求: 提案, 满足其一: [TEST]}], 未达到: 不评等次}]"


def test_a_gate_nobody_can_pass() -> None:
    assert "gate_out_of_reach" in codes(scheme(门槛=GATE.replace("TEST", "{看: 提案, 得分至少: 30}")))
    assert "gate_out_of_reach" not in codes(scheme(门槛=GATE.replace("TEST", "{看: 提案, 得分至少: 20}")))
    found = codes(scheme(门槛=GATE.replace("TEST", "{看: 总分, 数量至少: 1}")))
    assert {"gate_out_of_reach", "section_has_no_count"} <= found
