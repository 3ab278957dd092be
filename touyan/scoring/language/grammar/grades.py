"""Grades, gates, vetoes, quotas, alerts, consequences."""

from __future__ import annotations

from typing import Any

from touyan.scoring.language.forms import Field, Form, Only, Way, Ways, check_keys
from touyan.scoring.language.grammar.shapes import POINTS
from touyan.scoring.language.grammar.terms import (
    ANY_NODE,
    BASIS_INLINE,
    EVERYONE,
    LISTS,
    SUBJECT_CONDITION,
    TEST,
    NodeKey,
    title,
)
from touyan.scoring.language.kinds import MODES, Choice, Key, Many, Or, Plain, Ratio, Text, Whole
from touyan.scoring.language.reading import Failed, Reading
from touyan.scoring.language.tree import Scalar, Table, Tree
from touyan.scoring.model import (
    Alert,
    Consequence,
    Effect,
    Gate,
    Grade,
    Need,
    Quota,
    QuotaBy,
    QuotaTies,
    Round,
    Span,
    Veto,
)
from touyan.scoring.tongues import Both

GRADE = Form(
    Grade,
    "等次",
    (Field("等次", "key", Key()), title(), Field("达到", "at_least", Or(POINTS, "不限"))),
    head="等次",
)


class GradeKey:
    """The key of a grade of this scheme."""

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        key = Key().read(node, at, word)
        if not isinstance(key, Failed):
            at.want(node.mark, key, ("grade",))
        return key

    def write(self, value: str) -> Plain:
        return value

    def schema(self) -> dict[str, Any]:
        return Key().schema()


NO_GRADE, LIMIT = "不评等次", "等次不高于"


class EffectKind:
    """不评等次, or the best grade that is still possible."""

    words_possible = (NO_GRADE, f"{{{LIMIT}: …}}")

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        if isinstance(node, Scalar) and node.text.strip() == NO_GRADE:
            return Effect.NO_GRADE, None
        if not isinstance(node, Table) or list(node.entries) != [LIMIT]:
            text = node.text if isinstance(node, Scalar) else word
            return at.report(node.mark, "not_choice", text=text, possible=self.words_possible)
        check_keys(node, at)
        grade = GradeKey().read(node.entries[LIMIT], at, LIMIT)
        return grade if isinstance(grade, Failed) else (Effect.LIMIT, grade)

    def write(self, value: tuple[Effect, str | None]) -> Plain:
        return NO_GRADE if value[0] is Effect.NO_GRADE else {LIMIT: value[1]}

    def schema(self) -> dict[str, Any]:
        words = {LIMIT: GradeKey().schema()}
        table = {"type": "object", "properties": words, "required": [LIMIT], "additionalProperties": False}
        return {"anyOf": [{"const": NO_GRADE}, table]}


def _effect(word: str) -> Ways:
    return Ways(
        (
            Way(
                word,
                EffectKind(),
                lambda pair: {"effect": pair[0] if pair else None, "grade": pair[1] if pair else None},
                lambda gate: (gate.effect, gate.grade),
            ),
        )
    )


_APPLIES = Field("对象", "applies", SUBJECT_CONDITION, absent=EVERYONE)
_NEED = Form(
    Need, "要求", (Field("要求", "title", Text(200)), Field("满足其一", "any_of", Many(TEST, least=1))), head="要求"
)
GATE = Form(
    Gate,
    "门槛",
    (
        Field("门槛", "key", Key()),
        title(),
        BASIS_INLINE,
        _APPLIES,
        Field("要求", "needs", Many(_NEED, least=1)),
        _effect("未达到"),
    ),
    head="门槛",
)
VETO = Form(
    Veto,
    "否决",
    (
        Field("否决", "key", Key()),
        title(),
        BASIS_INLINE,
        _APPLIES,
        Field("出现其一", "any_of", Many(TEST, least=1)),
        _effect("后果"),
    ),
    head="否决",
)

_PERCENT = Only("by", lambda by: by is QuotaBy.PERCENT, Both("“不超过”（百分比）", "「不超过」 (a percentage)"))
QUOTA = Form(
    Quota,
    "名额",
    (
        Field("名额", "grade", GradeKey()),
        BASIS_INLINE,
        Ways(
            (
                Way(
                    "前几名",
                    Whole(),
                    lambda number: {"by": QuotaBy.FIRST_N, "amount": number},
                    lambda quota: quota.amount if quota.by is QuotaBy.FIRST_N else None,
                ),
                Way(
                    "不超过",
                    Ratio(low=0, high=1_000_000),
                    lambda share: {"by": QuotaBy.PERCENT, "amount": share},
                    lambda quota: quota.amount if quota.by is QuotaBy.PERCENT else None,
                ),
            )
        ),
        Field(
            "名额取整",
            "rounding",
            Choice(dict(MODES)),
            question=Both("名额算出小数时怎么取整", "a quota that is no whole number"),
            only=_PERCENT,
            idle=Round.HALF_UP,
        ),
        Field("至少", "minimum", Whole(), only=_PERCENT, idle=0, absent=0),
        Field(
            "分列",
            "lists",
            LISTS,
            absent=(),
            note=Both("这些属性不同的对象分开排", "subjects that differ in these are listed apart"),
        ),
        Field("同分先看", "tie_break", Many(NodeKey(ANY_NODE, points=True)), absent=()),
        Field(
            "仍同分",
            "ties",
            Choice({"都进": QuotaTies.ALL_IN, "都不进": QuotaTies.ALL_OUT, "留待研究": QuotaTies.LEFT_OPEN}),
            question=Both("名额边上同分的怎么办", "equal totals at the quota's last place"),
        ),
    ),
    head="名额",
)
ALERT = Form(
    Alert,
    "提示线",
    (Field("提示线", "key", Key()), title(), BASIS_INLINE, Field("低于", "below", POINTS)),
    head="提示线",
)
CONSEQUENCE = Form(
    Consequence,
    "结果运用",
    (
        Field("结果运用", "key", Key()),
        title(),
        BASIS_INLINE,
        Ways(
            (
                Way(
                    "等次为",
                    Many(GradeKey(), least=1, bare=True),
                    lambda grades: {"grades": grades or (), "test": None},
                    lambda found: found.grades if found.test is None else None,
                ),
                Way("若", TEST, lambda test: {"grades": (), "test": test}, lambda found: found.test),
            )
        ),
        Field(
            "范围",
            "span",
            Choice({"连续": Span.CONSECUTIVE, "一届内": Span.ANY_OF_TERM, "一届合计": Span.TERM_TOTAL}),
            question=Both(
                "按连续几年、一届内任意几年还是一届合计", "consecutive years, any years, or the term's total"
            ),
        ),
        Field("年数", "years", Whole(low=1, high=100)),
    ),
    head="结果运用",
)
