"""A whole installation is kept and brought back, by the commands an office uses, on both databases."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from touyan.core.safekeeping.archive import Held, opened

ROOT = Path(__file__).resolve().parents[1]
JOURNAL = {"records/core.journalentry.jsonl", "records/core.chainhead.jsonl"}
SMALL_CITY = (
    "import django; django.setup(); from touyan.demo import city; "
    "city.load(city_members=160, district_members=12, say=lambda words: None)"
)

A_RUN = """
import django; django.setup()
from touyan.assessment.compute import compute
from touyan.assessment.models import SchemeText
from touyan.assessment.services import run_queue
from touyan.organizations.models import Account
from touyan.organizations.policy import actor_of
office = actor_of(Account.objects.get(username="assess"))
for key, title in (("委员", "委员年度量化"), ("临时支部", "单位党建")):
    text = SchemeText.objects.get(title__startswith=title, state="in_force")
    run = compute(run_queue(actor=office, adopted=text, scheme_key=key, label="年度考评", lower=True).pk)
    assert run.result_digest and run.subjects, run.failure
"""
AGAIN = """
import django; django.setup()
from touyan.assessment.models import Run, Study
from touyan.assessment.studying import study
from touyan.assessment.verify import check
for run in Run.objects.order_by("pk"):
    done = study(Study.objects.create(kind="again", scheme=run.scheme, run=run, started_by="").pk)
    print(run.pk, done.outcome["same"], done.outcome["result"] == run.result_digest)
print(check().broken)
"""


def command(data: Path, *words: str, database: str = "", fails: bool = False) -> str:
    """What `manage.py` printed in an installation whose data folder is `data`."""
    drop = {"DATABASE_URL", "TOUYAN_DATA", "PYTEST_CURRENT_TEST"}
    env = {name: value for name, value in os.environ.items() if name not in drop}
    env |= {"TOUYAN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "touyan.config.settings", "TOUYAN_DEMO": "1"}
    env |= {"DATABASE_URL": database} if database else {}
    ran = subprocess.run([sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True)
    assert (ran.returncode != 0) == fails, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.stdout + ran.stderr


def contents(archive: Path) -> tuple[dict[str, Held], list[bytes]]:
    """Of an archive of records: every table's digest but the journal's, and the journal's lines."""
    whole = opened(archive)
    tables = {name: held for name, held in whole.manifest.files.items() if name not in JOURNAL}
    with whole.reading("records/core.journalentry.jsonl") as source:
        return tables, source.readlines()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """An installation on SQLite with a small city and one upload, kept as a file (kept.zip) and as records (records.zip)."""
    folder = tmp_path_factory.mktemp("house")
    data = folder / "data"
    if connection.vendor == "sqlite":
        request.getfixturevalue("lay_database")(data)
    else:
        command(data, "manage.py", "migrate", "-v0")
    command(data, "-c", SMALL_CITY)
    if connection.vendor == "postgresql":
        command(data, "-c", A_RUN)
    (data / "files" / "2026").mkdir(parents=True)
    (data / "files" / "2026" / "记录.pdf").write_bytes(os.urandom(200_000))
    command(data, "manage.py", "backup", str(folder / "records.zip"), "--portable")
    command(data, "manage.py", "backup", str(folder / "kept.zip"))
    return folder


def test_a_restored_house_equals_the_kept_one(house: Path, tmp_path: Path) -> None:
    command(tmp_path / "new", "manage.py", "restore", str(house / "kept.zip"))
    command(tmp_path / "new", "manage.py", "backup", str(tmp_path / "again.zip"), "--portable")
    tables, journal = contents(house / "records.zip")
    again, longer = contents(tmp_path / "again.zip")
    assert sum(name.startswith("records/") for name in tables) > 20
    assert again == tables
    assert longer[: len(journal)] == journal
    assert len(longer) == len(journal) + 3  # the second backup, the restore, the third backup
    assert (tmp_path / "new" / "secret.key").read_text() == (house / "data" / "secret.key").read_text()
    assert "日志完整" in command(tmp_path / "new", "manage.py", "journal_verify")


def test_what_stands_is_never_overwritten(house: Path, tmp_path: Path) -> None:
    data = tmp_path / "new"
    command(data, "manage.py", "restore", str(house / "kept.zip"))
    assert "已经有数据" in command(data, "manage.py", "restore", str(house / "kept.zip"), fails=True)
    (data / "files" / "later.txt").write_text("later")
    command(data, "manage.py", "restore", str(house / "kept.zip"), "--replace")
    assert not (data / "files" / "later.txt").exists()
    [aside] = [path for path in data.glob("before-restore-*") if (path / "files" / "later.txt").exists()]
    assert (aside / "touyan.sqlite3").stat().st_size > 10_000


def test_a_database_in_use_is_not_replaced(house: Path, tmp_path: Path) -> None:
    data = tmp_path / "new"
    command(data, "manage.py", "restore", str(house / "kept.zip"))
    with closing(sqlite3.connect(data / "touyan.sqlite3")) as held:
        held.execute("SELECT 1 FROM django_migrations").fetchone()
        assert "正在使用" in command(data, "manage.py", "restore", str(house / "kept.zip"), "--replace", fails=True)


def test_a_damaged_archive_changes_nothing(house: Path, tmp_path: Path) -> None:
    data = tmp_path / "new"
    command(data, "manage.py", "restore", str(house / "kept.zip"))
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file() and path.suffix != ".sqlite3"}
    whole = bytearray((house / "kept.zip").read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    (tmp_path / "damaged.zip").write_bytes(whole)
    said = command(data, "manage.py", "restore", str(tmp_path / "damaged.zip"), "--replace", fails=True)
    assert "已损坏" in said or "不是完整的备份" in said
    after = {path: path.read_bytes() for path in data.rglob("*") if path.is_file() and path.suffix != ".sqlite3"}
    assert {path: content for path, content in after.items() if not path.name.endswith(("-wal", "-shm"))} == {
        path: content for path, content in before.items() if not path.name.endswith(("-wal", "-shm"))
    }


def test_a_failed_restore_puts_everything_back(house: Path, tmp_path: Path) -> None:
    """The archive is whole but its manifest claims one row more: found only when the rows are in."""
    from touyan.core.safekeeping.archive import Manifest, Writer

    archive = opened(house / "records.zip")
    said = {name: value for name, value in vars(archive.manifest).items() if name != "files"}
    said["rows"] = archive.manifest.rows | {"organizations_unit": archive.manifest.rows["organizations_unit"] + 1}
    writer = Writer(tmp_path / "odd.zip")
    for name in archive.manifest.files:
        with archive.reading(name) as source, writer.member(name) as out:
            out.write(source.read())
    writer.finish(Manifest(**said))
    data = tmp_path / "new"
    command(data, "manage.py", "restore", str(house / "kept.zip"))
    assert "记录数" in command(data, "manage.py", "restore", str(tmp_path / "odd.zip"), "--replace", fails=True)
    assert "已经有数据" in command(data, "manage.py", "restore", str(house / "kept.zip"), fails=True)
    assert (data / "files" / "2026" / "记录.pdf").exists()


def test_a_backup_never_overwrites(house: Path) -> None:
    assert "已经存在" in command(house / "data", "manage.py", "backup", str(house / "kept.zip"), fails=True)


def test_a_backup_is_whole_while_others_write(house: Path, tmp_path: Path) -> None:
    """A writer goes on throughout; the copy is sound and belongs to one moment."""
    data = tmp_path / "busy"
    command(data, "manage.py", "restore", str(house / "kept.zip"))
    script = (
        "import sqlite3, sys, time\n"
        "db = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)\n"
        "while True:\n"
        "    db.execute('BEGIN IMMEDIATE')\n"
        "    for key in ('a', 'b'):\n"
        "        db.execute('INSERT INTO core_oncekey VALUES (?, NULL, ?, ?, ?)',"
        " (key + str(time.monotonic_ns()), '/', '', '2026-01-01'))\n"
        "    db.execute('COMMIT'); print('.', flush=True)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", script, str(data / "touyan.sqlite3")], stdout=subprocess.PIPE)
    try:
        writer.stdout.readline()
        command(data, "manage.py", "backup", str(tmp_path / "busy.zip"))
        assert writer.poll() is None
    finally:
        writer.terminate()
        writer.wait()
    with zipfile.ZipFile(tmp_path / "busy.zip") as archive:
        archive.extract("database.sqlite3", tmp_path)
    with closing(sqlite3.connect(tmp_path / "database.sqlite3")) as copy:
        pairs = dict(copy.execute("SELECT substr(key, 1, 1), COUNT(*) FROM core_oncekey GROUP BY 1").fetchall())
    assert pairs["a"] == pairs["b"] > 0


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[str]:
    """The address of a new, empty database on the PostgreSQL under test."""
    settings = connection.settings_dict
    server = f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS touyan_kept")
        admin.execute("CREATE DATABASE touyan_kept")
        yield f"{server}/touyan_kept"
        admin.execute("DROP DATABASE IF EXISTS touyan_kept WITH (FORCE)")


@pytest.mark.postgres
def test_a_house_moves_to_postgresql_and_back(house: Path, tmp_path: Path, empty_database: str) -> None:
    records = str(house / "records.zip")
    command(tmp_path / "pg", "manage.py", "restore", records, database=empty_database)
    command(tmp_path / "pg", "manage.py", "backup", str(tmp_path / "pg.zip"), database=empty_database)
    assert contents(tmp_path / "pg.zip")[0] == contents(house / "records.zip")[0]
    assert "已经有数据" in command(
        tmp_path / "pg", "manage.py", "restore", records, database=empty_database, fails=True
    )
    command(tmp_path / "back", "manage.py", "restore", str(tmp_path / "pg.zip"))
    command(tmp_path / "back", "manage.py", "backup", str(tmp_path / "back.zip"), "--portable")
    assert contents(tmp_path / "back.zip")[0] == contents(house / "records.zip")[0]
    # What was computed on SQLite comes out byte for byte the same on PostgreSQL, and every seal holds.
    assert command(tmp_path / "pg", "-c", AGAIN, database=empty_database).split("\n")[:5] == [
        "1 True True",
        "2 True True",
        "3 True True",
        "4 True True",
        "()",
    ]
    # A new row takes a new number: the sequences were set behind the restored rows.
    added = (
        "import django; django.setup(); from touyan.organizations.models import Person; "
        "print(Person.objects.create(name='张三', sort_stroke='1', sort_pinyin='1').pk)"
    )
    command(tmp_path / "pg", "-c", added, database=empty_database)


@pytest.mark.postgres
def test_a_sqlite_file_does_not_go_into_postgresql(house: Path, tmp_path: Path, empty_database: str) -> None:
    said = command(tmp_path, "manage.py", "restore", str(house / "kept.zip"), database=empty_database, fails=True)
    assert "--portable" in said
