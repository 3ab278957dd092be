"""From units to points: the local shapes, one function each."""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel
from touyan.scoring.kernels.arith import divide
from touyan.scoring.layout import (
    BLOCK,
    FLAT,
    FROM_NTH,
    LINE,
    LISTED,
    LISTS,
    MEAN,
    ONCE,
    ORDINAL,
    PARAM,
    PROPORTION,
    REACH,
    STEPS,
    TARGET,
    TOP,
    N,
    S,
    U,
)

NOTHING, PRO_RATA, MINUS_EACH = 0, 1, 2
EARLIEST_FIRST, LOWEST_FIRST = 0, 1


@kernel
def reach(node, r, p, param, n, units, w):  # type: ignore[no-untyped-def]
    """p: count, points, partial, minus, spread?, at_least, periods, otherwise, spread minus."""
    value = param[p + 1]
    if n < param[p]:
        if param[p + 2] == PRO_RATA:
            value = divide(param[p + 1] * n, param[p], units.unit[node], units.mode[node])
        elif param[p + 2] == MINUS_EACH:
            value = max(0, param[p + 1] - param[p + 3] * ((param[p] - n + 9_999) // 10_000))
        else:
            value = 0
    if param[p + 4] == 0:
        return value
    slot = units.slot[node] * units.periods
    good = 0
    for k in range(param[p + 9]):
        if w.pcount[(slot + k) * BLOCK + r] >= param[p + 5]:
            good += 1
    if good >= param[p + 6]:
        return value
    if param[p + 7] == PRO_RATA:
        return divide(value * good, param[p + 6], units.unit[node], units.mode[node])
    if param[p + 7] == MINUS_EACH:
        return max(0, value - param[p + 8] * (param[p + 6] - good))
    return 0


@kernel
def comes_before(i, k, facts):  # type: ignore[no-untyped-def]
    """Fact i is earlier than fact k: by day, then by number."""
    if facts.day[i] != facts.day[k]:
        return facts.day[i] < facts.day[k]
    return facts.number[i] < facts.number[k]


@kernel
def next_first(node, order, facts, w):  # type: ignore[no-untyped-def]
    """Place in the list of the first unit of the node not yet taken."""
    best = -1
    for k in range(w.at[LISTED]):
        if w.listed[k * LISTS + 0] != node or w.taken[k] != 0:
            continue
        if best < 0:
            best = k
        elif order == EARLIEST_FIRST:
            if comes_before(w.listed[k * LISTS + 2], w.listed[best * LISTS + 2], facts):
                best = k
        elif order == LOWEST_FIRST:
            if w.listed[k * LISTS + 1] < w.listed[best * LISTS + 1]:
                best = k
        elif w.listed[k * LISTS + 1] > w.listed[best * LISTS + 1]:
            best = k
    return best


@kernel
def without_first(node, p, param, s, facts, w):  # type: ignore[no-untyped-def]
    """s without the first nth - 1 of the units listed, of which there are enough. p: nth, order."""
    for k in range(w.at[LISTED]):
        w.taken[k] = 0
    for _ in range(param[p] - 1):
        k = next_first(node, param[p + 1], facts, w)
        w.taken[k] = 1
        s -= w.listed[k * LISTS + 1]
    return s


@kernel
def from_nth(p, param, s, u, top):  # type: ignore[no-untyped-def]
    """p: nth, order, all units alike?. Units that are not alike were listed: `top` is what is left of them."""
    if u < param[p]:
        return 0
    return s - (param[p] - 1) * top if param[p + 2] != 0 else top


@kernel
def ordinal(p, param, u, table):  # type: ignore[no-untyped-def]
    """p: first row, end, repeat the last?."""
    value = 0
    rows = param[p + 1] - param[p]
    for k in range(min(u, rows)):
        value += table[param[p] + k]
    if param[p + 2] != 0 and u > rows:
        value += (u - rows) * table[param[p + 1] - 1]
    return value


@kernel
def target(p, param, n):  # type: ignore[no-untyped-def]
    """p: count, points, more, fewer."""
    if n >= param[p]:
        return param[p + 1] + param[p + 2] * ((n - param[p]) // 10_000)
    return param[p + 1] - param[p + 3] * ((param[p] - n + 9_999) // 10_000)


@kernel
def steps(p, param, n, s, under, table):  # type: ignore[no-untyped-def]
    """p: first row, end, of points?, tally or -1, full when empty?. Rows are (at least, points)."""
    amount = s if param[p + 2] != 0 else n
    if under <= 0:
        return table[param[p + 1] - 1] if param[p + 4] != 0 else 0
    value = 0
    for k in range(param[p], param[p + 1], 2):
        if table[k] * under > amount * 10_000:
            break
        value = table[k + 1]
    return value


@kernel
def proportion(node, p, param, n, under, units):  # type: ignore[no-untyped-def]
    """p: tally, points, full when empty?."""
    if under <= 0:
        return param[p + 1] if param[p + 2] != 0 else 0
    return min(param[p + 1], divide(param[p + 1] * n, under, units.unit[node], units.mode[node]))


@kernel
def mean(node, r, p, param, units, w):  # type: ignore[no-untyped-def]
    """p: left out?, capped?, cap, number of periods."""
    slot = units.slot[node] * units.periods
    total = 0
    number = 0
    for k in range(param[p + 3]):
        amount = w.psum[(slot + k) * BLOCK + r]
        if param[p + 1] != 0 and amount > param[p + 2]:
            amount = param[p + 2]
        total += amount
        if param[p] == 0 or w.punits[(slot + k) * BLOCK + r] > 0:
            number += 1
    if number == 0:
        return 0
    return divide(total, number, units.unit[node], units.mode[node])


@kernel
def shape_value(node, r, kind, units, shapes, w):  # type: ignore[no-untyped-def]
    """Points of a local shape other than the units' sum, for subject r of the block; 0 for tallies."""
    code = shapes.code[node]
    plane = units.nodes * LINE
    at = node * LINE + r
    n, s, u, top = w.acc[N * plane + at], w.acc[S * plane + at], w.acc[U * plane + at], w.acc[TOP * plane + at]
    p = (kind * shapes.units + node) * PARAM
    if code == ONCE:
        return top
    if code == FLAT:
        return shapes.param[p]
    if code == REACH:
        return reach(node, r, p, shapes.param, n, units, w)
    if code == FROM_NTH:
        return from_nth(p, shapes.param, s, u, top)
    if code == ORDINAL:
        return ordinal(p, shapes.param, u, shapes.table)
    if code == TARGET:
        return target(p, shapes.param, n)
    if code == STEPS:
        tally = shapes.param[p + 3]
        under = np.int64(10_000) if tally < 0 else w.acc[N * plane + tally * LINE + r]
        return steps(p, shapes.param, n, s, under, shapes.table)
    if code == PROPORTION:
        return proportion(node, p, shapes.param, n, w.acc[N * plane + shapes.param[p] * LINE + r], units)
    if code == MEAN:
        return mean(node, r, p, shapes.param, units, w)
    return 0
