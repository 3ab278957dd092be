"""Evidence: the same reading of the facts, with one trace row per fact and clause."""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel, pointers_maker
from touyan.scoring.kernels.scan import clear, end_of_work, leave_out, read_work, store_counts, store_sums
from touyan.scoring.kernels.units import rule_and_raw, slot_of
from touyan.scoring.layout import (
    ACC,
    ACT,
    BLOCK,
    EARLIEST,
    HIGHEST,
    IDX,
    LATEST,
    LISTED,
    META,
    NEXT_SHIFT,
    NODE_MASK,
    ONCE_PER_RATE,
    PLACE,
    R_COUNTED,
    R_EXCLUSIVE,
    R_LOWER,
    R_REFUSED,
    R_SHARED,
    RATE_MASK,
    RATE_SHIFT,
    ROWS,
    RUN,
    STAMP,
    VOID,
)

pointers = pointers_maker()


@kernel
def kept(node, rate, i, units, w):  # type: ignore[no-untyped-def]
    """Is fact i, which is not void, among those its work is worth in this node."""
    combine = units.combine[node]
    if combine in (HIGHEST, LATEST, EARLIEST):
        return w.run[node * ACC + IDX] == i
    if combine == ONCE_PER_RATE:
        return w.rate[rate * ACC + IDX] == i
    return True


@kernel
def write_action(a, i, subject, alone, facts, actions, units, sign, w, rows):  # type: ignore[no-untyped-def]
    """The trace row of one fact in one clause, after its work was read; `alone`: nothing competes with it."""
    meta = actions.act[a * ACT + META]
    node = meta & NODE_MASK
    rule, raw, value = rule_and_raw(a, facts.quantity[i], actions, units)
    if rule == R_SHARED and value == raw:
        rule = R_COUNTED
    if meta & VOID or rule == R_REFUSED:
        value = np.int64(0)
    elif not alone and not kept(node, (meta >> RATE_SHIFT) & RATE_MASK, i, units, w):
        rule = np.int64(R_LOWER)
        value = np.int64(0)
    elif not alone and w.run[node * ACC + STAMP] == -w.at[RUN]:
        rule = np.int64(R_EXCLUSIVE)
        value = np.int64(0)
    k = w.at[ROWS]
    rows.subject[k] = subject
    rows.node[k] = node
    rows.fact[k] = i
    rows.raw[k] = raw
    rows.counted[k] = value * sign[node]
    rows.rule[k] = rule
    w.at[ROWS] = k + 1


@kernel
def write_work(low, high, subject, base, tallies, facts, actions, units, sign, w, rows):  # type: ignore[no-untyped-def]
    """Rows of all facts of the work just read; tallies have none."""
    for i in range(low, high):
        a = slot_of(i, base, facts, actions)
        while a >= 0:
            meta = actions.act[a * ACT + META]
            if meta < 0:
                break
            if meta & NODE_MASK >= tallies:
                write_action(a, i, subject, False, facts, actions, units, sign, w, rows)
            a = (meta >> NEXT_SHIFT) - 1


@kernel
def count_rows(first, last, tallies, facts, actions):  # type: ignore[no-untyped-def]
    """How many rows of facts the subjects first:last have."""
    f, a = pointers(facts), pointers(actions)
    number = 0
    for subject in range(first, last):
        kind = np.int64(f.kind[subject])
        if kind < 0:
            continue
        for i in range(f.offset[subject], f.offset[subject + 1]):
            at = slot_of(i, kind * a.span, f, a)
            while at >= 0:
                meta = a.act[at * ACT + META]
                if meta < 0:
                    break
                if meta & NODE_MASK >= tallies:
                    number += 1
                at = (meta >> NEXT_SHIFT) - 1
    return number


@kernel
def trace_subject(subject, kind, tallies, facts, actions, units, shapes, sign, w, rows):  # type: ignore[no-untyped-def]
    """Read every work of a subject in full generality and write the rows of its facts."""
    base = kind * actions.span
    i = facts.offset[subject]
    high = facts.offset[subject + 1]
    while i < high:
        end = end_of_work(i, high, facts)
        read_work(i, end, True, base, facts, actions, units, w)
        write_work(i, end, subject, base, tallies, facts, actions, units, sign, w, rows)
        i = end
    if w.at[LISTED] > 0:
        leave_out(kind, facts, units, shapes, w)


@kernel
def trace(first, last, tallies, facts, actions, units, shapes, tree, sign, w, value, count, sums, rows):  # type: ignore[no-untyped-def]
    """As `scan`, reading every work in full generality, and write the rows of facts; sums get the units' points."""
    f, a, u, s, t, room = (
        pointers(facts), pointers(actions), pointers(units), pointers(shapes), pointers(tree), pointers(w)
    )  # fmt: skip
    v, c, own, signs, r = pointers(value), pointers(count), pointers(sums), pointers(sign), pointers(rows)
    for begin in range(first, last, BLOCK):
        size = min(last - begin, BLOCK)
        for place in range(size):
            kind = np.int64(f.kind[begin + place])
            room.at[PLACE] = place
            if kind >= 0:
                trace_subject(begin + place, kind, tallies, f, a, u, s, signs, room, r)
        store_sums(begin - first, begin, size, last - first, True, f.kind, u, s, room, v, own)
        store_counts(begin - first, size, last - first, u, t, room, c)
        clear(size, True, u, room)
    return room.at[ROWS]
