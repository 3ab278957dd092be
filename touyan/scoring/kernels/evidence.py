"""Evidence for everybody: one short row per record and clause, in numbers that a table explains.

Signatures with a short answer are written without reading the work in full; the others go through
`rows.write_action`'s rules. Rows say: number of the fact, code = 3 · action + outcome; they follow the
subjects, and `out.rows` says how many each has.
"""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel, pointers_maker
from touyan.scoring.kernels.rows import kept, write_action
from touyan.scoring.kernels.scan import end_of_work, read_work
from touyan.scoring.kernels.units import slot_of
from touyan.scoring.layout import (
    ACC,
    ACT,
    DIRECT,
    GATHER,
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
    ROWS,
    RUN,
    RUNTIME,
    SIMPLE_SHIFT,
    SLOW,
    SPECIAL,
    STACK,
    STAMP,
    VOID,
)

OWN, LOWER, EXCLUDED = 0, 1, 2
pointers = pointers_maker()


@kernel
def write(a, meta, outcome, i, k, own, facts, actions, out):  # type: ignore[no-untyped-def]
    """Short row k; what counts is added to the subject's units. The next row's number."""
    out.fact[k] = facts.number[i]
    out.code[k] = a * 3 + outcome
    if outcome == OWN and not meta & VOID:
        own[meta & NODE_MASK] += actions.act[a * ACT + POINTS]
    return k + 1


@kernel
def write_alone(a, i, k, own, tallies, actions, facts, out):  # type: ignore[no-untyped-def]
    """Rows of a fact that is its work's only one and needs no reading; the next row's number."""
    while a >= 0:
        meta = actions.act[a * ACT + META]
        if meta < 0:
            break
        if meta & NODE_MASK >= tallies:
            k = write(a, meta, OWN, i, k, own, facts, actions, out)
        a = (meta >> NEXT_SHIFT) - 1
    return k


@kernel
def write_simple(i, k, first, best, last, combine, own, tallies, actions, base, facts, out):  # type: ignore[no-untyped-def]
    """Rows of a fact whose work is simple: combination decides by place alone. The next row's number."""
    a = slot_of(i, base, facts, actions)
    while a >= 0:
        meta = actions.act[a * ACT + META]
        if meta < 0:
            break
        if meta & NODE_MASK >= tallies:
            outcome = OWN
            if not meta & (DIRECT | VOID) and combine >= HIGHEST:
                keep = first
                if combine == HIGHEST:
                    keep = best
                elif combine == LATEST:
                    keep = last
                if i != keep:
                    outcome = LOWER
            k = write(a, meta, outcome, i, k, own, facts, actions, out)
        a = (meta >> NEXT_SHIFT) - 1
    return k


@kernel
def write_general(low, high, k, subject, own, tallies, base, facts, actions, units, sign, w, out, rows):  # type: ignore[no-untyped-def]
    """Rows of a work read in full; what depends on a quantity gets a long row. The next short row's number."""
    for i in range(low, high):
        a = slot_of(i, base, facts, actions)
        while a >= 0:
            meta = actions.act[a * ACT + META]
            if meta < 0:
                break
            node = meta & NODE_MASK
            if node >= tallies:
                if meta & RUNTIME:
                    write_action(a, i, subject, facts, actions, units, sign, w, rows)
                    own[node] += rows.counted[w.at[ROWS] - 1] * sign[node]
                else:
                    outcome = OWN
                    if not meta & VOID:
                        if not kept(node, (meta >> RATE_SHIFT) & RATE_MASK, i, units, w):
                            outcome = LOWER
                        elif w.run[node * ACC + STAMP] == -w.at[RUN]:
                            outcome = EXCLUDED
                    k = write(a, meta, outcome, i, k, own, facts, actions, out)
            a = (meta >> NEXT_SHIFT) - 1
    return k


@kernel
def look(low, high, base, facts, actions, units):  # type: ignore[no-untyped-def]
    """(simple?, first, best, last, combine) of a work of several facts."""
    current = np.int64(-1)
    first = best = last = low
    most = np.int64(-1)
    for i in range(low, high):
        slot = slot_of(i, base, facts, actions)
        if actions.clear[slot] == 0:  # even a void fact may have a raw that depends on its quantity
            return False, first, best, last, 0
        while True:
            simple = actions.many[slot]
            if simple & (SLOW | SPECIAL):
                return False, first, best, last, 0
            if simple & GATHER:
                node = simple & NODE_MASK
                if current < 0:
                    current = node
                    first = i
                elif current != node:
                    return False, first, best, last, 0
                last = i
                if simple >> SIMPLE_SHIFT > most:
                    most = simple >> SIMPLE_SHIFT
                    best = i
            if not simple & MORE:
                break
            slot = actions.many_next[slot]
    combine = units.combine[current] if current >= 0 else np.int64(STACK)
    return True, first, best, last, combine


@kernel
def evidence(first, last, tallies, facts, actions, units, sign, w, sums, out, at, rows):  # type: ignore[no-untyped-def]
    """Short rows of the subjects first:last into `out` (at[0] of them), long ones into `rows`.

    sums[row, node] gets the points of the node's units.
    """
    f, a, u, room = pointers(facts), pointers(actions), pointers(units), pointers(w)
    signs, own, o, n, r = pointers(sign), sums, pointers(out), pointers(at), pointers(rows)
    k = np.int64(0)
    for subject in range(first, last):
        kind = np.int64(f.kind[subject])
        if kind < 0:
            continue
        base = kind * a.span
        mine = pointers(own[subject - first])
        before = k
        i = f.offset[subject]
        middle = f.middle[subject]
        high = f.offset[subject + 1]
        while i < high:
            end = i + 1
            if i < middle:
                slot = slot_of(i, base, f, a)
                if a.clear[slot] != 0:
                    k = write_alone(slot, i, k, mine, tallies, a, f, o)
                    i = end
                    continue
                simple = False
                x = y = z = i
                combine = np.int64(STACK)
            else:
                end = end_of_work(i, high, f)
                simple, x, y, z, combine = look(i, end, base, f, a, u)
            if simple:
                for one in range(i, end):
                    k = write_simple(one, k, x, y, z, combine, mine, tallies, a, base, f, o)
            else:
                read_work(i, end, True, base, f, a, u, room)
                k = write_general(i, end, k, subject, mine, tallies, base, f, a, u, signs, room, o, r)
            i = end
        o.rows[subject - first] = k - before
        room.at[LISTED] = 0
    n[0] = k
