"""What each signature does: for every class, time interval and signature, a chain of actions.

A chain is one action per tally or clause the signature belongs to, in the plan's order. The first
stands in the slot's own place, the others behind, linked through META.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from touyan.scoring import layout
from touyan.scoring.fields import LIMIT_QUANTITY
from touyan.scoring.model import Already, Authors, Clause, Combine, Match, Outside, Rounding, Share, Tally, Value
from touyan.scoring.plan import Plan
from touyan.scoring.store import Store

if TYPE_CHECKING:
    from touyan.scoring.bind import Classes, Times

Array = np.ndarray[Any, Any]


def divide_all(over: Array, under: Array | int, rounding: Rounding) -> Array:
    """`scaling.divide` for arrays; under > 0."""
    size = under * rounding.unit
    amount = np.abs(over)
    whole = amount // size
    rest = amount - whole * size
    if rounding.mode == "half_up":
        whole = whole + (rest >= size - rest)
    elif rounding.mode == "up":
        whole = whole + (rest > 0)
    return np.sign(over) * whole * rounding.unit


@dataclass
class Entry:
    """One node's answer for one class: an action per signature where `meta` >= 0."""

    meta: Array
    points: Array
    raw: Array


@dataclass
class Built:
    """The chains, and what compiling learned about the clauses."""

    actions: layout.Actions
    uniform: Array  # nodes all of whose units carry the same points …
    alike: Array  # … and which, 0 elsewhere
    rate_pointer: Array
    longest: int


@dataclass
class Pipes:
    """Values that need the fact's quantity, as steps worked at run time."""

    pipe: list[list[int]] = field(default_factory=list)
    step: list[list[int]] = field(default_factory=list)
    known: dict[Any, int] = field(default_factory=dict)

    def number(self, head: tuple[int, int, int, int], steps: tuple[tuple[int, int, int, int], ...]) -> int:
        """Number of the pipe with this head (mark?, low, high, refuse?) and these steps."""
        key = (head, steps)
        if key not in self.known:
            self.known[key] = len(self.pipe)
            self.pipe.append([*head, len(self.step), len(self.step) + len(steps)])
            self.step.extend(list(step) for step in steps)
        return self.known[key]


class Signatures:
    """Conditions over the distinct signatures of a store."""

    def __init__(self, store: Store) -> None:
        self.size = max(store.signatures, 1)
        self.table = store.table
        self.masks: dict[Any, Array] = {}
        self.empty = store.signatures == 0
        self.place = self.numbers("place")
        self.authors = self.numbers("authors")
        self.before = np.zeros(self.size, bool) if self.empty else self.table["counted_before"].among(("1",))

    def numbers(self, name: str) -> Array:
        """The attribute as numbers, 0 where empty."""
        if self.empty:
            return np.zeros(self.size, np.int64)
        return np.array([int(text or 0) for text in self.table[name].values], np.int64)[self.table[name].codes]

    def matching(self, match: Match, truth: dict[Any, bool]) -> Array:
        """Which signatures a condition matches, for a class with these truths."""
        mask = np.full(self.size, not self.empty)
        for test in match.tests:
            if test.attribute.startswith("subject."):
                if not truth[test]:
                    return np.zeros(self.size, bool)
                continue
            if test not in self.masks:
                hit = np.zeros(self.size, bool) if self.empty else self.table[test.attribute].among(test.values)
                self.masks[test] = hit != test.negated
            mask = mask & self.masks[test]
        return mask


def tally_entry(tally: Tally, node: int, sigs: Signatures, truth: dict[Any, bool], pipes: Pipes) -> Entry:
    """Tallies count: their points are 0, or the quantity where the highest of a work is wanted."""
    mask = sigs.matching(tally.when, truth)
    meta = np.where(mask, node, layout.NOTHING)
    zero = np.zeros(sigs.size, np.int64)
    flags = layout.BY_QUANTITY if tally.quantity else 0
    raw = zero
    if not tally.per_work:
        flags |= layout.DIRECT
    elif tally.quantity:
        flags |= layout.RUNTIME
        raw = zero + pipes.number((True, 0, LIMIT_QUANTITY, False), ())
    return Entry(np.where(mask, meta | flags, meta), zero, raw)


def share_of(share: Share, sigs: Signatures) -> tuple[Array, Array, Array, Array]:
    """(incomplete, not entitled, numerator, denominator) of the author's share per signature."""
    no = np.zeros(sigs.size, bool)
    one = np.ones(sigs.size, np.int64)
    place, authors = sigs.place, sigs.authors
    if share.authors is Authors.IGNORE:
        return no, no, one, one
    if share.authors is Authors.FIRST_ONLY:
        return place == 0, place > 1, one, one
    if share.authors is Authors.MAIN:
        return place == 0, place > share.main, one, one
    if share.authors is Authors.EQUAL:
        return authors == 0, no, one, np.maximum(authors, 1)
    over, under = share.first
    incomplete = (authors == 0) | (authors > 1) & (place == 0)
    others = np.maximum(authors - 1, 1)
    numerator = np.where(authors == 1, 1, np.where(place == 1, over, under - over))
    denominator = np.where(authors == 1, 1, np.where(place == 1, under, under * others))
    return incomplete, no, numerator, denominator


def clause_entry(
    clause: Clause, node: int, first_rate: int, sigs: Signatures, truth: dict[Any, bool], pipes: Pipes, direct: bool
) -> Entry:
    """A clause's answer: void with its rule, fixed points, or a pipe to be worked at run time."""
    size = sigs.size
    mask = sigs.matching(clause.when, truth)
    rate = np.full(size, -1)
    for k in reversed(range(len(clause.rates))):
        rate[sigs.matching(clause.rates[k].when, truth)] = k
    extras = [(extra, sigs.matching(extra.when, truth)) for extra in clause.extras]
    incomplete, barred, over, under = share_of(clause.share, sigs)
    rule = np.full(size, layout.R_COUNTED)
    points = np.zeros(size, np.int64)
    raw = np.zeros(size, np.int64)
    runtime = np.zeros(size, bool)
    for k, one in enumerate(clause.rates):
        hit = mask & (rate == k)
        if one.value is Value.FIXED:
            points[hit] = one.points
        else:
            runtime |= hit
    for extra, hit in extras:
        if extra.factor[0] != extra.factor[1]:
            points = np.where(hit, divide_all(points * extra.factor[0], extra.factor[1], clause.rounding), points)
        points = points + np.where(hit, extra.points, 0)
    raw = points
    shared = over != under
    points = np.where(shared, divide_all(points * over, under, clause.rounding), points)
    rule[shared & (points != raw)] = layout.R_SHARED
    flags = np.zeros(size, np.int64)
    void = [(barred, layout.R_NOT_ENTITLED), (incomplete, layout.R_INCOMPLETE), (rate < 0, layout.R_NO_RATE)]
    if clause.already is Already.EXCLUDE:
        void.append((sigs.before, layout.R_ALREADY))
    for hit, why in void:
        rule[hit] = why
        flags[hit] = layout.VOID
    cleared = (rule == layout.R_ALREADY) | (rule == layout.R_NO_RATE)
    points = np.where(flags & layout.VOID != 0, 0, points)
    raw = np.where(cleared, 0, raw)
    for sig in np.flatnonzero(runtime & ~cleared):
        matched = tuple((*e.factor, e.points, 0) for e, hit in extras if hit[sig])
        steps = (*matched, (int(over[sig]), int(under[sig]), 0, 1)) if shared[sig] else matched
        one = clause.rates[rate[sig]]
        mark = (int(one.value is Value.MARK), one.low, one.high, int(one.outside is Outside.REFUSE))
        raw[sig] = pipes.number(mark, steps)
        points[sig] = one.points
        flags[sig] |= layout.RUNTIME
        if shared[sig] and not flags[sig] & layout.VOID:
            rule[sig] = layout.R_SHARED
    if clause.quantity:
        flags |= layout.BY_QUANTITY
    if direct:
        flags |= layout.DIRECT
    numbered = np.maximum(rate, 0) + first_rate
    meta = node | flags | (rule << layout.RULE_SHIFT) | (numbered << layout.RATE_SHIFT)
    return Entry(np.where(mask, meta, layout.NOTHING), points, raw)


def alike(entry: Entry, already: set[int]) -> bool:
    """All units of this entry (and of those before) carry the same points."""
    live = (entry.meta >= 0) & (entry.meta & layout.VOID == 0)
    if (entry.meta[live] & layout.RUNTIME).any():
        already.update((0, 1))
    points = entry.points[live]
    if len(points):
        already.update((int(points.min()), int(points.max())))
    return len(already) <= 1


def actions_of(plan: Plan, store: Store, classes: Classes, times: Times) -> Built:
    """Chains for all classes, intervals and signatures."""
    from touyan.scoring.tree import applying

    sigs = Signatures(store)
    pipes = Pipes()
    in_exclusive = {key for one in plan.scheme.exclusives for key in one.clauses}
    applies = applying(plan, classes.truth)
    pointer = np.zeros(plan.units + 1, np.int64)
    for node in range(plan.units):
        rates = getattr(plan.nodes[node], "rates", ())
        pointer[node + 1] = pointer[node] + max(len(rates), 1)
    uniform, same = np.zeros(plan.units, np.int64), np.zeros(plan.units, np.int64)
    number = len(next(iter(times.admits.values())))
    chains = Chains(len(classes.truth), number, sigs.size)
    for node in range(plan.units):
        one = cast(Tally | Clause, plan.nodes[node])
        admitted = np.flatnonzero(times.admits[one.window or plan.scheme.window])
        seen: set[int] = set()
        entries: dict[tuple[bool, ...], Entry] = {}
        for k, truth in enumerate(classes.truth):
            if not applies[k, node]:
                continue
            key = tuple(truth.values())
            if key not in entries:
                if isinstance(one, Tally):
                    entries[key] = tally_entry(one, node, sigs, truth, pipes)
                else:
                    direct = one.combine is Combine.EACH and one.key not in in_exclusive
                    first = int(pointer[node])
                    entries[key] = clause_entry(one, node, first, sigs, truth, pipes, direct)
            chains.put(k, admitted, entries[key])
            uniform[node] = int(alike(entries[key], seen))
        if isinstance(one, Clause) and one.combine in (Combine.STACK, Combine.ONCE_PER_RATE):
            uniform[node] = 0
        if uniform[node]:
            same[node] = max(seen, default=0)
    return Built(chains.actions(times, pipes), uniform, same, pointer, chains.longest)


class Chains:
    """Chains as they grow, node by node."""

    def __init__(self, classes: int, intervals: int, sigs: int) -> None:
        self.intervals, self.sigs = intervals, sigs
        slots = classes * intervals * sigs
        self.head = np.full((slots, 3), layout.NOTHING, np.int64)
        self.tail = np.arange(slots)
        self.length = np.zeros(slots, np.int64)
        self.more: list[Array] = []
        self.size = slots

    def put(self, kind: int, admitted: Array, entry: Entry) -> None:
        """Append a node's actions to the chains of a class, in the intervals it admits."""
        sig = np.flatnonzero(entry.meta >= 0)
        if not len(sig) or not len(admitted):
            return
        slots = ((kind * self.intervals + admitted)[:, None] * self.sigs + sig[None, :]).reshape(-1)
        rows = np.stack([entry.meta[sig], entry.points[sig], entry.raw[sig]], axis=1)
        rows = np.tile(rows, (len(admitted), 1))
        empty = self.length[slots] == 0
        self.head[slots[empty]] = rows[empty]
        rest, behind = slots[~empty], rows[~empty]
        if len(rest):
            places = self.size + np.arange(len(rest))
            self.more.append(np.column_stack([self.tail[rest], behind]))
            self.tail[rest] = places
            self.size += len(rest)
        self.length[slots] += 1

    @property
    def longest(self) -> int:
        """Most actions in one chain."""
        return int(self.length.max(initial=1))

    def actions(self, times: Times, pipes: Pipes) -> layout.Actions:
        """The chains as one table, linked."""
        more = np.concatenate(self.more) if self.more else np.zeros((0, 4), np.int64)
        act = np.concatenate([self.head, more[:, 1:]])
        act[more[:, 0], layout.META] += (np.arange(len(more)) + len(self.head) + 1) << layout.NEXT_SHIFT
        none = np.zeros(0, np.int64)
        return layout.Actions(
            act=np.ascontiguousarray(act),
            time=times.interval.astype(np.int64) * self.sigs,
            sigs=self.sigs,
            span=self.intervals * self.sigs,
            one=none,
            one_next=none,
            many=none,
            many_next=none,
            timed=int(self.intervals > 1),
            pipe=np.array(pipes.pipe, np.int64).reshape(-1, 6),
            step=np.array(pipes.step, np.int64).reshape(-1, 4),
        )
