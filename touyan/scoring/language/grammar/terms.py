"""Basis, conditions, tests and what they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from touyan.scoring.fields import FACTS, SUBJECTS
from touyan.scoring.language.forms import SAME_AS_KEY, Field, Form, Inline, Only, Way, Ways, check_words
from touyan.scoring.language.kinds import Amount, Choice, Key, Many, Plain, Text, scalar
from touyan.scoring.language.reading import FAILED, Failed, Reading
from touyan.scoring.language.tree import Listing, Scalar, Table, Tree
from touyan.scoring.model import FACT_ATTRIBUTES, SUBJECT_ATTRIBUTES, Basis, Compare, Is, Match, Of, Test
from touyan.scoring.tongues import Both

BASIS = Form(
    Basis,
    "依据",
    (
        Field(
            "条款", "article", Text(200), basis=True, note=Both("纸面办法的条款号", "the article of the rule on paper")
        ),
        Field("原文", "quote", Text(), basis=True, note=Both("照抄纸面办法的原文", "the rule's own words, copied")),
        Field(
            "约定",
            "assumed",
            Text(),
            absent="",
            note=Both("原文没有说定之处，本方案按什么处理", "what this scheme does where the rule leaves it open"),
        ),
    ),
)
BASIS_INLINE = Inline("basis", BASIS)


def title(word: str = "名称") -> Field:
    """A title; left out when it is the key itself."""
    return Field(word, "title", Text(200), absent=SAME_AS_KEY)


FACT_WORDS = {c.title: c.name for c in FACTS if c.name in FACT_ATTRIBUTES}
SUBJECT_WORDS = {c.title: c.name for c in SUBJECTS if c.name in SUBJECT_ATTRIBUTES}
PREFIX = "subject."
NOT = "不是"
EMPTY = "（空）"
EVERYTHING = "全部"
NO_FACTS = "无"
NOTHING = Match((Is("kind", ("",), False),))
"""The condition no record meets: a record without a kind is no fact."""


@dataclass(frozen=True)
class Values:
    """One value or a list of values of an attribute; （空） is the empty text."""

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        items = node.items if isinstance(node, Listing) else [node]
        if not items:
            return at.report(node.mark, "too_short", word=word)
        found: list[str] = []
        for item in items:
            text = scalar(item, at, word)
            value = text if isinstance(text, Failed) else Text(200).parse(text, item, at)
            if isinstance(value, Failed):
                return FAILED
            found.append("" if value == EMPTY else value)
        return tuple(found)

    def write(self, value: tuple[str, ...]) -> Plain:
        words = [text or EMPTY for text in value]
        return words[0] if len(words) == 1 else words

    def schema(self) -> dict[str, Any]:
        one = {"type": ["string", "number"]}
        return {"anyOf": [one, {"type": "array", "items": one}]}


@dataclass(frozen=True)
class Condition:
    """Attributes and the values they may have; a list of such tables when one attribute is tested twice."""

    attributes: tuple[tuple[str, str], ...]
    ref: str
    nothing: bool = False

    def words(self) -> dict[str, tuple[str, bool]]:
        plain = {word: (name, False) for word, name in self.attributes}
        return plain | {word + NOT: (name, True) for word, name in self.attributes}

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        if isinstance(node, Scalar) and node.text.strip() == EVERYTHING:
            return Match(())
        if self.nothing and isinstance(node, Scalar) and node.text.strip() == NO_FACTS:
            return NOTHING
        tests: list[Is] = []
        for part in node.items if isinstance(node, Listing) else [node]:
            if not isinstance(part, Table):
                return at.report(part.mark, "expected_table", word=word)
            check_words(part, at, tuple(self.words()))
            for key, value in part.entries.items():
                found = Values().read(value, at, key)
                if key not in self.words() or isinstance(found, Failed):
                    return FAILED
                name, negated = self.words()[key]
                tests.append(Is(name, found, negated))
        return Match(tuple(tests)) if tests else at.report(node.mark, "too_short", word=word)

    def write(self, value: Match) -> Plain:
        if not value.tests:
            return EVERYTHING
        if self.nothing and value == NOTHING:
            return NO_FACTS
        names = {meant: word for word, meant in self.words().items()}
        parts: list[dict[str, Plain]] = [{}]
        for test in value.tests:
            word = names[test.attribute, test.negated]
            if word in parts[-1]:
                parts.append({})
            parts[-1][word] = Values().write(test.values)
        return parts[0] if len(parts) == 1 else parts

    def schema(self) -> dict[str, Any]:
        return {"$ref": f"#/$defs/{self.ref}"}

    def definition(self) -> dict[str, Any]:
        """What the reference stands for."""
        words = {word: Values().schema() for word in self.words()}
        table = {"type": "object", "properties": words, "additionalProperties": False, "minProperties": 1}
        fixed = [EVERYTHING, NO_FACTS] if self.nothing else [EVERYTHING]
        return {"anyOf": [{"enum": fixed}, table, {"type": "array", "items": table}]}


_SUBJECT = tuple((word, PREFIX + name) for word, name in SUBJECT_WORDS.items())
SUBJECT_CONDITION = Condition(_SUBJECT, "subjects")
FACT_CONDITION = Condition((*FACT_WORDS.items(), *_SUBJECT), "records")
WHICH_FACTS = Condition(FACT_CONDITION.attributes, "which_records", nothing=True)
EVERYONE = Match(())


@dataclass(frozen=True)
class NodeKey:
    """The key of a tally, clause or section that must exist somewhere in the scheme."""

    what: tuple[str, ...]
    points: bool = False

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        key = Key().read(node, at, word)
        if not isinstance(key, Failed):
            at.want(node.mark, key, self.what, points=self.points)
        return key

    def write(self, value: str) -> Plain:
        return value

    def schema(self) -> dict[str, Any]:
        return Key().schema()


ANY_NODE = ("tally", "clause", "section")
LISTS = Many(Choice(dict(SUBJECT_WORDS)), bare=True)


def _way(word: str, of: Of, compare: Compare) -> Way:
    return Way(
        word,
        Amount(),
        lambda amount: {"of": of, "compare": compare, "amount": amount},
        lambda test: test.amount if test.of is of and test.compare is compare else None,
    )


_TEST = Form(
    Test,
    "",
    (
        Field("看", "node", Key()),
        Ways(
            (
                _way("数量至少", Of.COUNT, Compare.AT_LEAST),
                _way("数量至多", Of.COUNT, Compare.AT_MOST),
                _way("得分至少", Of.POINTS, Compare.AT_LEAST),
                _way("得分至多", Of.POINTS, Compare.AT_MOST),
            )
        ),
    ),
)


class TestKind:
    """A comparison of a tally, clause or section of the same subject with a number."""

    __test__ = False

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        test = _TEST.read(node, at, word)
        if isinstance(test, Test) and isinstance(node, Table):
            at.want(node.entries["看"].mark, test.node, ANY_NODE, points=test.of is Of.POINTS)
        return test

    def write(self, value: Test) -> Plain:
        return _TEST.write(value)

    def schema(self) -> dict[str, Any]:
        return {"$ref": "#/$defs/test"}

    def definition(self) -> dict[str, Any]:
        """What the reference stands for."""
        return _TEST.schema()


TEST = TestKind()
OF = Choice({"数量": Of.COUNT, "得分": Of.POINTS})


def equals(name: str, wanted: Any, text: Both) -> Only:
    """Meaningful only when the field has this very value."""
    return Only(name, lambda value: value == wanted, text)
