"""A city with its 13 districts, from the button to the results on the page; then one objection to the corrected result.

    python benchmarks/assessment.py                                  5,000 members, 400,000 records, SQLite
    python tools/postgres.py run -- python benchmarks/assessment.py  the same on PostgreSQL
    python benchmarks/assessment.py --members 500 --records 20000    smaller; --profile prints where the run spends its time

The button is pressed as the office presses it: the run is queued and handed to a process beside the web, which has to start
and to load the engine first; what the page would say meanwhile is printed with its seconds. The correction goes to the same
process, as in an office that corrects on the day of the run. Each figure stands beside a floor of the same minutes: the
records of the run fetched once, row by row, with nothing done to them. The data are fictional and lie in a temporary folder.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime as dt
import os
import pstats
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory(prefix="touyan-bench-")
os.environ["TOUYAN_DATA"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "touyan.config.settings"
YEAR, DISTRICTS, CHUNK, WORKS = 2025, 13, 20_000, 60
FLOOR = [0.0]


def told(name: str, seconds: float) -> None:
    """One line of the table."""
    ratio = f"{seconds / FLOOR[0]:9.1f} x floor" if FLOOR[0] else ""
    print(f"{name:<52}{seconds:9.2f} s{ratio}", flush=True)


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Print the seconds of a step."""
    started = time.perf_counter()
    yield
    told(name, time.perf_counter() - started)


KINDS = (
    ("plenary", "attendance", ("present", "late", "absent", "excused")),
    ("standing_meeting", "attendance", ("present", "absent")),
    ("inspection", "attendance", ("present", "absent")),
    ("proposal", "filed", ("",)),
    ("opinion_report", "adopted", ("",)),
    ("service", "carried_out", ("",)),
)


def lay_out(members: int, records: int) -> Any:
    """The city, its districts, their members and a year of records; the cast."""
    from touyan.organizations import closure
    from touyan.organizations.models import Unit
    from touyan.organizations.rules import Kind, Level, Line
    from touyan.organizations.tests import cast as laid

    cast = laid.build()
    for n in range(3, DISTRICTS + 1):
        laid.unit(f"QX{n}", f"{n}区政协", Kind.COMMITTEE, Line.TERRITORY, Level.DISTRICT, cast.city)
    closure.rebuild()
    bodies = [cast.city, *Unit.objects.filter(kind=Kind.COMMITTEE, level=Level.DISTRICT)]
    people = seats(bodies, members)
    book(bodies, people, records)
    return cast


def seats(bodies: list[Any], members: int) -> list[Any]:
    """So many members, spread over the committees."""
    from touyan.members.models import Member, Sector
    from touyan.organizations.models import Person, Term

    first = dt.date(2022, 4, 1)
    terms = [
        Term.objects.get_or_create(committee=body, number=15, defaults={"name": "十五届", "start": first})[0]
        for body in bodies
    ]
    sectors = [Sector.objects.create(code=f"s{n}", name=f"界别{n}", short=f"界{n}", start=first) for n in range(30)]
    people = Person.objects.bulk_create(
        [Person(name=f"委员{n}", sort_stroke=f"{n:05d}") for n in range(members)], batch_size=500
    )
    Member.objects.bulk_create(
        [
            Member(person=one, term=terms[n % len(terms)], sector=sectors[n % 30], start=first,
                   is_party_member=n % 5 < 2, standing=n % 7 == 0)
            for n, one in enumerate(people)
        ],
        batch_size=500,
    )  # fmt: skip
    return people


def book(bodies: list[Any], people: list[Any], records: int) -> None:
    """A year of records through the ledger's own path for many rows, some thousand to a transaction."""
    from django.db import transaction

    from touyan.duties.ledger import insert
    from touyan.duties.models import DutyRecord, LedgerHead, Work

    rng, now = random.Random(1), dt.datetime(YEAR, 12, 20, tzinfo=dt.UTC)
    works = Work.objects.bulk_create(
        [
            Work(committee=body, unit=body, kind=kind, title=f"{kind} {n}", day=dt.date(YEAR, 1 + n % 12, 5))
            for body in bodies
            for kind, _stage, _outcomes in KINDS
            for n in range(WORKS)
        ],
        batch_size=1000,
    )
    sequence = [0] * len(bodies)

    def row(number: int) -> DutyRecord:
        place = number % len(people)
        at = place % len(bodies)
        which = rng.randrange(len(KINDS))
        kind, stage, outcomes = KINDS[which]
        work = works[(at * len(KINDS) + which) * WORKS + rng.randrange(WORKS)]
        sequence[at] += 1
        return DutyRecord(
            committee_id=bodies[at].pk, unit_id=bodies[at].pk, person_id=people[place].pk, work_id=work.pk, kind=kind, stage=stage,
            outcome=rng.choice(outcomes), level="city" if kind == "opinion_report" else "", role="lead",
            business_date=work.day, booked_at=now, booked_on=now.date(), entered_by_name="", title=work.title,
            seq=sequence[at], key=f"bench:{number}",
        )  # fmt: skip

    for start in range(0, records, CHUNK):
        with transaction.atomic():
            insert([row(number) for number in range(start, min(start + CHUNK, records))])
    for body, last in zip(bodies, sequence, strict=True):
        LedgerHead.objects.update_or_create(committee_id=body.pk, defaults={"seq": last})


def floor() -> float:
    """Seconds to fetch once, row by row, the columns that the rule reads of all records. The quicker of two."""
    from django.db import connection

    names = (
        'person_id, id, work_id, kind, stage, level, form, outcome, role, "by", tag, place, business_date, booked_on'
    )
    quickest = 1e9
    for _turn in range(2):
        started, rows = time.perf_counter(), 0
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {names} FROM duties_dutyrecord ORDER BY person_id, id")
            while part := cursor.fetchmany(10_000):
                rows += len(part)
        quickest = min(quickest, time.perf_counter() - started)
    return quickest


def adopted(cast: Any) -> Any:
    """The modern example, in force for the year."""
    from touyan.assessment import services

    text = (ROOT / "touyan/scoring/schemes/example-city.yaml").read_text("utf-8").replace("2026 年度", f"{YEAR} 年度")
    draft = services.scheme_draft(actor=cast.assessor, body=cast.city, title="示例办法", version="1", text=text)
    return services.scheme_adopt(actor=cast.leader, draft=draft)


def queued(cast: Any, text: Any, previous: Any = None) -> Any:
    """A run of the city with its districts, waiting."""
    from touyan.assessment import services

    return services.run_queue(
        actor=cast.assessor, adopted=text, scheme_key="委员", label="年度考评" if previous is None else "更正",
        previous=previous, reason="" if previous is None else "误记", lower=True,
    )  # fmt: skip


def show(run: Any) -> None:
    """What the page of the run asks of the database."""
    from touyan.assessment import selectors, selectors_follow

    selectors.grade_counts(run)
    selectors.comparison(run)
    selectors_follow.missing(run)
    list(selectors.changes(run))


def pressed(run: Any) -> Any:
    """The run is handed over as the page does; the run once it is there. What the page says meanwhile is printed."""
    from touyan.assessment import launch
    from touyan.assessment.models import Run

    started, said = time.perf_counter(), ""
    launch.spawn(run.pk)
    while run.state in {"queued", "computing"}:
        time.sleep(0.02)
        run = Run.objects.get(pk=run.pk)
        if run.progress and run.progress != said:
            said = run.progress
            print(f"    {time.perf_counter() - started:6.2f} s  {said}", flush=True)
    if run.failure:
        sys.exit(run.failure)
    return run


def profiled(cast: Any, text: Any) -> None:
    """Where a run in this process spends its time."""
    from touyan.assessment.compute import compute

    with cProfile.Profile() as profile:
        compute(queued(cast, text).pk)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


def corrected(cast: Any, text: Any, run: Any) -> Any:
    """One record was wrong: voided in the ledger, a new run for the one person, its page."""
    from touyan.assessment.models import Result
    from touyan.duties.models import DutyRecord
    from touyan.duties.services import record_void

    result = Result.objects.filter(run=run).order_by("pk")[members_half(run)]
    row = DutyRecord.objects.filter(person=result.person).order_by("pk")[0]
    with timed("objection upheld: from the ledger to the new result"):
        record_void(actor=cast.staff, record=row, reason="误记", key=f"bench:void:{run.pk}")
        second = pressed(queued(cast, text, run))
    with timed("the page of the correction"):
        show(second)
    return second


def members_half(run: Any) -> int:
    """Somebody in the middle of the list."""
    return int(run.subjects) // 2


def anew(run: Any) -> None:
    """The corrected run again from what it froze, in this process: the same digest."""
    from touyan.assessment.models import Study
    from touyan.assessment.rules import StudyKind
    from touyan.assessment.studying import study

    with timed("the correction computed again from the beginning"):
        found = study(Study.objects.create(kind=StudyKind.AGAIN, scheme=run.scheme, run=run, started_by="").pk)
    print("    the same digest:", found.outcome.get("same"), found.failure)


def measure(cast: Any, text: Any) -> None:
    """Every figure."""
    from django.db import connection

    from touyan.assessment.verify import first_broken

    FLOOR[0] = floor()
    print(f"{connection.vendor}; floor: all records fetched once {FLOOR[0]:.2f} s", flush=True)
    with timed("from the button to the results on the page"):
        run = pressed(queued(cast, text))
        show(run)
    print(f"    {run.subjects} people, {run.facts} records", flush=True)
    with timed("the page of the run alone"):
        show(run)
    second = corrected(cast, text, corrected(cast, text, run))
    anew(second)
    with timed("every record of assessment verified"):
        assert first_broken() is None


def main() -> None:
    """The command line; see the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, default=5_000)
    parser.add_argument("--records", type=int, default=400_000)
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    import django

    django.setup()
    from django.core.management import call_command

    with timed("database made"):
        call_command("migrate", verbosity=0)
    with timed(f"{asked.members} members, {asked.records} records laid out"):
        cast = lay_out(asked.members, asked.records)
    text = adopted(cast)
    if asked.profile:
        profiled(cast, text)
    else:
        measure(cast, text)


if __name__ == "__main__":
    main()
