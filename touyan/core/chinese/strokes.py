"""Order of names by strokes of the surname (姓氏笔画), as a stored key of plain digits.

The rule: fewer strokes first; then stroke forms 横竖撇点折 in writing order; then structure; then the next character.
Compound surnames stand by their first character, not by the sum. Characters are compared by their place in
data/strokes.txt; a Han character that is not in it stands at the end of its number of strokes (see `unplaced`);
anything that is not a Han character stands last.
"""

from bisect import bisect_right
from enum import StrEnum
from functools import cache
from pathlib import Path

from touyan.core.chinese.names import characters, split

DATA = Path(__file__).parent / "data"
EDITION = "cnchar-order 3.2.6, Unicode 15.0"
"""What the stored keys were made from. Keys of another edition are made anew before they are compared."""
NOTHING = "00000000"
LONGEST = 24
"""Characters of a name that take part in its key (8 digits each)."""


class EmptySecond(StrEnum):
    """Where 田富 stands to 田大利: `FIRST` before it (姓氏笔画), `LAST` by 富 against 大 (姓名笔画)."""

    FIRST = "first"
    LAST = "last"


def stroke_key(name: str, *, empty_second: EmptySecond = EmptySecond.FIRST, stand_in: str = "") -> str:
    """A key of digits only; comparing two keys as text compares the names by the rule on every database.

    `stand_in` is a name under which this person is to be placed, for a character the tables do not have.
    """
    surname, given = split(stand_in or name)
    cells = [_cell(char) for char in surname]
    if empty_second is EmptySecond.FIRST and len(given) == 1:
        cells.append(NOTHING)
    return "".join([*cells, *(_cell(char) for char in given)][:LONGEST])


def unplaced(name: str) -> str:
    """The characters of the name whose place is known only by their number of strokes, or not at all."""
    return "".join(char for char in characters(name) if char not in _places())


def strokes(char: str) -> int | None:
    """Number of strokes of one Han character; None when no table has it."""
    if place := _places().get(char):
        return place[0]
    starts, texts = _counts()
    run = bisect_right(starts, ord(char)) - 1
    if run < 0 or (offset := ord(char) - starts[run]) >= len(texts[run]):
        return None
    return ord(texts[run][offset]) - 32


def _cell(char: str) -> str:
    if place := _places().get(char):
        return f"{place[0]:02d}{place[1]:06d}"
    count = strokes(char)
    if count is None:
        return f"99{min(ord(char.upper()), 999_999):06d}"
    return f"{count:02d}{500_000 + ord(char):06d}"


@cache
def _places() -> dict[str, tuple[int, int]]:
    """Character → number of strokes, place among the characters of that number."""
    result: dict[str, tuple[int, int]] = {}
    for line in _lines("strokes.txt"):
        count, chars = line.split(" ")
        result |= {char: (int(count), place) for place, char in enumerate(chars, 1)}
    return result


@cache
def _counts() -> tuple[list[int], list[str]]:
    """First code points of the runs, and the runs."""
    pairs = [line.split(" ", 1) for line in _lines("counts.txt")]
    return [int(start, 16) for start, _ in pairs], [run for _, run in pairs]


def _lines(file: str) -> list[str]:
    return [line for line in (DATA / file).read_text("utf-8").split("\n") if line and not line.startswith("#")]
