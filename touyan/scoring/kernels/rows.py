"""Evidence: the same reading of the facts, with one trace row per fact and clause."""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel, pointers_maker
from touyan.scoring.kernels.scan import clear, end_of_work, optional, read_work, store_sums
from touyan.scoring.kernels.units import rule_and_raw, slot_of
from touyan.scoring.layout import (
    ACC,
    ACT,
    EARLIEST,
    HIGHEST,
    IDX,
    LATEST,
    META,
    NEXT_SHIFT,
    NODE_MASK,
    ONCE_PER_RATE,
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
def write_action(a, i, subject, facts, actions, units, sign, w, rows):  # type: ignore[no-untyped-def]
    """The trace row of one fact in one clause, after its work was read."""
    meta = actions.act[a * ACT + META]
    node = meta & NODE_MASK
    rule, raw, value = rule_and_raw(a, facts.quantity[i], actions, units)
    if rule == R_SHARED and value == raw:
        rule = R_COUNTED
    if meta & VOID or rule == R_REFUSED:
        value = np.int64(0)
    elif not kept(node, (meta >> RATE_SHIFT) & RATE_MASK, i, units, w):
        rule = np.int64(R_LOWER)
        value = np.int64(0)
    elif w.run[node * ACC + STAMP] == -w.at[RUN]:
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
                write_action(a, i, subject, facts, actions, units, sign, w, rows)
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
def trace(first, last, tallies, facts, actions, units, shapes, sign, w, value, count, sums, rows):  # type: ignore[no-untyped-def]
    """As `scan`, reading every work in full generality, and write the rows of facts."""
    f, a, u, s, room = pointers(facts), pointers(actions), pointers(units), pointers(shapes), pointers(w)
    v, c, own, signs, r = pointers(value), pointers(count), optional(sums), pointers(sign), pointers(rows)
    for subject in range(first, last):
        kind = np.int64(f.kind[subject])
        if kind < 0:
            continue
        base = kind * a.span
        i = f.offset[subject]
        high = f.offset[subject + 1]
        while i < high:
            end = end_of_work(i, high, f)
            read_work(i, end, True, base, f, a, u, room)
            write_work(i, end, subject, base, tallies, f, a, u, signs, room, r)
            i = end
        store_sums((subject - first) * s.units, kind, f, u, s, room, v, c, own)
        clear(u, s, room)
    return room.at[ROWS]
