"""Lines of a title: balanced, and broken where no word is cut (GB/T 9704-2012, 7.3.1: 词意完整，排列对称，长短适宜)."""

from __future__ import annotations

from functools import cache
from math import ceil
from pathlib import Path

WIDE = 20  # characters of 2号 in 156 mm
# Words that a title is not cut through; an office may add its own to the file.
WORDS = (Path(__file__).parents[1] / "data" / "title_words.txt").read_text("utf-8").split()
NOT_FIRST = set("》）、，；：。”’的和与及并等")
NOT_LAST = set("《（“‘、与和及并对把在向从为")
CUT, BAD = 60, 1_000


def title_lines(title: str, *, wide: int = WIDE) -> list[str]:
    """The title in as few lines as it needs. A line break that a person typed is kept."""
    lines: list[str] = []
    for part in title.splitlines() or [""]:
        lines += _balanced(part.strip(), wide)
    return lines


def _balanced(text: str, wide: int) -> list[str]:
    length = sum(_width(letter) for letter in text)
    count = ceil(length / wide)
    if count <= 1:
        return [text]
    best = min((_best(text, wide, lines) for lines in (count, count + 1)), key=lambda found: found[0])
    return [text[start:end] for start, end in zip((0, *best[1]), (*best[1], len(text)), strict=True)]


def _best(text: str, wide: int, lines: int) -> tuple[float, tuple[int, ...]]:
    ideal = sum(_width(letter) for letter in text) / lines

    @cache
    def rest(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            return _unlike(text[start:], ideal, wide), ()
        found: tuple[float, tuple[int, ...]] = (float("inf"), ())
        for end in range(start + 1, len(text)):
            cost = _unlike(text[start:end], ideal, wide) + _price(text, end)
            if cost < found[0]:
                later = rest(end, left - 1)
                found = min(found, (cost + later[0], (end, *later[1])))
        return found

    cost, cuts = rest(0, lines)
    return cost + (lines - 1) * 12, cuts


def _unlike(line: str, ideal: float, wide: int) -> float:
    width = sum(_width(letter) for letter in line)
    return (width - ideal) ** 2 + (BAD * (width - wide) if width > wide else 0)


def _price(text: str, at: int) -> int:
    price = BAD if text[at] in NOT_FIRST or text[at - 1] in NOT_LAST else 0
    for word in WORDS:
        if any(text.startswith(word, at - inside) for inside in range(1, len(word)) if at >= inside):
            price += CUT
    if text[at - 1].isascii() and text[at].isascii():
        price += BAD
    if text[:at].count("“") > text[:at].count("”"):
        price += CUT
    return price


def _width(letter: str) -> float:
    return 0.55 if letter.isascii() else 1.0
