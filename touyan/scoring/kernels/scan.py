"""The one pass: facts of a subject stream through once, and its clauses get their points."""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel
from touyan.scoring.kernels.shapes import shape_value
from touyan.scoring.kernels.units import add_unit, finish_work, gather, value_at_runtime
from touyan.scoring.layout import (
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
    U,
)


@kernel
def act_on(a, meta, i, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """One action of one fact."""
    node = meta & NODE_MASK
    points = actions.act[a, POINTS]
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
        if actions.timed:
            slot += actions.time[facts.time[i]]
        a = slot
        while a >= 0:
            meta = actions.act[a, META]
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
        for column in range(4):
            w.acc[node, column] = 0
        if units.feature[node] & PERIODS:
            slot = units.slot[node]
            for p in range(w.psum.shape[1]):
                w.psum[slot, p] = 0
                w.pcount[slot, p] = 0
                w.punits[slot, p] = 0
    w.at[TOUCHED] = 0
    w.at[LISTED] = 0


@kernel
def scan(first, last, facts, actions, units, shapes, w, value, count, sums, number):  # type: ignore[no-untyped-def]
    """Fill the rows first:last of value and count (and sums, number if they have rows).

    value[row, node] are the points of the node's shape, count its units' count, sums its units'
    points, number its units; row 0 is subject `first`. Rows must come in as zeros.
    """
    keep = len(sums) > 0
    for subject in range(first, last):
        row = subject - first
        kind = facts.kind[subject]
        if kind < 0:
            continue
        low = facts.offset[subject]
        high = facts.offset[subject + 1]
        read_facts(low, high, kind * actions.span, facts, actions, units, w)
        for k in range(len(shapes.always)):
            node = shapes.always[k]
            value[row, node] = shape_value(node, kind, facts, units, shapes, w)
        for k in range(w.at[TOUCHED]):
            node = w.touched[k]
            value[row, node] = shape_value(node, kind, facts, units, shapes, w)
            count[row, node] = w.acc[node, N]
            if keep:
                sums[row, node] = w.acc[node, S]
                number[row, node] = w.acc[node, U]
        clear(units, w)
