"""The passes of a run over a store: facts are read, clauses and sections folded, subjects compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from touyan.scoring import layout
from touyan.scoring.bind import Bound
from touyan.scoring.jit import kernels
from touyan.scoring.layout import BLOCK
from touyan.scoring.model import Of
from touyan.scoring.population import population_points
from touyan.scoring.result import Sums
from touyan.scoring.scratch import counter, fold_room, scratch_for
from touyan.scoring.tree import counts_read

Array = np.ndarray[Any, Any]
Progress = Callable[[int, int], None]
CELLS = 1 << 16
"""Numbers between scan and fold: few enough to stay in a core's cache."""


@dataclass
class Out:
    """Arrays the fold fills."""

    total: Array
    exact: Array
    limits: Array
    kept: Array  # [columns, subjects]
    keep: Array  # [columns, 2]: node, points?


class Steps(NamedTuple):
    """Where a fold writes the rows of clauses and sections: the units' points before their shape, rows, counters."""

    units: Any
    rows: Any
    at: Any


NOWHERE = Steps(None, None, None)


def blocks_of(bound: Bound) -> Iterator[tuple[int, int]]:
    """Ranges of subjects of about equal work."""
    subjects = len(bound.store.subjects)
    step = BLOCK * max(CELLS // (BLOCK * max(bound.plan.units, 1)), 8)
    step = max(BLOCK, min(step, BLOCK * -(-subjects // (8 * BLOCK))))
    return ((first, min(first + step, subjects)) for first in range(0, subjects, step))


def applying_to(bound: Bound, node: int) -> Array:
    """Whom a node applies to."""
    table = np.append(bound.tree.applies[:, node] == 1, False)  # class -1: nobody
    return np.asarray(table[bound.classes.of])


def loaded(bound: Bound, first: int, last: int) -> layout.Facts:
    """Facts of subjects first:last read from the store's files, and only the columns the plan needs."""
    f = bound.facts
    low, high = int(f.offset[first]), int(f.offset[last])
    meta = bound.actions.act[:, layout.META]
    meta = meta[meta >= 0]
    quantity = bool((meta & (layout.RUNTIME | layout.BY_QUANTITY)).any())
    listed = bool((bound.units.feature & layout.LIST).any())
    day = listed or bool(bound.units.feature.any())

    def read(column: Array, wanted: bool) -> Array:
        if not wanted:
            return column[:0]
        where = column.base if not isinstance(column, np.memmap) else column
        if isinstance(where, np.memmap) and where.filename is not None:
            size = column.dtype.itemsize
            return np.fromfile(where.filename, column.dtype, high - low, offset=int(where.offset) + low * size)
        return column[low:high]

    return layout.Facts(
        f.offset[first : last + 1] - low, f.middle[first:last] - low, read(f.sig, True),
        read(f.time, bool(bound.actions.timed)), read(f.day, day), read(f.quantity, quantity),
        read(f.number, listed), f.kind[first:last], f.new,
    )  # fmt: skip


class Hand:
    """One thread's room: reads and folds block after block."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.scratch = scratch_for(runner.bound)
        self.room = fold_room(runner.bound)
        self.kept: Sums | None = None

    def sums(self, size: int) -> Sums:
        """Room for the sums of so many subjects, the same each time."""
        if self.kept is None:
            self.kept = self.runner.empty(size)
        return self.kept

    def scan(self, first: int, last: int, shift: int, sums: Sums) -> None:
        """Fill the columns first - shift:last - shift of the sums."""
        self.runner.scan(self.scratch, first, last, shift, sums)

    def fold(self, first: int, last: int, shift: int, stop: int, sums: Sums, out: Out) -> None:
        """Fold subjects first:last, whose columns begin at first - shift, into `out`."""
        self.runner.fold(self.room, first, last, shift, stop, self.runner.bound.classes.of, sums, out)


class Runner:
    """One run's kernels and arrays; `hand` makes a thread's room."""

    def __init__(self, bound: Bound, engine: str, threads: int, progress: Progress | None) -> None:
        self.bound = bound
        self.engine = engine
        self.k = kernels(engine)
        self.counts = counts_read(bound.plan)
        self.threads = threads
        self.progress = progress
        self.blocks = list(blocks_of(bound))
        self.hand: Callable[[], Hand] = lambda: Hand(self)

    def call(self, name: str, *arguments: Any) -> None:
        """A kernel."""
        getattr(self.k, name)(*arguments)

    def in_threads(self, work: Callable[[Hand, int, int], None], progress: Progress | None) -> None:
        """Do the blocks, each thread with its own hand. The first error of a thread is raised."""
        waiting = iter(self.blocks)  # a list's iterator hands each block to one thread only
        whole = len(self.bound.store.subjects)
        done = [0]

        def one() -> None:
            hand = self.hand()
            for first, last in waiting:
                work(hand, first, last)
                done[0] += last - first
                if progress is not None:
                    progress(done[0], whole)

        if self.threads <= 1 or len(self.blocks) <= 1:
            one()
            return
        with ThreadPoolExecutor(self.threads) as pool:
            for future in [pool.submit(one) for _ in range(self.threads)]:
                future.result()

    def out(self, columns: list[tuple[str, int, int]], size: int = -1) -> Out:
        """Empty output arrays that keep these columns, for everybody or so many."""
        size = len(self.bound.store.subjects) if size < 0 else size
        keep = np.array([[node, points] for _, node, points in columns], np.int64).reshape(-1, 2)
        zeros = [np.zeros(size, np.int64) for _ in range(3)]
        return Out(*zeros, np.zeros((len(columns), size), np.int64), keep)

    def empty(self, size: int) -> Sums:
        """Room for what so many subjects' facts add up to."""
        units, counts = self.bound.plan.units, self.bound.tree.needs
        return Sums(np.empty((units, size), np.int64), np.empty((counts, size), np.int64), {}, {})

    def scan(self, scratch: Any, first: int, last: int, shift: int, sums: Sums) -> None:
        """Read the facts of subjects first:last into the columns first - shift:last - shift of the sums."""
        b = self.bound
        facts = b.facts
        if b.store.folder is not None:
            facts = loaded(b, first, last)
            first, last, shift = 0, last - first, shift - first
        stride = sums.value.shape[1]
        self.call(
            "scan", first, last, shift, stride, facts, b.actions, b.units, b.shapes, b.tree, scratch, sums.value,
            sums.count,
        )  # fmt: skip

    def fold(
        self, room: Any, first: int, last: int, shift: int, stop: int, kinds: Array, sums: Sums, out: Out,
        steps: Steps = NOWHERE,
    ) -> None:  # fmt: skip
        """Fold subjects first:last, of these classes, whose columns begin at first - shift, into `out`."""
        full = int(stop == len(self.bound.plan.program))
        self.call(
            "fold", first, last, shift, sums.value.shape[1], stop, full, kinds, sums.value, sums.count, steps.units,
            self.bound.tree, room, steps.rows, counter() if steps.at is None else steps.at, out.total, out.exact,
            out.limits, out.kept, out.keep, len(out.keep), len(out.total),
        )  # fmt: skip

    def at_once(self, outside: dict[int, Array], out: Out) -> None:
        """Scan and fold block by block: nothing of a block outlives it."""
        most = max((last - first for first, last in self.blocks), default=0)
        stop = len(self.bound.plan.program)

        def work(hand: Hand, first: int, last: int) -> None:
            sums = hand.sums(most)
            hand.scan(first, last, first, sums)
            for node, points in outside.items():
                sums.value[node, : last - first] = points[first:last]
            hand.fold(first, last, first, stop, sums, out)

        self.in_threads(work, self.progress)

    def sums(self) -> Sums:
        """Scan everybody and keep it."""
        sums = self.hand().sums(len(self.bound.store.subjects))
        self.in_threads(lambda hand, first, last: hand.scan(first, last, 0, sums), self.progress)
        for stage in self.bound.plan.stages:
            sums.own |= {node: sums.value[node].copy() for node in stage.nodes}
        return sums

    def fold_all(self, stop: int, sums: Sums, out: Out) -> None:
        """Fold everybody up to program place `stop`."""
        self.in_threads(lambda hand, first, last: hand.fold(first, last, 0, stop, sums, out), None)

    def populations(self, sums: Sums, changed: Array | None = None) -> Array:
        """Work out the population clauses, stage by stage, into sums.value; whose points moved by it.

        `changed`: places of the subjects whose sums changed since sums.sources was filled; None: all, and nobody
        is said to have moved.
        """
        plan = self.bound.plan
        moved = np.zeros(len(self.bound.store.subjects), bool)
        for number, stage in enumerate(plan.stages):
            sources = [self._source(node) for node in stage.nodes]
            if stage.stop:
                self._compare(stage.stop, number, sources, sums, changed)
            compared = [(node, *source) for node, source in zip(stage.nodes, sources, strict=True)]
            with ThreadPoolExecutor(max(self.threads, 1)) as pool:
                found = pool.map(lambda one: self._compared(*one, sums), compared)
            for node, points in zip(stage.nodes, found, strict=True):
                if changed is not None:
                    moved |= sums.value[node] != points
                sums.value[node] = points
        return moved

    def _compared(self, node: int, source: int, points: int, sums: Sums) -> Array:
        """What everybody gets of one population clause; reads only what its stage leaves alone."""
        plan = self.bound.plan
        if points and source == node:
            x = sums.own[node]
        elif points and source >= plan.tallies:
            x = sums.sources[source]
        elif points or source >= plan.units:
            x = np.zeros(len(self.bound.store.subjects), np.int64)
        else:
            x = np.where(applying_to(self.bound, source), sums.count[self.counts.index(source)], 0)
        members = applying_to(self.bound, node) & ~self.bound.classes.exempt
        return population_points(plan.clause(node), x, members, self.bound.store)

    def _compare(
        self, stop: int, number: int, sources: list[tuple[int, int]], sums: Sums, changed: Array | None
    ) -> None:
        """Fill sums.sources with the points of these nodes; only of those changed if that is enough."""
        columns = [("", node, 1) for node, points in sources if points and node >= self.bound.plan.tallies]
        part = changed is not None and number == 0
        places = changed if part and changed is not None else slice(None)
        out = self.out(columns, len(sums.value[0, places]))
        if part:
            self.fold_rows(places, stop, sums, out)
        else:
            self.fold_all(stop, sums, out)
        for k, (_, node, _) in enumerate(columns):
            if part:
                sums.sources[node][places] = out.kept[k]
            else:
                sums.sources[node] = out.kept[k]

    def fold_rows(self, places: Any, stop: int, sums: Sums, out: Out) -> None:
        """Fold some subjects; row k of `out` is the k-th of them."""
        kinds = np.ascontiguousarray(self.bound.classes.of[places])
        some = Sums(*(np.ascontiguousarray(one[:, places]) for one in (sums.value, sums.count)), {}, {})
        self.fold(fold_room(self.bound), 0, len(kinds), 0, stop, kinds, some, out)

    def _source(self, node: int) -> tuple[int, int]:
        shape: Any = getattr(self.bound.plan.nodes[node], "shape")  # noqa: B009
        source = node if shape.source.node is None else self.bound.plan.number[shape.source.node]
        return source, int(shape.source.of is Of.POINTS)
