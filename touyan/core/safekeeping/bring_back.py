"""The verb behind `manage.py restore`. Nothing is touched before the archive was found whole and fit for this place."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

import touyan
from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.safekeeping import folders, records, sqlite
from touyan.core.safekeeping.archive import Archive
from touyan.core.safekeeping.keep import DATA, DATABASE, RECORDS

Say = Callable[[str], object]


def bring_back(archive: Archive, *, replace: bool, say: Say) -> None:
    """Database, uploads and keys are those of the archive, and the journal's chain holds.

    What stood here before is refused, or with `replace` set aside in `before-restore-…` beside it (SQLite only:
    on PostgreSQL make a new database and name it in DATABASE_URL). An archive of an older version is migrated.
    """
    _refuse_unfit(archive)
    _refuse_occupied(replace=replace)
    data = Path(settings.DATA)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    waiting = data / f"restoring-{clock.now():%Y%m%d%H%M%S%f}"
    try:
        say("展开 / unpacking …")
        archive.extract(DATA, waiting / "data")
        if archive.manifest.kind == "sqlite":
            _put_file(archive, waiting, say)
        else:
            _put_records(archive, waiting, say)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    call_command("migrate", verbosity=0, interactive=False)
    _refuse_broken_chain(archive)
    _end_sessions()
    say("日志的摘要链完好 / the journal's chain holds")


def _refuse_unfit(archive: Archive) -> None:
    manifest = archive.manifest
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ahead = sorted(set(manifest.migrations) - known)
    if ahead:
        raise Refused(
            f"备份出自更新的版本 {manifest.product}，本版本 {touyan.__version__} 不认识：{', '.join(ahead[:5])} / from a newer version",
            possible="请先升级程序，再恢复。",
        )
    if manifest.kind == "sqlite" and connection.vendor != "sqlite":
        raise Refused(
            "这份备份是 SQLite 文件，不能直接恢复到 PostgreSQL / a SQLite file cannot go into PostgreSQL",
            possible="请在原处用 manage.py backup --portable 再做一份。",
        )
    if manifest.kind == "records" and set(manifest.migrations) != known:
        raise Refused(
            f"按记录保存的备份须用同一版本恢复：备份出自 {manifest.product}，迁移相差 "
            f"{len(known - set(manifest.migrations))} 步 / records need the version that wrote them",
            possible="请先用当时的版本恢复，再升级。",
        )


def _refuse_occupied(*, replace: bool) -> None:
    if connection.vendor == "sqlite":
        standing = [path for path in folders.database_files() if path.exists() and path.stat().st_size]
        _refuse_running(standing)
        if standing and not replace and _has_people():
            raise Refused(
                "这里已经有数据，没有恢复 / there are records here already",
                possible="请先停止服务，再加 --replace；原有数据会移到 before-restore-… 目录。",
            )
    elif _has_people():
        raise Refused(
            "这个 PostgreSQL 数据库里已经有数据 / this database is not empty",
            possible="请新建一个空库，用 DATABASE_URL 指向它。",
        )


def _has_people() -> bool:
    model = get_user_model()
    return model._meta.db_table in connection.introspection.table_names() and model._base_manager.exists()


def _put_file(archive: Archive, waiting: Path, say: Say) -> None:
    [staged] = archive.extract(DATABASE, waiting / "database")
    sqlite.check(staged)
    _refuse_difference(archive, sqlite.rows(staged, list(archive.manifest.rows)))
    with _set_aside(say):
        staged.replace(Path(connection.settings_dict["NAME"]))
        _put_data(waiting)


def _put_records(archive: Archive, waiting: Path, say: Say) -> None:
    with _set_aside(say) if connection.vendor == "sqlite" else contextlib.nullcontext():
        call_command("migrate", verbosity=0, interactive=False)
        _fill(archive)
        _put_data(waiting)


def _fill(archive: Archive) -> None:
    with transaction.atomic():
        records.empty_of_its_own()
        counts = {}
        for label in (name.removeprefix(RECORDS) for name in archive.manifest.files if name.startswith(RECORDS)):
            model = apps.get_model(label.removesuffix(".jsonl"))
            with archive.reading(RECORDS + label) as source:
                counts[model._meta.db_table] = records.read(model, source)
        _refuse_difference(archive, counts)
        records.renumber()
        connection.check_constraints()


def _end_sessions() -> None:
    """Whoever was signed in when the backup was made signs in again."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")


@contextlib.contextmanager
def _set_aside(say: Say) -> Iterator[None]:
    """What stands here moves into a folder of its own, and back again if the block fails; nothing is deleted."""
    connection.close()
    standing = [*folders.top_level(), *(file for file in folders.database_files() if file.exists())]
    aside = Path(settings.DATA) / f"before-restore-{clock.now():%Y%m%d-%H%M%S-%f}"
    moved = [(path, aside / path.name) for path in dict.fromkeys(standing)]
    if moved:
        aside.mkdir(mode=0o700)
    for path, place in moved:
        shutil.move(path, place)
    try:
        yield
    except BaseException:
        connection.close()
        for path in [*folders.top_level(), *folders.database_files()]:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        for path, place in moved:
            shutil.move(place, path)
        if moved:
            aside.rmdir()
        raise
    if moved:
        say(f"原有数据已移到 / what stood here is now in {aside}")


def _put_data(waiting: Path) -> None:
    for path in sorted((waiting / "data").glob("*")):
        target = Path(settings.DATA) / path.name
        if target.is_dir():
            shutil.rmtree(target)
        path.replace(target)


def _refuse_difference(archive: Archive, counts: dict[str, int]) -> None:
    wanted = archive.manifest.rows
    differing = {
        table: (count, counts.get(table, 0)) for table, count in wanted.items() if counts.get(table, 0) != count
    }
    if differing:
        raise Refused(f"记录数与备份的清单不同 / row counts differ from the manifest: {differing}")


def _refuse_broken_chain(archive: Archive) -> None:
    if broken := journal.verify():
        raise Refused(f"日志在第 {broken.seq} 条断开：{broken.reason} / the journal breaks there")
    if list(journal.head()) != list(archive.manifest.journal):
        raise Refused("日志的末尾与备份不同 / the journal ends elsewhere than in the backup")


def _refuse_running(files: list[Path]) -> None:
    """A server that still holds the old file would go on writing into it, unseen."""
    wanted = {str(file.resolve()) for file in files if file.exists()}
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if str(link.readlink()) in wanted and link.parts[2] != str(os.getpid()):
                raise Refused(
                    f"数据库正在使用（进程 {link.parts[2]}）/ the database is in use",
                    possible="请先停止服务，再恢复。",
                )
