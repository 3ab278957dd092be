"""The database as lines of text, one file per table: the same for SQLite and PostgreSQL, so it also moves one to the other."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.duration import duration_iso_string

from touyan.core.errors import Refused

# Sessions are not carried over: whoever was signed in signs in again.
LEFT_OUT = {"sessions.session"}
BATCH = 500


def tables() -> list[type[models.Model]]:
    """Every table of ours and of the libraries, the tables between two others included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields that are stored and not computed by the database."""
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is the database at one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def write(model: type[models.Model], out: IO[bytes]) -> int:
    """Every row of the table is written as one line, in the order of its key. Returns how many."""
    fields = columns(model)
    count = 0
    rows = model._base_manager.order_by("pk").values_list(*[field.attname for field in fields])
    for row in rows.iterator(chunk_size=2000):
        if not count:
            out.write(_line([field.column for field in fields]))
        out.write(_line(row))
        count += 1
    return count


def read(model: type[models.Model], source: IO[bytes]) -> int:
    """The lines are rows of the table again, exactly as they were: no default, no time stamp, no signal is added."""
    fields = {str(field.column): field for field in columns(model)}
    head = source.readline()
    if not head:
        return 0
    names = json.loads(head)
    if set(names) != set(fields):
        odd = ", ".join(sorted(set(names) ^ set(fields)))
        raise Refused(f"{model._meta.label}: 栏目与本版本不同 / other columns than this version: {odd}")
    store = [_storer(fields[name]) for name in names]
    statement = _insert(model, names)
    count = 0
    batch: list[list[Any]] = []
    with connection.cursor() as cursor:
        for line in source:
            batch.append([keep(value) for keep, value in zip(store, json.loads(line), strict=True)])
            count += 1
            if len(batch) == BATCH:
                cursor.executemany(statement, batch)
                batch = []
        if batch:
            cursor.executemany(statement, batch)
    return count


def empty_of_its_own() -> None:
    """Rows that the migrations themselves put in make way; tables that are empty are not touched."""
    for model in tables():
        if model._base_manager.exists():
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - our own table


def renumber() -> None:
    """The next new row gets a number that no restored row has."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def _insert(model: type[models.Model], names: list[str]) -> str:
    quote = connection.ops.quote_name
    listed = ", ".join(quote(name) for name in names)
    places = ", ".join(["%s"] * len(names))
    # An identity column on PostgreSQL takes a given number only when told so.
    override = "OVERRIDING SYSTEM VALUE " if connection.vendor == "postgresql" else ""
    return f"INSERT INTO {quote(model._meta.db_table)} ({listed}) {override}VALUES ({places})"


def _storer(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, models.BinaryField):
        return lambda value: None if value is None else field.get_db_prep_save(base64.b64decode(value), connection)
    if isinstance(field, models.JSONField):
        return lambda value: field.get_db_prep_save(value, connection)
    if isinstance(field, models.ForeignKey):
        target = field.target_field
        return lambda value: target.get_db_prep_save(target.to_python(value), connection)
    if isinstance(field, models.FileField):
        return lambda value: value
    return lambda value: field.get_db_prep_save(field.to_python(value), connection)


def _line(values: Any) -> bytes:
    # Sorted, because PostgreSQL keeps the keys of a JSON object in an order of its own.
    return (
        json.dumps(list(values), ensure_ascii=False, sort_keys=True, default=_text, separators=(",", ":")).encode()
        + b"\n"
    )


def _text(value: Any) -> Any:
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return duration_iso_string(value)
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"{type(value).__name__} cannot be kept")
