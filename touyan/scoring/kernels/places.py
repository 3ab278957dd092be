"""Places in a list: rows sorted by list and value digit by digit, then read off in one pass."""

from __future__ import annotations

import numpy as np

from touyan.scoring.jit import kernel

DIGIT = 11


@kernel
def sort(keys, highest):  # type: ignore[no-untyped-def]
    """(keys 0 … highest rising, where each stood), equal keys in the order they came.

    Keys travel with their places: looking them up by place would miss the cache at every row.
    """
    rows = len(keys)
    order, spare_order = np.arange(rows), np.empty(rows, np.int64)
    spare = np.empty(rows, np.int64)
    counts = np.empty((1 << DIGIT) + 1, np.int64)
    shift = 0
    while shift == 0 or highest >> shift > 0:
        counts[:] = 0
        for k in range(rows):
            counts[((keys[k] >> shift) & ((1 << DIGIT) - 1)) + 1] += 1
        for digit in range(1 << DIGIT):
            counts[digit + 1] += counts[digit]
        for k in range(rows):
            digit = (keys[k] >> shift) & ((1 << DIGIT) - 1)
            spare[counts[digit]] = keys[k]
            spare_order[counts[digit]] = order[k]
            counts[digit] += 1
        keys, spare = spare, keys
        order, spare_order = spare_order, order
        shift += DIGIT
    return keys, order


@kernel
def places(value, group, top, span, highest, better, equal, distinct):  # type: ignore[no-untyped-def]
    """For each row: how many of its group are better, equal (itself included), and how many
    distinct better values there are. Every top - value lies in 0 … span - 1."""
    rows = len(value)
    keys = np.empty(rows, np.int64)
    for row in range(rows):
        keys[row] = group[row] * span + (top - value[row])
    keys, order = sort(keys, highest)
    k = 0
    start = 0
    kinds = 0
    beyond = 0  # first key of the next group
    while k < rows:
        key = keys[k]
        if key >= beyond:
            start = k
            kinds = 0
            beyond = (key // span + 1) * span
        end = k + 1
        while end < rows and keys[end] == key:
            end += 1
        for at in range(k, end):
            better[order[at]] = k - start
            equal[order[at]] = end - k
            distinct[order[at]] = kinds
        kinds += 1
        k = end
    return rows
