"""The trace: every point of a subject as rows that add up to the total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from touyan.scoring import layout
from touyan.scoring.fields import Rule
from touyan.scoring.jit import kernels
from touyan.scoring.result import Result
from touyan.scoring.scratch import counter, fold_room, rows_for, scratch_for
from touyan.scoring.store import ALONE, Store

Array = np.ndarray[Any, Any]
RULES = tuple(Rule)


@dataclass(frozen=True)
class Traced:
    """Rows of the subjects first:last as arrays, and their facts' positions in the store (-1: none)."""

    subject: Array
    node: Array
    fact: Array
    raw: Array
    counted: Array
    rule: Array
    points: Array  # of the last subject's nodes
    amount: Array  # counts of the last subject's nodes


class Tracer:
    """Kernels and room to trace one result, kept between subjects.

    `patched`: trace the small store of changed subjects instead of the large one.
    """

    def __init__(self, result: Result, patched: bool = False) -> None:
        self.result = result
        self.bound = result.patch.bound if patched and result.patch is not None else result.bound
        self.k = kernels(result.engine)
        self.scratch = scratch_for(self.bound)
        self.room = fold_room(self.bound)
        self.places = np.arange(len(result.store.subjects))
        self.patch: Tracer | None = None
        if patched and result.patch is not None:
            self.places = np.array(list(result.patch.place), np.int64)
        elif result.patch is not None:
            self.patch = Tracer(result, patched=True)

    def of(self, place: int) -> tuple[Traced, Tracer]:
        """Rows of one subject of the large store, and the tracer whose store they point into."""
        patch = self.result.patch
        if self.patch is not None and patch is not None and place in patch.place:
            small = patch.place[place]
            return self.patch.rows(small, small + 1), self.patch
        return self.rows(place, place + 1), self

    def rows(self, first: int, last: int) -> Traced:
        """Rows of the subjects at places first:last of this tracer's store."""
        b, plan = self.bound, self.bound.plan
        size = last - first
        facts = int(self.call("count_rows", first, last, plan.tallies, b.facts, b.actions))
        rows = rows_for(facts + size * layout.MOST_STEPS * len(plan.nodes))
        value, sums = (np.zeros((plan.units, size), np.int64) for _ in range(2))
        count = np.zeros((b.tree.needs, size), np.int64)
        self.scratch.at[layout.ROWS] = 0
        self.call(
            "trace", first, last, plan.tallies, b.facts, b.actions, b.units, b.shapes, b.tree, b.sign,
            self.scratch, value, count, sums, rows,
        )  # fmt: skip
        self.outside(self.places[first:last], value)
        at = counter()
        at[layout.ROWS] = facts
        self.fold(first, last, first, value, count, sums, self.room, rows, at)
        cut = [column[: at[layout.ROWS]] for column in rows]
        place = (size - 1) % layout.BLOCK
        return Traced(*cut, self.room.points[:, place].copy(), self.room.amount[:, place].copy())

    def fold(
        self, first: int, last: int, shift: int, value: Array, count: Array, sums: Array, room: Any, rows: Any,
        at: Array,
    ) -> None:  # fmt: skip
        """Fold subjects first:last, whose columns begin at first - shift, for the sake of their rows."""
        b = self.bound
        none = np.zeros(0, np.int64)
        self.call(
            "fold", first, last, shift, value.shape[1], len(b.plan.program), 0, b.classes.of, value, count, sums,
            b.tree, room, rows, at, none, none, none, none, none, 0, 0,
        )  # fmt: skip

    def call(self, name: str, *arguments: Any) -> Any:
        """A kernel."""
        return getattr(self.k, name)(*arguments)

    def outside(self, places: Array, value: Array) -> None:
        """Put in the points that do not come from the subject's own facts."""
        for node, points in self.result.outside.items():
            value[node] = points[places]
        if self.result.sums is not None:
            for node in self.result.sums.own:
                value[node] = self.result.sums.value[node, places]


def as_table(tracer: Tracer, traced: Traced) -> pa.Table:
    """Rows as `fields.TRACE`, sorted by subject; facts first, then nodes in finishing order."""
    store = tracer.bound.store
    order = np.argsort(traced.subject, kind="stable")
    fact = traced.fact[order]
    none = fact < 0
    inside = np.where(none, 0, fact)
    number = work = np.zeros(len(fact), np.int64)
    if len(store.number):
        number, work = store.number[inside], store.work[inside]
    nodes = tracer.bound.plan.nodes
    keys = pa.array([node.key for node in nodes], pa.string())
    articles = pa.array([node.basis.article for node in nodes], pa.string())
    node = pa.array(traced.node[order].astype(np.int16))
    rule = pa.array(traced.rule[order].astype(np.int8))
    return pa.table(
        {
            "subject": store.subjects[traced.subject[order]],
            "node": pa.DictionaryArray.from_arrays(node, keys),
            "fact": pa.array(number, mask=none),
            "work": pa.array(work, mask=none | (work == ALONE)),
            "raw": traced.raw[order],
            "counted": traced.counted[order],
            "rule": pa.DictionaryArray.from_arrays(rule, pa.array([str(one) for one in RULES])),
            "article": pa.DictionaryArray.from_arrays(node, articles),
        }
    )


def trace(result: Result, subject: int | None = None) -> pa.Table:
    """The trace of one subject, or of everybody (then better in parts: `write_trace`)."""
    tracer = Tracer(result)
    if subject is not None:
        traced, own = tracer.of(result.store.place(subject))
        return as_table(own, traced)
    return pa.concat_tables([as_table(own, rows) for own, rows in _everybody(tracer)], promote_options="permissive")


def _everybody(tracer: Tracer) -> Iterator[tuple[Tracer, Traced]]:
    """Parts of everybody's rows, changed subjects from the small store."""
    patch = tracer.result.patch
    if patch is None or tracer.patch is None:
        for first, last in parts(tracer.result.store):
            yield tracer, tracer.rows(first, last)
        return
    edges = [-1, *patch.place, len(tracer.result.store.subjects)]
    for before, after in pairwise(edges):
        if after - before > 1:
            yield tracer, tracer.rows(before + 1, after)
        if after in patch.place:
            yield tracer.patch, tracer.patch.rows(patch.place[after], patch.place[after] + 1)


def parts(store: Store, facts: int = 2_000_000) -> Iterator[tuple[int, int]]:
    """Ranges of subjects with about so many facts each."""
    offset = store.offset
    subjects = len(offset) - 1
    first = 0
    while first < subjects:
        last = int(np.searchsorted(offset, offset[first] + facts, "right")) - 1
        last = min(max(last, first + 1), subjects)
        yield first, last
        first = last


def write_trace(result: Result, folder: str | Path) -> Path:
    """Write everybody's trace as a Parquet folder in parts, instead of what stood there; its path."""
    import pyarrow.parquet as pq

    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    for old in path.glob("part-*.parquet"):
        old.unlink()
    for number, (own, rows) in enumerate(_everybody(Tracer(result))):
        pq.write_table(as_table(own, rows), path / f"part-{number:05d}.parquet")
    return path
