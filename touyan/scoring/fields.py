"""The columns the engine reads and writes, with units, as plain data (standard library only).

`facts.py` turns these lists into Arrow schemas and checks tables against them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, whether it may be empty, its unit, its Chinese heading, its meaning."""

    name: str
    type: str  # int64, int32, int16, date, bool, text
    required: bool
    unit: str
    title: str
    meaning: str


FACTS = (
    Column("fact", "int64", True, "", "记录编号", "unique number of the record"),
    Column("subject", "int64", True, "", "考评对象", "whom the record belongs to"),
    Column("work", "int64", False, "", "事项编号", "the work; empty: the record is its own work"),
    Column("kind", "text", False, "", "类别", "kind of work; empty only on a pure cancellation"),
    Column("stage", "text", False, "", "环节", "stage in the life of the work"),
    Column("level", "text", False, "", "层级", "level of adoption or commendation"),
    Column("form", "text", False, "", "形式", "spoken, written, single, compiled"),
    Column("outcome", "text", False, "", "结果", "present, late, excused, excellent"),
    Column("role", "text", False, "", "身份", "lead writer, co-signer"),
    Column("by", "text", False, "", "评分单位", "office that marked or confirmed"),
    Column("tag", "text", False, "", "属性", "any further attribute"),
    Column("place", "int16", False, "1 = first", "署名次序", "place among the authors"),
    Column("authors", "int16", False, "persons", "署名人数", "number of authors"),
    Column("quantity", "int64", False, "1/10,000", "数量", "amount or mark; empty: 10,000 = one"),
    Column("day", "date", True, "", "日期", "when it happened"),
    Column("recorded", "date", False, "", "入库日期", "when it became known; empty: on its day"),
    Column("counted_before", "bool", False, "", "往年已计", "its work was counted in an earlier run"),
    Column("cancels", "int64", False, "", "更正", "the earlier record that this one takes out"),
)

SUBJECTS = (
    Column("subject", "int64", True, "", "考评对象", "unique number"),
    Column("kind", "text", False, "", "对象类别", "member, branch, district"),
    Column("role", "text", False, "", "职务", "member, standing member"),
    Column("sector", "text", False, "", "界别", "sector"),
    Column("group", "text", False, "", "分组", "committee or group it is listed with"),
    Column("unit", "text", False, "", "所属单位", "unit it belongs to"),
    Column("class", "text", False, "", "分类", "class of unit"),
    Column("party", "text", False, "", "党内党外", "Party member or not"),
    Column("months", "int16", False, "months", "在任月数", "present in the window; empty: all of it"),
)

BALLOTS = (
    Column("subject", "int64", True, "", "考评对象", "who was appraised"),
    Column("question", "text", True, "", "测评项目", "what was asked"),
    Column("voters", "text", True, "", "投票人类别", "class of voter"),
    Column("choice", "text", True, "", "选项", "the choice marked"),
    Column("count", "int64", True, "ballots", "票数", "how many ballots"),
)

MARKS = (
    Column("subject", "int64", True, "", "考评对象", "who was marked"),
    Column("question", "text", True, "", "评分项目", "what was marked"),
    Column("judge", "int64", True, "", "评委", "number of the judge"),
    Column("mark", "int64", True, "1/10,000 point", "评分", "the mark"),
)

IMPORTED = (
    Column("subject", "int64", True, "", "考评对象", "whose result"),
    Column("source", "text", True, "", "来源", "which measure"),
    Column("points", "int64", True, "1/10,000 point", "得分", "the result"),
    Column("version", "text", False, "", "版本", "version of that measure"),
    Column("on", "date", False, "", "日期", "when it was fixed"),
)

HISTORY = (
    Column("subject", "int64", True, "", "考评对象", "whose earlier year"),
    Column("year", "int16", True, "", "年度", "a year of this term before this one"),
    Column("grade", "text", False, "", "等次", "grade of that year; empty on a row of counts"),
    Column("node", "text", False, "", "条款", "tally, clause or section; empty on a row of grades"),
    Column("amount", "int64", False, "1/10,000", "数值", "its count or points, as the test reads it"),
)

TRACE = (
    Column("subject", "int64", True, "", "考评对象", ""),
    Column("node", "text", True, "", "条款", "key of the clause or section"),
    Column("fact", "int64", False, "", "记录编号", "empty on a row of a clause or section"),
    Column("work", "int64", False, "", "事项编号", ""),
    Column("raw", "int64", True, "1/10,000 point", "原始分", "before share and combination"),
    Column("counted", "int64", True, "1/10,000 point", "计入分", "added to the total, with its sign"),
    Column("rule", "text", True, "", "规则", "one of Rule: what made or cut it"),
    Column("article", "text", True, "", "条文", "article the node stands on"),
)

TOTALS = (
    Column("subject", "int64", True, "", "考评对象", ""),
    Column("total", "int64", True, "1/10,000 point", "总分", "after the total's rounding"),
    Column("exact", "int64", True, "1/10,000 point", "未取整总分", "before it"),
    Column("banded", "text", False, "", "按分等次", "grade by points alone"),
    Column("grade", "text", False, "", "等次", "after gates, vetoes and quotas; empty: none"),
    Column("limits", "text", True, "", "限制", "keys of gates and vetoes that acted, joined by space"),
    Column("alerts", "text", True, "", "提示线", "keys of alerts, joined by space"),
    Column("open", "bool", True, "", "待定", "equal at a quota's last place, left to people"),
    Column("blocked", "bool", True, "", "缺结果", "an imported result that must be there is not"),
)


class Rule(StrEnum):
    """What a trace row is. The first group stands on rows of facts."""

    COUNTED = "counted"  # counts in full
    SHARED = "shared"  # counts with the author's share
    NO_RATE = "no_rate"  # the clause matched, no row of its table did
    REFUSED = "refused"  # the mark lies outside its range
    INCOMPLETE = "incomplete"  # place or number of authors missing
    NOT_ENTITLED = "not_entitled"  # this author gets nothing
    ALREADY = "already"  # counted in an earlier run
    LOWER = "lower"  # another fact of the work counts (highest, latest, earliest, once per rate)
    EXCLUSIVE = "exclusive"  # the work counts in another clause
    # rows of a clause
    SHAPE = "shape"  # the shape's points less the units' points
    REQUIRES = "requires"  # a side condition does not hold
    WAIVER = "waiver"  # a waiver gives fixed points
    CAP = "cap"  # clause and section
    FLOOR = "floor"  # clause and section
    UNCOUNTED = "uncounted"  # computed, not added
    # rows of a section
    START = "start"
    HIGHEST_ONLY = "highest_only"
    CEILING = "ceiling"
    WEIGHT = "weight"
    ROUNDING = "rounding"


LIMIT_QUANTITY = 1_000_000_000
"""A larger quantity or mark (100,000 units) is absurd: the row is refused and listed."""

LIMIT_POINTS = 1_000_000_000
"""A scheme's largest amount; products of two such amounts still fit 64 bits."""
