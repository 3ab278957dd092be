"""Grades with quotas, told so that anybody can follow: how many were graded in a list, how many places, who is equal at the edge."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from touyan.assessment import scheme as schemes
from touyan.assessment.models import Result, Run
from touyan.scoring.model import Quota, QuotaBy, QuotaTies, Round

ATTRIBUTES = {
    "kind": "kind",
    "role": "role",
    "sector": "sector",
    "group": "group",
    "unit": "unit",
    "class": "class",
    "party": "party",
}


@dataclass(frozen=True)
class QuotaList:
    """One list of a quota. `reached`: who had the grade by points and gates; `open`: equal at the last place."""

    name: str
    graded: int
    places: int
    reached: int
    holders: int
    open: int


@dataclass(frozen=True)
class Told:
    """One quota of the scheme with its lists."""

    grade: str
    article: str
    quote: str
    by_share: bool
    amount: int
    ties: str
    tie_break: tuple[str, ...]
    lists: list[QuotaList]


def quotas_of(run: Run) -> list[Told]:
    """Every quota of the scheme, list by list. One query."""
    chosen = schemes.scheme_of(run.scheme.text, run.scheme_key)
    if not chosen.quotas:
        return []
    order = [grade.key for grade in chosen.grades]
    rows = list(Result.objects.filter(run=run).values_list("about", "banded", "grade", "open"))
    titles = schemes.titles(chosen)
    return [
        Told(
            titles.get(quota.grade, quota.grade),
            quota.basis.article,
            quota.basis.quote,
            quota.by is not QuotaBy.FIRST_N,
            quota.amount,
            str(quota.ties.value if isinstance(quota.ties, QuotaTies) else quota.ties),
            tuple(titles.get(key, key) for key in quota.tie_break),
            _lists(quota, rows, order),
        )
        for quota in chosen.quotas
    ]


Row = tuple[dict[str, str], str, str, bool]


def _lists(quota: Quota, rows: list[Row], order: list[str]) -> list[QuotaList]:
    places = order.index(quota.grade)
    by: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by[" · ".join(row[0].get(ATTRIBUTES[name], "") or "—" for name in quota.lists)].append(row)
    found = []
    for name, own in sorted(by.items()):
        graded = sum(1 for _about, _banded, grade, _open in own if grade)
        reached = sum(1 for _about, banded, _grade, _open in own if banded and order.index(banded) <= places)
        holders = sum(1 for _about, _banded, grade, _open in own if grade and order.index(grade) <= places)
        found.append(
            QuotaList(name, graded, places_of(quota, graded), reached, holders, sum(open_ for *_rest, open_ in own))
        )
    return found


def places_of(quota: Quota, number: int) -> int:
    """How many may hold the grade among `number` graded; as `scoring.grading.places_of`."""
    if quota.by is QuotaBy.FIRST_N:
        return quota.amount
    whole, rest = divmod(number * quota.amount, 10_000)
    up = {Round.HALF_UP: 2 * rest >= 10_000, Round.UP: rest > 0}.get(quota.rounding, False)
    return max(quota.minimum, whole + up)
