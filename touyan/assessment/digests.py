"""The digest of each person's result, from the same text on every machine and database. Standard library only.

A run's digests are made of these, so a correction of one person costs one person, and a changed row is named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from touyan.core import canonical
from touyan.scoring.fields import FACTS, TRACE

CELL, ROW, NONE = "\x1f", "\x1e", "\x1d"
FACT_COLUMNS = tuple(column.name for column in FACTS)
TRACE_COLUMNS = tuple(column.name for column in TRACE if column.name != "subject")
RESULT_COLUMNS = (
    "total", "exact", "banded", "grade", "limits", "alerts", "open", "blocked", "about", "held", "facts_digest",
)  # fmt: skip


def cell(value: Any) -> str:
    """A value as text; nothing, yes and no, days and tables each in one way."""
    if type(value) is str:
        return value
    if value is None:
        return NONE
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dt.date):
        return value.isoformat()
    return canonical.dumps(value) if isinstance(value, Mapping) else str(value)


def line(values: Iterable[Any]) -> str:
    """A row as text."""
    return CELL.join(map(cell, values))


def rows_digest(lines: Sequence[str], domain: str) -> str:
    """SHA-256 over the rows in their order."""
    return sha256(f"touyan:{domain}\n{ROW.join(lines)}".encode()).hexdigest()


def result_digest(subject: str, result: Any, trace: Sequence[str]) -> str:
    """The digest that a result must carry: its columns and its trace rows. `subject` is p or u and the number."""
    head = line([subject, *(getattr(result, name) for name in RESULT_COLUMNS)])
    return rows_digest([head, *trace], "result")


def subject_of(person_id: int | None, unit_id: int | None) -> str:
    """A person or a unit as the digests name it."""
    return f"p{person_id}" if person_id is not None else f"u{unit_id}"


def whole_digest(parts: Iterable[tuple[str, str]], domain: str) -> str:
    """The digest of a run from (subject, digest) of everyone, in the order of subjects."""
    return rows_digest([CELL.join(part) for part in sorted(parts)], domain)


def signature_digest(previous: str, run_digest: str, verb: str, name: str, at: dt.datetime) -> str:
    """A link of the chain of a run's signatures."""
    return canonical.digest([previous, run_digest, verb, name, at], domain="signature")
