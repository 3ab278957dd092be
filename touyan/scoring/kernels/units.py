"""From facts to units: values at run time, what one work becomes, and the running sums."""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel
from touyan.scoring.kernels.arith import divide
from touyan.scoring.layout import (
    ACC,
    ACT,
    BLOCK,
    BY_QUANTITY,
    CNT,
    EACH,
    EARLIEST,
    GATHERED,
    HIGHEST,
    IDX,
    LATEST,
    LINE,
    LIST,
    LISTED,
    LISTS,
    META,
    NEXT_SHIFT,
    NODE_MASK,
    NOTHING,
    ONCE_PER_RATE,
    PERIODS,
    PIPE,
    PLACE,
    POINTS,
    PTS,
    R_REFUSED,
    RAW,
    RUN,
    RUNTIME,
    STAMP,
    STEP,
    TOP,
    VOID,
    N,
    S,
    U,
)


@kernel
def slot_of(i, base, facts, actions):  # type: ignore[no-untyped-def]
    """Number of the first action of fact i."""
    slot = base + (np.int64(facts.sig[i]) & (facts.new - 1))
    if actions.timed != 0:
        slot += actions.time[facts.time[i]]
    return slot


@kernel
def value_at_runtime(a, quantity, actions, units):  # type: ignore[no-untyped-def]
    """(refused, raw, value) of an action that needs the fact's quantity."""
    meta = actions.act[a * ACT + META]
    node = meta & NODE_MASK
    pipe = actions.act[a * ACT + RAW] * PIPE
    value = actions.act[a * ACT + POINTS]
    if actions.pipe[pipe + 0] == 0:
        value = divide(value * quantity, 10_000, units.unit[node], units.mode[node])
    else:
        value = quantity
        if value < actions.pipe[pipe + 1] or value > actions.pipe[pipe + 2]:
            if actions.pipe[pipe + 3] != 0:
                return True, 0, 0
            value = actions.pipe[pipe + 1] if value < actions.pipe[pipe + 1] else actions.pipe[pipe + 2]
    raw = value
    for s in range(actions.pipe[pipe + 4], actions.pipe[pipe + 5]):
        step = s * STEP
        if actions.step[step + 0] != actions.step[step + 1]:
            value = divide(value * actions.step[step + 0], actions.step[step + 1], units.unit[node], units.mode[node])
        value += actions.step[step + 2]
        if actions.step[step + 3] == 0:
            raw = value
    return False, raw, value


@kernel
def remember(node, points, count, i, facts, units, w):  # type: ignore[no-untyped-def]
    """Keep what a shape needs beyond sums: sums of periods, or the unit itself."""
    feature = units.feature[node]
    if feature & PERIODS:
        slot = units.slot[node]
        period = slot * units.periods + units.period[slot * units.days + facts.day[i]]
        period = period * BLOCK + w.at[PLACE]
        w.psum[period] += points
        w.pcount[period] += count
        w.punits[period] += 1
    if feature & LIST:
        at = w.at[LISTED]
        w.listed[at * LISTS + 0] = node
        w.listed[at * LISTS + 1] = points
        w.listed[at * LISTS + 2] = i
        w.at[LISTED] = at + 1


@kernel
def add_unit(node, points, count, i, facts, units, w):  # type: ignore[no-untyped-def]
    """One more unit of the node. Points of units are never below 0."""
    at = node * LINE + w.at[PLACE]
    plane = units.nodes * LINE
    w.acc[TOP * plane + at] = max(w.acc[TOP * plane + at], points)
    w.acc[N * plane + at] += count
    w.acc[S * plane + at] += points
    w.acc[U * plane + at] += 1
    if units.feature[node] != 0:
        remember(node, points, count, i, facts, units, w)


@kernel
def gather_rate(node, rate, points, quantity, i, w):  # type: ignore[no-untyped-def]
    """Once per rate: this fact if it is the first of its rate row in the work, or worth more."""
    state = w.rate
    if state[rate * ACC + STAMP] != w.at[RUN]:
        state[rate * ACC + STAMP] = w.at[RUN]
        w.run[node * ACC + PTS] += points
        w.run[node * ACC + CNT] += quantity
    elif points > state[rate * ACC + PTS]:
        w.run[node * ACC + PTS] += points - state[rate * ACC + PTS]
        w.run[node * ACC + CNT] += quantity - state[rate * ACC + CNT]
    else:
        return
    state[rate * ACC + PTS] = points
    state[rate * ACC + CNT] = quantity
    state[rate * ACC + IDX] = i


@kernel
def gather(node, rate, points, one, quantity, i, units, w):  # type: ignore[no-untyped-def]
    """Take a fact into what its work becomes within the node.

    `one` is the count a unit has however many facts it keeps, `quantity` what each of them adds: one is 0.
    """
    run = w.run
    combine = units.combine[node]
    if run[node * ACC + STAMP] != w.at[RUN]:
        run[node * ACC + STAMP] = w.at[RUN]
        run[node * ACC + PTS] = 0
        run[node * ACC + CNT] = one
        run[node * ACC + IDX] = i
        w.gathered[w.at[GATHERED]] = node
        w.at[GATHERED] += 1
        if combine != ONCE_PER_RATE:
            run[node * ACC + PTS] = points
            run[node * ACC + CNT] = one + quantity
            return
    if (combine == HIGHEST and points <= run[node * ACC + PTS]) or combine == EARLIEST:
        return
    if combine in (HIGHEST, LATEST):
        run[node * ACC + PTS] = points
        run[node * ACC + CNT] = one + quantity
        run[node * ACC + IDX] = i
    elif combine == ONCE_PER_RATE:
        gather_rate(node, rate, points, quantity, i, w)
    else:
        run[node * ACC + PTS] += points
        run[node * ACC + CNT] += quantity


@kernel
def exclude(units, w):  # type: ignore[no-untyped-def]
    """In each exclusive keep one clause for this work; the others' stamp turns negative."""
    stamp = w.at[RUN]
    run = w.run
    for g in range(units.groups):
        best = NOTHING
        for m in range(units.group[g], units.group[g + 1]):
            node = units.member[m]
            if run[node * ACC + STAMP] != stamp:
                continue
            if best == NOTHING:
                best = node
            elif units.keep_first[g] == 0 and run[node * ACC + PTS] > run[best * ACC + PTS]:
                run[best * ACC + STAMP] = -stamp
                best = node
            else:
                run[node * ACC + STAMP] = -stamp


@kernel
def first_kept(node, units, w):  # type: ignore[no-untyped-def]
    """Index of the earliest fact that counts once per rate in this work."""
    first = NOTHING
    for r in range(units.rate[node], units.rate[node + 1]):
        if w.rate[r * ACC + STAMP] == w.at[RUN] and (first == NOTHING or w.rate[r * ACC + IDX] < first):
            first = w.rate[r * ACC + IDX]
    return first


@kernel
def add_each(node, low, high, base, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """Every fact of the work that belongs to the node is a unit."""
    for i in range(low, high):
        a = slot_of(i, base, facts, actions)
        while a >= 0:
            meta = actions.act[a * ACT + META]
            if meta == NOTHING:
                break
            if meta & NODE_MASK == node and not meta & VOID:
                points = actions.act[a * ACT + POINTS]
                refused = False
                if meta & RUNTIME:
                    refused, _, points = value_at_runtime(a, facts.quantity[i], actions, units)
                if not refused:
                    count = facts.quantity[i] if meta & BY_QUANTITY else 10_000
                    add_unit(node, points, count, i, facts, units, w)
            a = (meta >> NEXT_SHIFT) - 1


@kernel
def finish_work(low, high, base, facts, actions, units, w):  # type: ignore[no-untyped-def]
    """Turn what was gathered of the work low:high into units."""
    if units.groups > 0:
        exclude(units, w)
    for k in range(w.at[GATHERED]):
        node = w.gathered[k]
        if w.run[node * ACC + STAMP] < 0:
            continue
        combine = units.combine[node]
        if combine == EACH:
            add_each(node, low, high, base, facts, actions, units, w)
            continue
        i = w.run[node * ACC + IDX]
        if combine == ONCE_PER_RATE:
            i = first_kept(node, units, w)
        add_unit(node, w.run[node * ACC + PTS], w.run[node * ACC + CNT], i, facts, units, w)
    w.at[GATHERED] = 0


@kernel
def rule_and_raw(a, quantity, actions, units):  # type: ignore[no-untyped-def]
    """(rule, raw, value) of an action, for the trace."""
    meta = actions.act[a * ACT + META]
    rule = (meta >> 16) & 0xF
    if not meta & RUNTIME:
        return rule, actions.act[a * ACT + RAW], actions.act[a * ACT + POINTS]
    refused, raw, value = value_at_runtime(a, quantity, actions, units)
    if refused:
        return R_REFUSED, 0, 0
    return rule, raw, value
