"""What a run leaves: totals and grades as arrays, and as Arrow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from touyan.scoring.bind import Bound
from touyan.scoring.grading import Graded
from touyan.scoring.office import Tables
from touyan.scoring.plan import Plan
from touyan.scoring.store import Store

Array = np.ndarray[Any, Any]


@dataclass
class Sums:
    """Points of the shape by unit node and subject, and the counts that `tree.counts_read` names. Of clauses
    that compare subjects, `own` keeps the units' own points, and `sources` what each stage compared. `units`: the
    units' points before their shape, while evidence is written."""

    value: Array
    count: Array
    own: dict[int, Array]
    sources: dict[int, Array]
    units: Array | None = None


@dataclass(frozen=True)
class Patch:
    """Subjects whose facts changed since the store was made: a small store of their own."""

    bound: Bound
    place: dict[int, int]  # place in the large store -> place in the small one


@dataclass
class Result:
    """One scheme's result over a store. Arrays run over all subjects of the store."""

    plan: Plan
    bound: Bound
    tables: Tables
    engine: str
    threads: int
    nested: dict[str, tuple[Array, Array]]
    outside: dict[int, Array]  # clause -> points that came from other tables
    blocked: Array
    listed: list[tuple[str, int, str]]
    sums: Sums | None  # kept when the scheme compares subjects
    total: Array
    exact: Array
    limits: Array
    kept: dict[str, Array]  # points of sections and tie-break nodes, by key
    held: dict[str, Array]  # what consequences test, by consequence key
    graded: Graded
    keep: str
    patch: Patch | None = None

    @property
    def store(self) -> Store:
        """The facts this was computed from."""
        return self.bound.store

    @property
    def scored(self) -> Array:
        """Whom the scheme scores."""
        return self.bound.classes.of >= 0

    def grade_of(self, place: int) -> str | None:
        """Key of a grade; None for none."""
        grades = self.plan.scheme.grades
        return grades[place].key if place < len(grades) else None

    def totals(self) -> pa.Table:
        """One row per subject scored: `fields.TOTALS`, then a column of points per section."""
        scored = self.scored
        scheme = self.plan.scheme
        names = pa.array([grade.key for grade in scheme.grades], pa.string())
        acting = [one.key for one in (*scheme.gates, *scheme.vetoes)]
        columns = {
            "subject": pa.array(self.store.subjects[scored]),
            "total": pa.array(self.total[scored]),
            "exact": pa.array(self.exact[scored]),
            "banded": _named(self.graded.banded[scored], names),
            "grade": _named(self.graded.grade[scored], names),
            "limits": _bits(self.limits[scored], acting),
            "alerts": _bits(self.graded.alerts[scored], [alert.key for alert in scheme.alerts]),
            "open": pa.array(self.graded.open[scored]),
            "blocked": pa.array(self.blocked[scored]),
        }
        columns |= {f"points:{key}": pa.array(points[scored]) for key, points in self.kept.items()}
        return pa.table(columns)

    def write(self, folder: str | Path) -> Path:
        """Write the totals as Parquet into a folder; the file's path."""
        import pyarrow.parquet as pq

        path = Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        pq.write_table(self.totals(), path / "totals.parquet")
        return path / "totals.parquet"


def _named(places: Array, names: pa.Array) -> pa.Array:
    index = pa.array(places.astype(np.int32), mask=places >= len(names))
    return names.take(index) if len(names) else pa.nulls(len(places), pa.string())


def _bits(bits: Array, keys: list[str]) -> pa.Array:
    """Keys of the bits set, joined by a space."""
    distinct, inverse = np.unique(bits, return_inverse=True)
    texts = [" ".join(key for place, key in enumerate(keys) if (int(one) >> place) & 1) for one in distinct]
    return pa.array(texts, pa.string()).take(pa.array(inverse.reshape(-1)))
