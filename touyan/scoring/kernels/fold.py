"""The tree: conditions, caps, deductions, floors, ceilings, weights, rounding, gates."""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel, pointers_maker
from touyan.scoring.kernels.arith import HALF_UP, divide
from touyan.scoring.layout import (
    ASKS,
    BEST_ONLY,
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
def holds(t, tree, points, count):  # type: ignore[no-untyped-def]
    """Does test t hold."""
    amount = points[tree.test[t * TEST + 0]] if tree.test[t * TEST + 1] != 0 else count[tree.test[t * TEST + 0]]
    if tree.test[t * TEST + 2] != 0:
        return amount <= tree.test[t * TEST + 3]
    return amount >= tree.test[t * TEST + 3]


@kernel
def asked(node, value, sign, subject, tree, points, count, rows, at):  # type: ignore[no-untyped-def]
    """Points of a clause after its side conditions and its waiver."""
    result = value
    for t in range(tree.require[node], tree.require[node + 1]):
        if not holds(t, tree, points, count):
            result = 0
    note(node, R_REQUIRES, sign * (result - value), subject, rows, at)
    if tree.waiver[node * 2] >= 0 and holds(tree.waiver[node * 2], tree, points, count):
        value = tree.waiver[node * 2 + 1]
        note(node, R_WAIVER, sign * (value - result), subject, rows, at)
        return value
    return result


@kernel
def finish_clause(node, value, own, subject, tree, points, count, rows, at):  # type: ignore[no-untyped-def]
    """Points of a clause after conditions, cap and floor; its rows add up to them."""
    info = node * INFO
    sign = 1 - 2 * tree.info[info + IS_DEDUCTION]
    note(node, R_SHAPE, sign * (value - own), subject, rows, at)
    if tree.info[info + ASKS] != 0:
        value = asked(node, value, sign, subject, tree, points, count, rows, at)
    capped = min(value, tree.info[info + CAP])
    note(node, R_CAP, sign * (capped - value), subject, rows, at)
    floored = max(capped, tree.info[info + FLOOR])
    note(node, R_FLOOR, sign * (floored - capped), subject, rows, at)
    if tree.info[info + COUNTED] == 0:
        note(node, R_UNCOUNTED, -sign * floored, subject, rows, at)
    points[node] = floored
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
def finish_section(node, kind, award, best, minus, subject, tree, points, rows, at):  # type: ignore[no-untyped-def]
    """(exact, rounded) points of a section whose children are finished."""
    info = node * INFO
    start = tree.start[kind * tree.nodes + node]
    note(node, R_START, start, subject, rows, at)
    value = start + award
    if tree.info[info + BEST_ONLY] != 0:
        best = 0 if best == NONE else best
        note(node, R_HIGHEST_ONLY, best - award, subject, rows, at)
        value = start + best
    value = limit_section(node, value, minus, subject, tree, rows, at)
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
    points[node] = rounded
    return exact, rounded


@kernel
def add_child(node, value, tree, award, best, minus):  # type: ignore[no-untyped-def]
    """Hand a finished node's points to its section."""
    parent = tree.parent[node]
    if parent < 0 or tree.info[node * INFO + COUNTED] == 0:
        return
    if tree.info[node * INFO + IS_DEDUCTION] != 0:
        minus[parent] += value
        return
    award[parent] += value
    if best[parent] == NONE or value > best[parent]:
        best[parent] = value


@kernel
def acting_limits(kind, tree, points, count):  # type: ignore[no-untyped-def]
    """Bits of the gates and vetoes that act."""
    bits = 0
    for g in range(tree.limits):
        if tree.limit_applies[kind * tree.limits + g] == 0:
            continue
        acts = False
        for n in range(tree.limit[g], tree.limit[g + 1]):
            met = False
            for t in range(tree.need[n], tree.need[n + 1]):
                if holds(tree.need_test[t], tree, points, count):
                    met = True
            if (g < tree.vetoes and not met) or (g >= tree.vetoes and met):
                acts = True
        if acts:
            bits |= 1 << g
    return bits


@kernel
def walk(kind, row, stop, value, count, sums, subject, tree, w, rows, at):  # type: ignore[no-untyped-def]
    """Finish the nodes of one subject up to program place `stop`; (exact, total) of the last section.

    `w` holds five rows over the nodes: awards, best award, deductions, points, counts.
    """
    nodes = tree.nodes
    for s in range(tree.units, nodes):
        w.award[s] = 0
        w.best[s] = NONE
        w.minus[s] = 0
    for k in range(tree.needs):
        node = tree.needed[k]
        w.amount[node] = count[row + node] if tree.applies[kind * nodes + node] != 0 else 0
    exact = np.int64(0)
    total = np.int64(0)
    for place in range(stop):
        node = tree.program[place]
        if tree.applies[kind * nodes + node] == 0:
            w.points[node] = 0
            continue
        if rows is None:
            sign = tree.short[place * 4]
            if sign != 0:
                plain = max(min(value[row + node], tree.short[place * 4 + 1]), tree.short[place * 4 + 2])
                w.points[node] = plain
                w.award[tree.short[place * 4 + 3]] += plain if sign > 0 else 0
                w.minus[tree.short[place * 4 + 3]] += plain if sign < 0 else 0
                continue
        if tree.info[node * INFO + IS_SECTION] == 0:
            own = np.int64(0)
            if sums is not None:
                own = sums[row + node]
            result = finish_clause(node, value[row + node], own, subject, tree, w.points, w.amount, rows, at)
        else:
            exact, result = finish_section(
                node, kind, w.award[node], w.best[node], w.minus[node], subject, tree, w.points, rows, at
            )
            total = result
        add_child(node, result, tree, w.award, w.best, w.minus)
    return exact, total


@kernel
def fold(first, last, stop, full, kinds, value, count, sums, tree, w, rows, at, total, exact, limits, kept, keep):  # type: ignore[no-untyped-def]
    """Walk the rows first:last up to program place `stop` (`full`: the whole program).

    Fills total, exact and limits if `full`, and kept[row, k] with the points (keep[k, 1] = 1) or the
    count of node keep[k, 0]. A subject of no class stays 0.
    """
    columns = len(keep)
    kinds_, value_, count_ = pointers(kinds), pointers(value), pointers(count)
    tree_, w_, at_ = pointers(tree), pointers(w), pointers(at)
    rows_, sums_ = optional(rows), optional(sums)
    total_, exact_, limits_ = pointers(total), pointers(exact), pointers(limits)
    kept_, keep_ = pointers(kept), pointers(keep)
    for row in range(first, last):
        kind = np.int64(kinds_[row])
        if kind < 0:
            continue
        e, t = walk(kind, row * tree_.units, stop, value_, count_, sums_, row, tree_, w_, rows_, at_)
        if full != 0:
            root = tree_.program[stop - 1]
            if tree_.applies[kind * tree_.nodes + root] != 0:
                exact_[row] = e
                total_[row] = t
            limits_[row] = acting_limits(kind, tree_, w_.points, w_.amount)
        for k in range(columns):
            node = keep_[k * 2]
            kept_[row * columns + k] = w_.points[node] if keep_[k * 2 + 1] != 0 else w_.amount[node]
