"""A list of 100,000 duty records from another system, and a ledger of a million rows read as an Arrow table.

    python benchmarks/works.py                 both
    python benchmarks/works.py --rows 20000    a smaller list
    python benchmarks/works.py --facts 200000  a smaller ledger
    python benchmarks/works.py --rows 0        the ledger alone
    python tools/postgres.py run -- python benchmarks/works.py --rows 0     the same on PostgreSQL

The list is checked and booked as the page does it, while somebody else writes to the same database ten times a second: the
longest wait of that writer is printed, because a long list must not keep a crowd waiting at a door.

The ledger begins with 2,000 rows that its own service booked; the database copies them with other days, numbers and keys.
Reading is set against the floor: the same rows fetched by the bare driver and thrown away. The data are fictional.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import random
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory(prefix="touyan-bench-")
os.environ["TOUYAN_DATA"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "touyan.config.settings"
HEAD = ("编号", "题目", "类别", "提交日期", "作者", "环节", "环节日期", "层级", "采用或办理单位", "凭据")
PEOPLE = 600


class File:
    """A list on disk as an upload."""

    def __init__(self, path: Path) -> None:
        self.path, self.size = path, path.stat().st_size

    def chunks(self) -> Any:
        """Its bytes, piece by piece."""
        with self.path.open("rb") as stream:
            while block := stream.read(2**18):
                yield block


def write_list(path: Path, rows: int) -> None:
    """Works of one to three authors, every third adopted; one in a thousand names a person who does not exist."""
    rng = random.Random(1)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEAD)
        for row in range(rows):
            names = [f"委员{number:04d}" for number in rng.sample(range(PEOPLE), rng.choice((1, 1, 2, 3)))]
            day = dt.date(2026, 1, 1) + dt.timedelta(days=rng.randrange(300))
            stage = ("采用", day.isoformat(), "市级", "市有关部门", "采用通知") if row % 3 == 0 else ("",) * 5
            authors = "无此人" if row % 1000 == 999 else "、".join(names)
            out.writerow((f"S{row:06d}", f"关于第{row}件事的提案", "提案", day.isoformat(), authors, *stage))


def timed(name: str, work: Any) -> Any:
    """Carry out and print seconds and the highest memory so far."""
    started, cpu = time.perf_counter(), time.process_time()
    result = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    spent = time.perf_counter() - started, time.process_time() - cpu
    print(f"{name:<34}{spent[0]:8.1f} s, {spent[1]:6.1f} s of processor, {peak} MB at most", flush=True)
    return result


class Writer(threading.Thread):
    """Somebody else at work: a small write ten times a second, and the longest that one of them took."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.stop, self.longest, self.times = threading.Event(), 0.0, 0

    def run(self) -> None:
        from django.db import connection

        from touyan.core import journal
        from touyan.organizations.policy import SYSTEM

        while not self.stop.wait(0.1):
            started = time.perf_counter()
            journal.record(SYSTEM, "page.own", detail={"verb": "benchmark"})
            self.longest, self.times = max(self.longest, time.perf_counter() - started), self.times + 1
        connection.close()


def lay_out() -> Any:
    """The cast's city with members."""
    from touyan.organizations.models import Membership, Person
    from touyan.organizations.tests import cast as cast_module

    cast = cast_module.build()
    people = Person.objects.bulk_create(Person(name=f"委员{number:04d}") for number in range(PEOPLE))
    Membership.objects.bulk_create(
        Membership(unit=cast.city, person=person, kind="member", start=cast_module.DAY) for person in people
    )
    return cast


def the_list(cast: Any, rows: int) -> None:
    """Receive, check, book; then the same list again."""
    from touyan.duties import importing
    from touyan.duties.models import DutyRecord, WorkImport

    importing._later = lambda work: work()
    path = Path(FOLDER.name) / "works.csv"
    write_list(path, rows)

    def receive() -> WorkImport:
        one = importing.list_receive(
            actor=cast.staff, unit=cast.city, source="提案系统", upload=File(path), name="works.csv"
        )
        one.refresh_from_db()
        return one

    writer = Writer()
    writer.start()
    one = timed(f"check {rows:,} rows", receive)
    timed("book them", lambda: importing.list_take(actor=cast.staff, one=one))
    one.refresh_from_db()
    print(f"  new works {one.fresh:,}, refused rows {one.refused:,}, ledger rows {DutyRecord.objects.count():,}")
    print(f"  somebody else wrote {writer.times} times meanwhile and waited {writer.longest * 1000:.0f} ms at most")
    writer.stop.set()
    writer.join()
    again = timed("check the same list again", receive)
    print(f"  new works {again.fresh:,}, standing works {again.known:,}")


PATTERNS = 2_000
DAYS = 300


def booked(cast: Any, ids: list[int]) -> None:
    """Rows of every sort, through the door by which all rows enter: attendance, reports and proposals of several authors."""
    from touyan.duties import ledger
    from touyan.duties.rules import Draft

    rng, drafts = random.Random(2), []
    for number in range(PATTERNS):
        common = {
            "key": f"bench:{number}", "unit_id": cast.city.pk, "committee_id": cast.city.pk, "person_id": rng.choice(ids),
            "day": dt.date(2026, 1, 1), "title": f"关于第{number}件事",
        }  # fmt: skip
        if number % 3:
            outcome = rng.choice(("present", "present", "present", "late", "excused", "absent"))
            drafts.append(Draft(kind="consultation", stage="attendance", outcome=outcome, **common))
        else:
            place = {"place": rng.randint(1, 3), "authors": 3}
            stage, level = rng.choice((("submitted", ""), ("adopted", "city"), ("adopted", "province")))
            drafts.append(Draft(kind="proposal", stage=stage, level=level, role="author", **place, **common))
    ledger.append(drafts, entered_by=cast.staff)


def multiply(committee: int, rows: int) -> None:
    """The database copies the booked rows, each copy a day later and under new numbers, until the ledger has so many."""
    from django.db import connection, transaction

    from touyan.duties.models import DutyRecord, LedgerHead

    last = LedgerHead.objects.get(committee=committee).seq
    own = {"seq": "seq + %s", "key": "key || %s", "business_date": "%s"}
    names = [field.column for field in DutyRecord._meta.concrete_fields if not field.primary_key]
    heads = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(own.get(name, f'"{name}"') for name in names)
    table = DutyRecord._meta.db_table
    copy = (
        f"INSERT INTO {table} ({heads}) SELECT {values} FROM {table} WHERE committee_id = %s AND seq > %s AND seq <= %s"
    )
    order = [name for name in names if name in own]
    with transaction.atomic(), connection.cursor() as cursor:
        for turn in range(1, rows // PATTERNS):
            day = connection.ops.adapt_datefield_value(dt.date(2026, 1, 1) + dt.timedelta(days=turn % DAYS))
            given = {"seq": turn * PATTERNS, "key": f":{turn}", "business_date": day}
            cursor.execute(copy, [*(given[name] for name in order), committee, last - PATTERNS, last])
        LedgerHead.objects.filter(committee=committee).update(seq=last + rows - PATTERNS)


def thrown_away(statement: str) -> int:
    """The floor: the same rows out of the bare driver, looked at by nobody."""
    from django.db import connection

    found = 0
    with connection.cursor() as cursor:
        cursor.execute(statement)
        while part := cursor.cursor.fetchmany(10_000):
            found += len(part)
    return found


def the_ledger(cast: Any, rows: int) -> None:
    """A ledger of so many rows, read as an Arrow table, against the floor."""
    from touyan.duties import facts_arrow
    from touyan.organizations.models import Person

    ids = list(Person.objects.values_list("pk", flat=True))
    low, high = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    timed(f"book {PATTERNS:,} rows", lambda: booked(cast, ids))
    timed(f"copy them to {rows:,} rows", lambda: multiply(cast.city.pk, rows))
    statement = facts_arrow._statement([cast.city.pk], low, high, "people", None, None)
    floor, count = clocked(lambda: thrown_away(statement))
    print(f"floor: the driver fetches {count:,} rows in {floor:.1f} s", flush=True)
    for turn in ("first", "again"):
        spent, table = clocked(lambda: facts_arrow.facts_arrow([cast.city.pk], start=low, end=high))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"read as an Arrow table, {turn}: {table.num_rows:,} rows, {table.nbytes // 2**20} MB in {spent:.1f} s, "
              f"{spent / floor:.2f} times the floor, {peak} MB at most", flush=True)  # fmt: skip
    assert table.num_rows == count, "the table and the driver disagree"


def clocked(work: Any) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def main() -> None:
    """The command line; see the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--facts", type=int, default=1_000_000)
    asked = parser.parse_args()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    cast = lay_out()
    if asked.rows:
        the_list(cast, asked.rows)
    if asked.facts:
        the_ledger(cast, asked.facts)


if __name__ == "__main__":
    main()
