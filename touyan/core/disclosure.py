"""Figures about groups of people that may be shown together: none tells of a few, not even by sums and differences."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product


def showable(sets: Sequence[Sequence[bool]], sizes: Sequence[int], smallest: int) -> list[bool]:
    """Which figures of sets of people may be shown, taken in their order.

    Each set says of every part of the people whether it contains it; `sizes` are the parts. A set is shown when it has `smallest`
    people or more and no smaller set of parts follows from it and those shown before by any sums and differences.
    """
    kept = [at for at, size in enumerate(sizes) if size]
    small = [
        chosen
        for chosen in product((0, 1), repeat=len(kept))
        if 0 < sum(sizes[at] for at, taken in zip(kept, chosen, strict=True) if taken) < smallest
    ]
    shown: list[list[Fraction]] = []
    answers = []
    for one in sets:
        wanted = [*shown, [Fraction(one[at]) for at in kept]]
        whole = rank(wanted)
        fine = any(one[at] for at in kept) and all(
            rank([*wanted, [Fraction(n) for n in less]]) > whole for less in small
        )
        answers.append(fine)
        if fine:
            shown = wanted
    return answers


def rank(rows: Sequence[Sequence[Fraction]]) -> int:
    """How many of the rows are independent of each other."""
    left = [list(row) for row in rows]
    found = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((at for at in range(found, len(left)) if left[at][column]), None)
        if pivot is None:
            continue
        left[found], left[pivot] = left[pivot], left[found]
        for at in range(found + 1, len(left)):
            factor = left[at][column] / left[found][column]
            left[at] = [a - factor * b for a, b in zip(left[at], left[found], strict=True)]
        found += 1
    return found
