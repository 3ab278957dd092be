"""What a cell of the table form shows for a construct that is more than one word, and back. Standard library and the reader.

A table reads 环节：立案、列为重点；身份：第一作者 — word, colon, one or several values; several tests with a semicolon. What is deeper,
or has these marks in its words, is shown on one line as in the scheme file.
"""

from __future__ import annotations

from typing import Any

from touyan.scoring.language.emit import flow, quoted
from touyan.scoring.language.problems import Problem
from touyan.scoring.language.tree import Listing, Scalar, Table, Tree, parse

MARKS = "：；、"
DEEP = ("{", "[", '"')


class Unreadable(ValueError):
    """The text of a cell means nothing; the message says why."""


def plain_of(tree: Tree) -> Any:
    """The tree as words, lists and tables. Raises Unreadable when a word stands twice."""
    if isinstance(tree, Scalar):
        return tree.text
    if isinstance(tree, Listing):
        return [plain_of(item) for item in tree.items]
    if tree.twice or tree.odd:
        first = tree.twice[0].text if tree.twice else ""
        raise Unreadable(f"“{first}”写了两次")
    return {word: plain_of(value) for word, value in tree.entries.items()}


def read_text(text: str) -> tuple[Any, tuple[Problem, ...]]:
    """A whole text as plain, or None and why it cannot be read."""
    tree, problems = parse(text, "细则")
    return (plain_of(tree) if isinstance(tree, Table) and not problems else None), problems


def compact(plain: Any) -> str:
    """One line for a cell; `expand` gives the same plain back."""
    if isinstance(plain, str):
        return quoted(plain) if _marked(plain) else plain
    if isinstance(plain, list):
        simple = len(plain) > 1 and all(isinstance(one, str) and one and not _marked(one) for one in plain)
        return "、".join(plain) if simple else flow(plain)
    if plain and all(_shallow(word, value) for word, value in plain.items()):
        return "；".join(f"{word}：{compact(value)}" for word, value in plain.items())
    return flow(plain)


def in_words(plain: Any) -> str:
    """The same for eyes only, however deep it is: no brackets, and nothing that would be read back."""
    if isinstance(plain, list):
        return "、".join(
            " ".join(map(in_words, one.values())) if isinstance(one, dict) else in_words(one) for one in plain
        )
    if isinstance(plain, dict):
        return "；".join(f"{word}：{in_words(value)}" for word, value in plain.items())
    return str(plain)


def _marked(text: str) -> bool:
    return any(mark in text for mark in MARKS) or text.startswith(DEEP) or text != text.strip()


def _shallow(word: str, value: Any) -> bool:
    """Whether an entry of a table is one word or a list of words, without marks."""
    values = value if isinstance(value, list) else [value]
    return (
        not _marked(word)
        and len(values) > 0
        and all(isinstance(v, str) and v and not _marked(v) for v in values)
        and (not isinstance(value, list) or len(value) > 1)
    )


def expand(text: str) -> Any:
    """The plain of a cell. Raises Unreadable with a sentence."""
    text = text.strip()
    if text.startswith(DEEP):
        return _deep(text)
    if "：" not in text:
        return _values(text)
    found: dict[str, Any] = {}
    for part in filter(None, (piece.strip() for piece in text.split("；"))):
        word, colon, value = (piece.strip() for piece in part.partition("："))
        if not colon or not word or not value:
            raise Unreadable(f"“{part}”读不懂：请写成“词：值”，几个词之间用分号")
        if word in found:
            raise Unreadable(f"“{word}”写了两次")
        found[word] = _deep(value) if value.startswith(DEEP) else _values(value)
    return found


def _values(text: str) -> Any:
    parts = [part.strip() for part in text.split("、")]
    if len(parts) > 1 and not all(parts):
        raise Unreadable(f"“{text}”里有空的一项")
    return parts if len(parts) > 1 else text


def _deep(text: str) -> Any:
    tree, problems = parse(text, "")
    if tree is None or problems:
        raise Unreadable("括号或引号不成对，读不懂")
    return plain_of(tree)
