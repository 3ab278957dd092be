"""What the table form shows of a scheme: rows beside the paper text, what is wrong with each, library schemes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from touyan.assessment import scheme as schemes
from touyan.assessment.compact import compact, in_words
from touyan.assessment.editing import GENERALS, KINDS, NODE, Draft, NotEditable
from touyan.assessment.models import SchemeText
from touyan.scoring.language import Problem


@dataclass
class Place:
    """One row of the table: the paper on one side, what the machine reads on the other."""

    kind: str
    index: int
    title: str
    article: str
    quote: str
    assumed: str
    reads: list[tuple[str, str]]
    depth: int = 0
    is_section: bool = False
    problems: list[Problem] = field(default_factory=list)


@dataclass
class PartTable:
    """One scheme of a text as a table."""

    number: int
    title: str
    key: str
    nodes: list[Place]
    lists: list[tuple[str, str, list[Place]]]
    problems: list[Problem]


PAPER = ("条款", "原文", "约定", "名称", "组成")


def table_of(text: SchemeText) -> list[PartTable]:
    """The text as tables. Raises NotEditable when it has to be mended as text first."""
    draft = Draft(text.text)
    _document, problems = schemes.parsed(text.text)
    return [_part(draft, number, list(problems)) for number in range(len(draft.parts))]


def _part(draft: Draft, number: int, problems: list[Problem]) -> PartTable:
    part = draft.parts[number]
    key = str(part.get("方案", ""))
    mine = [one for one in problems if not one.path or one.path[0] == f"方案 {key}" or len(draft.parts) == 1]
    nodes = [
        _place(NODE, node.index, node.table, ("部分",) if node.is_section else ("项目",), node.depth, node.is_section)
        for node in draft.nodes(number)
    ]
    lists = [
        (kind, word, [_place(kind, k, row, (word,)) for k, row in enumerate(_rows(part, word))])
        for kind, word in KINDS.items()
    ]
    for place in (*nodes, *(one for _kind, _word, rows in lists for one in rows)):
        place.problems = [one for one in mine if _innermost(one) == place.title]
    return PartTable(number, str(part.get("名称") or key), key, nodes, lists, mine)


LABELS = ("部分", "项目", *KINDS.values())


def _innermost(problem: Problem) -> str:
    """The construct with a row of its own that a problem belongs to."""
    steps = [step.partition(" ") for step in problem.path]
    return next((key for label, _space, key in reversed(steps) if label in LABELS), "")


def _rows(part: dict[str, Any], word: str) -> list[dict[str, Any]]:
    rows = part.get(word)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _place(
    kind: str, index: int, table: dict[str, Any], head: tuple[str, ...], depth: int = 0, is_section: bool = False
) -> Place:
    title = next((str(table[word]) for word in head if word in table), "")
    reads = [(word, _short(word, value)) for word, value in table.items() if word not in PAPER and word not in head]
    return Place(
        kind,
        index,
        title,
        str(table.get("条款", "")),
        str(table.get("原文", "")),
        str(table.get("约定", "")),
        reads,
        depth,
        is_section,
    )


def _short(word: str, value: Any) -> str:
    """What the machine reads, short enough for a cell."""
    if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
        return " / ".join(_row(row) for row in value)
    short = compact(value)
    return in_words(value) if short.startswith(("{", "[")) else short


def _row(row: dict[str, Any]) -> str:
    head = str(row.get("档") or row.get("加成") or "")
    worth = next((f"{row[word]}" for word in ("得分", "每单位得分", "评分", "加上", "乘以") if word in row), "")
    return f"{head} {worth}".strip() or in_words(row)


def titles_of_general() -> list[tuple[str, str]]:
    """Kinds of constructs for which 通则 may settle something."""
    return list(GENERALS.items())


def editable(text: SchemeText) -> bool:
    """Whether the text can be shown as a table."""
    try:
        Draft(text.text)
    except NotEditable:
        return False
    return True
