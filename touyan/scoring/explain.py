"""Why a subject has its score: sentences with the article quoted and the records named.

Evidence is the same pass over one subject's facts, so nothing is stored for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from touyan.scoring.fields import Rule
from touyan.scoring.model import Clause, Gate, Section, Side, Veto
from touyan.scoring.result import Result
from touyan.scoring.sentences import FACT_RULES, SHAPES, node_rule, points, test_text
from touyan.scoring.store import ALONE
from touyan.scoring.trace import RULES, Traced, Tracer

FACTS = len(FACT_RULES)
LIMITS = (Rule.CAP, Rule.FLOOR, Rule.CEILING)


@dataclass(frozen=True, slots=True)
class Records:
    """Records of one clause that fared alike."""

    facts: tuple[int, ...]
    works: tuple[int | None, ...]
    raw: int
    counted: int
    rule: Rule
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A clause or section: its points, its records, what cut it, its article."""

    node: str
    title: str
    article: str
    quote: str
    assumed: str
    points: int
    deduction: bool
    section: bool
    records: tuple[Records, ...]
    steps: tuple[str, ...]

    def text(self) -> str:
        """One sentence."""
        sign = "扣" if self.deduction else "计"
        head = f"【{self.title}】{sign} {points(self.points)} 分"
        basis = f"（依据{self.article}：“{self.quote}”）" if self.quote else f"（依据{self.article}）"
        parts = [one.text for one in self.records] + list(self.steps)
        return f"{head}{basis}{'：' if parts else ''}{'；'.join(parts)}。"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A subject's score, opened."""

    subject: int
    total: int
    grade: str | None
    lines: tuple[Line, ...]
    limits: tuple[str, ...]
    summary: str

    def texts(self) -> list[str]:
        """All sentences, the summary first."""
        return [self.summary, *self.limits, *(line.text() for line in self.lines)]


class Explainer:
    """Explains subjects of one result; keeps its room, so that the next one is quick.

    `labels` names records (number to text); without it they go by number.
    """

    def __init__(self, result: Result, labels: Mapping[int, str] | None = None) -> None:
        self.result = result
        self.tracer = Tracer(result)
        self.labels = labels or {}
        self.titles = [node.title for node in result.plan.nodes]

    def __call__(self, subject: int) -> Explanation:
        """Raises KeyError when the subject is not in the store or not scored by this scheme."""
        result = self.result
        place = result.store.place(subject)
        if not result.scored[place]:
            raise KeyError(f"这部细则不适用于考评对象 {subject}")
        traced, tracer = self.tracer.of(place)
        grade = result.grade_of(int(result.graded.grade[place]))
        lines = tuple(self._lines(traced, tracer, place))
        limits = tuple(self._limits(traced, place))
        summary = self._summary(place, grade)
        return Explanation(subject, int(result.total[place]), grade, lines, limits, summary)

    def _summary(self, place: int, grade: str | None) -> str:
        result, graded = self.result, self.result.graded
        titles = {one.key: one.title for one in result.plan.scheme.grades}
        text = f"总分 {points(int(result.total[place]))} 分"
        banded = result.grade_of(int(graded.banded[place]))
        if titles:
            text += f"，等次：{titles[grade]}" if grade is not None else "，不评等次"
        if banded is not None and banded != grade:
            text += f"（按分数为{titles[banded]}）"
        if graded.open[place]:
            text += "；与他人并列在名额末位，待研究确定"
        if result.blocked[place]:
            text += "；缺少必须引用的外部结果"
        return text + "。"

    def _lines(self, traced: Traced, tracer: Tracer, place: int) -> list[Line]:
        result = self.result
        plan = result.plan
        facts: dict[int, dict[tuple[int, int, int], list[int]]] = {}
        steps: dict[int, list[tuple[int, int]]] = {}
        columns = zip(
            traced.node.tolist(), traced.rule.tolist(), traced.fact.tolist(), traced.raw.tolist(),
            traced.counted.tolist(), strict=True,
        )  # fmt: skip
        for node, rule, fact, raw, counted in columns:
            if rule < FACTS:
                facts.setdefault(node, {}).setdefault((rule, raw, counted), []).append(fact)
            else:
                steps.setdefault(node, []).append((rule, counted))
        kind = int(result.bound.classes.of[place])
        applies = result.bound.tree.applies[kind].tolist()
        value = traced.points.tolist()
        number, work = tracer.bound.store.number, tracer.bound.store.work
        found = []
        for node in plan.program:
            if not applies[node]:
                continue
            one: Any = plan.nodes[node]
            records = tuple(
                self._records(key, members, number, work) for key, members in facts.get(node, {}).items()
            )  # fmt: skip
            minus = isinstance(one, Clause) and one.side is Side.DEDUCTION
            texts = tuple(self._steps(one, steps.get(node, []), facts.get(node, {}), minus))
            basis = one.basis
            found.append(
                Line(one.key, one.title, basis.article, basis.quote, basis.assumed, value[node], minus,
                     isinstance(one, Section), records, texts)
            )  # fmt: skip
        return found

    def _records(self, key: tuple[int, int, int], members: list[int], number: Any, work: Any) -> Records:
        rule, raw, counted = RULES[key[0]], key[1], key[2]
        numbers = tuple(number[members].tolist())
        works = tuple(None if one == ALONE else one for one in work[members].tolist())
        named = "、".join(self.labels.get(one, f"第{one}号") for one in numbers[:50])
        many = f"等 {len(numbers)} 条" if len(numbers) > 50 else ""
        each = "各" if len(numbers) > 1 else ""
        text = f"记录{named}{many}{each} {points(raw)} 分，{FACT_RULES[rule]}"
        if rule is Rule.SHARED:
            text += f" {points(abs(counted))} 分"
        return Records(numbers, works, raw, counted, rule, text)

    def _steps(
        self, one: Any, rows: list[tuple[int, int]], facts: dict[tuple[int, int, int], list[int]], minus: bool
    ) -> list[str]:
        sign = -1 if minus else 1
        value = sum(key[2] * len(members) for key, members in facts.items()) * sign
        why = SHAPES.get(type(getattr(one, "shape", None)).__name__, "")
        texts = []
        for number, change in rows:
            rule = RULES[number]
            value += change * sign
            limit = getattr(one, rule.value) if rule in LIMITS else None
            after = value
            if isinstance(one, Section) and rule is Rule.WEIGHT:
                texts.append(f"按权重 {one.weight[0]}/{one.weight[1]} 折算，变动 {points(change)} 分")
            elif isinstance(one, Section) and rule is Rule.ROUNDING:
                texts.append(f"按规定取整，变动 {points(change)} 分")
            else:
                texts.append(node_rule(rule, change, after, limit, why))
        return texts

    def _limits(self, traced: Traced, place: int) -> list[str]:
        result = self.result
        bits = int(result.limits[place])
        scheme = result.plan.scheme
        acting: tuple[Gate | Veto, ...] = (*scheme.gates, *scheme.vetoes)
        titles = {grade.key: grade.title for grade in scheme.grades}
        texts = []
        for bit, one in enumerate(acting):
            if not bits >> bit & 1:
                continue
            then = f"等次不高于“{titles[one.grade]}”" if one.grade is not None else "不评等次"
            if isinstance(one, Veto):
                missing = [self._asked(test, traced) for test in one.any_of if self._holds(test, traced)]
            else:
                unmet = [n for n in one.needs if not any(self._holds(test, traced) for test in n.any_of)]
                missing = [f"{n.title}（{'；或'.join(self._asked(t, traced) for t in n.any_of)}）" for n in unmet]
            kind = "触发否决" if isinstance(one, Veto) else "未达到"
            texts.append(f"{kind}【{one.title}】：{'；'.join(missing)}；{then}（依据{one.basis.article}）。")
        return texts

    def _actual(self, test: Any, traced: Traced) -> int:
        node = self.result.plan.number[test.node]
        return int(traced.points[node] if test.of == "points" else traced.amount[node])

    def _holds(self, test: Any, traced: Traced) -> bool:
        actual = self._actual(test, traced)
        return actual >= test.amount if test.compare == "at_least" else actual <= test.amount

    def _asked(self, test: Any, traced: Traced) -> str:
        title = self.titles[self.result.plan.number[test.node]]
        return test_text(title, test, self._actual(test, traced))


def explain(result: Result, subject: int, labels: Mapping[int, str] | None = None) -> Explanation:
    """One subject, opened. For many, make an `Explainer` once."""
    return Explainer(result, labels)(subject)
