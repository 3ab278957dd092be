"""Every text about a scheme stands in Chinese and in English, over the same named values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

from touyan.scoring.cli import texts
from touyan.scoring.facts import MESSAGES as ROWS
from touyan.scoring.language import lint, load
from touyan.scoring.language.books import MOST_BYTES, load_book
from touyan.scoring.language.forms import Field, Form, Inline
from touyan.scoring.language.grammar.grades import GATE, GRADE, QUOTA, VETO
from touyan.scoring.language.grammar.nodes import CLAUSE, SECTION, TALLY
from touyan.scoring.language.grammar.scheme import SCHEME
from touyan.scoring.language.grammar.shapes import SHAPES
from touyan.scoring.language.linting import CATALOGUE, findings, space, structure
from touyan.scoring.language.messages import MESSAGES
from touyan.scoring.language.references import WHAT
from touyan.scoring.language.tests.text import SMALL, clause, scheme
from touyan.scoring.model import Is, Match
from touyan.scoring.refusals import REFUSALS, choice
from touyan.scoring.tongues import NONE, Both, joined, listing

HAN = re.compile("[\u4e00-\u9fff]")
NAMED = re.compile("「[^」]*」|国办函〔2026〕12号")
"""Words of a scheme, and the number of a public rule, stay Chinese."""


def fields(form: Form) -> Iterator[Field]:
    for item in form.fields:
        if isinstance(item, Field):
            yield item
        elif isinstance(item, Inline):
            yield from fields(item.form)


def every() -> Iterator[tuple[str, Both]]:
    """All texts of the library about schemes, by a name."""
    for code, message in MESSAGES.items():
        yield from ((f"{code}.what", message.what), (f"{code}.todo", message.todo))
    for code, check in CATALOGUE.items():
        yield from ((f"{code}.what", check.what), (f"{code}.reason", check.reason), (f"{code}.todo", check.todo))
        yield f"{code}.rule", Both(check.rule.of("zh"), check.rule.of("en"))
    for group in (REFUSALS, ROWS, WHAT):
        yield from group.items()
    for module in (texts, findings, structure, space):
        yield from ((name, text) for name, text in vars(module).items() if isinstance(text, Both) and text != NONE)
    for form in (SCHEME, CLAUSE, SECTION, TALLY, GRADE, GATE, VETO, QUOTA, *SHAPES.values()):
        for item in fields(form):
            yield from ((item.word, text) for text in (item.question, item.use) if text not in (None, NONE))
            yield from [(item.word, item.only.text)] if item.only is not None else []


def wrong(text: Both) -> Iterator[str]:
    """What is wrong with a text in two languages."""
    zh, en = (sorted({part for _, part, _, _ in Formatter().parse(one) if part}) for one in (text.zh, text.en))
    if not (text.zh.strip() and text.en.strip()):
        yield "one of the two is missing"
    if zh != en:
        yield f"{zh} here, {en} there"
    if HAN.search(NAMED.sub("", text.en)):
        yield "Chinese in the English text, outside of 「」"


def test_both_texts_exist_and_name_the_same_values() -> None:
    texts = list(every())
    assert len(texts) > 300
    assert [(name, fault, text.en) for name, text in texts for fault in wrong(text)] == []


def test_a_wrong_pair_is_noticed() -> None:
    assert list(wrong(Both("甲", ""))) == ["one of the two is missing"]
    assert list(wrong(Both("{a}", "{b}"))) == ["['a'] here, ['b'] there"]
    assert list(wrong(Both("甲", "甲"))) == ["Chinese in the English text, outside of 「」"]
    assert list(wrong(Both("甲“{a}”", "the 「甲」 {a}"))) == []


def told(problems: Any) -> str:
    return "\n".join(one.told("en") for one in problems)


def test_an_english_reader_is_told_of_a_problem_in_english() -> None:
    text = SMALL.replace("计分: 只计一次", "计分: 只计一回").replace("版本: 2017年", "版次: 2017年")
    line = load(text).problems[1].told("en-gb")
    assert line.startswith("方案.yaml:5:5 [方案 委员]: 「版次」 has no meaning here; possible: 版本、")
    assert line.endswith("; Use one of the possible words or remove the line")
    assert load(text).problems[1].told().endswith("；请改成可写的词，或删去这一行")


def test_facts_of_a_problem_are_said_in_the_language_too() -> None:
    open_ = load(SMALL.replace("取整: 不另取整", "").replace(", }", "}")).problems
    assert "The rule leaves this open: how a division is rounded" in told(open_)
    assert "Choose one under 「取整」, here or once for all under 「通则」, and say why under 「约定」" in told(open_)
    veto = "[{否决: 违纪, 条款: 九, 原文: 略, 出现其一: [{看: 全会出度, 数量至多: 0}], 后果: {等次不高于: 合格}}]"
    assert "There is no tally or clause or section with the key 「全会出度」" in told(load(scheme(否决=veto)).problems)


def test_what_the_engine_refuses_is_told_in_both() -> None:
    (found,) = load(scheme(不重复="[{不重复: 甲, 条款: 一, 原文: 略, 项目: [提案, 提案], 保留: 写在前面的}]")).problems
    assert "甲：互斥组至少要有两个不同的条款；请按上面所说修改" in found.told()
    assert "「甲」: 「不重复」 needs at least two different clauses; Change it as said" in found.told("en")


def test_why_a_workbook_cannot_be_read_is_told_in_both() -> None:
    (found,) = load_book(b"x" * (MOST_BYTES + 1)).problems
    assert "（文件过大）" in found.told()
    assert "(the file is too large)" in found.told("en")


def test_a_finding_is_told_in_english_with_its_source_and_signature() -> None:
    signed = "[{例外: check_ins, 项目: 另, 签批人: 王五, 日期: 2026-01-05, 理由: 应急值守}]"
    text = clause(原文="应急值守打卡1分", 条件="{类别: 其他工作, 环节: 采用}", 分值="5", 计分="只计一次")
    loaded = load((text + f"    例外: {signed}\n").replace("2017 年度", "2026 年度"))
    (found,) = [one for one in lint(loaded.document) if one.code == "check_ins"]
    assert found.told("en") == (
        "[note] 委员 › 另: 「打卡」 is a ground for points (forced check-ins). "
        "Figures on a screen say nothing of the duty; points for them force people to use it. "
        "Remove the item; look at what was done and what came of it. "
        "Source: Opinions on Preventing “Formalism at the Fingertips” "
        "(Cyberspace Affairs Commission, 18 December 2023): but for security, emergencies and the like, "
        "no check-ins, rankings by points, online time or other functions that force people to use them "
        "(exception: 王五, 2026-01-05, 应急值守)"
    )


def test_lists_have_the_commas_and_marks_of_their_language() -> None:
    assert listing(["甲", "乙"]) == Both("甲、乙", "「甲」, 「乙」")
    assert choice([]) == Both("（无）", "none")
    assert joined([], Both("；", "; ")) == NONE
    assert (Both("甲", "a").of("zh-hans"), Both("甲", "a").of("en-gb"), str(Both("甲", "a"))) == ("甲", "a", "甲")


def test_an_example_of_a_condition_is_said_in_both() -> None:
    def said(*tests: Is) -> Both:
        return space.example(space.space_of(Match(tests)))

    kind, other, none = (Is("kind", (value,), False) for value in ("提案", space.OTHER, ""))
    assert said(kind, Is("level", ("省级",), False)) == Both(
        "类别为提案，层级为省级", "「类别」 is 「提案」, 「层级」 is 「省级」"
    )
    assert said(other) == Both("类别为其他", "「类别」 is another")
    assert said(none) == Both("类别为空", "「类别」 is blank")
    assert said(kind, other) == Both("类别为（互相矛盾）", "「类别」 is (a contradiction)")
    barred = Is("kind", (space.OTHER, "提案"), True)
    assert said(barred) == Both("类别为除其他、提案以外", "「类别」 is none of 「其他」, 「提案」")
    assert said() == Both("任何记录", "any record")
