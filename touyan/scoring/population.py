"""The second stage: subjects compared with each other (docs/scoring.md, population shapes).

Who stands in the same list with the same value gets the same: a shape is worked out once for each such *cell*,
of which there are few, and handed to all in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from touyan.scoring.actions import divide_all
from touyan.scoring.model import AgainstMean, Clause, Empty, LastN, Rank, RatioToBest, Source, Ties
from touyan.scoring.store import Store

Array = np.ndarray[Any, Any]
SPARSE = 8
"""A table of more places than so many times the members is not worth its memory: they are sorted instead."""


@dataclass(frozen=True)
class Cells:
    """Members by list and value, list after list, the highest value first. There is somebody."""

    of: Array  # cell of every member
    value: Array  # per cell
    list: Array  # per cell: number of its list
    number: Array  # per cell: how many stand there, perhaps nobody

    def _since(self, number: Array) -> Array:
        """Sum of `number` over the cells of the same list before this one."""
        before = np.cumsum(number) - number
        return np.asarray(before - before[np.searchsorted(self.list, self.list)])

    @cached_property
    def better(self) -> Array:
        """Per cell: how many of its list have more."""
        return self._since(self.number)

    @cached_property
    def distinct(self) -> Array:
        """Per cell: how many distinct values of its list are more."""
        return self._since((self.number > 0).astype(np.int64))

    @property
    def first(self) -> Array:
        """Per list: its highest value; 0 for a list of nobody."""
        highest = np.zeros(int(self.list[-1]) + 1, np.int64)
        at = np.flatnonzero((self.better == 0) & (self.number > 0))
        highest[self.list[at]] = self.value[at]
        return highest


def lists_of(store: Store, names: tuple[str, ...]) -> tuple[Array, int]:
    """(number of the list of every subject, how many lists)."""
    rows = len(store.subject_table["kind"].codes)
    key = np.zeros(rows, np.int64)
    for name in names:
        attribute = store.subject_table[name]
        key = key * max(len(attribute.values), 1) + attribute.codes
    distinct, number = np.unique(key, return_inverse=True)
    return number.reshape(-1).astype(np.int64)[store.kind], max(len(distinct), 1)


def cells(value: Array, group: Array, groups: int) -> Cells:
    """Who stands with whom; `group`: the list of every member."""
    top = int(value.max())
    span = top - int(value.min()) + 1
    if span <= SPARSE * len(value):
        away = top - value
        there = np.zeros(span, bool)
        there[away] = True
        values = top - np.flatnonzero(there)
        place = (np.cumsum(there, dtype=np.int32) - 1)[away]
    else:
        rising, inverse = np.unique(value, return_inverse=True)
        values, place = rising[::-1], len(rising) - 1 - inverse.reshape(-1)
    of = group * len(values) + place
    grid = np.arange(len(values) * groups) if len(values) * groups <= SPARSE * len(value) else None
    if grid is None:
        grid, of = np.unique(of, return_inverse=True)
    return Cells(of, values[grid % len(values)], grid // len(values), np.bincount(of, minlength=len(grid)))


def places(stand: Cells, ties: Ties) -> Array:
    """Place of every cell in its list, from 1."""
    if ties is Ties.SHARE_BEST:
        return stand.better + 1
    if ties is Ties.DENSE:
        return stand.distinct + 1
    return stand.better + stand.number


def beyond(values: tuple[int, ...], place: Array, step: int, floor: int) -> Array:
    """values[place - 1]; beyond the table, the last less `step` a place, at least `floor`."""
    table = np.array(values, np.int64)
    inside = table[np.minimum(place, len(table)) - 1]
    return np.where(place <= len(table), inside, np.maximum(floor, table[-1] - step * (place - len(table))))


def rank(shape: Rank, clause: Clause, x: Array, group: Array, groups: int) -> Array:
    stand = cells(x if shape.source.higher_is_better else -x, group, groups)
    return beyond(shape.values, places(stand, shape.ties), shape.step, shape.floor)[stand.of]


def ratio_to_best(shape: RatioToBest, clause: Clause, x: Array, group: Array, groups: int) -> Array:
    full = shape.points if shape.empty is Empty.FULL else 0
    stand = cells(x if shape.source.higher_is_better else -x, group, groups)
    own, under = stand.value, stand.first[stand.list]
    if not shape.source.higher_is_better:
        own, under = -under, -own
    empty = under <= 0
    value = divide_all(shape.points * own, np.where(empty, 1, under), clause.rounding)
    return np.where(empty, full, np.maximum(value, 0))[stand.of]


def last_n(shape: LastN, clause: Clause, x: Array, group: Array, groups: int) -> Array:
    worse = cells(-x if shape.source.higher_is_better else x, group, groups)
    hit = worse.better < shape.count if shape.ties_in else worse.better + worse.number <= shape.count
    return np.where(hit, shape.points, 0)[worse.of]


def against_mean(shape: AgainstMean, clause: Clause, x: Array, group: Array, groups: int) -> Array:
    stand = cells(x, group, groups)
    members, total = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    np.add.at(members, stand.list, stand.number)
    np.add.at(total, stand.list, stand.number * stand.value)
    number = np.maximum(members, 1)[stand.list]
    worse = total[stand.list] - number * stand.value
    if not shape.source.higher_is_better:
        worse = -worse
    lost = np.maximum(worse, 0) // (number * shape.each)
    return np.where(worse <= 0, shape.points, np.maximum(0, shape.points - shape.minus * lost))[stand.of]


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
