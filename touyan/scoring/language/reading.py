"""What is known while a file is read: where we are, what went wrong, which keys exist."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from touyan.scoring.language.problems import Mark, Problem, problem
from touyan.scoring.language.tree import Tree


class Failed:
    """Stands for a value that could not be read; its problem is already listed."""

    def __repr__(self) -> str:
        return "FAILED"


FAILED: Final = Failed()


@dataclass(slots=True)
class Named:
    """A key of a scheme: where it stands, what it is, and its turn in the order of finishing."""

    mark: Mark
    what: str  # tally, clause, section
    turn: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A place that names a key: of what, read how, and how many nodes had been finished before it."""

    mark: Mark
    path: tuple[str, ...]
    key: str
    what: tuple[str, ...]  # any of these will do
    points: bool
    turn: int


@dataclass(slots=True)
class Names:
    """The keys one scheme defines and names."""

    nodes: dict[str, Named] = field(default_factory=dict)
    wanted: list[Wanted] = field(default_factory=list)
    grades: dict[str, Mark] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """One file being read."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    general: dict[tuple[str, str], Tree] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    lines: dict[tuple[str, str], Mark] = field(default_factory=dict)

    def report(self, mark: Mark, code: str, *, possible: tuple[str, ...] = (), **facts: object) -> Failed:
        """Lists a problem at the place being read."""
        self.problems.append(
            problem(file=self.file, mark=mark, path=tuple(self.path), code=code, possible=possible, **facts)
        )
        return FAILED

    @contextmanager
    def inside(self, label: str) -> Iterator[None]:
        """Names the construct that is being read."""
        before = list(self.path)
        if label:
            self.path.append(label)
        try:
            yield
        finally:
            self.path = before

    def define(self, key: str, what: str, mark: Mark) -> None:
        """A node is finished; a key used twice is a problem."""
        before = self.names.nodes.get(key)
        if before is not None:
            self.report(mark, "same_key", text=key, line=before.mark.line)
            return
        self.names.nodes[key] = Named(mark, what, len(self.names.nodes))

    def want(self, mark: Mark, key: str, what: tuple[str, ...], *, points: bool = False) -> None:
        """A key is named here; whether it exists is known when the scheme has been read."""
        self.names.wanted.append(Wanted(mark, tuple(self.path), key, what, points, len(self.names.nodes)))
