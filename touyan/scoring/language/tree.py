"""YAML text to a plain tree with the place of every word: no tags, no anchors, no types, bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from touyan.scoring.language.problems import Mark, Problem, problem

MOST_BYTES = 400_000
MOST_WORDS = 60_000
MOST_DEPTH = 30


@dataclass(slots=True)
class Scalar:
    """A word, number or sentence, as written."""

    mark: Mark
    text: str


@dataclass(slots=True)
class Listing:
    """A list, in the order written."""

    mark: Mark
    items: list[Tree] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """Words and what stands under them; `twice` are later entries of a word already there."""

    mark: Mark
    entries: dict[str, Tree] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    twice: list[Scalar] = field(default_factory=list)
    odd: list[Tree] = field(default_factory=list)  # keys that are no words


Tree = Scalar | Listing | Table


class Stop(Exception):
    """Reading ends here: the rest of the file cannot be understood or is too much."""

    def __init__(self, mark: Mark, code: str, **facts: object) -> None:
        super().__init__(code)
        self.mark, self.code, self.facts = mark, code, facts


def parse(text: str, name: str) -> tuple[Tree | None, tuple[Problem, ...]]:
    """The tree of a text and what kept it from being read; a text that is no YAML has exactly one problem."""
    try:
        _check_size(text)
        composer = _Composer(_events(text.removeprefix("\ufeff")))
        root = composer.document()
        if root is None or (isinstance(root, Scalar) and not root.text.strip()):
            raise Stop(Mark(1, 1), "empty")
        return root, composer.problems(name)
    except Stop as stop:
        return None, (problem(file=name, mark=stop.mark, path=(), code=stop.code, **stop.facts),)


def _check_size(text: str) -> None:
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise Stop(Mark(1, 1), "too_large", most=MOST_BYTES)


class _Reader(YAML):
    """The plain reader: it looks for no plug-ins on disk."""

    def official_plug_ins(self) -> list[str]:
        return []


def _events(text: str) -> Iterator[Any]:
    """The events of the text; whatever the parser dislikes becomes one Stop with its place."""
    reader = _Reader(typ="safe", pure=True)
    try:
        yield from reader.parse(text)
    except MarkedYAMLError as error:
        found = error.problem_mark or error.context_mark
        mark = _mark(found) if found else Mark(1, 1)
        raise Stop(mark, "yaml", why=error.problem or error.context or "") from None
    except (
        YAMLError,
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
        AssertionError,
        NotImplementedError,
    ) as error:
        line = 1 + text.count("\n", 0, getattr(error, "position", 0) or 0)
        raise Stop(Mark(line, 1), "yaml", why=getattr(error, "reason", "") or type(error).__name__) from None


def _mark(found: Any) -> Mark:
    return Mark(found.line + 1, found.column + 1)


class _Composer:
    """Builds the tree from events, refusing what has no meaning here."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events
        self.words = 0
        self.faults: list[tuple[Mark, str]] = []

    def document(self) -> Tree | None:
        """The one document of the stream."""
        root: Tree | None = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                continue
            if isinstance(event, AliasEvent | ScalarEvent | SequenceStartEvent | MappingStartEvent):
                if root is not None:
                    raise Stop(_mark(event.start_mark), "second_document")
                root = self.node(event, 1)
        return root

    def problems(self, name: str) -> tuple[Problem, ...]:
        return tuple(problem(file=name, mark=mark, path=(), code=code) for mark, code in self.faults)

    def node(self, event: Any, depth: int) -> Tree:
        mark = _mark(event.start_mark)
        self.words += 1
        if self.words > MOST_WORDS:
            raise Stop(mark, "too_many", most=MOST_WORDS)
        if depth > MOST_DEPTH:
            raise Stop(mark, "too_deep", most=MOST_DEPTH)
        if isinstance(event, AliasEvent):
            self.faults.append((mark, "alias"))
            return Scalar(mark, "")
        if event.anchor is not None:
            self.faults.append((mark, "anchor"))
        if event.tag is not None:
            self.faults.append((mark, "tag"))
        if isinstance(event, ScalarEvent):
            return Scalar(mark, event.value)
        return self.listing(mark, depth) if isinstance(event, SequenceStartEvent) else self.table(mark, depth)

    def listing(self, mark: Mark, depth: int) -> Listing:
        found = Listing(mark)
        while not isinstance(event := next(self.events), SequenceEndEvent):
            found.items.append(self.node(event, depth + 1))
        return found

    def table(self, mark: Mark, depth: int) -> Table:
        found = Table(mark)
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                found.odd.append(key)
            elif key.text in found.entries:
                found.twice.append(key)
            else:
                found.entries[key.text] = value
                found.marks[key.text] = key.mark
        return found
