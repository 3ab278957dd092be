"""Shapes that read other tables: ballots, judges' marks, results of other offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from touyan.scoring import fields
from touyan.scoring.facts import conform
from touyan.scoring.model import (
    Ballot,
    Clause,
    Imported,
    NoClass,
    NoQuorum,
    NoResult,
    Panel,
    PanelBy,
    Rounding,
)
from touyan.scoring.scaling import divide
from touyan.scoring.store import Store

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Tables:
    """What other offices bring, besides facts. Any of them may be missing (None)."""

    ballots: pa.Table | None = None
    marks: pa.Table | None = None
    imported: pa.Table | None = None
    history: pa.Table | None = None


@dataclass
class Listed:
    """Rows of these tables that do not count, as (table, row, code)."""

    rows: list[tuple[str, int, str]] = field(default_factory=list)


def rounded(amount: Fraction, rounding: Rounding) -> int:
    """An exact amount rounded as the clause says."""
    return divide(amount.numerator, amount.denominator, rounding)


def _rows(table: pa.Table | None, columns: tuple[fields.Column, ...], name: str) -> list[dict[str, Any]]:
    return [] if table is None else conform(table, columns, name).to_pylist()


def ballot_points(clause: Clause, shape: Ballot, counts: dict[tuple[str, str], tuple[int, int]]) -> int:
    """Points of one subject. counts: (question, class) -> (valid ballots, count times coefficient)."""
    total = Fraction(0)
    for question, weight in shape.questions:
        valid = {k: counts.get((question, k), (0, 0)) for k, _ in shape.classes}
        if sum(number for number, _ in valid.values()) < shape.quorum:
            return shape.points if shape.no_quorum is NoQuorum.FULL else 0
        part, weights = Fraction(0), 0
        for name, share in shape.classes:
            number, added = valid[name]
            if number == 0 and shape.no_class is NoClass.REDISTRIBUTE:
                continue
            score = Fraction(added * shape.points, 10_000 * number) if number else Fraction(0)
            if shape.round_each is not None:
                score = Fraction(rounded(score, shape.round_each))
            part += share * score
            weights += share
        total += weight * (part / weights if weights else Fraction(0))
    return rounded(total / sum(weight for _, weight in shape.questions), clause.rounding)


def ballots(clause: Clause, shape: Ballot, tables: Tables, store: Store, listed: Listed) -> Array:
    """Points of a ballot clause for every subject."""
    coefficient = dict(shape.choices)
    asked = {question for question, _ in shape.questions}
    voters = {name for name, _ in shape.classes}
    heap: dict[int, dict[tuple[str, str], tuple[int, int]]] = defaultdict(dict)
    for row, vote in enumerate(_rows(tables.ballots, fields.BALLOTS, "测评票")):
        if vote["question"] not in asked:
            continue
        if vote["choice"] not in coefficient or vote["voters"] not in voters:
            listed.rows.append(("ballots", row, "unknown_choice"))
        elif vote["count"] < 0:
            listed.rows.append(("ballots", row, "negative_count"))
        elif (value := coefficient[vote["choice"]]) is not None:
            box = heap[vote["subject"]]
            number, added = box.get((vote["question"], vote["voters"]), (0, 0))
            box[vote["question"], vote["voters"]] = (number + vote["count"], added + vote["count"] * value)
    empty = ballot_points(clause, shape, {})
    found = np.full(len(store.subjects), empty, np.int64)
    for subject, counts in heap.items():
        at = int(np.searchsorted(store.subjects, subject))
        if at < len(found) and store.subjects[at] == subject:
            found[at] = ballot_points(clause, shape, counts)
    return found


def kept_marks(marks: Iterable[Fraction], shape: Panel) -> list[Fraction]:
    """The marks that count, after dropping the highest and lowest of a large panel."""
    ordered = sorted(marks)
    if len(ordered) > shape.drop_above and len(ordered) > 2 * shape.drop_each:
        return ordered[shape.drop_each : len(ordered) - shape.drop_each]
    return ordered


def panel(clause: Clause, shape: Panel, tables: Tables, store: Store, members: Array) -> Array:
    """Points of a panel clause for every subject."""
    given: dict[int, dict[int, Fraction]] = defaultdict(dict)
    for row in _rows(tables.marks, fields.MARKS, "评委评分"):
        at = int(np.searchsorted(store.subjects, row["subject"]))
        known = at < len(store.subjects) and store.subjects[at] == row["subject"]
        if row["question"] == shape.question and known and members[at]:
            mark = Fraction(row["mark"])
            given[row["judge"]][at] = max(mark, given[row["judge"]].get(at, mark))
    of_subject: dict[int, list[Fraction]] = defaultdict(list)
    for marks in given.values():
        for at, mark in marks.items():
            if shape.by is PanelBy.MEAN_RANK:
                mark = Fraction(1 + sum(other > mark for other in marks.values()))
            of_subject[at].append(mark)
    means = {}
    for at, marks_of in of_subject.items():
        kept = kept_marks(marks_of, shape)
        means[at] = sum(kept, Fraction(0)) / len(kept)
    found = np.zeros(len(store.subjects), np.int64)
    for at, value in means.items():
        if shape.by is PanelBy.MEAN:
            found[at] = rounded(value, clause.rounding)
        else:
            place = 1 + sum(other < value for other in means.values())
            found[at] = shape.values[min(place, len(shape.values)) - 1]
    return found


def imported(
    clause: Clause,
    shape: Imported,
    tables: Tables,
    store: Store,
    nested: dict[str, tuple[Array, Array]],
    listed: Listed,
) -> tuple[Array, Array]:
    """(points, absent) of an imported result for every subject."""
    over, under = shape.factor
    found = np.zeros(len(store.subjects), np.int64)
    absent = np.ones(len(store.subjects), bool)
    latest: dict[int, tuple[int, int]] = {}
    if shape.source.startswith("scheme:"):
        numbers, points = nested.get(shape.source.removeprefix("scheme:"), (found[:0], found[:0]))
        for number, amount in zip(numbers.tolist(), points.tolist(), strict=True):
            latest[number] = (0, amount)
    else:
        for row, result in enumerate(_rows(tables.imported, fields.IMPORTED, "外部结果")):
            if result["source"] != shape.source:
                continue
            on = result["on"].toordinal() if result["on"] is not None else 0
            if result["subject"] in latest:
                listed.rows.append(("imported", row, "extra_result"))
            newest = (on, result["points"])
            latest[result["subject"]] = max(latest.get(result["subject"], newest), newest)
    for number, (_, amount) in latest.items():
        at = int(np.searchsorted(store.subjects, number))
        if at < len(found) and store.subjects[at] == number:
            found[at] = divide(amount * over, under, clause.rounding)
            absent[at] = False
    return found, absent


def blocks(shape: Imported) -> bool:
    """A missing result blocks the grade."""
    return shape.absent is NoResult.BLOCK
