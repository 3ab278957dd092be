"""Tallies, clauses and sections."""

from __future__ import annotations

from typing import Any

from touyan.scoring.language.forms import Field, Form, Only
from touyan.scoring.language.grammar.shapes import POINTS, ShapeKind, reads_facts
from touyan.scoring.language.grammar.terms import (
    BASIS_INLINE,
    EVERYONE,
    FACT_CONDITION,
    NOTHING,
    SUBJECT_CONDITION,
    TEST,
    WHICH_FACTS,
    title,
)
from touyan.scoring.language.grammar.units import (
    ALREADY,
    BY_QUANTITY,
    COMBINE,
    EXTRA,
    NO_SHARE,
    Keyed,
    Rates,
    ShareKind,
)
from touyan.scoring.language.kinds import YES_NO, Choice, Days, Fraction, Key, Many, Or, Plain, Rounded
from touyan.scoring.language.reading import Reading
from touyan.scoring.language.tree import Scalar, Table, Tree
from touyan.scoring.model import Already, Children, Clause, Combine, Section, Side, Tally, Waiver
from touyan.scoring.tongues import Both

_WINDOW = Field(
    "周期",
    "window",
    Days(),
    absent=None,
    note=Both("与考评周期不同时才写", "only where it differs from the scheme's 「考评周期」"),
)

TALLY = Form(
    Tally,
    "统计",
    (
        Field("统计", "key", Key()),
        title(),
        BASIS_INLINE,
        Field("周期", "window", Days(), absent=None),
        Field("条件", "when", FACT_CONDITION),
        Field(
            "计数",
            "quantity",
            BY_QUANTITY,
            question=Both("按件数还是按数量统计", "count ones or quantities"),
            general=True,
        ),
        Field(
            "同一事项",
            "per_work",
            Choice({"每次都计": False, "只计一次": True}),
            question=Both("同一事项有几条记录时计几次", "several records of one work"),
            general=True,
        ),
    ),
    head="统计",
)

_WAIVER = Form(Waiver, "免", (Field("若", "test", TEST), Field("得分", "points", POINTS)))
_FACTS = Only("when", lambda when: when != NOTHING, Both("写明了“条件”", "an item with 「条件」"))
UNCAPPED, UNBOUNDED = "不封顶", "不设"
_ROUNDING = Both("除不尽时保留到哪一位", "how a division is rounded")

CLAUSE = Form(
    Clause,
    "项目",
    (
        Field("项目", "key", Key()),
        title(),
        BASIS_INLINE,
        Field("性质", "side", Choice({"得分": Side.AWARD, "扣分": Side.DEDUCTION}), general=True),
        Field(
            "对象",
            "applies",
            SUBJECT_CONDITION,
            absent=EVERYONE,
            note=Both("只对部分对象适用时才写", "only where it is for some subjects alone"),
        ),
        _WINDOW,
        Field(
            "条件",
            "when",
            WHICH_FACTS,
            absent=NOTHING,
            needed=("shape", reads_facts),
            note=Both("哪些记录算在这一项", "which records belong to this item"),
        ),
        Field("分值", "rates", Rates(), only=_FACTS, idle=()),
        Field("加成", "extras", Keyed(EXTRA), absent=(), only=_FACTS, idle=()),
        Field(
            "多人署名",
            "share",
            ShareKind(),
            question=Both("几个人共同完成的怎么分", "how co-signers share"),
            only=_FACTS,
            idle=NO_SHARE,
            general=True,
        ),
        Field(
            "同一事项",
            "combine",
            COMBINE,
            question=Both("同一事项有几条记录（几个环节、几个层级）时怎么计", "several records of one work"),
            only=_FACTS,
            idle=Combine.EACH,
            general=True,
        ),
        Field(
            "计数",
            "quantity",
            BY_QUANTITY,
            question=Both("按件数还是按数量计", "count ones or quantities"),
            only=_FACTS,
            idle=False,
            general=True,
        ),
        Field(
            "往年已计",
            "already",
            ALREADY,
            question=Both("往年已经计过分的事项今年还计不计", "works counted in an earlier year"),
            only=_FACTS,
            idle=Already.COUNT,
            general=True,
        ),
        Field("计分", "shape", ShapeKind(), question=Both("得分怎么从记录算出来", "how points come from records")),
        Field(
            "前提", "requires", Many(TEST), absent=(), note=Both("全部满足才得分", "points only if all of them hold")
        ),
        Field(
            "免",
            "waiver",
            _WAIVER,
            absent=None,
            note=Both("满足时直接得这么多分", "so many points at once where it holds"),
        ),
        Field("封顶", "cap", Or(POINTS, UNCAPPED), question=Both("这一项最多得（扣）几分", "the cap"), general=True),
        Field("最低", "floor", Or(POINTS, UNBOUNDED), question=Both("这一项最少几分", "the floor"), general=True),
        Field("取整", "rounding", Rounded(), question=_ROUNDING, general=True),
        Field("计入", "counted", YES_NO, absent=True, note=Both("否：只算不计入", "「否」: computed and not counted")),
    ),
    head="项目",
)


class ChildKind:
    """A section (部分) or a clause (项目); its key is defined when it has been read."""

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        if not isinstance(node, Table):
            return at.report(node.mark, "expected_table", word=word)
        section = SECTION.head in node.entries
        if not section and CLAUSE.head not in node.entries:
            return at.report(node.mark, "missing", word="部分 / 项目", possible=("部分", "项目"))
        form, what = (SECTION, "section") if section else (CLAUSE, "clause")
        return read_node(form, what, node, at, word)

    def write(self, value: Section | Clause) -> Plain:
        return (SECTION if isinstance(value, Section) else CLAUSE).write(value)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"$ref": "#/$defs/section"}, {"$ref": "#/$defs/clause"}]}


def read_node(form: Form, what: str, node: Tree, at: Reading, word: str) -> Any:
    """The node; afterwards others may read it."""
    found = form.read(node, at, word)
    head = node.entries.get(form.head) if isinstance(node, Table) else None
    if isinstance(head, Scalar):
        at.define(head.text.strip(), what, head.mark)
    return found


class Defined:
    """A construct other places may name."""

    def __init__(self, form: Form, what: str) -> None:
        self.form, self.what, self.head = form, what, form.head

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        return read_node(self.form, self.what, node, at, word)

    def write(self, value: Any) -> Plain:
        return self.form.write(value)

    def schema(self) -> dict[str, Any]:
        return {"$ref": f"#/$defs/{self.what}"}


SECTION = Form(
    Section,
    "部分",
    (
        Field("部分", "key", Key()),
        title(),
        BASIS_INLINE,
        Field("对象", "applies", SUBJECT_CONDITION, absent=EVERYONE),
        Field("起始分", "start", POINTS, absent=0),
        Field(
            "合成",
            "combine",
            Choice({"相加": Children.SUM, "只取最高": Children.HIGHEST}),
            question=Both("各项相加还是只取最高一项", "children added or only the highest"),
            general=True,
        ),
        Field(
            "扣分前封顶",
            "cap",
            Or(POINTS, UNCAPPED),
            question=Both("得分部分（扣分之前）最多几分", "the cap before deductions"),
            general=True,
        ),
        Field(
            "扣分后最低",
            "floor",
            Or(POINTS, UNBOUNDED),
            question=Both("扣分扣到多少为止", "where deductions stop"),
            general=True,
        ),
        Field(
            "扣分后封顶",
            "ceiling",
            Or(POINTS, UNCAPPED),
            question=Both("扣分之后最多几分", "the cap after deductions"),
            general=True,
        ),
        Field("权重", "weight", Fraction(), absent=(1, 1)),
        Field(
            "取整",
            "rounding",
            Rounded(),
            question=Both("在哪一步取整、取到哪一位", "when and how the points are rounded"),
            general=True,
        ),
        Field("计入", "counted", YES_NO, absent=True),
        Field("组成", "children", Many(ChildKind())),
    ),
    head="部分",
)
