"""The SQLite database as a file: copied in one step while the site goes on, and checked before it is put in place."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from touyan.core.errors import Refused


def copy(source: Path, target: Path) -> None:
    """`target` is a whole, checked copy of the database at one moment. Writers wait for about a second per 300 MB.

    In one step on purpose: the paged way starts again at every write and on a busy site never ends.
    """
    with (
        contextlib.closing(sqlite3.connect(source, timeout=60)) as live,
        contextlib.closing(sqlite3.connect(target)) as copied,
    ):
        live.backup(copied, pages=-1)
        # One file, no companions: the archive carries the database whole.
        copied.execute("PRAGMA journal_mode=DELETE")
    check(target)


def check(file: Path) -> None:
    """Raises Refused when SQLite itself finds the file unsound or a row that points to nothing."""
    try:
        with contextlib.closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
            found = [row[0] for row in database.execute("PRAGMA integrity_check(20)")]
            orphans = database.execute("PRAGMA foreign_key_check").fetchmany(5)
    except sqlite3.DatabaseError as error:
        raise Refused(f"数据库文件打不开 / the database file cannot be opened: {error}") from error
    if found != ["ok"]:
        raise Refused("数据库文件不完好 / the database file is unsound:\n  " + "\n  ".join(found))
    if orphans:
        tables = ", ".join(sorted({f"{row[0]} → {row[2]}" for row in orphans}))
        raise Refused(f"有记录指向不存在的记录 / rows point to nothing: {tables}")


def rows(file: Path, tables: list[str]) -> dict[str, int]:
    """How many rows each table of the file holds; a table that is not there counts none."""
    with contextlib.closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
        known = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        counts = {}
        for table in tables:
            if table in known:
                quoted = table.replace('"', '""')
                counts[table] = database.execute(f'SELECT COUNT(*) FROM "{quoted}"').fetchone()[0]  # noqa: S608 - a known table
        return counts


def head(file: Path, chain: str) -> list[int | str]:
    """The last number and digest of a chain in the file."""
    with contextlib.closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
        row = database.execute("SELECT seq, digest FROM core_chainhead WHERE name = ?", [chain]).fetchone()
        return list(row) if row else [0, "0" * 64]
