"""Text to document, with all its problems at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from touyan.scoring.checks import problems_of
from touyan.scoring.language.grammar.scheme import DOCUMENT
from touyan.scoring.language.problems import Mark, Problem
from touyan.scoring.language.reading import Reading
from touyan.scoring.language.references import check_imports
from touyan.scoring.language.tree import Tree, parse
from touyan.scoring.model import Document
from touyan.scoring.tongues import Both


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document, or the problems that keep it from being one. Exactly one of the two is there.

    `lines`: where each node of each scheme stands, by (scheme key, node key); node key "" is the scheme.
    """

    document: Document | None
    problems: tuple[Problem, ...]
    lines: Mapping[tuple[str, str], Mark] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.document is not None


def load(text: str, name: str = "方案.yaml") -> Loaded:
    """The document of a scheme file; if anything is wrong or left open, no document but every problem, by line."""
    root, problems = parse(text, name)
    if root is None:
        return Loaded(None, problems)
    return build(root, name, problems)


def build(root: Tree, name: str, problems: tuple[Problem, ...] = ()) -> Loaded:
    """The same for a tree that stands already (from a workbook)."""
    at = Reading(name, list(problems))
    found = DOCUMENT.read(root, at, "文件")
    if isinstance(found, Document):
        check_imports(found, at)
        if not at.problems:
            check_engine(found, at)
    listed = tuple(sorted(at.problems, key=lambda p: (p.mark.sheet, p.line, p.column)))
    good = isinstance(found, Document) and not listed
    return Loaded(found if good else None, listed, at.lines)


def check_engine(document: Document, at: Reading) -> None:
    """What the engine would refuse is a problem of the file: whatever loads can be run."""
    for scheme in document.schemes:
        for found in problems_of(scheme):
            mark = at.lines.get((scheme.key, found.node)) or at.lines[scheme.key, ""]
            at.report(
                mark,
                "engine",
                why=Both("{node}：{why}", "「{node}」: {why}").filled({"node": found.node, "why": found.message}),
            )
