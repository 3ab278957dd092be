"""Words for full-text search: every two neighbouring Chinese characters are one, so nothing that is written is missed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
PIECE = re.compile(rf"[{HAN}]+|[a-z0-9]+")
PART = 8_000
OVERLAP = 40


def folded(text: str) -> str:
    """Full and half width, case and compatibility forms do not count."""
    return unicodedata.normalize("NFKC", text).casefold()


def grams(text: str) -> list[str]:
    """Bigrams of Chinese, whole words of Latin letters and digits, in reading order."""
    found: list[str] = []
    for piece in PIECE.findall(folded(text)):
        if piece.isascii() or len(piece) == 1:
            found.append(piece)
        else:
            found += [piece[at : at + 2] for at in range(len(piece) - 1)]
            found.append(piece[-1])  # so that the last character begins a word too and is found alone
    return found


def parts(text: str) -> Iterator[str]:
    """Long texts in overlapping parts: PostgreSQL remembers no positions beyond 16,383."""
    for start in range(0, max(1, len(text)), PART):
        yield text[max(0, start - OVERLAP) : start + PART]


def phrases(query: str) -> list[list[str]]:
    """What must all occur: for each word of the query its bigrams side by side, a single character by itself."""
    asked: list[list[str]] = []
    for word in folded(query).split():
        for piece in PIECE.findall(word):
            if piece.isascii() or len(piece) <= 2:
                asked.append([piece])
            else:
                asked.append([piece[at : at + 2] for at in range(len(piece) - 1)])
    return asked[:8]


def snippet(text: str, query: str, *, around: int = 36) -> tuple[str, str, str]:
    """(before, found, after): where the first word of the query stands in the text; its beginning when nowhere."""
    flat = " ".join(text.split())
    plain = folded(flat)
    for word in folded(query).split():
        at = plain.find(word)
        if at >= 0 and len(plain) == len(flat):
            start = max(0, at - around)
            return ("…" if start else "") + flat[start:at], flat[at : at + len(word)], flat[at + len(word) :][:around]
    return flat[: around * 2], "", ""
