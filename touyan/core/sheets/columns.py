"""What a column may hold: one declaration for the template, the import and the export of a list."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Check = Callable[[Any], str | None]


@dataclass(frozen=True)
class Column:
    """One column of a list.

    `kind` is text, integer, decimal, date, datetime, yesno, choice or phone. `choices` maps what stands in the cell to
    the value. `check` answers a sentence when the value is not possible. `sensitive` columns go out masked unless the
    caller has the right to reveal them. `example` and `hint` stand in the template.
    """

    key: str
    title: str | Promise
    kind: str = "text"
    required: bool = False
    choices: Mapping[str, Any] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    max_length: int = 200
    least: int | None = None
    most: int | None = None
    hint: str | Promise = ""
    example: str = ""
    width: int = 0
    sensitive: bool = False
    check: Check | None = None

    def names(self) -> set[str]:
        """Every heading under which this column is recognised, folded."""
        return {folded(str(self.title)), *(folded(alias) for alias in self.aliases)}


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell: the row as counted in the file, the column's heading, and a sentence."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Row:
    """One line of the file: its number there, the cells as they stood, values by key, and what is wrong."""

    number: int
    cells: tuple[Any, ...]
    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()


def folded(text: str) -> str:
    """A heading for comparison: full and half width, case, spaces, the asterisk of required columns do not count."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if not c.isspace()).strip("*＊")
