"""The one pass: facts of a subject stream through once, and its clauses get their points."""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel, pointers_maker
from touyan.scoring.kernels.shapes import shape_value
from touyan.scoring.kernels.units import add_unit, finish_work, gather, value_at_runtime
from touyan.scoring.layout import (
    ACC,
    ACT,
    BY_QUANTITY,
    DIRECT,
    GATHERED,
    LISTED,
    META,
    NEXT_SHIFT,
    NODE_MASK,
    PERIODS,
    POINTS,
    RATE_MASK,
    RATE_SHIFT,
    RUN,
    RUNTIME,
    TOUCHED,
    VOID,
    N,
    S,
)

pointers = pointers_maker()


@kernel
def act_on(a, meta, i, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """One action of one fact."""
    node = meta & NODE_MASK
    points = actions.act[a * ACT + POINTS]
    if meta & RUNTIME:
        refused, _, points = value_at_runtime(a, facts.quantity[i], actions, units)
        if refused:
            return
    count = np.int64(10_000)
    if meta & BY_QUANTITY:
        count = np.int64(facts.quantity[i])
    if meta & DIRECT:
        add_unit(node, points, count, i, facts, units, w)
    else:
        gather(node, (meta >> RATE_SHIFT) & RATE_MASK, points, count, i, units, w)


@kernel
def read_facts(low, high, base, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """Stream the facts low:high of one subject; their units are in the scratch afterwards."""
    start = low
    for i in range(low, high):
        slot = np.int64(facts.sig[i])
        if slot >= facts.new:
            slot -= facts.new
            if w.at[GATHERED] > 0:
                finish_work(start, i, base, facts, actions, units, w)
            w.at[RUN] += 1
            start = i
        slot += base
        if actions.timed != 0:
            slot += actions.time[facts.time[i]]
        a = slot
        while a >= 0:
            meta = actions.act[a * ACT + META]
            if meta < 0:
                break
            if not meta & VOID:
                act_on(a, meta, i, facts, actions, units, w)
            a = (meta >> NEXT_SHIFT) - 1
    if w.at[GATHERED] > 0:
        finish_work(start, high, base, facts, actions, units, w)


@kernel
def clear(units, w):  # type: ignore[no-untyped-def]
    """Leave the scratch as it was before the subject."""
    for k in range(w.at[TOUCHED]):
        node = w.touched[k]
        for column in range(ACC):
            w.acc[node * ACC + column] = 0
        if units.feature[node] & PERIODS:
            slot = units.slot[node] * units.periods
            for p in range(slot, slot + units.periods):
                w.psum[p] = 0
                w.pcount[p] = 0
                w.punits[p] = 0
    w.at[TOUCHED] = 0
    w.at[LISTED] = 0


@kernel
def store_sums(row, kind, facts, units, shapes, w, value, count, sums, keep):  # type: ignore[no-untyped-def]
    """Write the row of a subject whose facts have been read."""
    for k in range(shapes.many):
        node = shapes.always[k]
        value[row + node] = shape_value(node, kind, facts, units, shapes, w)
    for k in range(w.at[TOUCHED]):
        node = w.touched[k]
        value[row + node] = shape_value(node, kind, facts, units, shapes, w)
        count[row + node] = w.acc[node * ACC + N]
        if keep:
            sums[row + node] = w.acc[node * ACC + S]


@kernel
def scan(first, last, facts, actions, units, shapes, w, value, count, sums):  # type: ignore[no-untyped-def]
    """Fill the rows first:last of value and count (and of sums, if it has rows).

    value[row, node] are the points of the node's shape, count its units' count, sums its units'
    points; row 0 is subject `first`. Rows must come in as zeros.
    """
    keep = len(sums) > 0
    f, a, u, s, room = pointers(facts), pointers(actions), pointers(units), pointers(shapes), pointers(w)
    v, c, own = pointers(value), pointers(count), pointers(sums)
    for subject in range(first, last):
        kind = np.int64(f.kind[subject])
        if kind < 0:
            continue
        low = f.offset[subject]
        high = f.offset[subject + 1]
        read_facts(low, high, kind * a.span, f, a, u, room)
        store_sums((subject - first) * s.units, kind, f, u, s, room, v, c, own, keep)
        clear(u, room)
