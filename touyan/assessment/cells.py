"""Counts of people that may be shown: none under five, and none that could be had by taking others away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from touyan.assessment.rules import SMALLEST_GROUP
from touyan.core import disclosure

MOVES = ("up", "down", "same")
GRADED = ("grade_up", "grade_down")


def shown(count: int) -> int | None:
    """The count, or None when it is one to four people."""
    return None if 0 < count < SMALLEST_GROUP else count


def hundredths(amount: int) -> int:
    """An amount to 0.01 point, halves away from zero."""
    size = (abs(amount) + 50) // 100 * 100
    return size if amount >= 0 else -size


def groups(rows: list[dict[str, Any]], whole: int) -> list[dict[str, Any]]:
    """Rows of a replay by group, with small counts and what would betray them set to None.

    Within a row the moves add up to the people; within a column the rows add up to the whole. A group that is missing because
    it is too small counts as a row of hidden cells.
    """
    table = [[_number(row[name]) for name in (*MOVES, *GRADED)] for row in rows]
    missing = whole - sum(row["people"] for row in rows)
    hide = [[0 < value < SMALLEST_GROUP for value in line] for line in table]
    while _spread(table, hide, missing > 0 and len(rows) > 0):
        pass
    found = []
    for row, line in zip(rows, hide, strict=True):
        kept = {name: None if line[k] else row[name] for k, name in enumerate((*MOVES, *GRADED))}
        mean = None if missing > 0 and row is _smallest(rows) else hundredths(row["mean_change"])
        found.append({**row, **kept, "mean_change": mean})
    return found


def _number(value: Any) -> int:
    return int(value or 0)


def _smallest(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return min(rows, key=lambda row: row["people"])


def _spread(table: list[list[int]], hide: list[list[bool]], missing: bool) -> bool:
    """Hide one more cell where a single hidden one could be had by difference; True when something was hidden."""
    width = len(MOVES)
    for line, hidden in zip(table, hide, strict=True):
        if sum(hidden[:width]) == 1 and _hide_least([(value, k) for k, value in enumerate(line[:width])], hidden):
            return True
    for column in range(len(table[0]) if table else 0):
        hidden_here = [line[column] for line in hide]
        if sum(hidden_here) + missing == 1 and len(table) > 1:
            candidates = [(line[column], k) for k, line in enumerate(table) if not hide[k][column]]
            if candidates:
                hide[min(candidates, key=_weight)[1]][column] = True
                return True
    return False


def _weight(cell: tuple[int, int]) -> tuple[bool, int]:
    """The smallest count that is not nothing goes first."""
    return (cell[0] == 0, cell[0])


def _hide_least(cells: list[tuple[int, int]], hidden: list[bool]) -> bool:
    open_cells = [cell for cell in cells if not hidden[cell[1]]]
    if not open_cells:
        return False
    hidden[min(open_cells, key=_weight)[1]] = True
    return True


def grades(rows: list[dict[str, Any]], titles: dict[str, str]) -> list[dict[str, Any]]:
    """How many go from which grade to which; a single hidden cell takes the next smallest with it."""
    hidden = [row for row in rows if row["people"] is None]
    open_rows = [row for row in rows if row["people"] is not None]
    if len(hidden) == 1 and open_rows:
        least = min(open_rows, key=lambda row: row["people"])
        least["people"] = None
    return [
        {"old": titles.get(row["old"], "无"), "new": titles.get(row["new"], "无"), "people": row["people"],
         "moved": row["old"] != row["new"]}
        for row in rows
    ]  # fmt: skip


def showable(sets: Sequence[Sequence[bool]], sizes: Sequence[int]) -> list[bool]:
    """Which figures of sets of people an assessment shows (`core.disclosure`)."""
    return disclosure.showable(sets, sizes, SMALLEST_GROUP)
