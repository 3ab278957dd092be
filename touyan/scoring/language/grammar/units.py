"""Points tables, authors, several records of one work, exclusives."""

from __future__ import annotations

import re
from typing import Any

from touyan.scoring.language.forms import Field, Form, Only, Way, Ways, check_keys
from touyan.scoring.language.grammar.terms import BASIS_INLINE, EVERYONE, FACT_CONDITION, NodeKey
from touyan.scoring.language.kinds import Amount, Choice, Fraction, Key, Many, Plain, Whole, amount, decimal
from touyan.scoring.language.problems import guess
from touyan.scoring.language.reading import Failed, Reading
from touyan.scoring.language.tree import Listing, Scalar, Table, Tree
from touyan.scoring.model import (
    Already,
    Authors,
    Combine,
    Exclusive,
    Extra,
    Keep,
    Match,
    Outside,
    Rate,
    Share,
    Value,
)
from touyan.scoring.tongues import Both


class Range:
    """“0 至 10”: the lowest and highest mark an assessor may give."""

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        ends = re.split(r"\s*至\s*", node.text.strip()) if isinstance(node, Scalar) else []
        found = [amount(end) for end in ends]
        if len(found) != 2 or None in found:
            return at.report(node.mark, "not_range", text=node.text if isinstance(node, Scalar) else word)
        low, high = Amount(low=0).read(Scalar(node.mark, ends[0]), at, word), found[1]
        if isinstance(low, Failed):
            return low
        return (low, high) if low <= high else at.report(node.mark, "backwards", text=node.text)

    def write(self, value: tuple[int, int]) -> Plain:
        return f"{decimal(value[0])} 至 {decimal(value[1])}"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "至"}


def _value(value: Value) -> Any:
    return lambda points: {"value": value, "points": points, "low": 0, "high": 0}


def _points(value: Value) -> Any:
    return lambda rate: rate.points if rate.value is value else None


_MARKED = Only("value", lambda value: value is Value.MARK, Both("“评分”", "「评分」"))
RATE = Form(
    Rate,
    "分值",
    (
        Field("档", "key", Key()),
        Field("情形", "when", FACT_CONDITION, absent=EVERYONE),
        Ways(
            (
                Way("得分", Amount(low=0), _value(Value.FIXED), _points(Value.FIXED)),
                Way("每单位得分", Amount(low=0), _value(Value.PER_QUANTITY), _points(Value.PER_QUANTITY)),
                Way(
                    "评分",
                    Range(),
                    lambda ends: {
                        "value": Value.MARK,
                        "points": 0,
                        "low": ends[0] if ends else 0,
                        "high": ends[1] if ends else 0,
                    },
                    lambda rate: (rate.low, rate.high) if rate.value is Value.MARK else None,
                ),
            )
        ),
        Field(
            "超出范围",
            "outside",
            Choice({"取边界值": Outside.CLAMP, "不予采信": Outside.REFUSE}),
            question=Both("评分超出规定范围时怎么办", "a mark outside its range"),
            only=_MARKED,
            idle=Outside.REFUSE,
        ),
    ),
    head="档",
)

EACH_KEY = "每件"
COUNT_KEY = "只计数"


def flat_rate(key: str, points: int) -> Rate:
    """The one row of a table that gives every record the same."""
    return Rate(key, Match(()), Value.FIXED, points, 0, 0, Outside.REFUSE)


class Rates:
    """A table of points; a bare number is the same for every record, 只计数 gives none."""

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        if not isinstance(node, Scalar):
            found = Many(RATE).read(node, at, word)
            if isinstance(node, Listing):
                _no_repeats([_head(item, "档") for item in node.items], at)
            return found
        if node.text.strip() == COUNT_KEY:
            return (flat_rate(COUNT_KEY, 0),)
        points = Amount(low=0).read(node, at, word)
        return points if isinstance(points, Failed) else (flat_rate(EACH_KEY, points),)

    def write(self, value: tuple[Rate, ...]) -> Plain:
        if len(value) == 1 and value[0] == flat_rate(COUNT_KEY, 0):
            return COUNT_KEY
        if len(value) == 1 and value[0] == flat_rate(EACH_KEY, value[0].points):
            return decimal(value[0].points)
        return [RATE.write(rate) for rate in value]

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"const": COUNT_KEY}, {"type": "number", "minimum": 0}, Many(RATE).schema()]}


def _head(node: Tree, word: str) -> Scalar | None:
    found = node.entries.get(word) if isinstance(node, Table) else None
    return found if isinstance(found, Scalar) else None


def _no_repeats(heads: list[Scalar | None], at: Reading) -> None:
    """Keys within one list are different."""
    seen: dict[str, int] = {}
    for head in heads:
        if head is None:
            continue
        text = head.text.strip()
        if text in seen:
            at.report(head.mark, "same_key", text=text, line=seen[text])
        seen.setdefault(text, head.mark.line)


class Keyed(Many):
    """A list of constructs whose keys differ from each other."""

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        if isinstance(node, Listing):
            _no_repeats([_head(item, self.kind.head) for item in node.items], at)
        return super().read(node, at, word)


EXTRA = Form(
    Extra,
    "加成",
    (
        Field("加成", "key", Key()),
        Field("情形", "when", FACT_CONDITION),
        Field("乘以", "factor", Fraction(), absent=(1, 1)),
        Field("加上", "points", Amount(low=0), absent=0),
    ),
    head="加成",
)

NO_SHARE = Share(Authors.IGNORE, 0, (1, 1))
_AUTHORS = {
    "按分值表": NO_SHARE,
    "只计第一人": Share(Authors.FIRST_ONLY, 0, (1, 1)),
    "按人数平分": Share(Authors.EQUAL, 0, (1, 1)),
}
_FIRST, _MAIN = "第一人得", "前几人全得"


class ShareKind:
    """Who of several authors gets what."""

    words_possible = (*_AUTHORS, f"{{{_FIRST}: 1/2}}", f"{{{_MAIN}: 3}}")

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        if not isinstance(node, Table):
            return Choice(_AUTHORS).read(node, at, word)
        check_keys(node, at)
        known = [key for key in node.entries if key in (_FIRST, _MAIN)]
        if len(known) != 1 or len(node.entries) != 1:
            text = "、".join(node.entries) or word
            return at.report(node.mark, "not_choice", text=text, possible=guess(text, self.words_possible))
        kind = Fraction() if known[0] == _FIRST else Whole(low=1)
        found = kind.read(node.entries[known[0]], at, known[0])
        if isinstance(found, Failed):
            return found
        if known[0] == _MAIN:
            return Share(Authors.MAIN, found, (1, 1))
        if found[0] > found[1]:
            return at.report(node.mark, "not_fraction", text=Fraction().write(found))
        return Share(Authors.FIRST_PART, 0, found)

    def write(self, value: Share) -> Plain:
        if value.authors is Authors.FIRST_PART:
            return {_FIRST: Fraction().write(value.first)}
        if value.authors is Authors.MAIN:
            return {_MAIN: str(value.main)}
        return next(word for word, share in _AUTHORS.items() if share.authors is value.authors)

    def schema(self) -> dict[str, Any]:
        table = {
            "type": "object",
            "properties": {_FIRST: Fraction().schema(), _MAIN: Whole(low=1).schema()},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }
        return {"anyOf": [{"enum": list(_AUTHORS)}, table]}


COMBINE = Choice(
    {
        "每次都计": Combine.EACH,
        "各次相加": Combine.STACK,
        "只计最高": Combine.HIGHEST,
        "以最后为准": Combine.LATEST,
        "以最早为准": Combine.EARLIEST,
        "每档计一次": Combine.ONCE_PER_RATE,
    }
)
ALREADY = Choice({"不再计": Already.EXCLUDE, "照计": Already.COUNT})
BY_QUANTITY = Choice({"按件": False, "按数量": True})

EXCLUSIVE = Form(
    Exclusive,
    "不重复",
    (
        Field("不重复", "key", Key()),
        Field("项目", "clauses", Many(NodeKey(("clause",)), least=2)),
        Field(
            "保留",
            "keep",
            Choice({"得分最高的": Keep.HIGHEST, "写在前面的": Keep.FIRST_LISTED}),
            question=Both("同一事项在几处都够条件时计哪一处", "where a work that fits several clauses counts"),
        ),
        BASIS_INLINE,
    ),
    head="不重复",
)
