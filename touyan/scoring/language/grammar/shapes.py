"""The shapes a clause may have: each is a word under 计分, or a table that names it under 办法."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from touyan.scoring.language.forms import Field, Form, Way, Ways, check_words
from touyan.scoring.language.grammar.terms import ANY_NODE, LISTS, OF, NodeKey, equals
from touyan.scoring.language.kinds import (
    YES_NO,
    Amount,
    Choice,
    Fraction,
    Key,
    Many,
    Or,
    Plain,
    Ratio,
    Rounded,
    Text,
    Whole,
)
from touyan.scoring.language.problems import guess
from touyan.scoring.language.reading import Failed, Reading
from touyan.scoring.language.tree import Listing, Scalar, Table, Tree
from touyan.scoring.model import (
    AgainstMean,
    Ballot,
    Beyond,
    Empty,
    Flat,
    FromNth,
    Imported,
    LastN,
    Mean,
    Missing,
    NoClass,
    NoQuorum,
    NoResult,
    Of,
    Once,
    Order,
    Ordinal,
    Panel,
    PanelBy,
    Partial,
    Period,
    Proportion,
    Rank,
    RatioToBest,
    Reach,
    Shape,
    Source,
    Spread,
    Steps,
    Sum,
    Target,
    Ties,
)
from touyan.scoring.tongues import Both

PERIOD = Choice({"月": Period.MONTH, "季度": Period.QUARTER, "半年": Period.HALF_YEAR})
PARTIAL = Choice({"不得分": Partial.NOTHING, "按比例": Partial.PRO_RATA, "逐一扣减": Partial.MINUS_EACH})
NO_BASE = Choice({"不得分": Empty.NOTHING, "得满分": Empty.FULL})
POINTS = Amount()
COUNT = Amount(low=0)
POSITIVE = Amount(low=1)


_EACH = Both("“不足时: 逐一扣减”", "「不足时: 逐一扣减」")


def _short(word: str, name: str, question: Both) -> Field:
    return Field(word, name, PARTIAL, question=question)


_SPREAD = Form(
    Spread,
    "分布",
    (
        Field("每", "period", PERIOD),
        Field("至少", "at_least", COUNT),
        Field("达到期数", "periods", Whole(low=1, high=1000)),
        _short("不足时", "otherwise", Both("分布不匀时得不得分", "when the spread is not met")),
        Field("每少一期扣", "minus", COUNT, only=equals("otherwise", Partial.MINUS_EACH, _EACH), idle=0),
    ),
)
_NO_BASE = Field("无基数时", "empty", NO_BASE, question=Both("分母为零时怎么办", "when there is nothing to divide by"))


class OwnOrNode:
    """Which node is compared across subjects: 本项 is the clause's own units."""

    word = "本项"

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        if isinstance(node, Scalar) and node.text.strip() == self.word:
            return None
        return Key().read(node, at, word)

    def write(self, value: str | None) -> Plain:
        return self.word if value is None else value

    def schema(self) -> dict[str, Any]:
        return Key().schema()


_SOURCE = Form(
    Source,
    "比较",
    (
        Field("看", "node", OwnOrNode()),
        Field("按", "of", OF),
        Field(
            "分列",
            "lists",
            LISTS,
            absent=(),
            note=Both("这些属性不同的对象互不比较", "subjects that differ in these are not compared"),
        ),
        Field("高者为好", "higher_is_better", YES_NO),
    ),
)


class SourceKind:
    """What is compared, with the key it names wanted."""

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        source = _SOURCE.read(node, at, word)
        if isinstance(source, Source) and isinstance(node, Table) and source.node is not None:
            at.want(node.entries["看"].mark, source.node, ANY_NODE, points=source.of is Of.POINTS)
        return source

    def write(self, value: Source) -> Plain:
        return _SOURCE.write(value)

    def schema(self) -> dict[str, Any]:
        return _SOURCE.schema()


_COMPARED = Field("比较", "source", SourceKind())


@dataclass(frozen=True)
class _Pairs:
    """Rows of two columns as pairs, e.g. a choice and its coefficient."""

    first: Field
    second: Field

    def form(self) -> Form:
        return Form(lambda **got: (got["a"], got["b"]), "", (self.first, self.second), head=self.first.word)

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        found = Many(self.form(), least=1).read(node, at, word)
        if isinstance(found, tuple) and isinstance(node, Listing):
            seen: set[Any] = set()
            for item, pair in zip(node.items, found, strict=True):
                if pair[0] in seen:
                    at.report(item.mark, "duplicate", word=self.first.kind.write(pair[0]))
                seen.add(pair[0])
        return found

    def write(self, value: tuple[tuple[Any, Any], ...]) -> Plain:
        return [
            {self.first.word: self.first.kind.write(a), self.second.word: self.second.kind.write(b)} for a, b in value
        ]

    def schema(self) -> dict[str, Any]:
        return Many(self.form(), least=1).schema()


def _pairs(first: str, first_kind: Any, second: str, second_kind: Any) -> _Pairs:
    return _Pairs(Field(first, "a", first_kind), Field(second, "b", second_kind))


class _Rising:
    """Steps from the lowest to the highest."""

    rows = _pairs("达到", Ratio(), "得分", POINTS)

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        found = self.rows.read(node, at, word)
        if isinstance(found, tuple) and any(a[0] > b[0] for a, b in pairwise(found)):
            return at.report(node.mark, "not_rising")
        return found

    def write(self, value: tuple[tuple[int, int], ...]) -> Plain:
        return [{"达到": POINTS.write(low), "得分": POINTS.write(points)} for low, points in value]

    def schema(self) -> dict[str, Any]:
        return self.rows.schema()


SCHEME_PREFIX = "scheme:"
_MEANT = Both("“方式: 平均名次”", "「方式: 平均名次」")

SHAPES: dict[str, Form] = {
    "逐件累计": Form(Sum, "", ()),
    "只计一次": Form(Once, "", ()),
    "固定得分": Form(Flat, "", (Field("得分", "points", POINTS),)),
    "达到数量": Form(
        Reach,
        "",
        (
            Field("数量", "count", COUNT),
            Field("得分", "points", POINTS),
            _short("不足时", "partial", Both("没有达到规定数量时得不得分", "below the count")),
            Field("每少一件扣", "minus", COUNT, only=equals("partial", Partial.MINUS_EACH, _EACH), idle=0),
            Field("分布", "spread", _SPREAD, absent=None),
        ),
    ),
    "从第几件起": Form(
        FromNth,
        "",
        (
            Field("起", "nth", Whole(low=1, high=100_000)),
            Field(
                "次序",
                "order",
                Choice(
                    {
                        "先发生的在前": Order.EARLIEST_FIRST,
                        "分低的在前": Order.LOWEST_FIRST,
                        "分高的在前": Order.HIGHEST_FIRST,
                    }
                ),
                question=Both("哪几件算前几件", "which units are the first ones"),
            ),
        ),
    ),
    "按件次给分": Form(
        Ordinal,
        "",
        (
            Field("各件得分", "points", Many(POINTS, least=1)),
            Field(
                "超出后",
                "beyond",
                Choice({"按最后一档": Beyond.REPEAT_LAST, "不得分": Beyond.NOTHING}),
                question=Both("件数多于所列各档时怎么办", "more units than the table has places"),
            ),
        ),
    ),
    "围绕目标增减": Form(
        Target,
        "",
        (
            Field("目标", "count", COUNT),
            Field("得分", "points", POINTS),
            Field("每多一件加", "more", POINTS),
            Field("每少一件扣", "fewer", POINTS),
        ),
    ),
    "分档": Form(
        Steps,
        "",
        (
            Field("按", "of", OF),
            Field("除以", "per", NodeKey(("tally",)), absent=None),
            Field("各档", "steps", _Rising()),
            Field(
                "无基数时",
                "empty",
                NO_BASE,
                question=Both("分母为零时怎么办", "when there is nothing to divide by"),
                absent=Empty.NOTHING,
                needed=("per", lambda per: per is not None),
            ),
        ),
    ),
    "按比例": Form(
        Proportion, "", (Field("除以", "per", NodeKey(("tally",))), Field("得分", "points", POINTS), _NO_BASE)
    ),
    "各期平均": Form(
        Mean,
        "",
        (
            Field("每", "period", PERIOD),
            Field(
                "没有记录的期",
                "missing",
                Choice({"按零分": Missing.AS_ZERO, "不参与平均": Missing.LEFT_OUT}),
                question=Both("没有记录的月份（季度）怎么平均", "periods without a record"),
            ),
            Field("每期封顶", "cap_each", Or(POINTS, "不封顶")),
        ),
    ),
    "按名次给分": Form(
        Rank,
        "",
        (
            _COMPARED,
            Field("各名次得分", "values", Many(POINTS, least=1)),
            Field("此后每名递减", "step", COUNT),
            Field("最低", "floor", POINTS),
            Field(
                "并列",
                "ties",
                Choice({"同占前名": Ties.SHARE_BEST, "名次连续": Ties.DENSE, "同占后名": Ties.SHARE_WORST}),
                question=Both("并列的名次怎么排", "how equal results are placed"),
            ),
        ),
    ),
    "与最好者之比": Form(RatioToBest, "", (_COMPARED, Field("得分", "points", POINTS), _NO_BASE)),
    "末位": Form(
        LastN,
        "",
        (
            _COMPARED,
            Field("名数", "count", Whole(low=0, high=1_000_000)),
            Field("得分", "points", POINTS),
            Field(
                "并列",
                "ties_in",
                Choice({"都算末位": True, "都不算末位": False}),
                question=Both("末位并列时怎么办", "equal results at the edge of the last places"),
            ),
        ),
    ),
    "与平均比较": Form(
        AgainstMean,
        "",
        (
            _COMPARED,
            Field("得分", "points", POINTS),
            Field("每差", "each", POSITIVE),
            Field("扣", "minus", COUNT),
        ),
    ),
    "民主测评": Form(
        Ballot,
        "",
        (
            Field("项目", "questions", _pairs("测评", Text(200), "权重", Ratio(low=0, high=1_000_000))),
            Field("投票人", "classes", _pairs("类别", Text(200), "权重", Ratio(low=0, high=1_000_000))),
            Field(
                "选项",
                "choices",
                _pairs("选项", Text(200), "系数", Or(Ratio(low=0, high=1_000_000), "不算有效票")),
            ),
            Field("得分", "points", POINTS),
            Field("最少有效票", "quorum", Whole()),
            Field(
                "票数不足时",
                "no_quorum",
                Choice({"不得分": NoQuorum.NOTHING, "得满分": NoQuorum.FULL}),
                question=Both("有效票不足规定数时怎么办", "fewer valid ballots than the quorum"),
            ),
            Field(
                "某类无有效票",
                "no_class",
                Choice({"按零分": NoClass.AS_ZERO, "权重由其他类分担": NoClass.REDISTRIBUTE}),
                question=Both("某一类投票人没有有效票时怎么办", "a class of voters without a valid ballot"),
            ),
            Field("分项取整", "round_each", Or(Rounded(), "不取整")),
        ),
    ),
    "评委评分": Form(
        Panel,
        "",
        (
            Field("评分项目", "question", Text(200)),
            Field("方式", "by", Choice({"平均分": PanelBy.MEAN, "平均名次": PanelBy.MEAN_RANK})),
            Field("多于几名评委时去极值", "drop_above", Whole(high=1000)),
            Field("各去几个", "drop_each", Whole(high=100)),
            Field(
                "各名次得分",
                "values",
                Many(POINTS, least=1),
                only=equals("by", PanelBy.MEAN_RANK, _MEANT),
                idle=(),
            ),
        ),
    ),
    "引用结果": Form(
        Imported,
        "",
        (
            Ways(
                (
                    Way(
                        "本文件方案",
                        Key(),
                        lambda key: {"source": f"{SCHEME_PREFIX}{key}"},
                        lambda shape: (
                            shape.source.removeprefix(SCHEME_PREFIX) if shape.source.startswith(SCHEME_PREFIX) else None
                        ),
                    ),
                    Way("来源", Text(200), lambda text: {"source": text}, lambda shape: shape.source),
                )
            ),
            Field(
                "折算",
                "factor",
                Fraction(),
                note=Both("引用的得分乘以多少计入", "the imported points count times this"),
            ),
            Field(
                "没有结果时",
                "absent",
                Choice({"按零分": NoResult.NOTHING, "暂不评定": NoResult.BLOCK}),
                question=Both("应引用的结果还没有时怎么办", "when the result is not there yet"),
            ),
        ),
    ),
}
METHOD = "办法"
_WORD_OF = {
    Sum: "逐件累计",
    Once: "只计一次",
    Flat: "固定得分",
    Reach: "达到数量",
    FromNth: "从第几件起",
    Ordinal: "按件次给分",
    Target: "围绕目标增减",
    Steps: "分档",
    Proportion: "按比例",
    Mean: "各期平均",
    Rank: "按名次给分",
    RatioToBest: "与最好者之比",
    LastN: "末位",
    AgainstMean: "与平均比较",
    Ballot: "民主测评",
    Panel: "评委评分",
    Imported: "引用结果",
}


class ShapeKind:
    """A shape: its name alone, or a table with its name under 办法."""

    words_possible = tuple(SHAPES)

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        table = node if isinstance(node, Table) else Table(node.mark, {METHOD: node}, {METHOD: node.mark})
        method = table.entries.get(METHOD)
        if method is None:
            return at.report(node.mark, "missing", word=METHOD, possible=tuple(SHAPES))
        name = method.text.strip() if isinstance(method, Scalar) else ""
        form = SHAPES.get(name)
        if form is None:
            return at.report(method.mark, "not_choice", text=name, possible=guess(name, tuple(SHAPES)))
        with at.inside(name):
            check_words(table, at, (METHOD, *form.words))
            return form.build(table, at)

    def write(self, value: Shape) -> Plain:
        name = _WORD_OF[type(value)]
        words = SHAPES[name].fill(value)
        return {METHOD: name, **words} if words else name

    def schema(self) -> dict[str, Any]:
        plain = [name for name, form in SHAPES.items() if not form.fields]
        tables = []
        for name, form in SHAPES.items():
            words, must = form.properties()
            properties = {METHOD: {"const": name}, **words}
            tables.append(
                {"type": "object", "properties": properties, "required": [METHOD, *must], "additionalProperties": False}
            )
        return {"anyOf": [{"enum": plain}, *tables]}


def reads_facts(shape: Any) -> bool:
    """True when the clause's records are needed to know what it is worth."""
    if isinstance(shape, Failed):
        return False
    if isinstance(shape, Rank | RatioToBest | LastN | AgainstMean):
        return shape.source.node is None
    return not isinstance(shape, Flat | Ballot | Panel | Imported)
