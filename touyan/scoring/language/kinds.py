"""Kinds of value: how each is read from a word, written as a word, and described to an editor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from touyan.scoring.language.problems import guess
from touyan.scoring.language.reading import Failed, Reading
from touyan.scoring.language.tree import Listing, Scalar, Tree
from touyan.scoring.model import ONE, Round, Rounding, Window

Plain = Any
"""Text, a list of Plain, or a dict from text to Plain: what a file is made of."""

LIMIT = 1_000_000_000


class Kind(Protocol):
    """A two-way translation between a place in a file and a value of the model."""

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        """The value, or FAILED with the problem listed."""

    def write(self, value: Any) -> Plain:
        """The plain form that `read` turns back into an equal value."""

    def schema(self) -> dict[str, Any]:
        """What an editor may accept here, as JSON Schema."""


def scalar(node: Tree, at: Reading, word: str) -> str | Failed:
    """The text of one word, stripped; a list, a table or a blank is a problem."""
    if not isinstance(node, Scalar):
        return at.report(node.mark, "expected_word", word=word)
    text = node.text.strip()
    return text if text else at.report(node.mark, "blank", word=word)


class _Worded:
    """Kinds made of one word: `parse` gets its stripped text."""

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        text = scalar(node, at, word)
        return text if isinstance(text, Failed) else self.parse(text, node, at)

    def parse(self, text: str, node: Tree, at: Reading) -> Any:
        """The value of the text, or FAILED."""


@dataclass(frozen=True)
class Text(_Worded):
    """Free text without invisible characters."""

    most: int = 4000

    def parse(self, text: str, node: Tree, at: Reading) -> Any:
        if len(text) > self.most or any(not c.isprintable() and c != "\n" for c in text):
            return at.report(node.mark, "not_text", most=self.most)
        return text

    def write(self, value: str) -> Plain:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number"]}


KEY = re.compile(r"[\w·()（）\-]{1,40}")


@dataclass(frozen=True)
class Key(_Worded):
    """A short name that other places may refer to."""

    def parse(self, text: str, node: Tree, at: Reading) -> Any:
        return text if KEY.fullmatch(text) else at.report(node.mark, "not_key", text=text)

    def write(self, value: str) -> Plain:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number"], "maxLength": 40}


NUMBER = re.compile(r"(-?)(\d{1,9})(?:\.(\d{1,4}))?")


def amount(text: str) -> int | None:
    """1/10,000 of a decimal number written out; None when it is no such number."""
    found = NUMBER.fullmatch(text)
    if found is None or not text.isascii():
        return None
    sign, whole, part = found.groups()
    return (-1 if sign else 1) * (int(whole) * ONE + int((part or "").ljust(4, "0")))


def decimal(value: int) -> str:
    """The shortest decimal number for an amount of 1/10,000."""
    whole, part = divmod(abs(value), ONE)
    tail = f".{part:04d}".rstrip("0") if part else ""
    return f"{'-' if value < 0 else ''}{whole}{tail}"


@dataclass(frozen=True)
class Amount(_Worded):
    """Points or a count, with at most 4 decimals; kept in 1/10,000."""

    low: int = -LIMIT
    high: int = LIMIT

    def parse(self, text: str, node: Tree, at: Reading) -> Any:
        value = amount(text)
        if value is None:
            return at.report(node.mark, "not_number", text=text)
        if not self.low <= value <= self.high:
            return at.report(node.mark, "out_of_range", text=text, low=decimal(self.low), high=decimal(self.high))
        return value

    def write(self, value: int) -> Plain:
        return decimal(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": self.low / ONE, "maximum": self.high / ONE}


@dataclass(frozen=True)
class Ratio(Amount):
    """A rate or weight: 85% or 0.85; kept in 1/10,000."""

    def parse(self, text: str, node: Tree, at: Reading) -> Any:
        if not text.endswith("%"):
            return super().parse(text, node, at)
        value = amount(text[:-1].strip())
        if value is None or value % 100:
            return at.report(node.mark, "not_fraction", text=text)
        return super().parse(decimal(value // 100), node, at)

    def write(self, value: int) -> Plain:
        return f"{decimal(value * 100)}%"

    def schema(self) -> dict[str, Any]:
        return {"type": ["number", "string"]}


@dataclass(frozen=True)
class Whole(_Worded):
    """A plain whole number."""

    low: int = 0
    high: int = 1_000_000

    def parse(self, text: str, node: Tree, at: Reading) -> Any:
        if not re.fullmatch(r"-?\d{1,9}", text) or not text.isascii():
            return at.report(node.mark, "not_whole", text=text)
        if not self.low <= int(text) <= self.high:
            return at.report(node.mark, "out_of_range", text=text, low=self.low, high=self.high)
        return int(text)

    def write(self, value: int) -> Plain:
        return str(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Fraction(_Worded):
    """30%, 1/2 or 0.5, kept as (numerator, denominator) exactly as written."""

    def parse(self, text: str, node: Tree, at: Reading) -> Any:
        pair = self._pair(text)
        if pair is None or not (0 <= pair[0] <= 1_000_000 and 0 < pair[1] <= 1_000_000):
            return at.report(node.mark, "not_fraction", text=text)
        return pair

    def _pair(self, text: str) -> tuple[int, int] | None:
        found = re.fullmatch(r"([0-9]{1,7})\s*/\s*([0-9]{1,7})", text)
        if found:
            return int(found[1]), int(found[2])
        percent = text.endswith("%")
        found = re.fullmatch(r"([0-9]{1,7})(?:\.([0-9]{1,4}))?", text[:-1].strip() if percent else text)
        if not found:
            return None
        part = (found[2] or "").rstrip("0")
        return int(found[1] + part), 10 ** len(part) * (100 if percent else 1)

    def write(self, value: tuple[int, int]) -> Plain:
        return f"{value[0]}%" if value[1] == 100 else f"{value[0]}/{value[1]}"

    def schema(self) -> dict[str, Any]:
        return {"type": ["number", "string"]}


@dataclass(frozen=True)
class Choice(_Worded):
    """One word of a fixed list."""

    words: Mapping[str, Any]

    def parse(self, text: str, node: Tree, at: Reading) -> Any:
        if text in self.words:
            return self.words[text]
        return at.report(node.mark, "not_choice", text=text, possible=guess(text, tuple(self.words)))

    def write(self, value: Any) -> Plain:
        return next(word for word, meant in self.words.items() if meant == value and type(meant) is type(value))

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


YES_NO = Choice({"是": True, "否": False})


@dataclass(frozen=True)
class Or(_Worded):
    """A value, or one word that says there is none."""

    kind: Any
    word: str
    nothing: Any = None

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        if isinstance(node, Scalar) and node.text.strip() == self.word:
            return self.nothing
        return self.kind.read(node, at, word)

    def write(self, value: Any) -> Plain:
        return self.word if value == self.nothing else self.kind.write(value)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"const": self.word}, self.kind.schema()]}


def day(text: str) -> date | None:
    """A date written as year-month-day."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Day(_Worded):
    def parse(self, text: str, node: Tree, at: Reading) -> Any:
        return day(text) or at.report(node.mark, "not_date", text=text)

    def write(self, value: date) -> Plain:
        return value.isoformat()

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}-\d{1,2}-\d{1,2}$"}


@dataclass(frozen=True)
class Days(_Worded):
    """From a day to a day, both counted in; “2017 年度” is the calendar year."""

    def parse(self, text: str, node: Tree, at: Reading) -> Any:
        if found := re.fullmatch(r"([1-9][0-9]{3})\s*年度?", text):
            return Window(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))
        ends = [day(part) for part in re.split(r"\s*至\s*", text)]
        if len(ends) != 2 or None in ends:
            return at.report(node.mark, "not_window", text=text)
        start, end = ends
        return Window(start, end) if start <= end else at.report(node.mark, "backwards", text=text)

    def write(self, value: Window) -> Plain:
        return f"{value.start.isoformat()} 至 {value.end.isoformat()}"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"至|年"}


MODES = {"四舍五入": Round.HALF_UP, "只舍不入": Round.DOWN, "只入不舍": Round.UP}


@dataclass(frozen=True)
class Rounded(_Worded):
    """四舍五入到0.01, or 不另取整 (to 1/10,000, half up)."""

    def parse(self, text: str, node: Tree, at: Reading) -> Any:
        if text == "不另取整":
            return Rounding(1, Round.HALF_UP)
        mode, _, unit = text.partition("到")
        size = amount(unit.strip())
        if mode.strip() not in MODES or size is None or size <= 0:
            return at.report(
                node.mark, "not_rounding", text=text, possible=(*(f"{m}到0.01" for m in MODES), "不另取整")
            )
        return Rounding(size, MODES[mode.strip()])

    def write(self, value: Rounding) -> Plain:
        if value == Rounding(1, Round.HALF_UP):
            return "不另取整"
        mode = next(word for word, meant in MODES.items() if meant is value.mode)
        return f"{mode}到{decimal(value.unit)}"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": rf"^(不另取整|({'|'.join(MODES)})到[0-9.]+)$"}


@dataclass(frozen=True)
class Many:
    """A list of one kind of value; a single word may stand for a list of one when `bare`."""

    kind: Any
    least: int = 0
    most: int = 2000
    bare: bool = False

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        if self.bare and isinstance(node, Scalar):
            node = Listing(node.mark, [node])
        if not isinstance(node, Listing):
            return at.report(node.mark, "expected_list", word=word)
        if len(node.items) < self.least:
            return at.report(node.mark, "too_short", word=word)
        if len(node.items) > self.most:
            return at.report(node.mark, "too_long", word=word, most=self.most)
        found = [self.kind.read(item, at, word) for item in node.items]
        failed = [f for f in found if isinstance(f, Failed)]
        return failed[0] if failed else tuple(found)

    def write(self, value: tuple[Any, ...]) -> Plain:
        found = [self.kind.write(item) for item in value]
        return found[0] if self.bare and len(found) == 1 and isinstance(found[0], str) else found

    def schema(self) -> dict[str, Any]:
        found: dict[str, Any] = {"type": "array", "items": self.kind.schema()}
        if self.least:
            found["minItems"] = self.least
        return {"anyOf": [self.kind.schema(), found]} if self.bare else found


def words_of(kind: Any) -> tuple[str, ...]:
    """The words a value may be, where they can be listed."""
    if isinstance(kind, Choice):
        return tuple(kind.words)
    if isinstance(kind, Or):
        return (kind.word, *(words_of(kind.kind) or ("数值",)))
    return tuple(getattr(kind, "words_possible", ()))
