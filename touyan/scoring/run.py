"""Run a plan over a store: one pass over the facts, the population stage, grades."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from touyan.scoring import layout
from touyan.scoring.bind import Bound, bind
from touyan.scoring.grading import grade_all
from touyan.scoring.jit import announce, entry, kernels
from touyan.scoring.layout import BLOCK
from touyan.scoring.model import Ballot, Imported, Of, Panel
from touyan.scoring.office import Listed, Tables, ballots, blocks, imported, panel
from touyan.scoring.plan import Plan
from touyan.scoring.population import population_points
from touyan.scoring.result import Result, Sums
from touyan.scoring.scratch import counter, fold_room, scratch_for
from touyan.scoring.store import Store
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


def blocks_of(bound: Bound) -> Iterator[tuple[int, int]]:
    """Ranges of subjects of about equal work."""
    subjects = len(bound.store.subjects)
    step = BLOCK * max(CELLS // (BLOCK * max(bound.plan.units, 1)), 8)
    step = max(BLOCK, min(step, BLOCK * -(-subjects // (8 * BLOCK))))
    return ((first, min(first + step, subjects)) for first in range(0, subjects, step))


def in_threads(work: Callable[[Any, int, int], None], room: Callable[[], Any], bound: Bound, threads: int,
               progress: Progress | None) -> None:  # fmt: skip
    """Do the blocks, each thread with its own room. The first error of a thread is raised."""
    blocks = list(blocks_of(bound))
    waiting = iter(blocks)  # a list's iterator hands each block to one thread only
    whole = len(bound.store.subjects)
    done = [0]

    def one() -> None:
        own = room()
        for first, last in waiting:
            work(own, first, last)
            done[0] += last - first
            if progress is not None:
                progress(done[0], whole)

    if threads <= 1 or len(blocks) <= 1:
        one()
        return
    with ThreadPoolExecutor(threads) as pool:
        for future in [pool.submit(one) for _ in range(threads)]:
            future.result()


def keep_columns(plan: Plan, keep: str) -> list[tuple[str, int, int]]:
    """(key, node, points?) of what a result keeps: sections, tie-breaks, or everything."""
    nodes = range(plan.units, len(plan.nodes)) if keep != "total" else range(0)
    if keep == "all":
        nodes = range(plan.tallies, len(plan.nodes))
    columns = {plan.nodes[node].key: node for node in nodes}
    for quota in plan.scheme.quotas:
        columns |= {key: plan.number[key] for key in quota.tie_break}
    return [(key, node, 1) for key, node in columns.items()]


def held_columns(plan: Plan) -> list[tuple[str, int, int]]:
    """(consequence, node, points?) of what consequences test."""
    tested = [(one.key, one.test) for one in plan.scheme.consequences if one.test is not None]
    return [(key, plan.number[test.node], int(test.of is Of.POINTS)) for key, test in tested]


def outside_points(bound: Bound, tables: Tables, nested: dict[str, tuple[Array, Array]], listed: Listed
                   ) -> tuple[dict[int, Array], Array]:  # fmt: skip
    """(points of clauses that read other tables, who is blocked)."""
    found: dict[int, Array] = {}
    blocked = np.zeros(len(bound.store.subjects), bool)
    for node in range(bound.plan.tallies, bound.plan.units):
        clause = bound.plan.clause(node)
        members = applying_to(bound, node)
        if isinstance(clause.shape, Ballot):
            found[node] = ballots(clause, clause.shape, tables, bound.store, listed)
        elif isinstance(clause.shape, Panel):
            found[node] = panel(clause, clause.shape, tables, bound.store, members)
        elif isinstance(clause.shape, Imported):
            found[node], absent = imported(clause, clause.shape, tables, bound.store, nested, listed)
            if blocks(clause.shape):
                blocked |= absent & members
    return found, blocked


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


class Runner:
    """One run's kernels, room and arrays."""

    def __init__(self, bound: Bound, engine: str, threads: int, progress: Progress | None) -> None:
        self.bound = bound
        self.engine = engine
        self.k = kernels(engine)
        self.counts = counts_read(bound.plan)
        self.entries: dict[str, Any] = {}
        self.threads = threads
        self.progress = progress

    def call(self, name: str, *arguments: Any) -> None:
        """A kernel; from the second call on without looking at the types."""
        act = self.entries.get(name)
        if act is None:
            act = self.entries[name] = entry(getattr(self.k, name), *arguments)
        act(*arguments)

    def out(self, columns: list[tuple[str, int, int]], size: int = -1) -> Out:
        """Empty output arrays that keep these columns, for everybody or so many."""
        size = len(self.bound.store.subjects) if size < 0 else size
        keep = np.array([[node, points] for _, node, points in columns], np.int64).reshape(-1, 2)
        zeros = [np.zeros(size, np.int64) for _ in range(3)]
        return Out(*zeros, np.zeros((len(columns), size), np.int64), keep)

    def empty(self, size: int) -> tuple[Array, Array]:
        """Room for the points of so many subjects' clauses, and for the counts somebody reads."""
        return np.empty((self.bound.plan.units, size), np.int64), np.empty((self.bound.tree.needs, size), np.int64)

    def scan(self, scratch: Any, first: int, last: int, shift: int, value: Array, count: Array) -> None:
        """Read the facts of subjects first:last into the columns first - shift:last - shift of value and count."""
        b = self.bound
        facts = b.facts
        if b.store.folder is not None:
            facts = loaded(b, first, last)
            first, last, shift = 0, last - first, shift - first
        stride = value.shape[1]
        self.call(
            "scan", first, last, shift, stride, facts, b.actions, b.units, b.shapes, b.tree, scratch, value, count
        )  # fmt: skip

    def fold(
        self, room: Any, first: int, last: int, shift: int, stop: int, kinds: Array, value: Array, count: Array,
        out: Out,
    ) -> None:  # fmt: skip
        """Fold subjects first:last, of these classes, whose columns begin at first - shift, into `out`."""
        full = int(stop == len(self.bound.plan.program))
        self.call(
            "fold", first, last, shift, value.shape[1], stop, full, kinds, value, count, None, self.bound.tree, room,
            None, counter(), out.total, out.exact, out.limits, out.kept, out.keep,
        )  # fmt: skip

    def at_once(self, outside: dict[int, Array], out: Out) -> None:
        """Scan and fold block by block: nothing of a block outlives it."""
        most = max((last - first for first, last in blocks_of(self.bound)), default=0)
        kinds, stop = self.bound.classes.of, len(self.bound.plan.program)

        def room() -> Any:
            return scratch_for(self.bound), fold_room(self.bound), *self.empty(most)

        def work(own: Any, first: int, last: int) -> None:
            scratch, folding, value, count = own
            self.scan(scratch, first, last, first, value, count)
            for node, points in outside.items():
                value[node, : last - first] = points[first:last]
            self.fold(folding, first, last, first, stop, kinds, value, count, out)

        in_threads(work, room, self.bound, self.threads, self.progress)

    def sums(self) -> Sums:
        """Scan everybody and keep it."""
        sums = Sums(*self.empty(len(self.bound.store.subjects)), {}, {})

        def work(own: Any, first: int, last: int) -> None:
            self.scan(own, first, last, 0, sums.value, sums.count)

        in_threads(work, lambda: scratch_for(self.bound), self.bound, self.threads, self.progress)
        for stage in self.bound.plan.stages:
            sums.own |= {node: sums.value[node].copy() for node in stage.nodes}
        return sums

    def fold_all(self, stop: int, sums: Sums, out: Out) -> None:
        """Fold everybody up to program place `stop`."""

        def work(own: Any, first: int, last: int) -> None:
            self.fold(own, first, last, 0, stop, self.bound.classes.of, sums.value, sums.count, out)

        in_threads(work, lambda: fold_room(self.bound), self.bound, self.threads, None)

    def populations(self, sums: Sums, changed: Array | None = None) -> None:
        """Work out the population clauses, stage by stage, into sums.value.

        `changed`: places of the subjects whose sums changed since sums.sources was filled; None: all.
        """
        plan = self.bound.plan
        for number, stage in enumerate(plan.stages):
            sources = [self._source(node) for node in stage.nodes]
            if stage.stop:
                self._compare(stage.stop, number, sources, sums, changed)
            compared = [(node, *source) for node, source in zip(stage.nodes, sources, strict=True)]
            with ThreadPoolExecutor(max(self.threads, 1)) as pool:
                found = pool.map(lambda one: self._compared(*one, sums), compared)
            for node, points in zip(stage.nodes, found, strict=True):
                sums.value[node] = points

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
        value, count = (np.ascontiguousarray(one[:, places]) for one in (sums.value, sums.count))
        self.fold(fold_room(self.bound), 0, len(kinds), 0, stop, kinds, value, count, out)

    def _source(self, node: int) -> tuple[int, int]:
        shape: Any = getattr(self.bound.plan.nodes[node], "shape")  # noqa: B009
        source = node if shape.source.node is None else self.bound.plan.number[shape.source.node]
        return source, int(shape.source.of is Of.POINTS)


def run(
    plan: Plan,
    store: Store,
    *,
    tables: Tables = Tables(),  # noqa: B008 - frozen and empty
    engine: str = "compiled",
    threads: int = 0,
    keep: str = "sections",
    nested: dict[str, tuple[Array, Array]] | None = None,
    progress: Progress | None = None,
) -> Result:
    """Totals and grades of everyone the plan scores.

    `keep`: which nodes' points the result carries: ``total``, ``sections`` or ``all``. `nested`:
    (subjects, totals) of the schemes of the same document that were run before. `threads` 0: all.
    """
    if engine == "compiled":
        announce()
    bound = bind(plan, store)
    runner = Runner(bound, engine, threads or os.cpu_count() or 1, progress)
    listed = Listed()
    outside, blocked = outside_points(bound, tables, nested or {}, listed)
    sums = runner.sums() if plan.has_population else None
    return finish(runner, tables, nested or {}, outside, blocked, listed.rows, sums, keep)


def finish(
    runner: Runner, tables: Tables, nested: dict[str, tuple[Array, Array]], outside: dict[int, Array],
    blocked: Array, listed: list[tuple[str, int, str]], sums: Sums | None, keep: str,
) -> Result:  # fmt: skip
    """Work out populations, fold and grade."""
    plan = runner.bound.plan
    columns = keep_columns(plan, keep)
    held = held_columns(plan)
    out = runner.out(columns + held)
    if sums is None:
        runner.at_once(outside, out)
    else:
        for node, points in outside.items():
            sums.value[node] = points
        runner.populations(sums)
        runner.fold_all(len(plan.program), sums, out)
    kept = {key: out.kept[k] for k, (key, _, _) in enumerate(columns)}
    tested = {key: out.kept[len(columns) + k] for k, (key, _, _) in enumerate(held)}
    return grade(runner, tables, nested, outside, blocked, listed, sums, out, kept, tested, keep)


def grade(
    runner: Runner, tables: Tables, nested: dict[str, tuple[Array, Array]], outside: dict[int, Array], blocked: Array,
    listed: list[tuple[str, int, str]], sums: Sums | None, out: Out, kept: dict[str, Array], tested: dict[str, Array],
    keep: str,
) -> Result:  # fmt: skip
    """The result of what was folded."""
    bound = runner.bound
    scored = bound.classes.of >= 0
    barred = blocked | bound.classes.exempt
    graded = grade_all(bound.plan.scheme, bound.store, out.total, out.exact, out.limits, barred, scored, kept)
    return Result(
        bound.plan, bound, tables, runner.engine, runner.threads, nested, outside, blocked, listed, sums,
        out.total, out.exact, out.limits, kept, tested, graded, keep,
    )  # fmt: skip


def run_all(plans: tuple[Plan, ...], store: Store, **options: Any) -> dict[str, Result]:
    """Every scheme of a document, those imported first; results by scheme key."""
    results: dict[str, Result] = {}
    nested: dict[str, tuple[Array, Array]] = {}
    for plan in plans:
        result = run(plan, store, nested=dict(nested), **options)
        results[plan.scheme.key] = result
        scored = result.scored
        nested[plan.scheme.key] = (store.subjects[scored], result.total[scored])
    return results
