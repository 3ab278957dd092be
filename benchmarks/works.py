"""A list of 100,000 duty records from another system, and a ledger of a million rows read as an Arrow table.

    python benchmarks/works.py                 both
    python benchmarks/works.py --rows 20000    a smaller list
    python benchmarks/works.py --facts 200000  a smaller ledger

The list is checked and booked as the page does it, while somebody else writes to the same database ten times a second: the
longest wait of that writer is printed, because a long list must not keep a crowd waiting at a door. The data are fictional.
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


def the_ledger(cast: Any, rows: int) -> None:
    """A ledger of so many rows, read as an Arrow table."""
    from django.db import transaction

    from touyan.duties import ledger
    from touyan.duties.facts_arrow import facts_arrow
    from touyan.duties.models import DutyRecord
    from touyan.duties.rules import Draft
    from touyan.organizations.models import Person

    ids = list(Person.objects.values_list("pk", flat=True))
    rng, day = random.Random(2), dt.date(2026, 1, 1)

    def draft(number: int) -> Draft:
        return Draft(
            key=f"bench:{number}", unit_id=cast.city.pk, committee_id=cast.city.pk, person_id=rng.choice(ids),
            kind="consultation", stage="attendance", outcome="present", day=day + dt.timedelta(days=number % 300), title="会",
        )  # fmt: skip

    def fill() -> None:
        stands = DutyRecord.objects.count()
        for start in range(stands, rows, 20_000):
            with transaction.atomic():
                part = [draft(number) for number in range(start, min(start + 20_000, rows))]
                ledger.append(part, entered_by=cast.staff)

    timed(f"fill the ledger to {rows:,} rows", fill)
    table = timed(
        "read it as an Arrow table", lambda: facts_arrow([cast.city.pk], start=day, end=dt.date(2026, 12, 31))
    )
    print(f"  {table.num_rows:,} rows, {table.nbytes // 2**20} MB")


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
