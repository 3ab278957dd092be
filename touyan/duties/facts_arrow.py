"""The ledger as the Arrow table that `scoring.fields.FACTS` defines. For jobs only: the web process never imports this file."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Collection, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc
from django.db import connection

from touyan.core import clock
from touyan.scoring.fields import FACTS

TYPES: dict[str, pa.DataType] = {
    "int64": pa.int64(),
    "int32": pa.int32(),
    "int16": pa.int16(),
    "date": pa.date32(),
    "bool": pa.bool_(),
    "text": pa.string(),
}
SCHEMA = pa.schema([pa.field(c.name, TYPES[c.type], nullable=not c.required) for c in FACTS])
CHUNK = 10_000

# Column of the contract → expression of the ledger. Only rows that stand are handed out, so nothing is left to cancel.
EXPRESSIONS = {
    "fact": "r.id",
    "subject": "{subject}",
    "work": "r.work_id",
    "kind": "r.kind",
    "stage": "r.stage",
    "level": "r.level",
    "form": "r.form",
    "outcome": "r.outcome",
    "role": "r.role",
    "by": 'r."by"',
    "tag": "r.tag",
    "place": "r.place",
    "authors": "r.authors",
    "quantity": "r.quantity",
    "day": "r.business_date",
    "recorded": "r.booked_on",
    "counted_before": "NULL",
    "cancels": "NULL",
}

FROM = """
FROM duties_dutyrecord r
LEFT JOIN duties_dutyrecord later ON later.corrects_id = r.id {later}
WHERE later.id IS NULL AND r.nature <> 'void' AND {subject} IS NOT NULL AND {subjects}
  AND r.committee_id IN ({committees}) AND r.business_date >= {low} AND r.business_date <= {high}
  AND (r.source <> 'claimed' OR EXISTS (
       SELECT 1 FROM duties_confirmation c WHERE c.record_id = r.id AND c.verdict = 'verified' {said})) {more}
"""


def facts_arrow(
    committee_ids: list[int],
    *,
    start: dt.date,
    end: dt.date,
    subjects: str = "people",
    as_of: dt.date | None = None,
    until: tuple[int, int] | None = None,
    only: Collection[int] | None = None,
) -> pa.Table:
    """Facts of `committee_ids` with business dates from `start` to `end`, both counted in, clustered by subject.

    `subjects` "people": the subject is the person; "units": rows that belong to a unit and no person, the subject is the unit.
    `as_of` leaves out what was booked later; `until` (last record, last confirmation) gives the ledger as it stood then,
    whatever was corrected since; `only`: these subjects. Claimed rows come in once verified; corrected and void rows never.
    """
    if subjects not in {"people", "units"}:
        raise ValueError(f"subjects must be people or units, not {subjects!r}")
    if not committee_ids:
        return SCHEMA.empty_table()
    read: Callable[..., pa.Table] = _copy if connection.vendor == "postgresql" else _fetch
    table = read(_statement(committee_ids, start, end, subjects, until, only))
    if as_of is not None and as_of < clock.today():
        table = table.filter(pa.compute.less_equal(table["recorded"], pa.scalar(as_of, pa.date32())))
    # Here and not in the query: a database that sorts so many wide rows takes as long as it does to read them.
    return table.sort_by([("subject", "ascending"), ("fact", "ascending")])


def _statement(
    committee_ids: list[int],
    start: dt.date,
    end: dt.date,
    subjects: str,
    until: tuple[int, int] | None,
    only: Collection[int] | None,
) -> str:
    """The query. Only integers and ISO dates made here are written into it, never text from outside."""
    record, said = until or (0, 0)
    more = f"AND r.id <= {int(record)}" if until else ""
    if only is not None:
        column = "r.person_id" if subjects == "people" else "r.unit_id"
        more += f" AND {column} IN ({', '.join(str(int(number)) for number in sorted(only)) or '0'})"
    subject = "r.person_id" if subjects == "people" else "r.unit_id"
    columns = ", ".join(f'{_expression(c)} AS "{c.name}"' for c in FACTS)
    committees = ", ".join(str(int(number)) for number in committee_ids)
    query = f"SELECT {columns} {FROM}"
    return query.format(
        subject=subject,
        subjects="r.person_id IS NULL" if subjects == "units" else "r.person_id IS NOT NULL",
        committees=committees,
        later=f"AND later.id <= {int(record)}" if until else "",
        said=f"AND c.id <= {int(said)}" if until else "",
        more=more,
        low=f"'{start.isoformat()}'",
        high=f"'{end.isoformat()}'",
    )


def _expression(column: Any) -> str:
    """The expression of a column. SQLite gives days as text: no day is made in Python only for Arrow to take it apart."""
    plain = EXPRESSIONS[column.name]
    return f"({plain} || '')" if column.type == "date" and connection.vendor == "sqlite" else plain


def _fetch(statement: str) -> pa.Table:
    """SQLite: rows by chunks, small enough for the processor's cache, each turned into columns at once."""
    batches = []
    with connection.cursor() as cursor:
        cursor.execute(statement)
        raw = cursor.cursor if hasattr(cursor, "cursor") else cursor
        while rows := raw.fetchmany(CHUNK):
            columns = list(zip(*rows, strict=True))
            arrays = [_array(column, values) for column, values in zip(FACTS, columns, strict=True)]
            batches.append(pa.record_batch(arrays, schema=SCHEMA))
    return pa.Table.from_batches(batches, SCHEMA)


def _array(column: Any, values: tuple[Any, ...]) -> pa.Array:
    target = TYPES[column.type]
    if column.type == "date" and values and isinstance(values[0], str):
        return pa.array(values, pa.string()).cast(target)
    return pa.array(values, target)


class _Stream(io.RawIOBase):
    """Chunks of a COPY as a file, so that memory stays flat while Arrow parses."""

    def __init__(self, chunks: Iterator[memoryview | bytes]) -> None:
        self.chunks, self.rest = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.rest:
            chunk = next(self.chunks, None)
            if chunk is None:
                return 0
            self.rest = bytes(chunk)
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size


def _copy(statement: str) -> pa.Table:
    """PostgreSQL: COPY … TO STDOUT as CSV, parsed by Arrow. An empty text and a missing one stay apart by quoting."""
    connection.ensure_connection()
    options = pc.ConvertOptions(
        column_types={c.name: TYPES[c.type] for c in FACTS}, strings_can_be_null=True, quoted_strings_can_be_null=False
    )
    command = f"COPY ({statement}) TO STDOUT (FORMAT csv, HEADER true)"
    with connection.cursor() as cursor, cursor.cursor.copy(command) as copy:
        stream = io.BufferedReader(_Stream(iter(copy)), 1 << 20)
        return pc.read_csv(stream, convert_options=options).cast(SCHEMA)
