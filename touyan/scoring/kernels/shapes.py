"""From units to points: the local shapes, one function each."""

from __future__ import annotations

from touyan.scoring.jit import kernel
from touyan.scoring.kernels.arith import divide
from touyan.scoring.layout import (
    FLAT,
    FROM_NTH,
    LISTED,
    MEAN,
    ONCE,
    ORDINAL,
    OUTSIDE,
    PROPORTION,
    REACH,
    STEPS,
    SUM,
    TARGET,
    TOP,
    N,
    S,
    U,
)

NOTHING, PRO_RATA, MINUS_EACH = 0, 1, 2
EARLIEST_FIRST, LOWEST_FIRST = 0, 1


@kernel
def reach(node, p, n, units, w):  # type: ignore[no-untyped-def]
    """p: count, points, partial, minus, spread?, at_least, periods, otherwise, spread minus."""
    value = p[1]
    if n < p[0]:
        if p[2] == PRO_RATA:
            value = divide(p[1] * n, p[0], units.unit[node], units.mode[node])
        elif p[2] == MINUS_EACH:
            value = max(0, p[1] - p[3] * ((p[0] - n + 9_999) // 10_000))
        else:
            value = 0
    if p[4] == 0:
        return value
    slot = units.slot[node]
    good = 0
    for k in range(p[9]):
        if w.pcount[slot, k] >= p[5]:
            good += 1
    if good >= p[6]:
        return value
    if p[7] == PRO_RATA:
        return divide(value * good, p[6], units.unit[node], units.mode[node])
    if p[7] == MINUS_EACH:
        return max(0, value - p[8] * (p[6] - good))
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
        if w.listed[k, 0] != node or w.taken[k] != 0:
            continue
        if best < 0:
            best = k
        elif order == EARLIEST_FIRST:
            if comes_before(w.listed[k, 2], w.listed[best, 2], facts):
                best = k
        elif order == LOWEST_FIRST:
            if w.listed[k, 1] < w.listed[best, 1]:
                best = k
        elif w.listed[k, 1] > w.listed[best, 1]:
            best = k
    return best


@kernel
def from_nth(node, p, facts, w):  # type: ignore[no-untyped-def]
    """p: nth, order, all units alike?. The sum without the first nth - 1 units."""
    if w.acc[node, U] < p[0]:
        return 0
    if p[2] != 0:
        return w.acc[node, S] - (p[0] - 1) * w.acc[node, TOP]
    for k in range(w.at[LISTED]):
        w.taken[k] = 0
    value = w.acc[node, S]
    for _ in range(p[0] - 1):
        k = next_first(node, p[1], facts, w)
        w.taken[k] = 1
        value -= w.listed[k, 1]
    return value


@kernel
def ordinal(p, u, table):  # type: ignore[no-untyped-def]
    """p: first row, end, repeat the last?."""
    value = 0
    rows = p[1] - p[0]
    for k in range(min(u, rows)):
        value += table[p[0] + k]
    if p[2] != 0 and u > rows:
        value += (u - rows) * table[p[1] - 1]
    return value


@kernel
def target(p, n):  # type: ignore[no-untyped-def]
    """p: count, points, more, fewer."""
    if n >= p[0]:
        return p[1] + p[2] * ((n - p[0]) // 10_000)
    return p[1] - p[3] * ((p[0] - n + 9_999) // 10_000)


@kernel
def steps(p, n, s, table, w):  # type: ignore[no-untyped-def]
    """p: first row, end, of points?, tally or -1, full when empty?. Rows are (at least, points)."""
    amount = s if p[2] != 0 else n
    under = 10_000
    if p[3] >= 0:
        under = w.acc[p[3], N]
        if under <= 0:
            return table[p[1] - 1] if p[4] != 0 else 0
    value = 0
    for k in range(p[0], p[1], 2):
        if table[k] * under > amount * 10_000:
            break
        value = table[k + 1]
    return value


@kernel
def proportion(node, p, n, units, w):  # type: ignore[no-untyped-def]
    """p: tally, points, full when empty?."""
    under = w.acc[p[0], N]
    if under <= 0:
        return p[1] if p[2] != 0 else 0
    return min(p[1], divide(p[1] * n, under, units.unit[node], units.mode[node]))


@kernel
def mean(node, p, units, w):  # type: ignore[no-untyped-def]
    """p: left out?, capped?, cap, number of periods."""
    slot = units.slot[node]
    total = 0
    number = 0
    for k in range(p[3]):
        amount = w.psum[slot, k]
        if p[1] != 0 and amount > p[2]:
            amount = p[2]
        total += amount
        if p[0] == 0 or w.punits[slot, k] > 0:
            number += 1
    if number == 0:
        return 0
    return divide(total, number, units.unit[node], units.mode[node])


@kernel
def shape_value(node, kind, facts, units, shapes, w):  # type: ignore[no-untyped-def]
    """Points of a local shape; the units' sum for shapes of other stages; 0 for tallies."""
    code = shapes.code[node]
    if code in (SUM, OUTSIDE):
        return w.acc[node, S]
    n = w.acc[node, N]
    p = shapes.param[kind, node]
    if code == ONCE:
        return w.acc[node, TOP] if w.acc[node, U] > 0 else 0
    if code == FLAT:
        return p[0]
    if code == REACH:
        return reach(node, p, n, units, w)
    if code == FROM_NTH:
        return from_nth(node, p, facts, w)
    if code == ORDINAL:
        return ordinal(p, w.acc[node, U], shapes.table)
    if code == TARGET:
        return target(p, n)
    if code == STEPS:
        return steps(p, n, w.acc[node, S], shapes.table, w)
    if code == PROPORTION:
        return proportion(node, p, n, units, w)
    if code == MEAN:
        return mean(node, p, units, w)
    return 0
