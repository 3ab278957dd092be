"""Intake and box keep no order: on SQLite they are tables without rowid. Marks and the box are insert-only."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from touyan.core.insert_only import guard

TABLES = ("ballots_sealed", "ballots_slip")


def without_rowid(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """The rows of the table lie by their random number; no other order is kept anywhere."""
    if editor.connection.vendor == "sqlite":
        for table in TABLES:
            _rebuild(editor, table, " WITHOUT ROWID")


def with_rowid(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Back to an ordinary table."""
    if editor.connection.vendor == "sqlite":
        for table in TABLES:
            _rebuild(editor, table, "")


def _rebuild(editor: BaseDatabaseSchemaEditor, table: str, ending: str) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        create = cursor.fetchone()[0].removesuffix(" WITHOUT ROWID") + ending
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql <> ''", [table])
        indexes = [row[0] for row in cursor.fetchall()]
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a name of ours
        if cursor.fetchone()[0]:
            raise RuntimeError(f"{table} is not empty")
    for statement in (f'DROP TABLE "{table}"', create, *indexes):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ballots", "0001_initial")]
    operations = [
        migrations.RunPython(without_rowid, with_rowid),
        guard("ballots_mark"),
        guard("ballots_slip"),
    ]
