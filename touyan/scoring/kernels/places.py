"""Places in a list by counting values: one pass to count, one to read the places off."""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel, pointers_maker

pointers = pointers_maker()


@kernel
def places(value, group, top, step, span, groups, better, equal, distinct):  # type: ignore[no-untyped-def]
    """For each row: how many of its group are better, equal (itself included), and how many
    distinct better values there are. Every top - value is a multiple of step below span · step."""
    rows = len(value)
    room = groups * span
    counts = np.zeros(room, np.int64)
    above = np.zeros(room, np.int64)
    levels = np.zeros(room, np.int64)
    v, g, b, e, d = pointers(value), pointers(group), pointers(better), pointers(equal), pointers(distinct)
    c, a, n = pointers(counts), pointers(above), pointers(levels)
    for row in range(rows):
        c[g[row] * span + (top - v[row]) // step] += 1
    for one in range(groups):
        seen = 0
        kinds = 0
        for key in range(one * span, one * span + span):
            a[key] = seen
            n[key] = kinds
            seen += c[key]
            if c[key] > 0:
                kinds += 1
    for row in range(rows):
        key = g[row] * span + (top - v[row]) // step
        b[row] = a[key]
        e[row] = c[key]
        d[row] = n[key]
    return len(counts) + len(above) + len(levels)
