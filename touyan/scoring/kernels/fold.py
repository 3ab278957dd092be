"""The tree: conditions, caps, deductions, floors, ceilings, weights, rounding, gates."""

from __future__ import annotations

from touyan.scoring.jit import kernel
from touyan.scoring.kernels.arith import HALF_UP, divide
from touyan.scoring.layout import (
    BEST_ONLY,
    CAP,
    CEILING,
    COUNTED,
    FLOOR,
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
    W_DEN,
    W_NUM,
)


@kernel
def note(node, rule, amount, subject, rows, at):  # type: ignore[no-untyped-def]
    """Write one trace row of a node, if it changes anything and rows are wanted."""
    if amount == 0 or len(rows.node) == 0:
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
    amount = points[tree.test[t, 0]] if tree.test[t, 1] != 0 else count[tree.test[t, 0]]
    if tree.test[t, 2] != 0:
        return amount <= tree.test[t, 3]
    return amount >= tree.test[t, 3]


@kernel
def finish_clause(node, value, own, subject, tree, points, count, rows, at):  # type: ignore[no-untyped-def]
    """Points of a clause after conditions, cap and floor; its rows add up to them."""
    info = tree.info[node]
    sign = -1 if info[IS_DEDUCTION] != 0 else 1
    note(node, R_SHAPE, sign * (value - own), subject, rows, at)
    result = value
    for t in range(tree.require[node], tree.require[node + 1]):
        if not holds(t, tree, points, count):
            result = 0
    note(node, R_REQUIRES, sign * (result - value), subject, rows, at)
    value = result
    if tree.waiver[node, 0] >= 0 and holds(tree.waiver[node, 0], tree, points, count):
        value = tree.waiver[node, 1]
        note(node, R_WAIVER, sign * (value - result), subject, rows, at)
    if info[CAP] != NONE and value > info[CAP]:
        note(node, R_CAP, sign * (info[CAP] - value), subject, rows, at)
        value = info[CAP]
    if info[FLOOR] != NONE and value < info[FLOOR]:
        note(node, R_FLOOR, sign * (info[FLOOR] - value), subject, rows, at)
        value = info[FLOOR]
    if info[COUNTED] == 0:
        note(node, R_UNCOUNTED, -sign * value, subject, rows, at)
    points[node] = value
    return value


@kernel
def limit_section(node, value, minus, subject, tree, rows, at):  # type: ignore[no-untyped-def]
    """Cap on the awards, then deductions with their floor, then the ceiling."""
    info = tree.info[node]
    if info[CAP] != NONE and value > info[CAP]:
        note(node, R_CAP, info[CAP] - value, subject, rows, at)
        value = info[CAP]
    value -= minus
    if info[FLOOR] != NONE and value < info[FLOOR]:
        note(node, R_FLOOR, info[FLOOR] - value, subject, rows, at)
        value = info[FLOOR]
    if info[CEILING] != NONE and value > info[CEILING]:
        note(node, R_CEILING, info[CEILING] - value, subject, rows, at)
        value = info[CEILING]
    return value


@kernel
def finish_section(node, kind, award, best, minus, subject, tree, points, rows, at):  # type: ignore[no-untyped-def]
    """(exact, rounded) points of a section whose children are finished."""
    info = tree.info[node]
    start = tree.start[kind, node]
    note(node, R_START, start, subject, rows, at)
    value = start + award
    if info[BEST_ONLY] != 0:
        best = 0 if best == NONE else best
        note(node, R_HIGHEST_ONLY, best - award, subject, rows, at)
        value = start + best
    value = limit_section(node, value, minus, subject, tree, rows, at)
    exact = value
    if info[W_NUM] != info[W_DEN]:
        exact = divide(value * info[W_NUM], info[W_DEN], 1, HALF_UP)
        note(node, R_WEIGHT, exact - value, subject, rows, at)
    rounded = exact
    if info[R_UNIT] != 1 or info[R_MODE] != HALF_UP:
        rounded = divide(value * info[W_NUM], info[W_DEN], info[R_UNIT], info[R_MODE])
        note(node, R_ROUNDING, rounded - exact, subject, rows, at)
    if info[COUNTED] == 0:
        note(node, R_UNCOUNTED, -rounded, subject, rows, at)
    points[node] = rounded
    return exact, rounded


@kernel
def add_child(node, value, tree, award, best, minus):  # type: ignore[no-untyped-def]
    """Hand a finished node's points to its section."""
    parent = tree.parent[node]
    if parent < 0 or tree.info[node, COUNTED] == 0:
        return
    if tree.info[node, IS_DEDUCTION] != 0:
        minus[parent] += value
        return
    award[parent] += value
    if best[parent] == NONE or value > best[parent]:
        best[parent] = value


@kernel
def acting_limits(kind, tree, points, count):  # type: ignore[no-untyped-def]
    """Bits of the gates and vetoes that act."""
    bits = 0
    for g in range(len(tree.limit) - 1):
        if tree.limit_applies[kind, g] == 0:
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
def walk(kind, row, stop, value, count, sums, subject, tree, w, rows, at, points, amounts):  # type: ignore[no-untyped-def]
    """Finish the nodes of one subject up to program place `stop`; (exact, total) of the last section."""
    award, best, minus = w[0], w[1], w[2]
    for s in range(len(award)):
        award[s] = 0
        best[s] = NONE
        minus[s] = 0
        points[s] = 0
        amounts[s] = 0
    for node in range(value.shape[1]):
        amounts[node] = count[row, node] if tree.applies[kind, node] != 0 else 0
    exact = 0
    total = 0
    for place in range(stop):
        node = tree.program[place]
        if tree.applies[kind, node] == 0:
            continue
        if tree.info[node, IS_SECTION] == 0:
            own = sums[row, node] if len(sums) > 0 else value[row, node]
            result = finish_clause(node, value[row, node], own, subject, tree, points, amounts, rows, at)
        else:
            exact, result = finish_section(
                node, kind, award[node], best[node], minus[node], subject, tree, points, rows, at
            )
            total = result
        add_child(node, result, tree, award, best, minus)
    return exact, total


@kernel
def fold(first, last, stop, kinds, value, count, sums, tree, w, rows, at, total, exact, limits, kept, keep):  # type: ignore[no-untyped-def]
    """Walk the rows first:last up to program place `stop`.

    Fills total, exact and limits (if the program ran to its end), and kept[row, k] with the points
    (keep[k, 1] = 1) or the count of node keep[k, 0]. A subject of no class stays 0.
    """
    points, amounts = w[3], w[4]
    for row in range(first, last):
        kind = kinds[row]
        if kind < 0:
            continue
        e, t = walk(kind, row, stop, value, count, sums, row, tree, w, rows, at, points, amounts)
        if stop == len(tree.program):
            root = tree.program[stop - 1]
            exact[row] = e if tree.applies[kind, root] != 0 else 0
            total[row] = t if tree.applies[kind, root] != 0 else 0
            limits[row] = acting_limits(kind, tree, points, amounts)
        for k in range(len(keep)):
            kept[row, k] = points[keep[k, 0]] if keep[k, 1] != 0 else amounts[keep[k, 0]]
