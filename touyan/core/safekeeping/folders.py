"""What of the data folder belongs in an archive: everything but the database, what can be made again, and old copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

# Made again by `manage.py prepare`, or not ours to carry.
LEFT_OUT = {"static", "backups", "cache"}
LEFT_OUT_PREFIX = ("before-restore-", "restoring-", ".")


def data_folder() -> Path:
    """The folder of uploads and keys."""
    return Path(settings.DATA)


def database_files() -> list[Path]:
    """The SQLite file with its two companions, whether or not they exist; nothing on PostgreSQL."""
    if connection.vendor != "sqlite":
        return []
    name = str(connection.settings_dict["NAME"])
    return [Path(name + ending) for ending in ("", "-wal", "-shm", "-journal")]


def kept_files() -> Iterator[tuple[Path, str]]:
    """Every file to keep, with its place below the data folder. Links are not followed."""
    folder = data_folder()
    database = {file.resolve() for file in database_files()}
    for top in sorted(folder.iterdir()):
        if top.name in LEFT_OUT or top.name.startswith(LEFT_OUT_PREFIX):
            continue
        for file in [top] if top.is_file() else sorted(top.rglob("*")):
            if file.is_symlink() or not file.is_file() or file.resolve() in database:
                continue
            if not file.name.endswith((".lock", ".part", ".log")):
                yield file, file.relative_to(folder).as_posix()


def top_level() -> list[Path]:
    """What a restore would replace in the data folder."""
    folder = data_folder()
    if not folder.exists():
        return []
    return [
        path
        for path in sorted(folder.iterdir())
        if path.name not in LEFT_OUT and not path.name.startswith(LEFT_OUT_PREFIX)
    ]
