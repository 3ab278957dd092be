"""Writers take turns: nobody gives up while the others go on, across threads and processes; a failed write hands on."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WRITERS = textwrap.dedent(
    """
    import os, sys, threading, time
    import django
    from django.conf import settings
    options = {"timeout": 0.2, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"}
    settings.configure(DATABASES={"default": {"ENGINE": "touyan.core.sqlite", "NAME": sys.argv[1], "OPTIONS": options}})
    django.setup()
    from django.db import connection, transaction
    errors = []
    def write(number):
        try:
            for turn in range(12):
                try:
                    with transaction.atomic():
                        with connection.cursor() as cursor:
                            cursor.execute("INSERT INTO entry (who) VALUES (%s)", [f"{sys.argv[2]}-{number}"])
                        time.sleep(0.01)
                        if turn % 4 == 3:
                            raise ValueError("a write that fails")
                except ValueError:
                    pass
        except Exception as error:
            errors.append(error)
        connection.close()
    threads = [threading.Thread(target=write, args=[n]) for n in range(8)]
    [t.start() for t in threads]; [t.join() for t in threads]
    print(len(errors), errors[:1])
    """
)


@pytest.mark.parametrize("processes", [1, 3])
def test_nobody_gives_up(tmp_path: Path, processes: int) -> None:
    """Twenty-four writers hold the lock for longer in all than SQLite's own patience of 0.2 s would last."""
    import sqlite3

    file = tmp_path / "turns.sqlite3"
    sqlite3.connect(file).execute("CREATE TABLE entry (who TEXT)").connection.close()
    ran = [
        subprocess.Popen(
            [sys.executable, "-c", WRITERS, str(file), str(n)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for n in range(processes)
    ]
    answers = [each.communicate(timeout=120)[0].strip() for each in ran]
    assert answers == ["0 []"] * processes
    kept = sqlite3.connect(file).execute("SELECT who, COUNT(*) FROM entry GROUP BY who").fetchall()
    assert {count for _, count in kept} == {9}
    assert len(kept) == 8 * processes
