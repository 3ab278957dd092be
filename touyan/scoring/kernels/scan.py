"""The one pass: facts of a subject stream through once, and its clauses get their points."""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel, pointers_maker
from touyan.scoring.kernels.shapes import shape_value
from touyan.scoring.kernels.units import add_unit, finish_work, gather, slot_of, value_at_runtime
from touyan.scoring.layout import (
    ACC,
    ACT,
    BY_QUANTITY,
    CELL,
    COUNT_BITS,
    COUNT_MASK,
    DIRECT,
    GATHERED,
    HELD,
    KEEP,
    LEAST,
    LISTED,
    META,
    MORE,
    NEXT_SHIFT,
    NODE_MASK,
    ONLY,
    POINTS,
    RARE,
    RATE_MASK,
    RATE_SHIFT,
    RUN,
    RUNTIME,
    SIMPLE_SHIFT,
    SLOW,
    SPECIAL,
    STREAMED,
    TOP,
    VOID,
    WORK,
    WORTH,
    N,
    S,
    U,
)

pointers = pointers_maker()


@kernel
def optional(given):  # type: ignore[no-untyped-def]
    """Pointers of what is there, None of what is not."""
    if given is None:
        return None
    return pointers(given)


@kernel
def act_on(a, meta, i, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """One action of one fact."""
    node = meta & NODE_MASK
    points = actions.act[a * ACT + POINTS]
    if meta & RUNTIME:
        refused, _, points = value_at_runtime(a, facts.quantity[i], actions, units)
        if refused:
            return
    one = np.int64(10_000)
    quantity = np.int64(0)
    if meta & BY_QUANTITY:
        one = np.int64(0)
        quantity = np.int64(facts.quantity[i])
    if meta & DIRECT:
        add_unit(node, points, one + quantity, i, facts, units, w)
    else:
        gather(node, (meta >> RATE_SHIFT) & RATE_MASK, points, one, quantity, i, units, w)


@kernel
def read_work(low, high, whole, base, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """One work, in full generality; of nodes that a sum says everything about only if `whole`."""
    w.at[RUN] += 1
    for i in range(low, high):
        a = slot_of(i, base, facts, actions)
        while a >= 0:
            meta = actions.act[a * ACT + META]
            if meta < 0:
                break
            if not meta & VOID and (whole or units.by_work[meta & NODE_MASK] != 0):
                act_on(a, meta, i, facts, actions, units, w)
            a = (meta >> NEXT_SHIFT) - 1
    if w.at[GATHERED] > 0:
        finish_work(low, high, base, facts, actions, units, w)


@kernel
def add_special(a, i, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """A unit of one fact whose points, count or day have to be looked at."""
    meta = actions.act[a * ACT + META]
    points = actions.act[a * ACT + POINTS]
    if meta & RUNTIME:
        refused, _, points = value_at_runtime(a, facts.quantity[i], actions, units)
        if refused:
            return
    count = np.int64(10_000)
    if meta & BY_QUANTITY:
        count = np.int64(facts.quantity[i])
    add_unit(meta & NODE_MASK, points, count, i, facts, units, w)


@kernel
def read_alone(low, high, base, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """Facts that are each their work's only one: combination and exclusives were settled before."""
    for i in range(low, high):
        slot = slot_of(i, base, facts, actions)
        simple = actions.one[slot]
        if not simple & RARE:
            w.cell[(simple & NODE_MASK) * CELL + HELD] += simple >> SIMPLE_SHIFT
            continue
        if simple & SLOW:
            read_work(i, i + 1, False, base, facts, actions, units, w)
        while True:
            if simple & SPECIAL:
                add_special(simple >> SIMPLE_SHIFT, i, facts, actions, units, w)
            else:
                w.cell[(simple & NODE_MASK) * CELL + HELD] += simple >> SIMPLE_SHIFT
            if not simple & MORE:
                break
            slot = actions.one_next[slot]
            simple = actions.one[slot]


@kernel
def end_of_work(i, high, facts):  # type: ignore[no-untyped-def]
    """Index after the last fact of the work that i belongs to."""
    i += 1
    while i < high and facts.sig[i] < facts.new:
        i += 1
    return i


@kernel
def stream(simple, work, w):  # type: ignore[no-untyped-def]
    """What one more fact changes in a plain node, without asking how facts of a work combine there.

    `work` numbers the work. With what the work is worth so far, the cell's masks say the change: each (keep 0) adds
    the unit; the highest (keep all) adds what it is worth more, at least 0; the latest the difference; the earliest
    (only 1) nothing once there is a unit; stacked facts (keep the count) add their points but count once.
    """
    cell = (simple & NODE_MASK) * CELL
    unit = simple >> SIMPLE_SHIFT
    worth = w.cell[cell + WORTH] if w.cell[cell + WORK] == work else np.int64(0)
    unit &= (worth & w.cell[cell + ONLY]) - 1
    change = max(unit - (worth & w.cell[cell + KEEP]), w.cell[cell + LEAST])
    w.cell[cell + HELD] += change
    w.cell[cell + WORTH] = worth + change
    w.cell[cell + WORK] = work


@kernel
def read_rare(simple, slot, i, work, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """A fact of a work of several with more than one answer, or one that has to be looked at."""
    while True:
        if simple & SPECIAL:
            add_special(simple >> SIMPLE_SHIFT, i, facts, actions, units, w)
        else:
            stream(simple, work, w)
        if not simple & MORE:
            return
        slot = actions.many_next[slot]
        simple = actions.many[slot]


@kernel
def read_several(low, high, base, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """Works of several facts. Nodes by work have it read again."""
    work = w.at[STREAMED]
    start = low
    known = low  # nodes by work are done with up to here
    for i in range(low, high):
        if facts.sig[i] >= facts.new:
            work += 1
            start = i
        slot = slot_of(i, base, facts, actions)
        simple = actions.many[slot]
        if not simple & RARE:
            stream(simple, work, w)
            continue
        if simple & SLOW and i >= known:
            known = end_of_work(i, high, facts)
            read_work(start, known, False, base, facts, actions, units, w)
        read_rare(simple, slot, i, work, facts, actions, units, w)
    w.at[STREAMED] = work


@kernel
def settle(units, shapes, w):  # type: ignore[no-untyped-def]
    """Add the packed sums to those of units looked at one by one."""
    for node in range(shapes.units):
        units_ = w.cell[node * CELL + HELD]
        w.cell[node * CELL + HELD] = 0
        number = units_ & COUNT_MASK
        top = units.alike[node] if number > 0 else np.int64(0)
        w.acc[node * ACC + N] += number * 10_000
        w.acc[node * ACC + S] += units_ >> COUNT_BITS
        w.acc[node * ACC + U] += number
        w.acc[node * ACC + TOP] = max(w.acc[node * ACC + TOP], top)


@kernel
def store_sums(row, kind, facts, units, shapes, w, value, count, sums):  # type: ignore[no-untyped-def]
    """Write the row of a subject whose facts have been read."""
    for node in range(shapes.units):
        count[row + node] = w.acc[node * ACC + N]
        value[row + node] = w.acc[node * ACC + S]
        if sums is not None:
            sums[row + node] = w.acc[node * ACC + S]
    for k in range(shapes.specials):
        node = shapes.special[k]
        value[row + node] = shape_value(node, kind, facts, units, shapes, w)


@kernel
def clear(units, shapes, w):  # type: ignore[no-untyped-def]
    """Leave the scratch as it was before the subject."""
    for k in range(shapes.units * ACC):
        w.acc[k] = 0
    for k in range(units.slots * units.periods):
        w.psum[k] = 0
        w.pcount[k] = 0
        w.punits[k] = 0
    w.at[LISTED] = 0


@kernel
def scan(first, last, facts, actions, units, shapes, w, value, count, sums):  # type: ignore[no-untyped-def]
    """Fill the rows first:last of value and count (and of sums, if it is not None).

    value[row, node] are the points of the node's shape, count its units' count, sums its units'
    points; row 0 is subject `first`. Rows of subjects of no class are left as they are.
    """
    f, a, u, s, room = pointers(facts), pointers(actions), pointers(units), pointers(shapes), pointers(w)
    v, c, own = pointers(value), pointers(count), optional(sums)
    for subject in range(first, last):
        kind = np.int64(f.kind[subject])
        if kind < 0:
            continue
        middle = f.middle[subject]
        base = kind * a.span
        read_alone(f.offset[subject], middle, base, f, a, u, room)
        read_several(middle, f.offset[subject + 1], base, f, a, u, room)
        settle(u, s, room)
        store_sums((subject - first) * s.units, kind, f, u, s, room, v, c, own)
        clear(u, s, room)
