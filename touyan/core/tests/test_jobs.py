"""Jobs: done once, none lost when the worker is killed, given up after some attempts, asked for once by their key."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from touyan.core import clock
from touyan.core.jobs import enqueue, enqueue_once, queue, schedule, worker
from touyan.core.models import JobKey, JobLease, JobSchedule
from touyan.core.tests import jobs_sample

ROOT = Path(__file__).resolve().parents[3]


def marks(name: str = "") -> int:
    return JobKey.objects.filter(key__startswith=f"mark:{name}").count()


@pytest.mark.django_db
def test_a_job_is_done_once() -> None:
    enqueue(jobs_sample.mark, name="a")
    assert worker.run_due("w1") == 1
    assert worker.run_due("w1") == 0
    assert marks() == 1
    assert DBTaskResult.objects.get().status == "SUCCESSFUL" and not JobLease.objects.exists()


@pytest.mark.django_db
def test_a_key_is_asked_for_once() -> None:
    assert enqueue_once(jobs_sample.mark, "k", name="a")
    assert enqueue_once(jobs_sample.mark, "k", name="a") is None
    assert worker.run_due("w1") == 1


@pytest.mark.django_db
def test_a_job_leaves_with_the_transaction_that_asked_for_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(jobs_sample.mark, name="a")
        raise ZeroDivisionError
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_a_failure_leaves_nothing_and_is_tried_again_later_then_given_up() -> None:
    enqueue(jobs_sample.stumble, name="a")
    for attempt in range(1, queue.ATTEMPTS + 1):
        assert worker.run_due("w1") == 0
        assert marks() == 0
        job = DBTaskResult.objects.get()
        assert job.status == ("READY" if attempt < queue.ATTEMPTS else "FAILED")
        assert attempt == queue.ATTEMPTS or job.run_after > clock.now()
        DBTaskResult.objects.update(run_after=clock.now())


@pytest.mark.django_db
def test_a_dead_workers_job_is_done_by_another_and_not_by_both() -> None:
    enqueue(jobs_sample.mark, name="a")
    taken = queue.claim("dead")
    assert taken is not None and queue.reap() == 0, "a fresh claim is left alone"
    JobLease.objects.update(until=clock.now() - dt.timedelta(seconds=1))
    assert queue.reap() == 1
    assert worker.run_due("alive") == 1
    assert queue.carry_out(taken) is False, "the worker believed dead comes back and finds the job done"
    assert marks() == 1


@pytest.mark.django_db
def test_a_long_job_goes_slice_by_slice_and_lets_others_in_between() -> None:
    enqueue(jobs_sample.nibble, name="long", bites=3)
    enqueue(jobs_sample.mark, name="short")
    assert worker.run_due("w1", most=2) == 2 and (marks("long"), marks("short")) == (1, 1)
    assert worker.run_due("w1") == 2 and marks("long") == 3
    assert {row.status for row in DBTaskResult.objects.all()} == {"SUCCESSFUL"} and not JobLease.objects.exists()


@pytest.mark.django_db
def test_a_slice_that_fails_keeps_what_was_made_and_goes_on() -> None:
    enqueue(jobs_sample.nibble, name="a", bites=3, breaks_at=2)
    assert worker.run_due("w1") == 1 and marks("a") == 2
    DBTaskResult.objects.update(run_after=clock.now())
    assert worker.run_due("w1") == 1 and marks("a") == 3


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("30 7 * * *", "每天 7:30"), ("0 * * * *", "每小时"), ("*/10 * * * *", "每 10 分钟"), ("0 8 * * 1", "每周一 8:00"),
        ("0 3 1 * *", "每月 1 日 3:00"), ("15 9 * * 1-5", "每周一至周五 9:15"), ("5 4 * 2 *", "5 4 * 2 *"),
    ],
)  # fmt: skip
def test_times_are_said_in_plain_words(cron: str, words: str) -> None:
    assert schedule.said(cron) == words


def test_every_job_of_the_house_has_a_name_that_people_read() -> None:
    named = schedule.titles()
    assert all(one.title and one.task.module_path in named for one in schedule.scheduled())


@pytest.mark.django_db
def test_a_schedule_is_enqueued_once_and_a_pause_is_made_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = schedule.Scheduled("test-morning", "0 8 * * *", jobs_sample.mark)
    monkeypatch.setattr(schedule, "scheduled", lambda: [entry])
    day = dt.datetime(2026, 5, 20, 7, 0, tzinfo=clock.SHANGHAI)
    assert schedule.tick(day) == 0
    assert schedule.tick(day.replace(hour=8, minute=1)) == 1
    assert schedule.tick(day.replace(hour=9)) == 0
    assert schedule.tick(day + dt.timedelta(days=5, hours=4)) == 1, "five missed mornings are one job"
    assert JobSchedule.objects.get().seen.astimezone(clock.SHANGHAI).day == 25


def _python(data: Path, *command: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "TOUYAN_DATA": str(data), "TOUYAN_JOB_LEASE": "1"}
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )


SETUP = """
from touyan.core.tests import jobs_sample
from touyan.core.jobs import enqueue
[enqueue(jobs_sample.mark, name=f"j{n}", seconds=0.25) for n in range(12)]
"""


def _count(data: Path) -> list[int]:
    """(jobs done, marks left), read from the file itself while workers run."""
    with closing(sqlite3.connect(next(data.glob("*.sqlite3")), timeout=20)) as file:
        done = f"SELECT count(*) FROM {DBTaskResult._meta.db_table} WHERE status = 'SUCCESSFUL'"
        left = "SELECT count(*) FROM core_jobkey WHERE key LIKE 'mark:%'"
        return [file.execute(question).fetchone()[0] for question in (done, left)]


@pytest.mark.once
def test_kill_minus_nine_loses_nothing_and_doubles_nothing(
    tmp_path: Path, lay_database: Callable[[Path], None]
) -> None:
    """Three workers are killed in the middle of a job each; the fourth finishes: twelve jobs, twelve marks."""
    lay_database(tmp_path)
    assert _python(tmp_path, "shell", "-c", SETUP).wait(timeout=60) == 0
    for _round in range(3):
        process = _python(tmp_path, "work")
        assert process.stdout is not None and "working" in process.stdout.readline()
        time.sleep(0.6)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert _count(tmp_path)[0] < 12, "the kills came in the middle"
    last = _python(tmp_path, "work")
    try:
        for _try in range(40):
            time.sleep(0.5)
            if _count(tmp_path)[0] == 12:
                break
    finally:
        last.terminate()
        last.wait(timeout=20)
    assert _count(tmp_path) == [12, 12]
