"""Tables that the database itself keeps insert-only: triggers refuse UPDATE and DELETE on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython

GUARDED: set[str] = set()


def guard(table: str) -> RunPython:
    """A migration step after which `table` refuses UPDATE and DELETE. It can be taken back."""
    GUARDED.add(table)

    def on(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _create(table, editor.connection.vendor):
            editor.execute(statement, params=None)  # no parameters: a % is just a %

    def off(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _drop(table, editor.connection.vendor):
            editor.execute(statement, params=None)  # no parameters: a % is just a %

    return RunPython(on, off)


def _create(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: insert only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION touyan_insert_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%: insert only', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION touyan_insert_only()",
    ]


def _drop(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]
    return [f"DROP TRIGGER IF EXISTS {table}_insert_only ON {table}"]


@contextmanager
def released() -> Iterator[None]:
    """For tests only: the guards are off inside, so that a test database can be emptied."""
    tables = [table for table in GUARDED if table in connection.introspection.table_names()]
    with connection.cursor() as cursor:
        for table in tables:
            for statement in _drop(table, connection.vendor):
                cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for table in tables:
                for statement in _create(table, connection.vendor):
                    cursor.execute(statement)


def guarded_models() -> list[str]:
    """Tables under guard that belong to an installed room."""
    known = {model._meta.db_table for model in apps.get_models()}
    return sorted(GUARDED & known)
