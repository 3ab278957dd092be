"""Exact division with the three roundings of a scheme."""

from __future__ import annotations

from touyan.scoring.jit import kernel

HALF_UP, DOWN, UP = 0, 1, 2


@kernel
def divide(over, under, unit, mode):  # type: ignore[no-untyped-def]
    """over / under to a multiple of `unit`; halves, and UP, go away from zero. under, unit > 0."""
    size = under * unit
    amount = over if over >= 0 else -over
    whole = amount // size
    rest = amount - whole * size
    if mode == HALF_UP:
        if rest >= size - rest:
            whole += 1
    elif mode == UP and rest > 0:
        whole += 1
    return whole * unit if over >= 0 else -whole * unit
