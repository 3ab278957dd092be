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
    DIRECT,
    EACH,
    EARLIEST,
    GATHER,
    GATHERED,
    HIGHEST,
    LATEST,
    LISTED,
    META,
    MORE,
    NEXT_SHIFT,
    NODE_MASK,
    POINTS,
    RATE_MASK,
    RATE_SHIFT,
    RUN,
    RUNTIME,
    SIMPLE_SHIFT,
    SLOW,
    SPECIAL,
    STACK,
    TOP,
    VOID,
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
def read_work(low, high, fresh, base, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """One work, in full generality. Direct actions of facts before `fresh` are done already."""
    w.at[RUN] += 1
    for i in range(low, high):
        a = slot_of(i, base, facts, actions)
        while a >= 0:
            meta = actions.act[a * ACT + META]
            if meta < 0:
                break
            if not meta & VOID and not (meta & DIRECT and i < fresh):
                act_on(a, meta, i, facts, actions, units, w)
            a = (meta >> NEXT_SHIFT) - 1
    if w.at[GATHERED] > 0:
        finish_work(low, high, base, facts, actions, units, w)


@kernel
def add_simple(node, points, count, number, top, acc):  # type: ignore[no-untyped-def]
    """Units of a node that needs nothing but its sums."""
    at = node * ACC
    acc[at + N] += count
    acc[at + S] += points
    acc[at + U] += number
    acc[at + TOP] = max(acc[at + TOP], top)


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
        points = simple >> SIMPLE_SHIFT
        if simple & SLOW:
            read_work(i, i + 1, i, base, facts, actions, units, w)
            continue
        if simple & SPECIAL:
            add_special(points, i, facts, actions, units, w)
        else:
            add_simple(simple & NODE_MASK, points, 10_000, 1, points, w.acc)
        while simple & MORE:
            slot = actions.one_next[slot]
            simple = actions.one[slot]
            points = simple >> SIMPLE_SHIFT
            if simple & SPECIAL:
                add_special(points, i, facts, actions, units, w)
            else:
                add_simple(simple & NODE_MASK, points, 10_000, 1, points, w.acc)


@kernel
def end_of_work(i, high, facts):  # type: ignore[no-untyped-def]
    """Index after the last fact of the work that i belongs to."""
    i += 1
    while i < high and facts.sig[i] < facts.new:
        i += 1
    return i


@kernel
def finish_simple(node, first, last, best, total, number, units, w):  # type: ignore[no-untyped-def]
    """The unit (or with EACH, units) a work became, all of whose facts went to one node."""
    w.five[EACH] = total
    w.five[STACK] = total
    w.five[HIGHEST] = best
    w.five[LATEST] = last
    w.five[EARLIEST] = first
    combine = units.combine[node]
    add_simple(node, w.five[combine], 10_000, 1, w.five[combine], w.acc)


@kernel
def read_several(low, high, base, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """Works of several facts. What is simple stays in registers, else the work is read again."""
    i = low
    while i < high:
        start = i
        current = np.int64(-1)
        first = last = best = total = number = np.int64(0)
        fresh = i
        slow = False
        while True:
            slot = slot_of(i, base, facts, actions)
            while True:
                simple = actions.many[slot]
                if simple & SLOW:
                    fresh = i
                    slow = True
                    break
                node = simple & NODE_MASK
                points = simple >> SIMPLE_SHIFT
                if simple & GATHER:
                    if current < 0:
                        current = node
                        first = points
                    elif current != node:
                        fresh = i + 1
                        slow = True
                    last = points
                    best = max(best, points)
                    total += points
                    number += 1
                elif simple & SPECIAL:
                    add_special(points, i, facts, actions, units, w)
                else:
                    add_simple(node, points, 10_000, 1, points, w.acc)
                if not simple & MORE:
                    break
                slot = actions.many_next[slot]
            if slow:
                break
            i += 1
            if i >= high or facts.sig[i] >= facts.new:
                break
        if slow:
            i = end_of_work(i, high, facts)
            read_work(start, i, fresh, base, facts, actions, units, w)
        elif current >= 0:
            finish_simple(current, first, last, best, total, number, units, w)


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
        store_sums((subject - first) * s.units, kind, f, u, s, room, v, c, own)
        clear(u, s, room)
