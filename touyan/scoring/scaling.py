"""What a joiner's months do to amounts (docs/scoring.md §2)."""

from __future__ import annotations

from touyan.scoring.model import Round, Rounding, Window


def months_of(window: Window) -> int:
    """Calendar months from the first to the last, both counted in."""
    return 12 * (window.end.year - window.start.year) + window.end.month - window.start.month + 1


def divide(over: int, under: int, rounding: Rounding) -> int:
    """over / under, exact, to a multiple of the rounding's unit. Raises ZeroDivisionError."""
    size = under * rounding.unit
    whole, rest = divmod(abs(over), size)
    if (rounding.mode is Round.HALF_UP and 2 * rest >= size) or (rounding.mode is Round.UP and rest):
        whole += 1
    return (whole if over >= 0 else -whole) * rounding.unit


def count_needed(value: int, months: int | None, full: int, step: int) -> int:
    """A required count for a joiner: up to a whole step, at least one step if it was above 0."""
    if months is None or value <= 0:
        return value
    return max(1, -(-value * months // (full * step))) * step


def amount_given(value: int, months: int | None, full: int, rounding: Rounding) -> int:
    """A base or start value for a joiner."""
    return value if months is None else divide(value * months, full, rounding)
