"""What is wrong with a file, said so that whoever wrote it can put it right."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from touyan.scoring.language.messages import MESSAGES
from touyan.scoring.tongues import Both

PLAIN = Both("{what}；{todo}", "{what}; {todo}")
POSSIBLE = Both("{what}；可写：{possible}；{todo}", "{what}; possible: {possible}; {todo}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file: line and column count from 1; `sheet` is empty in a text file."""

    line: int
    column: int
    sheet: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}!{cell(self.line, self.column)}" if self.sheet else f"{self.line}:{self.column}"


def cell(row: int, column: int) -> str:
    """The name a spreadsheet gives a cell: row 2, column 28 is AB2."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what, what was possible, what to do.

    `path` names the constructs from the outside in; `possible` lists what may stand there, best guess first.
    """

    file: str
    mark: Mark
    path: tuple[str, ...]
    code: str
    what: Both
    possible: tuple[str, ...]
    todo: Both

    @property
    def line(self) -> int:
        return self.mark.line

    @property
    def column(self) -> int:
        return self.mark.column

    @property
    def silent(self) -> bool:
        """True when nothing is wrong but a choice that the rule text leaves open was not made."""
        return self.code == "silent" or self.code.startswith("silent_")

    def told(self, language: str = "zh") -> str:
        """The whole problem as one line of text."""
        at = " › ".join(self.path)
        head = f"{self.file}:{self.mark}" + (f" [{at}]" if at else "")
        line = POSSIBLE if self.possible else PLAIN
        facts = {"what": self.what, "todo": self.todo, "possible": "、".join(self.possible)}
        return f"{head}: {line.filled(facts).of(language)}"


def guess(word: str, possible: tuple[str, ...]) -> tuple[str, ...]:
    """`possible` with the words closest to `word` first; a shared beginning weighs more."""
    word = word[:60]
    scores = {p: SequenceMatcher(None, word, p[:60]).ratio() + (0.1 if p[:1] == word[:1] else 0) for p in possible}
    close = sorted((p for p in possible if scores[p] >= 0.4), key=lambda p: -scores[p])[:3]
    return (*close, *(p for p in possible if p not in close))


def problem(
    *, file: str, mark: Mark, path: tuple[str, ...], code: str, possible: tuple[str, ...] = (), **facts: object
) -> Problem:
    """A problem worded from the catalogue; `facts` fill its sentences."""
    entry = MESSAGES[code]
    said = {name: _short(value) for name, value in facts.items()}
    return Problem(
        file=file,
        mark=mark,
        path=path,
        code=code,
        what=entry.what.filled(said),
        possible=possible,
        todo=entry.todo.filled(said),
    )


def _short(fact: object) -> Both | str:
    return Both(short(fact.zh), short(fact.en)) if isinstance(fact, Both) else short(str(fact))


def short(text: str, most: int = 80) -> str:
    """The text on one line, cut when it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
