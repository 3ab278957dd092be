"""The engine agrees with the plain reading of the rules, digit by digit, on random documents, facts and tables.

`touyan/scoring/tests/reference.py` was written from docs/scoring.md alone. A failing seed is named and can be run again:
`python -m touyan.scoring.tests.test_reference FIRST LAST` prints what differs and how far it came.
"""

from __future__ import annotations

import sys
from typing import Any

import pyarrow as pa
import pytest

from touyan.scoring import fields
from touyan.scoring import model as m
from touyan.scoring.facts import check, schema
from touyan.scoring.layout import BLOCK
from touyan.scoring.office import Tables
from touyan.scoring.plan import compile
from touyan.scoring.result import Result
from touyan.scoring.run import run_all
from touyan.scoring.store import Store, cluster
from touyan.scoring.tests.generate import Maker
from touyan.scoring.tests.reference import Reading
from touyan.scoring.trace import trace

COMMIT, DEEP = 60, 10_000
Rows = list[dict[str, Any]]
COLUMNS = {"ballots": fields.BALLOTS, "marks": fields.MARKS, "imported": fields.IMPORTED}


class Case:
    """A random document with its subjects, facts and tables; `subjects` and `facts` may be replaced."""

    def __init__(self, seed: int) -> None:
        maker = Maker(seed)
        self.seed = seed
        self.document = maker.document()
        crowd = BLOCK if seed % 16 == 15 else 0  # now and then more than are worked out together
        self.subjects: Rows = maker.subjects(maker.r.randint(1, 9) + crowd)
        self.facts: Rows = maker.facts(self.subjects, maker.r.randint(0, 60))
        self.tables: dict[str, Rows] = maker.tables(self.subjects)

    def filled(self, rows: Rows, columns: tuple[fields.Column, ...]) -> Rows:
        return [{c.name: row.get(c.name) for c in columns} for row in rows]

    def table(self, rows: Rows, columns: tuple[fields.Column, ...]) -> pa.Table:
        return pa.Table.from_pylist(self.filled(rows, columns), schema(columns))

    def store(self) -> Store:
        people = self.table(self.subjects, fields.SUBJECTS)
        return cluster(check(self.table(self.facts, fields.FACTS), people).table, people)

    def given(self) -> Tables:
        return Tables(**{name: self.table(rows, COLUMNS[name]) for name, rows in self.tables.items()})

    def results(self, engine: str = "compiled", keep: str = "sections") -> dict[str, Result]:
        """The engine's, by scheme."""
        return run_all(compile(self.document), self.store(), tables=self.given(), engine=engine, keep=keep)

    def readings(self) -> dict[str, Reading]:
        """The reference's, by scheme."""
        found: dict[str, Reading] = {}
        nested: dict[str, dict[int, int]] = {}
        people, facts = self.filled(self.subjects, fields.SUBJECTS), self.filled(self.facts, fields.FACTS)
        for scheme in self.document.schemes:
            found[scheme.key] = Reading(scheme, people, facts, self.tables, nested)
            nested[scheme.key] = {sheet.who: sheet.total for sheet in found[scheme.key].sheets}
        return found


KEYS = ("total", "exact", "grade", "banded", "limits", "alerts", "open", "blocked")


def told(result: Result) -> dict[int, dict[str, Any]]:
    """What the engine says of each subject, its trace sorted."""
    found = {row["subject"]: {key: row[key] for key in KEYS} | {"rows": []} for row in result.totals().to_pylist()}
    for row in trace(result).to_pylist():
        found[row["subject"]]["rows"].append((row["node"], row["fact"], row["raw"], row["counted"], row["rule"]))
    for one in found.values():
        one["rows"].sort(key=str)
    return found


def read(scheme: m.Scheme, reading: Reading) -> dict[int, dict[str, Any]]:
    """What the reference says of each subject."""
    names = [*(grade.key for grade in scheme.grades), None]
    sign = {c.key: -1 if c.side is m.Side.DEDUCTION else 1 for c in m.clauses(scheme.total)}
    found = {}
    for sheet in reading.graded():
        rows = [(key, number, raw, sign[key] * counted, rule) for key, of in sheet.rows.items()
                for number, (raw, counted, rule) in of.items()]  # fmt: skip
        found[sheet.who] = {
            "total": sheet.total, "exact": sheet.exact, "grade": names[sheet.grade], "banded": names[sheet.banded],
            "limits": " ".join(sheet.limits), "alerts": " ".join(sheet.alerts), "open": sheet.open,
            "blocked": sheet.blocked, "rows": sorted(rows + sheet.steps, key=str),
        }  # fmt: skip
    return found


def differences(seed: int, engine: str = "compiled") -> list[str]:
    """What differs, a line each."""
    case, found = Case(seed), []
    results, readings = case.results(engine), case.readings()
    for scheme in case.document.schemes:
        ours, theirs = told(results[scheme.key]), read(scheme, readings[scheme.key])
        where = f"seed {seed} {scheme.key}"
        if ours.keys() != theirs.keys():
            found.append(f"{where}: other subjects")
        for who in sorted(ours.keys() & theirs.keys()):
            for key, value in ours[who].items():
                other = theirs[who][key]
                if key == "rows" and value != other:
                    gone, more = [r for r in other if r not in value], [r for r in value if r not in other]
                    found.append(f"{where} subject {who}: reference has {gone[:4]}, engine has {more[:4]}")
                elif value != other:
                    found.append(f"{where} subject {who} {key}: engine {value}, reference {other}")
    return found


def campaign(first: int, last: int) -> None:
    for seed in range(first, last):
        found = differences(seed)
        assert found == [], "\n".join(found[:8])


def test_engine_equals_reference() -> None:
    campaign(0, COMMIT)


def test_uncompiled_engine_equals_reference() -> None:
    for seed in range(12):
        assert differences(seed, "plain") == []


@pytest.mark.deep
def test_engine_equals_reference_ten_thousand_times() -> None:
    campaign(COMMIT, DEEP)


def main() -> None:
    """Compare a range of seeds, printing as it goes."""
    first, last = int(sys.argv[1]), int(sys.argv[2])
    wrong = 0
    for seed in range(first, last):
        found = differences(seed)
        wrong += bool(found)
        print("\n".join(found[:6])) if found else None
        if (seed + 1) % 500 == 0 or seed + 1 == last:
            print(f"seeds {first} to {seed}: {wrong} differ", flush=True)


if __name__ == "__main__":
    main()
