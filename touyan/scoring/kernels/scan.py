"""The one pass: facts of a subject stream through once, and its clauses get their points."""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel, pointers_maker
from touyan.scoring.kernels.shapes import shape_value, without_first
from touyan.scoring.kernels.units import add_unit, finish_work, gather, slot_of, value_at_runtime
from touyan.scoring.layout import (
    ACT,
    BLOCK,
    BY_QUANTITY,
    CELL,
    COUNT_BITS,
    COUNT_MASK,
    DIRECT,
    GATHERED,
    KEEP,
    LEAST,
    LINE,
    LIST,
    LISTED,
    META,
    MORE,
    NEXT_SHIFT,
    NODE_MASK,
    ONLY,
    PARAM,
    PLACE,
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
    place = w.at[PLACE]
    for i in range(low, high):
        slot = slot_of(i, base, facts, actions)
        simple = actions.one[slot]
        if not simple & RARE:
            w.held[(simple & NODE_MASK) * LINE + place] += simple >> SIMPLE_SHIFT
            continue
        if simple & SLOW:
            read_work(i, i + 1, False, base, facts, actions, units, w)
        while True:
            if simple & SPECIAL:
                add_special(simple >> SIMPLE_SHIFT, i, facts, actions, units, w)
            else:
                w.held[(simple & NODE_MASK) * LINE + place] += simple >> SIMPLE_SHIFT
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
def stream(simple, work, place, w):  # type: ignore[no-untyped-def]
    """What one more fact changes in a plain node, without asking how facts of a work combine there.

    `work` numbers the work. With what the work is worth so far, the cell's masks say the change: each (keep 0) adds
    the unit; the highest (keep all) adds what it is worth more, at least 0; the latest the difference; the earliest
    (only 1) nothing once there is a unit; stacked facts (keep the count) add their points but count once.
    """
    node = simple & NODE_MASK
    cell = node * CELL
    unit = simple >> SIMPLE_SHIFT
    worth = w.cell[cell + WORTH] if w.cell[cell + WORK] == work else np.int64(0)
    unit &= (worth & w.cell[cell + ONLY]) - 1
    change = max(unit - (worth & w.cell[cell + KEEP]), w.cell[cell + LEAST])
    w.held[node * LINE + place] += change
    w.cell[cell + WORTH] = worth + change
    w.cell[cell + WORK] = work
    return change


@kernel
def read_rare(simple, slot, i, work, place, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """A fact of a work of several with more than one answer, or one that has to be looked at."""
    while True:
        if simple & SPECIAL:
            add_special(simple >> SIMPLE_SHIFT, i, facts, actions, units, w)
        else:
            stream(simple, work, place, w)
        if not simple & MORE:
            return
        slot = actions.many_next[slot]
        simple = actions.many[slot]


@kernel
def read_several(low, high, base, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """Works of several facts. Nodes by work have it read again."""
    work = w.at[STREAMED]
    place = w.at[PLACE]
    start = low
    known = low  # nodes by work are done with up to here
    for i in range(low, high):
        if facts.sig[i] >= facts.new:
            work += 1
            start = i
        slot = slot_of(i, base, facts, actions)
        simple = actions.many[slot]
        if not simple & RARE:
            stream(simple, work, place, w)
            continue
        if simple & SLOW and i >= known:
            known = end_of_work(i, high, facts)
            read_work(start, known, False, base, facts, actions, units, w)
        read_rare(simple, slot, i, work, place, facts, actions, units, w)
    w.at[STREAMED] = work


@kernel
def leave_out(kind, facts, units, shapes, w):  # type: ignore[no-untyped-def]
    """Of nodes whose units were listed: what their subject keeps without the first, in place of the highest unit."""
    plane = units.nodes * LINE
    for k in range(shapes.specials):
        node = shapes.special[k]
        if units.feature[node] & LIST:
            p = (kind * shapes.units + node) * PARAM
            at = node * LINE + w.at[PLACE]
            if w.acc[U * plane + at] >= shapes.param[p]:
                w.acc[TOP * plane + at] = without_first(node, p, shapes.param, w.acc[S * plane + at], facts, w)
    w.at[LISTED] = 0


@kernel
def unpack(node, size, whole, units, w):  # type: ignore[no-untyped-def]
    """Hand the packed sums of a node to the accumulators; they are empty again."""
    plane = units.nodes * LINE
    alike = units.alike[node]
    add = np.int64(-1) if whole or units.looked_at[node] != 0 else np.int64(0)
    for at in range(node * LINE, node * LINE + size):
        packed = w.held[at]
        number = packed & COUNT_MASK
        w.held[at] = 0
        w.acc[N * plane + at] = (w.acc[N * plane + at] & add) + number * 10_000
        w.acc[S * plane + at] = (w.acc[S * plane + at] & add) + (packed >> COUNT_BITS)
        w.acc[U * plane + at] = (w.acc[U * plane + at] & add) + number
        w.acc[TOP * plane + at] = max(w.acc[TOP * plane + at] & add, alike if number > 0 else np.int64(0))


@kernel
def store_sums(begin, first, size, stride, whole, kinds, units, shapes, w, value, sums):  # type: ignore[no-untyped-def]
    """Write what the subjects of a block got: columns begin:begin + size of value and, unless it is None, sums.

    `whole`: every unit was looked at.
    """
    plane = units.nodes * LINE
    for node in range(shapes.units):
        column, line = node * stride + begin, node * LINE
        if sums is None:
            if shapes.direct[node] != 0:
                for r in range(size):
                    value[column + r] = w.held[line + r] >> COUNT_BITS
                    w.held[line + r] = 0
                continue
        unpack(node, size, whole, units, w)
        for r in range(size):
            value[column + r] = w.acc[S * plane + line + r]
            if sums is not None:
                sums[column + r] = w.acc[S * plane + line + r]
    for k in range(shapes.specials):
        node = shapes.special[k]
        for r in range(size):
            kind = np.int64(kinds[first + r])
            if kind >= 0:
                value[node * stride + begin + r] = shape_value(node, r, kind, units, shapes, w)


@kernel
def store_counts(begin, size, stride, units, tree, w, count):  # type: ignore[no-untyped-def]
    """Write the counts that somebody reads."""
    for k in range(tree.needs):
        at = (N * units.nodes + tree.needed[k]) * LINE
        for r in range(size):
            count[k * stride + begin + r] = w.acc[at + r]


@kernel
def clear(size, whole, units, w):  # type: ignore[no-untyped-def]
    """Leave the scratch as it was before the block."""
    for node in range(units.nodes):
        if whole or units.looked_at[node] != 0:
            for plane in range(4):
                line = (plane * units.nodes + node) * LINE
                for k in range(line, line + size):
                    w.acc[k] = 0
    for period in range(units.slots * units.periods):
        for k in range(period * BLOCK, period * BLOCK + size):
            w.psum[k] = 0
            w.pcount[k] = 0
            w.punits[k] = 0


@kernel
def read_subject(subject, kind, facts, actions, units, shapes, w):  # type: ignore[no-untyped-def]
    """All facts of one subject."""
    base = kind * actions.span
    middle = facts.middle[subject]
    read_alone(facts.offset[subject], middle, base, facts, actions, units, w)
    read_several(middle, facts.offset[subject + 1], base, facts, actions, units, w)
    if w.at[LISTED] > 0:
        leave_out(kind, facts, units, shapes, w)


@kernel
def scan(first, last, shift, stride, facts, actions, units, shapes, tree, w, value, count):  # type: ignore[no-untyped-def]
    """Fill the columns first - shift:last - shift of value and count, whose rows have `stride` columns.

    value[node, subject] are the points of the node's shape; count[k, subject] the units' count of node needed[k].
    A subject of no class has 0.
    """
    f, a, u, s, t, room = (
        pointers(facts), pointers(actions), pointers(units), pointers(shapes), pointers(tree), pointers(w)
    )  # fmt: skip
    v, c = pointers(value), pointers(count)
    for begin in range(first, last, BLOCK):
        size = min(last - begin, BLOCK)
        for r in range(size):
            kind = np.int64(f.kind[begin + r])
            room.at[PLACE] = r
            if kind >= 0:
                read_subject(begin + r, kind, f, a, u, s, room)
        store_sums(begin - shift, begin, size, stride, False, f.kind, u, s, room, v, None)
        store_counts(begin - shift, size, stride, u, t, room, c)
        clear(size, False, u, room)
