"""How far two groups that do not share anybody lie over each other (S2): the honest companion of two averages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from touyan.assessment.models import Result, Run
from touyan.assessment.rules import SMALLEST_GROUP

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
