"""How far two groups that do not share anybody lie over each other (S2): the honest companion of two averages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from touyan.assessment.models import Result, Run
from touyan.assessment.rules import SMALLEST_GROUP
from touyan.assessment.selectors import Comparison

PAIRS: tuple[tuple[Any, Any, dict[str, str]], ...] = (
    (_("党员委员"), _("党外委员"), {}),
    (_("党员常委"), _("党外常委"), {"role": "常委"}),
)


@dataclass(frozen=True)
class Overlap:
    """Two groups without a common member. `higher`: of all pairs of one from each, in how many hundredths of a per cent the
    first has the higher total, ties counted half; 5,000 means that the groups lie wholly over each other."""

    first: Any
    second: Any
    people: tuple[int, int]
    higher: int

    @property
    def percent(self) -> str:
        """Per cent with one place, half up."""
        tenths = (self.higher + 5) // 10
        return f"{tenths // 10}.{tenths % 10}"


def overlaps(run: Run) -> list[Overlap]:
    """Party members beside the others, among all and among standing members; nothing where a group is under five. One query."""
    rows = list(Result.objects.filter(run=run, person__isnull=False).values_list("total", "party", "role"))
    found = []
    for first, second, wanted in PAIRS:
        inside = [(total, party) for total, party, role in rows if wanted.get("role", role) == role]
        ours = sorted(total for total, party in inside if party == "党员")
        others = sorted(total for total, party in inside if party == "党外")
        if min(len(ours), len(others)) >= SMALLEST_GROUP:
            found.append(Overlap(first, second, (len(ours), len(others)), higher(ours, others)))
    return found


def higher(ours: list[int], others: list[int]) -> int:
    """The share of pairs in which the first is higher, ties counted half, in 1/10,000, half up. Both lists are sorted."""
    wins = sum(bisect_left(others, one) + bisect_right(others, one) for one in ours)  # in halves
    pairs = 2 * len(ours) * len(others)
    return (2 * wins * 10_000 + pairs) // (2 * pairs)


LEFT, WIDE, ROW = 4, 352, 42
"""Of the picture: where the scale begins, how wide it is, how high a row with its name is."""


@dataclass(frozen=True)
class Bar:
    """One group on the scale: places in the picture."""

    name: str
    left: int
    width: int
    median: int
    top: int

    @property
    def middle(self) -> int:
        """Half way down the bar."""
        return self.top + 7

    @property
    def bottom(self) -> int:
        """Where the bar ends."""
        return self.top + 14

    @property
    def text(self) -> int:
        """The foot of the letters above it."""
        return self.top - 5


@dataclass(frozen=True)
class Ranges:
    """The groups that may be shown, on one scale from `low` to `high` points."""

    bars: list[Bar]
    low: int
    high: int

    @property
    def foot(self) -> int:
        """Where the ends of the scale are written."""
        return ROW * len(self.bars) + 18

    @property
    def height(self) -> int:
        """Of the whole picture."""
        return self.foot + 8


def ranges(rows: list[Comparison]) -> Ranges | None:
    """The picture of a comparison; None when there are not two groups to hold against each other."""
    shown = [
        (one.name, one.quarter, one.median, one.three_quarters)
        for one in rows
        if one.quarter is not None and one.median is not None and one.three_quarters is not None
    ]
    if len(shown) < 2:
        return None
    low, high = min(row[1] for row in shown), max(row[3] for row in shown)
    wide = max(high - low, 1)

    def place(amount: int) -> int:
        return LEFT + (amount - low) * WIDE // wide

    bars = [
        Bar(name, place(quarter), max(place(upper) - place(quarter), 2), place(median), ROW * at + 22)
        for at, (name, quarter, median, upper) in enumerate(shown)
    ]
    return Ranges(bars, low, high)
