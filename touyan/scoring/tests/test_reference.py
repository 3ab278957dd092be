"""The engine agrees with the plain reading of the rules, digit by digit, on random schemes and facts.

`touyan/scoring/tests/reference.py` was written from docs/scoring.md alone. A failing seed is named and can be run again.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from touyan.scoring import fields
from touyan.scoring.facts import check, schema
from touyan.scoring.plan import compile
from touyan.scoring.run import run
from touyan.scoring.store import cluster
from touyan.scoring.tests.generate import Maker
from touyan.scoring.tests.reference import Reference
from touyan.scoring.trace import trace

COMMIT, DEEP = 120, 10_000


def table(rows: list[dict[str, Any]], columns: tuple[fields.Column, ...]) -> pa.Table:
    """Rows as the contract's table."""
    return pa.Table.from_pylist([{c.name: row.get(c.name) for c in columns} for row in rows], schema(columns))


def both(seed: int, engine: str = "compiled") -> tuple[dict[int, Any], dict[int, Any]]:
    """(what the engine says, what the reference says) of each subject."""
    maker = Maker(seed)
    scheme, subjects = maker.scheme(), maker.subjects(maker.r.randint(1, 9))
    facts = maker.facts(subjects, maker.r.randint(0, 60))
    people = table(subjects, fields.SUBJECTS)
    store = cluster(check(table(facts, fields.FACTS), people).table, people)
    (plan,) = compile(scheme)
    result = run(plan, store, engine=engine)
    ours: dict[int, Any] = {}
    for row in result.totals().to_pylist():
        keys = ("total", "exact", "grade", "banded", "limits", "alerts", "open")
        ours[row["subject"]] = {key: row[key] for key in keys} | {"rows": []}
    for row in trace(result).to_pylist():
        ours[row["subject"]]["rows"].append((row["node"], row["fact"], row["raw"], row["counted"], row["rule"]))
    plain = Reference(scheme, subjects, facts, lambda clause, subject: 0)
    names = [*(g.key for g in scheme.grades), None]
    theirs = {}
    for who, said in plain.totals().items():
        state = next(s for s in plain.states if s.subject["subject"] == who)
        theirs[who] = {
            "total": said["total"],
            "exact": said["exact"],
            "grade": names[said["grade"]],
            "banded": names[said["banded"]],
            "limits": " ".join(said["limits"]),
            "alerts": " ".join(said["alerts"]),
            "open": said["open"],
            "rows": state.rows,
        }
    return ours, theirs


def differences(seed: int, engine: str = "compiled") -> list[str]:
    """What differs, a line each."""
    ours, theirs = both(seed, engine)
    found = [] if ours.keys() == theirs.keys() else [f"seed {seed}: other subjects"]
    for who in sorted(ours.keys() & theirs.keys()):
        for key, value in ours[who].items():
            other = theirs[who][key]
            if key == "rows":
                value, other = sorted(value, key=str), sorted(other, key=str)
                if value != other:
                    gone, more = [r for r in other if r not in value], [r for r in value if r not in other]
                    found.append(f"seed {seed} subject {who}: reference has {gone[:4]}, engine has {more[:4]}")
            elif value != other:
                found.append(f"seed {seed} subject {who} {key}: engine {value}, reference {other}")
    return found


def campaign(first: int, last: int) -> None:
    for seed in range(first, last):
        found = differences(seed)
        assert found == [], "\n".join(found[:8])


def test_engine_equals_reference() -> None:
    campaign(0, COMMIT)


def test_uncompiled_engine_equals_reference() -> None:
    for seed in range(5):
        assert differences(seed, "plain") == []


@pytest.mark.deep
def test_engine_equals_reference_ten_thousand_times() -> None:
    campaign(COMMIT, DEEP)


def test_a_planted_difference_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a reference that forgets the cap disagrees within the commit's seeds."""
    monkeypatch.setattr(Reference, "_share", lambda self, clause, f, raw: raw)
    assert any(differences(seed) for seed in range(COMMIT))
