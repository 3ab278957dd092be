"""Text that leaves the house in a cell: never a formula, and masked where it is nobody's business."""

from __future__ import annotations

import re

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CELL = 32_767


def neutral(text: str) -> str:
    """The text with an apostrophe before anything that a spreadsheet could run. Importing takes it off again."""
    clean = ILLEGAL.sub("", text)
    start = clean.lstrip(" \u00a0\u3000")
    return ("'" + clean if start.startswith(FORMULA) else clean)[:CELL]


def masked(text: str) -> str:
    """A telephone as 138****5678, a name as 张**, anything longer with its two ends."""
    if not text:
        return text
    if re.fullmatch(r"\d{7,}", text):
        return text[:3] + "****" + text[-4:]
    if len(text) <= 4:
        return text[0] + "*" * max(1, len(text) - 1)
    return text[:2] + "*" * min(6, len(text) - 3) + text[-1]
