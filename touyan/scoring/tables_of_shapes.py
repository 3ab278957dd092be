"""Shapes as numbers for the kernels: a code per node, parameters per class and node, one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from touyan.scoring import layout
from touyan.scoring.model import (
    Beyond,
    Clause,
    Empty,
    Flat,
    FromNth,
    Mean,
    Missing,
    Of,
    Once,
    Ordinal,
    Partial,
    Proportion,
    Reach,
    Steps,
    Sum,
    Target,
)
from touyan.scoring.plan import Plan
from touyan.scoring.scaling import amount_given, count_needed, months_of
from touyan.scoring.tree import counts_read

PARTIAL = {Partial.NOTHING: 0, Partial.PRO_RATA: 1, Partial.MINUS_EACH: 2}
ORDER = {"earliest_first": 0, "lowest_first": 1, "highest_first": 2}
PERIOD_MONTHS = {"month": 1, "quarter": 3, "half_year": 6}
WIDTH = 12


class Maker:
    """Writes the parameters of one clause for one class; `table` grows as clauses need rows."""

    def __init__(self, plan: Plan, uniform: Any) -> None:
        self.plan = plan
        self.uniform = uniform
        self.full = months_of(plan.scheme.window)
        self.table: list[int] = []
        self.rows: dict[int, tuple[int, int]] = {}

    def put(self, node: int, values: list[int]) -> tuple[int, int]:
        """First and last row of a clause's table, written once."""
        if node not in self.rows:
            self.rows[node] = (len(self.table), len(self.table) + len(values))
            self.table += values
        return self.rows[node]

    def periods(self, clause: Clause, size: str) -> int:
        """Number of periods of the clause's window."""
        return (months_of(clause.window or self.plan.scheme.window) - 1) // PERIOD_MONTHS[size] + 1

    def flat(self, node: int, c: Clause, shape: Flat, m: int | None) -> list[int]:
        return [amount_given(shape.points, m, self.full, c.rounding)]

    def reach(self, node: int, c: Clause, shape: Reach, m: int | None) -> list[int]:
        row = [count_needed(shape.count, m, self.full, 10_000), shape.points, PARTIAL[shape.partial], shape.minus]
        if shape.spread is None:
            return [*row, 0]
        s = shape.spread
        need = count_needed(s.periods, m, self.full, 1)
        return [*row, 1, s.at_least, need, PARTIAL[s.otherwise], s.minus, self.periods(c, s.period)]

    def from_nth(self, node: int, c: Clause, shape: FromNth, m: int | None) -> list[int]:
        return [shape.nth, ORDER[shape.order], int(self.uniform[node])]

    def ordinal(self, node: int, c: Clause, shape: Ordinal, m: int | None) -> list[int]:
        return [*self.put(node, list(shape.points)), int(shape.beyond is Beyond.REPEAT_LAST)]

    def target(self, node: int, c: Clause, shape: Target, m: int | None) -> list[int]:
        return [count_needed(shape.count, m, self.full, 10_000), shape.points, shape.more, shape.fewer]

    def steps(self, node: int, c: Clause, shape: Steps, m: int | None) -> list[int]:
        rows = self.put(node, [x for step in shape.steps for x in step])
        per = -1 if shape.per is None else self.plan.number[shape.per]
        return [*rows, int(shape.of is Of.POINTS), per, int(shape.empty is Empty.FULL)]

    def proportion(self, node: int, c: Clause, shape: Proportion, m: int | None) -> list[int]:
        return [self.plan.number[shape.per], shape.points, int(shape.empty is Empty.FULL)]

    def mean(self, node: int, c: Clause, shape: Mean, m: int | None) -> list[int]:
        cap = shape.cap_each
        left_out = int(shape.missing is Missing.LEFT_OUT)
        return [left_out, int(cap is not None), cap or 0, self.periods(c, shape.period)]


def nothing(*_: Any) -> list[int]:
    """Shapes without parameters."""
    return []


CODES: dict[type, tuple[int, Callable[..., list[int]]]] = {
    Sum: (layout.SUM, nothing),
    Once: (layout.ONCE, nothing),
    Flat: (layout.FLAT, Maker.flat),
    Reach: (layout.REACH, Maker.reach),
    FromNth: (layout.FROM_NTH, Maker.from_nth),
    Ordinal: (layout.ORDINAL, Maker.ordinal),
    Target: (layout.TARGET, Maker.target),
    Steps: (layout.STEPS, Maker.steps),
    Proportion: (layout.PROPORTION, Maker.proportion),
    Mean: (layout.MEAN, Maker.mean),
}


def shape_tables(plan: Plan, months: list[int | None], uniform: Any, looked_at: Any) -> layout.Shapes:
    """Arrays of the local shapes for these classes; `uniform` says whose units are all alike, `looked_at` whose are
    not merely summed."""
    maker = Maker(plan, uniform)
    code = np.full(plan.units, layout.OUTSIDE, np.int64)
    code[: plan.tallies] = layout.TALLY
    param = np.zeros((len(months), plan.units, WIDTH), np.int64)
    special = list(range(plan.tallies))
    for node in range(plan.tallies, plan.units):
        clause = plan.clause(node)
        if type(clause.shape) not in CODES:
            continue
        code[node], write = CODES[type(clause.shape)]
        for k, m in enumerate(months):
            row = write(maker, node, clause, clause.shape, m)
            param[k, node, : len(row)] = row
        if not isinstance(clause.shape, Sum):
            special.append(node)
    table = np.array(maker.table or [0], np.int64)
    direct = (code == layout.SUM) & (looked_at == 0)
    direct[counts_read(plan)] = False
    of_shape = np.array(special, np.int64), len(special), plan.units
    return layout.Shapes(code, param, table, *of_shape, direct.astype(np.int64))
