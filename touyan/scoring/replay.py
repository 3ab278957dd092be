"""Two schemes over the same facts: who would move and why, by group, without names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from touyan.scoring.office import Tables
from touyan.scoring.plan import Plan
from touyan.scoring.population import lists_of
from touyan.scoring.result import Result
from touyan.scoring.run import run
from touyan.scoring.store import Store

Array = np.ndarray[Any, Any]
LEAST = 5
"""No group under five people is shown; such groups are put together, and hidden if still too small."""
REST = "其余（合并）"


@dataclass(frozen=True)
class Replay:
    """What would change. All amounts in 1/10,000 point, means rounded to it (halves away from zero)."""

    groups: pa.Table  # group, people, up, down, same, grade_up, grade_down, mean_change
    reasons: pa.Table  # group, node, title, people (whose points of it change), mean_change over them
    grades: pa.Table  # old, new, people; under five people: null


def replay(
    store: Store, old: Plan, new: Plan, *, by: tuple[str, ...] = ("group",), tables: Tables | None = None,
    engine: str = "compiled",
) -> Replay:  # fmt: skip
    """Run both over everybody whom both score and compare, by the attributes `by`."""
    given = tables or Tables()
    before = run(old, store, tables=given, keep="all", engine=engine)
    after = run(new, store, tables=given, keep="all", engine=engine)
    return compare(before, after, by)


def compare(before: Result, after: Result, by: tuple[str, ...] = ("group",)) -> Replay:
    """Compare two results over the same store that keep ``all``."""
    store = before.store
    both = np.flatnonzero(before.scored & after.scored)
    group, names = _groups(store, by, both)
    change = (after.total - before.total)[both]
    moves = _moves(before, after, both)
    return Replay(
        _by_group(group, names, change, moves),
        _reasons(before, after, both, group, names),
        _grades(before, after, both),
    )


def _groups(store: Store, by: tuple[str, ...], both: Array) -> tuple[Array, list[str]]:
    """(group of each, names of groups), small groups put together."""
    number, groups = lists_of(store, by)
    names = [""] * groups
    rows = len(store.subject_table["kind"].codes)
    of_row = np.zeros(rows, np.int64)
    of_row[store.kind] = number
    texts = [store.subject_table[name].texts() for name in by]
    for row in range(rows):
        names[int(of_row[row])] = " · ".join(text[row] or "（未填）" for text in texts) or "全体"
    mine = number[both]
    sizes = np.bincount(mine, minlength=groups)
    small = sizes[mine] < LEAST
    mine = np.where(small, groups, mine)
    return mine, [*names, REST]


def _mean(total: int, number: int) -> int:
    size = (2 * abs(total) + number) // (2 * number)
    return size if total >= 0 else -size


def _moves(before: Result, after: Result, both: Array) -> Array:
    """+1 for a better grade than before, -1 for a worse one; 0 where the grades differ in name."""
    old = [grade.key for grade in before.plan.scheme.grades]
    new = [grade.key for grade in after.plan.scheme.grades]
    if old != new:
        return np.zeros(len(both), np.int64)
    return np.sign(before.graded.grade[both] - after.graded.grade[both])


def _by_group(group: Array, names: list[str], change: Array, moves: Array) -> pa.Table:
    rows = []
    for number, name in enumerate(names):
        inside = group == number
        people = int(inside.sum())
        if people < LEAST:
            continue
        mine, moved = change[inside], moves[inside]
        rows.append(
            {
                "group": name,
                "people": people,
                "up": int((mine > 0).sum()),
                "down": int((mine < 0).sum()),
                "same": int((mine == 0).sum()),
                "grade_up": int((moved > 0).sum()),
                "grade_down": int((moved < 0).sum()),
                "mean_change": _mean(int(mine.sum()), people),
            }
        )
    heads = ("people", "up", "down", "same", "grade_up", "grade_down", "mean_change")
    return pa.Table.from_pylist(
        rows, schema=pa.schema([("group", pa.string()), *((head, pa.int64()) for head in heads)])
    )


def _reasons(before: Result, after: Result, both: Array, group: Array, names: list[str]) -> pa.Table:
    """Which clauses and sections move whom. Fewer than five movers: left out."""
    titles = {node.key: node.title for result in (before, after) for node in result.plan.nodes}
    nothing = np.zeros(len(before.total), np.int64)
    rows = []
    for key in dict.fromkeys([*before.kept, *after.kept]):
        moved = (after.kept.get(key, nothing) - before.kept.get(key, nothing))[both]
        people = np.bincount(group[moved != 0], minlength=len(names))
        for number in np.flatnonzero(people >= LEAST).tolist():
            total = int(moved[group == number].sum())
            rows.append(
                {
                    "group": names[number],
                    "node": key,
                    "title": titles[key],
                    "people": int(people[number]),
                    "mean_change": _mean(total, int(people[number])),
                }
            )
    rows.sort(key=lambda row: (str(row["group"]), -abs(int(row["mean_change"])), str(row["node"])))
    kinds = [("group", pa.string()), ("node", pa.string()), ("title", pa.string()), ("people", pa.int64())]
    return pa.Table.from_pylist(rows, schema=pa.schema([*kinds, ("mean_change", pa.int64())]))


def _grades(before: Result, after: Result, both: Array) -> pa.Table:
    """How many go from which grade to which; a number under five is not given."""
    old, new = before.graded.grade[both], after.graded.grade[both]
    width = len(after.plan.scheme.grades) + 1
    counts = np.bincount(old * width + new, minlength=width)
    rows = []
    for cell in np.flatnonzero(counts).tolist():
        people = int(counts[cell])
        was, now = before.grade_of(cell // width), after.grade_of(cell % width)
        rows.append({"old": was or "无", "new": now or "无", "people": people if people >= LEAST else None})
    return pa.Table.from_pylist(
        rows, schema=pa.schema([("old", pa.string()), ("new", pa.string()), ("people", pa.int64())])
    )
