"""The full-text index beside its entries: FTS5 on SQLite, tsvector with GIN on PostgreSQL."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE documents_search USING fts5(grams, tokenize = 'unicode61 remove_diacritics 0')",
    ],
    "postgresql": [
        "CREATE TABLE documents_search (rowid bigint PRIMARY KEY, grams tsvector NOT NULL)",
        "CREATE INDEX documents_search_grams ON documents_search USING gin (grams)",
    ],
}


def make(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in MAKE[editor.connection.vendor]:
        editor.execute(statement)


def drop(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP TABLE documents_search")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
