"""The verb behind `manage.py backup`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import touyan
from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.safekeeping import folders, records, sqlite
from touyan.core.safekeeping.archive import Manifest, Writer

DATABASE = "database.sqlite3"
RECORDS = "records/"
DATA = "data/"
Say = Callable[[str], object]


def keep(target: Path, *, portable: bool, say: Say) -> str:
    """`target` holds the database at one moment, every upload and every key; returns the seal of its manifest.

    The database goes first: an upload that arrives meanwhile is one file too many, never one too few. An existing
    file is never written over. On PostgreSQL, and with `portable`, the database goes in as records.
    """
    if target.exists():
        raise Refused(f"{target} 已经存在，不会覆盖 / exists and is not written over", possible="请换一个文件名。")
    target.parent.mkdir(parents=True, exist_ok=True)
    kind = "records" if portable or connection.vendor != "sqlite" else "sqlite"
    writer = Writer(target)
    try:
        manifest = _manifest(kind)
        say("数据库 / database …")
        (_put_records if kind == "records" else _put_file)(writer, manifest)
        say(f"  {sum(manifest.rows.values())} 条记录 / rows")
        files = 0
        for file, place in folders.kept_files():
            writer.add(file, DATA + place)
            files += 1
        say(f"上传文件与密钥 {files} 个 / uploads and keys")
        return writer.finish(manifest)
    except BaseException:
        writer.give_up()
        raise


def _manifest(kind: str) -> Manifest:
    return Manifest(
        kind=kind,
        made_at=clock.now().isoformat(timespec="seconds"),
        product=touyan.__version__,
        migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
        rows={},
        journal=[],
        key_elsewhere=not (Path(settings.DATA) / "secret.key").exists(),
    )


def _put_file(writer: Writer, manifest: Manifest) -> None:
    with tempfile.TemporaryDirectory(prefix="backup-", dir=writer.target.parent) as folder:
        copied = Path(folder) / DATABASE
        sqlite.copy(Path(connection.settings_dict["NAME"]), copied)
        manifest.rows = sqlite.rows(copied, [model._meta.db_table for model in records.tables()])
        manifest.journal = sqlite.head(copied, journal.CHAIN)
        writer.add(copied, DATABASE)


def _put_records(writer: Writer, manifest: Manifest) -> None:
    with records.one_moment():
        manifest.journal = list(journal.head())
        for model in records.tables():
            with writer.member(f"{RECORDS}{model._meta.label_lower}.jsonl") as out:
                manifest.rows[model._meta.db_table] = records.write(model, out)
