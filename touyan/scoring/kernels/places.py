"""Places in a list: rows sorted by list and value digit by digit, then read off in one pass."""

from __future__ import annotations

from touyan.scoring.jit import kernel, pointers_maker
from touyan.scoring.layout import DIGIT

pointers = pointers_maker()


@kernel
def sort(rows, keys, order, spare, spare_order, counts, highest):  # type: ignore[no-untyped-def]
    """(keys 0 … highest rising, where each stood), equal keys in the order they came; `spare` are the other two.

    Keys travel with their places: looking them up by place would miss the cache at every row.
    """
    for k in range(rows):
        order[k] = k
    shift = 0
    while shift == 0 or highest >> shift > 0:
        for digit in range((1 << DIGIT) + 1):
            counts[digit] = 0
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
def places(rows, value, group, top, span, highest, better, equal, distinct, room, counts):  # type: ignore[no-untyped-def]
    """For each row: how many of its group are better, equal (itself included), and how many
    distinct better values there are. Every top - value lies in 0 … span - 1."""
    worth, list_, b, e, d = pointers(value), pointers(group), pointers(better), pointers(equal), pointers(distinct)
    r = pointers(room)
    for row in range(rows):
        r.keys[row] = list_[row] * span + (top - worth[row])
    keys, order = sort(rows, r.keys, r.order, r.spare, r.spare_order, pointers(counts), highest)
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
            b[order[at]] = k - start
            e[order[at]] = end - k
            d[order[at]] = kinds
        kinds += 1
        k = end
