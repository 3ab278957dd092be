"""The second stage: subjects compared with each other (docs/scoring.md, population shapes).

Places come from one stable sort by digits per comparison (`kernels/places.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from touyan.scoring import layout
from touyan.scoring.actions import divide_all
from touyan.scoring.jit import kernels
from touyan.scoring.model import AgainstMean, Clause, Empty, LastN, Rank, RatioToBest, Source, Ties
from touyan.scoring.store import Store

Array = np.ndarray[Any, Any]
LIMIT = 1 << 62


@dataclass(frozen=True)
class Standing:
    """For each member: how many of its list are strictly better, equal (itself included), and
    how many distinct values are better."""

    better: Array
    equal: Array
    distinct: Array


def lists_of(store: Store, names: tuple[str, ...]) -> tuple[Array, int]:
    """(number of the list of every subject, how many lists)."""
    rows = len(store.subject_table["kind"].codes)
    key = np.zeros(rows, np.int64)
    for name in names:
        attribute = store.subject_table[name]
        key = key * max(len(attribute.values), 1) + attribute.codes
    distinct, number = np.unique(key, return_inverse=True)
    return number.reshape(-1).astype(np.int64)[store.kind], max(len(distinct), 1)


def standing(value: Array, group: Array, groups: int, engine: str = "compiled") -> Standing:
    """Standing by value, higher better, within groups; there is somebody."""
    top, low = int(value.max()), int(value.min())
    span = top - low + 1
    if span * groups >= LIMIT:
        _, value = np.unique(value, return_inverse=True)
        value = value.reshape(-1).astype(np.int64)
        top = int(value.max())
        span = top + 1
    rows = len(value)
    found = [np.empty(rows, np.int64) for _ in range(3)]
    room = layout.Sorting(*(np.empty(rows, np.int64) for _ in layout.Sorting._fields))
    counts = np.empty((1 << layout.DIGIT) + 1, np.int64)
    kernels(engine).places(
        rows, np.ascontiguousarray(value), np.ascontiguousarray(group), top, span, span * groups - 1, *found, room,
        counts,
    )  # fmt: skip
    return Standing(*found)


def places(stand: Standing, ties: Ties) -> Array:
    """Place in the list, from 1."""
    if ties is Ties.SHARE_BEST:
        return stand.better + 1
    if ties is Ties.DENSE:
        return stand.distinct + 1
    return stand.better + stand.equal


def beyond(values: tuple[int, ...], place: Array, step: int, floor: int) -> Array:
    """values[place - 1]; beyond the table, the last less `step` a place, at least `floor`."""
    table = np.array(values, np.int64)
    inside = table[np.minimum(place, len(table)) - 1]
    return np.where(place <= len(table), inside, np.maximum(floor, table[-1] - step * (place - len(table))))


def rank(shape: Rank, clause: Clause, x: Array, group: Array, groups: int) -> Array:
    better = x if shape.source.higher_is_better else -x
    return beyond(shape.values, places(standing(better, group, groups), shape.ties), shape.step, shape.floor)


def ratio_to_best(shape: RatioToBest, clause: Clause, x: Array, group: Array, groups: int) -> Array:
    full = shape.points if shape.empty is Empty.FULL else 0
    if shape.source.higher_is_better:
        best = np.full(groups, x.max())
        if groups > 1:
            best[:] = np.iinfo(np.int64).min
            np.maximum.at(best, group, x)
        own, under = x, best[group]
        empty = under <= 0
    else:
        best = np.full(groups, x.min())
        if groups > 1:
            best[:] = np.iinfo(np.int64).max
            np.minimum.at(best, group, x)
        own, under = best[group], x
        empty = x <= 0
    value = divide_all(shape.points * own, np.where(empty, 1, under), clause.rounding)
    return np.where(empty, full, np.maximum(value, 0))


def last_n(shape: LastN, clause: Clause, x: Array, group: Array, groups: int) -> Array:
    worse = standing(-x if shape.source.higher_is_better else x, group, groups)
    hit = worse.better < shape.count if shape.ties_in else worse.better + worse.equal <= shape.count
    return np.where(hit, shape.points, 0)


def against_mean(shape: AgainstMean, clause: Clause, x: Array, group: Array, groups: int) -> Array:
    number = np.bincount(group, minlength=groups)[group]
    total = np.zeros(groups, np.int64)
    np.add.at(total, group, x)
    worse = total[group] - number * x if shape.source.higher_is_better else number * x - total[group]
    lost = np.maximum(worse, 0) // (number * shape.each)
    return np.where(worse <= 0, shape.points, np.maximum(0, shape.points - shape.minus * lost))


KINDS: dict[type, Any] = {Rank: rank, RatioToBest: ratio_to_best, LastN: last_n, AgainstMean: against_mean}


def population_points(clause: Clause, x: Array, members: Array, store: Store) -> Array:
    """Points of a population clause for every subject; 0 for those who are in no list.

    `x` is the source's value and `members` says who is compared.
    """
    shape: Any = clause.shape
    source: Source = shape.source
    number, groups = lists_of(store, source.lists)
    found = np.zeros(len(members), np.int64)
    if members.all():
        return np.asarray(KINDS[type(shape)](shape, clause, x, number, groups))
    if members.any():
        found[members] = KINDS[type(shape)](shape, clause, x[members], number[members], groups)
    return found
