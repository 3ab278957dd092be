"""The draw itself: a pure function of the published list, the seed and the number per group. See `draw_verify`.

In each group the units with the fewest earlier draws come first; among these the order is that of
SHA-256(seed, a line feed, digest of the list, a line feed, code of the unit) in hex.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Any

from touyan.core import canonical


def digest(frame: list[dict[str, Any]]) -> str:
    """What is published of the list before the seed is known."""
    return canonical.digest(frame, domain="draw")


def draw(frame: list[dict[str, Any]], seed: str, each: int) -> list[str]:
    """Codes of the units drawn: `each` per group, groups in their order; nobody twice before all were drawn once."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in frame:
        groups[row["group"]].append(row)
    mark = digest(frame)
    drawn = []
    for name in sorted(groups):
        ordered = sorted(groups[name], key=lambda row: (row["times"], _lot(seed, mark, row["code"])))
        drawn += [row["code"] for row in ordered[:each]]
    return drawn


def _lot(seed: str, mark: str, code: str) -> str:
    return hashlib.sha256(f"{seed}\n{mark}\n{code}".encode()).hexdigest()
