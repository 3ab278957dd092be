"""The tree: conditions, caps, deductions, floors, ceilings, weights, rounding, gates."""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel, pointers_maker
from touyan.scoring.kernels.arith import HALF_UP, divide
from touyan.scoring.layout import (
    ASKS,
    BEST_ONLY,
    BLOCK,
    CAP,
    CEILING,
    COUNTED,
    FLOOR,
    INFO,
    IS_DEDUCTION,
    IS_SECTION,
    NONE,
    R_CAP,
    R_CEILING,
    R_FLOOR,
    R_HIGHEST_ONLY,
    R_MODE,
    R_REQUIRES,
    R_ROUNDING,
    R_SHAPE,
    R_START,
    R_UNCOUNTED,
    R_UNIT,
    R_WAIVER,
    R_WEIGHT,
    ROWS,
    TEST,
    W_DEN,
    W_NUM,
)

pointers = pointers_maker()


@kernel
def optional(given):  # type: ignore[no-untyped-def]
    """Pointers of what is there, None of what is not."""
    if given is None:
        return None
    return pointers(given)


@kernel
def note(node, rule, amount, subject, rows, at):  # type: ignore[no-untyped-def]
    """Write one trace row of a node, if it changes anything and rows are wanted."""
    if rows is None:
        return
    if amount == 0:
        return
    k = at[ROWS]
    rows.subject[k] = subject
    rows.node[k] = node
    rows.fact[k] = -1
    rows.raw[k] = 0
    rows.counted[k] = amount
    rows.rule[k] = rule
    at[ROWS] = k + 1


@kernel
def holds(t, r, tree, w):  # type: ignore[no-untyped-def]
    """Does test t hold for subject r of the block."""
    at = tree.test[t * TEST + 0] * BLOCK + r
    amount = w.points[at] if tree.test[t * TEST + 1] != 0 else w.amount[at]
    if tree.test[t * TEST + 2] != 0:
        return amount <= tree.test[t * TEST + 3]
    return amount >= tree.test[t * TEST + 3]


@kernel
def asked(node, r, value, sign, subject, tree, w, rows, at):  # type: ignore[no-untyped-def]
    """Points of a clause after its side conditions and its waiver."""
    result = value
    for t in range(tree.require[node], tree.require[node + 1]):
        if not holds(t, r, tree, w):
            result = 0
    note(node, R_REQUIRES, sign * (result - value), subject, rows, at)
    if tree.waiver[node * 2] >= 0 and holds(tree.waiver[node * 2], r, tree, w):
        value = tree.waiver[node * 2 + 1]
        note(node, R_WAIVER, sign * (value - result), subject, rows, at)
        return value
    return result


@kernel
def finish_clause(node, r, value, own, subject, tree, w, rows, at):  # type: ignore[no-untyped-def]
    """Points of a clause after conditions, cap and floor; its rows add up to them."""
    info = node * INFO
    sign = 1 - 2 * tree.info[info + IS_DEDUCTION]
    note(node, R_SHAPE, sign * (value - own), subject, rows, at)
    if tree.info[info + ASKS] != 0:
        value = asked(node, r, value, sign, subject, tree, w, rows, at)
    capped = min(value, tree.info[info + CAP])
    note(node, R_CAP, sign * (capped - value), subject, rows, at)
    floored = max(capped, tree.info[info + FLOOR])
    note(node, R_FLOOR, sign * (floored - capped), subject, rows, at)
    if tree.info[info + COUNTED] == 0:
        note(node, R_UNCOUNTED, -sign * floored, subject, rows, at)
    return floored


@kernel
def limit_section(node, value, minus, subject, tree, rows, at):  # type: ignore[no-untyped-def]
    """Cap on the awards, then deductions with their floor, then the ceiling."""
    info = node * INFO
    capped = min(value, tree.info[info + CAP])
    note(node, R_CAP, capped - value, subject, rows, at)
    left = capped - minus
    floored = max(left, tree.info[info + FLOOR])
    note(node, R_FLOOR, floored - left, subject, rows, at)
    result = min(floored, tree.info[info + CEILING])
    note(node, R_CEILING, result - floored, subject, rows, at)
    return result


@kernel
def finish_section(node, r, kind, subject, tree, w, rows, at):  # type: ignore[no-untyped-def]
    """(exact, rounded) points of a section whose children are finished."""
    info = node * INFO
    place = node * BLOCK + r
    award = w.award[place]
    start = tree.start[kind * tree.nodes + node]
    note(node, R_START, start, subject, rows, at)
    value = start + award
    if tree.info[info + BEST_ONLY] != 0:
        best = 0 if w.best[place] == NONE else w.best[place]
        note(node, R_HIGHEST_ONLY, best - award, subject, rows, at)
        value = start + best
    value = limit_section(node, value, w.minus[place], subject, tree, rows, at)
    exact = value
    if tree.info[info + W_NUM] != tree.info[info + W_DEN]:
        exact = divide(value * tree.info[info + W_NUM], tree.info[info + W_DEN], 1, HALF_UP)
        note(node, R_WEIGHT, exact - value, subject, rows, at)
    rounded = exact
    if tree.info[info + R_UNIT] != 1 or tree.info[info + R_MODE] != HALF_UP:
        rounded = divide(
            value * tree.info[info + W_NUM], tree.info[info + W_DEN], tree.info[info + R_UNIT], tree.info[info + R_MODE]
        )
        note(node, R_ROUNDING, rounded - exact, subject, rows, at)
    if tree.info[info + COUNTED] == 0:
        note(node, R_UNCOUNTED, -rounded, subject, rows, at)
    return exact, rounded


@kernel
def add_child(node, r, value, tree, w):  # type: ignore[no-untyped-def]
    """Hand a finished node's points to its section."""
    parent = tree.parent[node]
    if parent < 0 or tree.info[node * INFO + COUNTED] == 0:
        return
    place = parent * BLOCK + r
    if tree.info[node * INFO + IS_DEDUCTION] != 0:
        w.minus[place] += value
        return
    w.award[place] += value
    if w.best[place] == NONE or value > w.best[place]:
        w.best[place] = value


@kernel
def acting_limits(kind, r, tree, w):  # type: ignore[no-untyped-def]
    """Bits of the gates and vetoes that act."""
    bits = 0
    for g in range(tree.limits):
        if tree.limit_applies[kind * tree.limits + g] == 0:
            continue
        acts = False
        for n in range(tree.limit[g], tree.limit[g + 1]):
            met = False
            for t in range(tree.need[n], tree.need[n + 1]):
                if holds(tree.need_test[t], r, tree, w):
                    met = True
            if (g < tree.vetoes and not met) or (g >= tree.vetoes and met):
                acts = True
        if acts:
            bits |= 1 << g
    return bits


@kernel
def plain_clause(node, sign, column, size, value, tree, w):  # type: ignore[no-untyped-def]
    """A clause that everybody has and that knows only a cap and a floor, for the whole block."""
    cap, floor = tree.info[node * INFO + CAP], tree.info[node * INFO + FLOOR]
    place, parent = node * BLOCK, tree.parent[node] * BLOCK
    gain, loss = max(sign, 0), max(-sign, 0)
    for r in range(size):
        points = max(min(value[column + r], cap), floor)
        w.points[place + r] = points
        w.award[parent + r] += points * gain
        w.minus[parent + r] += points * loss


@kernel
def note_plain(node, sign, column, begin, size, kinds, value, sums, tree, rows, at):  # type: ignore[no-untyped-def]
    """The rows of such a clause, if rows are wanted (then there are sums): what shape, cap and floor changed."""
    if rows is None:
        return
    cap, floor = tree.info[node * INFO + CAP], tree.info[node * INFO + FLOOR]
    for r in range(size):
        given, own = value[column + r], sums[column + r]
        if (given != own) | (given > cap) | (given < floor):
            if kinds[begin + r] >= 0:
                capped = min(given, cap)
                note(node, R_SHAPE, sign * (given - own), begin + r, rows, at)
                note(node, R_CAP, sign * (capped - given), begin + r, rows, at)
                note(node, R_FLOOR, sign * (max(capped, floor) - capped), begin + r, rows, at)


@kernel
def finish_node(node, r, kind, value, own, subject, tree, w, rows, at):  # type: ignore[no-untyped-def]
    """A clause or a section of one subject."""
    if tree.applies[kind * tree.nodes + node] == 0:
        w.points[node * BLOCK + r] = 0
        return
    if tree.info[node * INFO + IS_SECTION] == 0:
        result = finish_clause(node, r, value, own, subject, tree, w, rows, at)
    else:
        w.exact[r], result = finish_section(node, r, kind, subject, tree, w, rows, at)
    w.points[node * BLOCK + r] = result
    add_child(node, r, result, tree, w)


@kernel
def begin_block(begin, size, kinds, column, stride, count, tree, w):  # type: ignore[no-untyped-def]
    """No section has anything yet; the counts that tests read stand by their nodes."""
    for node in range(tree.units, tree.nodes):
        for k in range(node * BLOCK, node * BLOCK + size):
            w.award[k] = 0
            w.best[k] = NONE
            w.minus[k] = 0
    for k in range(tree.needs):
        node = tree.needed[k]
        for r in range(size):
            kind = np.int64(kinds[begin + r])
            applies = kind >= 0 and tree.applies[kind * tree.nodes + node] != 0
            w.amount[node * BLOCK + r] = count[k * stride + column + r] if applies else 0


@kernel
def walk(begin, size, stop, kinds, column, stride, value, sums, tree, w, rows, at):  # type: ignore[no-untyped-def]
    """Finish the nodes of a block of subjects up to program place `stop`, node by node."""
    for place in range(stop):
        node = tree.program[place]
        clause = node < tree.units
        if tree.short[place] != 0:
            plain_clause(node, tree.short[place], node * stride + column, size, value, tree, w)
            note_plain(
                node, tree.short[place], node * stride + column, begin, size, kinds, value, sums, tree, rows, at
            )  # fmt: skip
            continue
        for r in range(size):
            kind = np.int64(kinds[begin + r])
            if kind < 0:
                continue
            given = value[node * stride + column + r] if clause else np.int64(0)
            own = np.int64(0)
            if sums is not None:
                own = sums[node * stride + column + r] if clause else np.int64(0)
            finish_node(node, r, kind, given, own, begin + r, tree, w, rows, at)


@kernel
def fold(  # type: ignore[no-untyped-def]
    first, last, shift, stride, stop, full, kinds, value, count, sums, tree, w, rows, at, total, exact, limits, kept,
    keep, columns, everybody,
):  # fmt: skip
    """Finish the subjects first:last up to program place `stop` (`full`: the whole program).

    Subject j's points and counts stand in column j - shift of value and count, whose rows have `stride` columns.
    Fills total, exact and limits if `full`, and kept[k, j] with the points (keep[k, 1] = 1) or the count of node
    keep[k, 0], for k in 0:columns; kept's rows are `everybody` long. A subject of no class stays 0.
    """
    kinds_, value_, count_ = pointers(kinds), pointers(value), pointers(count)
    t, room, at_ = pointers(tree), pointers(w), pointers(at)
    rows_, sums_ = optional(rows), optional(sums)
    total_, exact_, limits_ = pointers(total), pointers(exact), pointers(limits)
    kept_, keep_ = pointers(kept), pointers(keep)
    root = t.program[stop - 1]
    for begin in range(first, last, BLOCK):
        size = min(last - begin, BLOCK)
        begin_block(begin, size, kinds_, begin - shift, stride, count_, t, room)
        walk(begin, size, stop, kinds_, begin - shift, stride, value_, sums_, t, room, rows_, at_)
        for r in range(size):
            kind = np.int64(kinds_[begin + r])
            if kind < 0:
                continue
            if full != 0:
                if t.applies[kind * t.nodes + root] != 0:
                    exact_[begin + r] = room.exact[r]
                    total_[begin + r] = room.points[root * BLOCK + r]
                limits_[begin + r] = acting_limits(kind, r, t, room)
            for k in range(columns):
                place = keep_[k * 2] * BLOCK + r
                kept_[k * everybody + begin + r] = room.points[place] if keep_[k * 2 + 1] != 0 else room.amount[place]
