"""Any document of the model can be written and read back: as text and as sheets, with nothing lost."""

from __future__ import annotations

import random
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any

import pytest

from touyan.scoring.language import lint
from touyan.scoring.language.dump import dump
from touyan.scoring.language.emit import WIDE, text_of
from touyan.scoring.language.grammar.scheme import DOCUMENT
from touyan.scoring.language.grammar.shapes import reads_facts
from touyan.scoring.language.grammar.terms import NOTHING
from touyan.scoring.language.grammar.units import NO_SHARE
from touyan.scoring.language.reading import Reading
from touyan.scoring.language.sheets import _Reader, sheets_of
from touyan.scoring.language.tree import parse
from touyan.scoring.model import (
    FACT_ATTRIBUTES,
    SUBJECT_ATTRIBUTES,
    AgainstMean,
    Already,
    Authors,
    Ballot,
    Clause,
    Combine,
    Consequence,
    Document,
    Effect,
    Empty,
    Extra,
    Gate,
    Is,
    LastN,
    Late,
    LateRule,
    Match,
    Outside,
    Panel,
    PanelBy,
    Partial,
    Quota,
    QuotaBy,
    Rate,
    Reach,
    Round,
    Rounding,
    Section,
    Share,
    Span,
    Spread,
    Steps,
    Value,
    Veto,
    Window,
    clauses,
    sections,
)

TEXTS = ("某市政协", "第一条（二）", "a: b", "# 号", "- 头", "[略]", "{一}", '"引"', "'单'", "2017", "1.50", "是", "null", "~",
         "多行\n文字", "末尾冒号:", "逗，号, 半", "= 1+1", "@x", "%", "&a *b !c", "｜", "全部", "无", "a #b", "\\反斜", "emoji 😀")  # fmt: skip
AMOUNTS = (0, 1, 10_000, 12_345, 85_000, 200_000, 1_000_000_000)


class Maker:
    """Random values of the model, by its own type hints; what means nothing in its place is idle."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.count = 0

    def key(self) -> str:
        self.count += 1
        return f"{self.rng.choice(('项', 'k', '一-二', '（甲）', '9'))}{self.count}"

    def amount(self, low: int = 0) -> int:
        value = self.rng.choice((*AMOUNTS, self.rng.randrange(10**9)))
        return -value if low < 0 and self.rng.random() < 0.3 else value

    def of(self, kind: Any, name: str = "", depth: int = 0) -> Any:
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in (UnionType, typing.Union):
            return self.of(self.rng.choice(arguments), name, depth)
        if origin is tuple:
            if len(arguments) == 2 and arguments[1] is Ellipsis:
                return self.many(arguments[0], name, depth)
            return self.pair(arguments, name, depth)
        if kind is NoneType:
            return None
        if isinstance(kind, type) and issubclass(kind, Enum):
            return self.rng.choice(list(kind))
        if is_dataclass(kind):
            return self.made(kind, depth)
        return self.scalar(kind, name)

    def scalar(self, kind: type, name: str) -> Any:
        if kind is bool:
            return self.rng.random() < 0.5
        if kind is date:
            return date(2015, 1, 1) + timedelta(days=self.rng.randrange(3000))
        if kind is int:
            whole = {"nth", "main", "quorum", "periods", "years", "drop_above", "drop_each", "minimum"}
            if name in whole:
                return self.rng.randint(1, 9)
            return self.amount(-1 if name in ("points", "cap", "floor", "ceiling", "start", "at_least", "below") else 0)
        if name in ("key", "node", "per", "grade", "clauses", "grades", "tie_break", "replaces"):
            return self.key()
        return self.rng.choice(TEXTS)

    def many(self, kind: Any, name: str, depth: int) -> tuple[Any, ...]:
        if name in ("lists",):
            return tuple(self.rng.sample(SUBJECT_ATTRIBUTES, self.rng.randint(0, 2)))
        least = 2 if name == "clauses" else 0 if depth < 6 and name in OPTIONAL else 1
        if name == "children":
            least, most = 1, 1 if depth > 5 else 3
        else:
            most = max(least, 2)
        return tuple(self.of(kind, name, depth + 1) for _ in range(self.rng.randint(least, most)))

    def pair(self, arguments: tuple[Any, ...], name: str, depth: int) -> tuple[Any, ...]:
        if name in ("factor", "weight"):
            return self.rng.choice(((1, 1), (1, 2), (30, 100), (2, 3), (0, 7), (1000, 3)))
        if name == "first":
            return self.rng.choice(((1, 2), (60, 100), (1, 1)))
        return tuple(self.of(a, "ratio", depth) if a is not str else self.key() for a in arguments)

    def made(self, kind: type, depth: int) -> Any:
        if kind is Is:
            subject = self.rng.random() < 0.3
            name = self.rng.choice(SUBJECT_ATTRIBUTES if subject else FACT_ATTRIBUTES)
            values = tuple(self.rng.choice((*TEXTS[:12], "", "提案")) for _ in range(self.rng.randint(1, 3)))
            return Is(f"subject.{name}" if subject else name, values, self.rng.random() < 0.3)
        if kind is Window:
            days = sorted(self.of(date) for _ in range(2))
            return Window(*days)
        if kind is Rounding:
            return Rounding(self.rng.choice((1, 100, 10_000, 5_000)), self.rng.choice(list(Round)))
        if kind is Section and depth > 6:
            kind = Clause
        hints = typing.get_type_hints(kind)
        values = {f.name: self.of(hints[f.name], f.name, depth + 1) for f in fields(kind)}
        made = kind(**values)
        return IDLE[kind](made, self) if kind in IDLE else made


OPTIONAL = {"tests", "extras", "requires", "tallies", "exclusives", "grades", "gates", "vetoes", "quotas", "alerts",
            "consequences", "exceptions", "tie_break"}  # fmt: skip


def only_subjects(match: Match) -> Match:
    return Match(tuple(t for t in match.tests if t.attribute.startswith("subject.")))


def rate(value: Rate, _: Maker) -> Rate:
    if value.value is Value.MARK:
        low, high = sorted((value.low, value.high))
        return replace(value, points=0, low=low, high=high)
    return replace(value, points=abs(value.points), low=0, high=0, outside=Outside.REFUSE)


def share(value: Share, _: Maker) -> Share:
    main = value.main if value.authors is Authors.MAIN else 0
    return Share(value.authors, main, value.first if value.authors is Authors.FIRST_PART else (1, 1))


def clause(value: Clause, maker: Maker) -> Clause:
    value = replace(value, applies=only_subjects(value.applies))
    if value.when != NOTHING and (reads_facts(value.shape) or maker.rng.random() < 0.3):
        return value
    return replace(value, when=NOTHING, rates=(), extras=(), share=NO_SHARE, combine=Combine.EACH, quantity=False,
                   already=Already.COUNT)  # fmt: skip


def steps(value: Steps, maker: Maker) -> Steps:
    rising = tuple((low, maker.amount()) for low in sorted({maker.amount() for _ in range(3)}))
    return replace(value, steps=rising, empty=value.empty if value.per else Empty.NOTHING)


def minus(value: Any, name: str) -> Any:
    return value if getattr(value, name) is Partial.MINUS_EACH else replace(value, minus=0)


def late(value: LateRule, _: Maker) -> LateRule:
    if value.rule is Late.BY_DAY:
        return LateRule(value.rule, None, None, None)
    return value if value.rule is Late.CARRY else replace(value, since=None, earliest=None)


def quota(value: Quota, _: Maker) -> Quota:
    value = replace(value, amount=value.amount % 10_000)
    return value if value.by is QuotaBy.PERCENT else replace(value, rounding=Round.HALF_UP, minimum=0)


def effect(value: Any, maker: Maker) -> Any:
    grade = None if value.effect is Effect.NO_GRADE else maker.key()
    return replace(value, grade=grade, applies=only_subjects(value.applies))


def consequence(value: Consequence, maker: Maker) -> Consequence:
    if value.test is not None:
        return replace(value, grades=())
    return replace(value, grades=(maker.key(),), span=Span.CONSECUTIVE)


def ballot(value: Ballot) -> Ballot:
    small = [tuple((k, None if n is None else n % 1_000_000) for k, n in rows)
             for rows in (value.questions, value.classes, value.choices)]  # fmt: skip
    return replace(value, questions=small[0], classes=small[1], choices=small[2])


IDLE: dict[type, Callable[[Any, Maker], Any]] = {
    Rate: rate,
    Share: share,
    Clause: clause,
    Steps: steps,
    LateRule: late,
    Quota: quota,
    Gate: effect,
    Veto: effect,
    Consequence: consequence,
    Reach: lambda v, _: minus(v, "partial"),
    Spread: lambda v, _: minus(replace(v, at_least=abs(v.at_least)), "otherwise"),
    Panel: lambda v, _: v if v.by is PanelBy.MEAN_RANK else replace(v, values=()),
    Section: lambda v, _: replace(v, applies=only_subjects(v.applies)),
    Extra: lambda v, _: replace(v, points=abs(v.points)),
    LastN: lambda v, _: replace(v, count=v.count % 1000),
    Ballot: lambda v, _: ballot(v),
    AgainstMean: lambda v, _: replace(v, each=v.each + 1 if v.each < 10**9 else v.each),
}


def document(seed: int) -> Document:
    """A random document: every key of its own, so that nothing but the words is at stake."""
    maker = Maker(seed)
    made = maker.of(Document)
    schemes = tuple(replace(s, subjects=only_subjects(s.subjects), key=maker.key()) for s in made.schemes[:2])
    return replace(made, schemes=schemes)


def reread(text: str) -> Any:
    """What a text says, names not looked up."""
    root, problems = parse(text, "随机")
    assert problems == ()
    return DOCUMENT.read(root, Reading("随机"), "文件")


@pytest.mark.parametrize("seed", range(40))
def test_text_loses_nothing(seed: int) -> None:
    made = document(seed)
    assert reread(dump(made)) == made


@pytest.mark.parametrize("seed", range(20))
def test_sheets_lose_nothing(seed: int) -> None:
    made = document(seed)
    reader = _Reader("随机.xlsx")
    tree = reader.tree(sheets_of(made))
    assert reader.problems == []
    assert DOCUMENT.read(tree, Reading("随机"), "文件") == made


@pytest.mark.deep
def test_a_thousand_documents() -> None:
    for seed in range(1000, 2000):
        made = document(seed)
        assert reread(dump(made)) == made, seed


def test_the_documents_hold_every_construct() -> None:
    """The control: forty seeds bring every shape, and most values of every switch."""
    seen = {type(c.shape).__name__ for seed in range(40) for s in document(seed).schemes for c in clauses(s.total)}
    assert len(seen) == 17
    assert any(len(sections(s.total)) > 3 for seed in range(40) for s in document(seed).schemes)


@pytest.mark.parametrize("seed", range(30))
def test_the_linter_reads_any_document(seed: int) -> None:
    made = document(seed)
    plain = replace(made, schemes=tuple(replace(s, gates=()) for s in made.schemes))
    assert all(finding.told() for finding in lint(plain))


def test_what_fits_in_the_width_stays_on_one_line() -> None:
    fits, wider = (text_of({"甲": ["x" * (WIDE - len("甲:[]") + more)]}).splitlines() for more in (0, 1))
    assert (len(fits), len(wider)) == (1, 2)
