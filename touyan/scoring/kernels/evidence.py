"""Evidence for everybody: one short row per record and clause, in numbers that a table explains.

The same reading as `scan`, with the rows on the way. Rows say: number of the fact, code of what it got; they follow
the subjects, and `out.rows` says how many each has. What depends on a quantity gets a long row.
"""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel, pointers_maker
from touyan.scoring.kernels.rows import kept, write_action
from touyan.scoring.kernels.scan import (
    add_special,
    clear,
    end_of_work,
    leave_out,
    read_work,
    store_counts,
    store_sums,
    stream,
)
from touyan.scoring.kernels.units import slot_of
from touyan.scoring.layout import (
    ACC,
    ACT,
    ALL,
    BLOCK,
    CELL,
    LATER,
    LINE,
    LISTED,
    META,
    MORE,
    NEXT_SHIFT,
    NODE_MASK,
    PLACE,
    RARE,
    RATE_MASK,
    RATE_SHIFT,
    ROW,
    RUN,
    RUNTIME,
    SILENT_SHIFT,
    SIMPLE_SHIFT,
    SLOW,
    SPECIAL,
    STAMP,
    STREAMED,
    VOID,
    WORK,
)

OWN, LOWER, EXCLUDED = 0, 1, 2
pointers = pointers_maker()


@kernel
def write(simple, code, i, k, facts, out):  # type: ignore[no-untyped-def]
    """Short row k, unless the answer has none; the next row's number."""
    out.fact[k] = facts.number[i]
    out.code[k] = code
    return k + (1 - ((simple >> SILENT_SHIFT) & 1))


@kernel
def write_special(simple, code, i, k, subject, facts, actions, units, sign, w, out, rows):  # type: ignore[no-untyped-def]
    """A fact that has to be looked at; the next short row's number."""
    a = simple >> SIMPLE_SHIFT
    meta = actions.act[a * ACT + META]
    if not meta & VOID:
        add_special(a, i, facts, actions, units, w)
    if meta & RUNTIME and not (simple >> SILENT_SHIFT) & 1:
        write_action(a, i, subject, True, facts, actions, units, sign, w, rows)
        return k
    return write(simple, code, i, k, facts, out)


@kernel
def write_streamed(simple, code, i, k, work, place, dump, facts, w, out):  # type: ignore[no-untyped-def]
    """As `stream`, with a row: of two that compete the row of the one that loses says so. The next row's number.

    Row `dump` bears what nobody loses.
    """
    cell = (simple & NODE_MASK) * CELL
    begun = np.int64(w.cell[cell + WORK] == work)
    before = w.cell[cell + ROW]
    change = stream(simple, work, place, w)
    after = write(simple, code, i, k, facts, out)
    # all in numbers: a branch would be guessed wrong for every other fact
    wins = np.int64(change > 0) | w.cell[cell + LATER] | (1 - begun)
    winner = before + (k - before) * wins
    loser = before + k - winner
    some = begun & (1 - w.cell[cell + ALL])
    out.code[dump + (loser - dump) * some] += LOWER
    w.cell[cell + ROW] = winner
    return after


@kernel
def write_work(low, high, k, subject, base, begin, facts, actions, units, sign, w, out, rows):  # type: ignore[no-untyped-def]
    """Rows of nodes by work, after the work low:high was read; their codes are `begin` + 3 · action + outcome.

    The next short row's number.
    """
    for i in range(low, high):
        a = slot_of(i, base, facts, actions)
        while a >= 0:
            meta = actions.act[a * ACT + META]
            if meta < 0:
                break
            node = meta & NODE_MASK
            if units.by_work[node] != 0 and not meta & VOID and node >= units.tallies:
                if meta & RUNTIME:
                    write_action(a, i, subject, False, facts, actions, units, sign, w, rows)
                else:
                    outcome = OWN
                    if not kept(node, (meta >> RATE_SHIFT) & RATE_MASK, i, units, w):
                        outcome = LOWER
                    elif w.run[node * ACC + STAMP] == -w.at[RUN]:
                        outcome = EXCLUDED
                    k = write(0, begin + a * 3 + outcome, i, k, facts, out)
            a = (meta >> NEXT_SHIFT) - 1
    return k


@kernel
def tell_alone(low, high, k, subject, base, told, facts, actions, units, sign, w, out, rows):  # type: ignore[no-untyped-def]
    """As `read_alone`, with rows, whose codes are the answers' numbers; the next row's number."""
    place = w.at[PLACE]
    for i in range(low, high):
        slot = slot_of(i, base, facts, actions)
        simple = told.simple[slot]
        if not simple & RARE:
            w.held[(simple & NODE_MASK) * LINE + place] += simple >> SIMPLE_SHIFT
            k = write(simple, slot, i, k, facts, out)
            continue
        if simple & SLOW:
            read_work(i, i + 1, False, base, facts, actions, units, w)
            k = write_work(i, i + 1, k, subject, base, told.actions, facts, actions, units, sign, w, out, rows)
        while True:
            if simple & SPECIAL:
                k = write_special(simple, slot, i, k, subject, facts, actions, units, sign, w, out, rows)
            else:
                w.held[(simple & NODE_MASK) * LINE + place] += simple >> SIMPLE_SHIFT
                k = write(simple, slot, i, k, facts, out)
            if not simple & MORE:
                break
            slot = told.next[slot]
            simple = told.simple[slot]
    return k


@kernel
def tell_rare(simple, slot, i, k, work, dump, subject, told, facts, actions, units, sign, w, out, rows):  # type: ignore[no-untyped-def]
    """A fact of a work of several with more than one answer, or one to be looked at; the next row's number."""
    while True:
        code = told.first + 2 * slot
        if simple & SPECIAL:
            k = write_special(simple, code, i, k, subject, facts, actions, units, sign, w, out, rows)
        else:
            k = write_streamed(simple, code, i, k, work, w.at[PLACE], dump, facts, w, out)
        if not simple & MORE:
            return k
        slot = told.next[slot]
        simple = told.simple[slot]


@kernel
def tell_several(low, high, k, dump, subject, base, told, facts, actions, units, sign, w, out, rows):  # type: ignore[no-untyped-def]
    """As `read_several`, with rows, whose codes are `told.first` + 2 · answer + does it lose; the next row's number."""
    work, place = w.at[STREAMED], w.at[PLACE]
    start = known = low
    for i in range(low, high):
        if facts.sig[i] >= facts.new:
            work += 1
            start = i
        slot = slot_of(i, base, facts, actions)
        simple = told.simple[slot]
        if not simple & RARE:
            k = write_streamed(simple, told.first + 2 * slot, i, k, work, place, dump, facts, w, out)
            continue
        if simple & SLOW and i >= known:
            known = end_of_work(i, high, facts)
            read_work(start, known, False, base, facts, actions, units, w)
            k = write_work(start, known, k, subject, base, told.actions, facts, actions, units, sign, w, out, rows)
        k = tell_rare(simple, slot, i, k, work, dump, subject, told, facts, actions, units, sign, w, out, rows)
    w.at[STREAMED] = work
    return k


@kernel
def evidence(  # type: ignore[no-untyped-def]
    first, last, shift, stride, one, many, facts, actions, units, shapes, tree, sign, w, value, count, sums, out, dump,
    at, rows,
):  # fmt: skip
    """As `scan`, and short rows of the subjects first:last into `out` (at[0] of them), long ones into `rows`.

    `sums` gets the units' points before their shape. Row `dump` of `out` is room that nobody reads.
    """
    f, a, u, s, t = pointers(facts), pointers(actions), pointers(units), pointers(shapes), pointers(tree)
    alone, several, room, signs = pointers(one), pointers(many), pointers(w), pointers(sign)
    v, c, own, o, n, r = (
        pointers(value), pointers(count), pointers(sums), pointers(out), pointers(at), pointers(rows)
    )  # fmt: skip
    k = np.int64(0)
    for begin in range(first, last, BLOCK):
        size = min(last - begin, BLOCK)
        for place in range(size):
            subject = begin + place
            kind = np.int64(f.kind[subject])
            room.at[PLACE] = place
            before = k
            if kind >= 0:
                base, low, middle = kind * a.span, f.offset[subject], f.middle[subject]
                high = f.offset[subject + 1]
                k = tell_alone(low, middle, k, subject, base, alone, f, a, u, signs, room, o, r)
                k = tell_several(middle, high, k, dump, subject, base, several, f, a, u, signs, room, o, r)
                if room.at[LISTED] > 0:
                    leave_out(kind, f, u, s, room)
            o.rows[subject - first] = k - before
        store_sums(begin - shift, begin, size, stride, False, f.kind, u, s, room, v, own)
        store_counts(begin - shift, size, stride, u, t, room, c)
        clear(size, False, u, room)
    n[0] = k
