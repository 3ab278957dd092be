"""Constructs: a table of words in a file is a frozen value of the model, both ways, from one description."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from touyan.scoring.language.kinds import Plain, words_of
from touyan.scoring.language.problems import guess
from touyan.scoring.language.reading import FAILED, Failed, Reading
from touyan.scoring.language.tree import Scalar, Table, Tree
from touyan.scoring.tongues import NONE, Both, quoted

NEEDED: Final = object()
"""No default: it must be written."""
COMMON: Final = Both("（也可写在“通则”里统一选定）", ", here or once for all under 「通则」")


@dataclass(frozen=True)
class Only:
    """A field that has a meaning only when the field `name`, read before it, is right; else it is `idle`."""

    name: str
    holds: Callable[[Any], bool]
    text: Both


@dataclass(frozen=True)
class Field:
    """One word of a construct. `question`: a choice a rule text often leaves open."""

    word: str
    name: str
    kind: Any
    absent: Any = NEEDED
    question: Both | None = None
    only: Only | None = None
    idle: Any = None
    general: bool = False
    basis: bool = False
    needed: tuple[str, Callable[[Any], bool]] | None = None
    note: Both = NONE

    @property
    def words(self) -> tuple[str, ...]:
        return (self.word,)

    @property
    def use(self) -> Both:
        """What the word is for: its note, else its question."""
        return self.question if self.note == NONE and self.question is not None else self.note

    def read(self, table: Table, at: Reading, got: dict[str, Any], form: Form) -> None:
        """Adds the field's value to `got`."""
        got[self.name] = self._value(table, at, got, form)

    def _value(self, table: Table, at: Reading, got: dict[str, Any], form: Form) -> Any:
        written = table.entries.get(self.word)
        if self.only is not None:
            known = got[self.only.name]
            if isinstance(known, Failed):
                return FAILED
            if not self.only.holds(known):
                if written is not None:
                    at.report(table.marks[self.word], "not_with", word=self.word, only=self.only.text)
                return self.idle
        if written is None and self.general:
            common = at.general.get((form.label, self.word))
            if isinstance(common, Failed):
                return FAILED
            written = common
        if written is not None:
            return self.kind.read(written, at, self.word)
        if self.absent is NEEDED or (self.needed is not None and self.needed[1](got[self.needed[0]])):
            return self._lacking(table, at)
        return got["key"] if self.absent is SAME_AS_KEY else self.absent

    def _lacking(self, table: Table, at: Reading) -> Failed:
        possible = words_of(self.kind)
        if self.basis:
            return at.report(table.mark, "missing_basis", word=self.word)
        if self.question is None:
            return at.report(table.mark, "missing", word=self.word, possible=possible)
        common = COMMON if self.general else NONE
        return at.report(table.mark, "silent", possible=possible, word=self.word, question=self.question, common=common)

    def write(self, value: Any) -> dict[str, Plain]:
        """The words of this field for a construct, none when it says what leaving it out says."""
        if self.only is not None and not self.only.holds(getattr(value, self.only.name)):
            return {}
        own = getattr(value, self.name)
        if self.absent is SAME_AS_KEY and own == value.key:
            return {}
        if self.needed is not None and self.needed[1](getattr(value, self.needed[0])):
            return {self.word: self.kind.write(own)}
        if self.absent is not NEEDED and type(own) is type(self.absent) and own == self.absent:
            return {}
        return {self.word: self.kind.write(own)}

    def schema(self) -> tuple[dict[str, Any], list[str]]:
        found = dict(self.kind.schema())
        note = self.use.zh
        if note:
            found["description"] = note
        must = self.absent is NEEDED and self.only is None and not self.general
        return {self.word: found}, [self.word] if must else []


SAME_AS_KEY: Final = object()
WHOLE: Final = "文件"
"""The label of the whole file, which a path need not name."""


@dataclass(frozen=True)
class Way:
    """One of several words of which one is written: `to` makes the fields, `of` takes them back (None: not this way)."""

    word: str
    kind: Any
    to: Callable[[Any], dict[str, Any]]
    of: Callable[[Any], Any]


@dataclass(frozen=True)
class Ways:
    """Exactly one of the words is to be written."""

    ways: tuple[Way, ...]
    only: None = None
    general: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(way.word for way in self.ways)

    def names(self) -> tuple[str, ...]:
        return tuple(self.ways[0].to(None))

    def read(self, table: Table, at: Reading, got: dict[str, Any], form: Form) -> None:
        written = [way for way in self.ways if way.word in table.entries]
        if len(written) == 1:
            way = written[0]
            value = way.kind.read(table.entries[way.word], at, way.word)
            failed = isinstance(value, Failed)
            got.update(dict.fromkeys(self.names(), FAILED) if failed else way.to(value))
            return
        if written:
            at.report(table.marks[written[1].word], "two_ways", words=quoted([way.word for way in written]))
        else:
            at.report(table.mark, "missing", word=" / ".join(self.words), possible=self.words)
        got.update(dict.fromkeys(self.names(), FAILED))

    def write(self, value: Any) -> dict[str, Plain]:
        way, own = next((way, own) for way in self.ways if (own := way.of(value)) is not None)
        return {way.word: way.kind.write(own)}

    def schema(self) -> tuple[dict[str, Any], list[str]]:
        return {way.word: way.kind.schema() for way in self.ways}, []


@dataclass(frozen=True)
class Inline:
    """Words of this table that together are one value of the model (the basis of a rule)."""

    name: str
    form: Form
    only: None = None
    general: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return self.form.words

    def read(self, table: Table, at: Reading, got: dict[str, Any], form: Form) -> None:
        got[self.name] = self.form.build(table, at)

    def write(self, value: Any) -> dict[str, Plain]:
        return self.form.fill(getattr(value, self.name))

    def schema(self) -> tuple[dict[str, Any], list[str]]:
        return self.form.properties()


@dataclass(frozen=True)
class Form:
    """A construct: the class of the model, its label in messages, and its fields in the order written out."""

    make: Callable[..., Any]
    label: str
    fields: tuple[Any, ...]
    head: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for item in self.fields for word in item.words)

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        """The value, or FAILED with every problem of the table listed."""
        if not isinstance(node, Table):
            return at.report(node.mark, "expected_table", word=word)
        with at.inside(self.name_of(node, word)):
            check_words(node, at, self.words)
            return self.build(node, at)

    def name_of(self, table: Table, word: str) -> str:
        if self.label == WHOLE:
            return ""
        key = table.entries.get(self.head)
        return f"{self.label} {key.text.strip()[:40]}" if isinstance(key, Scalar) else self.label or word

    def build(self, table: Table, at: Reading) -> Any:
        got: dict[str, Any] = {}
        for item in sorted(self.fields, key=_turn):
            item.read(table, at, got, self)
        if any(isinstance(value, Failed) for value in got.values()):
            return FAILED
        return self.make(**got)

    def write(self, value: Any) -> Plain:
        return self.fill(value)

    def fill(self, value: Any) -> dict[str, Plain]:
        """The table of a value."""
        found: dict[str, Plain] = {}
        for item in self.fields:
            found.update(item.write(value))
        return found

    def properties(self) -> tuple[dict[str, Any], list[str]]:
        found: dict[str, Any] = {}
        must: list[str] = []
        for item in self.fields:
            more, needed = item.schema()
            found.update(more)
            must.extend(needed)
        return found, must

    def schema(self) -> dict[str, Any]:
        found, must = self.properties()
        table: dict[str, Any] = {"type": "object", "properties": found, "additionalProperties": False}
        return {**table, "required": must} if must else table


def _turn(item: Any) -> int:
    """Fields that depend on others are read after them."""
    if item.only is not None:
        return 2
    return 1 if getattr(item, "needed", None) is not None else 0


def check_words(table: Table, at: Reading, words: tuple[str, ...]) -> None:
    """Lists words that mean nothing here, words written twice, and keys that are no words."""
    check_keys(table, at)
    for word, mark in table.marks.items():
        if word not in words:
            at.report(mark, "unknown", word=word, possible=guess(word, words))


def check_keys(table: Table, at: Reading) -> None:
    """Lists words written twice, and keys that are no words."""
    for odd in table.odd:
        at.report(odd.mark, "odd_key")
    for again in table.twice:
        at.report(again.mark, "duplicate", word=again.text)
