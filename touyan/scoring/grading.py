"""Grades, gates, vetoes, quotas, alerts (docs/scoring.md §6). Points are never touched here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from touyan.scoring.model import Effect, Gate, GradeOn, Quota, QuotaBy, QuotaTies, Rounding, Scheme, Veto
from touyan.scoring.population import cells, lists_of
from touyan.scoring.scaling import divide
from touyan.scoring.store import Store

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Graded:
    """Places in `scheme.grades`; len(grades) means no grade."""

    banded: Array
    grade: Array
    open: Array
    alerts: Array  # bits


def grade_all(
    scheme: Scheme, store: Store, total: Array, exact: Array, limits: Array, barred: Array, scored: Array,
    breaks: dict[str, Array],
) -> Graded:  # fmt: skip
    """Grades of every subject. `barred`: blocked, or an exempt joiner. `breaks`: points by node."""
    on = total if scheme.grade_on is GradeOn.ROUNDED else exact
    none = len(scheme.grades)
    banded = np.full(len(on), none, np.int16)
    for place in reversed(range(none)):
        least = scheme.grades[place].at_least
        banded[scored if least is None else scored & (on >= least)] = place
    grade = banded.copy()
    keys = [one.key for one in scheme.grades]
    acting: tuple[Gate | Veto, ...] = (*scheme.gates, *scheme.vetoes)
    for bit, one in enumerate(acting):
        acts = (limits >> bit) & 1 == 1
        lowest = none if one.effect is Effect.NO_GRADE else keys.index(str(one.grade))
        grade = np.where(acts, np.maximum(grade, lowest), grade)
    grade[barred] = none
    left = np.zeros(len(on), bool)
    for quota in scheme.quotas:
        place = keys.index(quota.grade)
        _apply(quota, place, none, grade, left, on, store, breaks)
    alerts = np.zeros(len(on), np.int64)
    for bit, alert in enumerate(scheme.alerts):
        alerts |= (scored & (on < alert.below)).astype(np.int64) << bit
    return Graded(banded, grade, left, alerts)


def places_of(quota: Quota, number: int) -> int:
    """How many may hold the grade in a list of `number` graded."""
    if quota.by is QuotaBy.FIRST_N:
        return quota.amount
    share = divide(number * quota.amount, 10_000, Rounding(1, quota.rounding))
    return max(quota.minimum, share)


def _apply(
    quota: Quota, place: int, none: int, grade: Array, left: Array, on: Array, store: Store, breaks: dict[str, Array]
) -> None:
    """Let those beyond the quota fall one grade, list by list."""
    group, groups = lists_of(store, quota.lists)
    numbers = np.bincount(group[grade < none], minlength=groups)
    holders = np.flatnonzero(grade <= place)
    held = np.bincount(group[holders], minlength=groups)
    limit = np.array([places_of(quota, int(number)) for number in numbers])
    holders = holders[(held > limit)[group[holders]]]
    if not len(holders):
        return
    stand = cells(on[holders], group[holders], groups)
    better, equal = stand.better[stand.of], stand.number[stand.of]
    allowed = limit[group[holders]]
    falls = better >= allowed
    edge = np.flatnonzero(~falls & (better + equal > allowed))
    if len(edge):
        room = (allowed - better)[edge]
        inside, tied = _break_ties(quota, holders[edge], group[holders[edge]], room, breaks)
        if quota.ties is QuotaTies.ALL_IN:
            inside |= tied
        if quota.ties is QuotaTies.LEFT_OPEN:
            left[holders[edge[tied]]] = True
        falls[edge] = ~inside
    grade[holders[falls]] = min(place + 1, none)


def _break_ties(
    quota: Quota, members: Array, group: Array, room: Array, breaks: dict[str, Array]
) -> tuple[Array, Array]:
    """Of members equal in points at a list's last places: (who is wholly in, who is still equal there)."""
    columns = [breaks[key][members] for key in quota.tie_break]
    order = np.lexsort([*(-column for column in reversed(columns)), group])
    at = np.arange(len(order))
    first = np.r_[True, group[order][1:] != group[order][:-1]]
    new = first.copy()
    for column in columns:
        new |= np.r_[True, column[order][1:] != column[order][:-1]]
    start = np.maximum.accumulate(np.where(first, at, 0))
    block = np.maximum.accumulate(np.where(new, at, 0))
    last = np.r_[np.flatnonzero(new)[1:], len(order)][np.cumsum(new) - 1]
    inside, tied = np.zeros(len(order), bool), np.zeros(len(order), bool)
    inside[order] = last - start <= room[order]
    tied[order] = (last - start > room[order]) & (block - start < room[order])
    return inside, tied
