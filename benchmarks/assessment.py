"""A city with its 13 districts, from the button to results on the page; then one objection to the corrected result.

Run: python benchmarks/assessment.py [MEMBERS [RECORDS]], by default 5,000 and 400,000. The data are fictional and lie in a
temporary folder. Each step prints its seconds; the correction is measured in a process that has computed before, as the
one beside the web has. `nice` it: the whole takes some minutes, most of them to lay the city out.
"""

from __future__ import annotations

import datetime as dt
import os
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
YEAR, DISTRICTS, CHUNK = 2025, 13, 20_000


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Print the seconds of a step."""
    started = time.perf_counter()
    yield
    print(f"{name:<44}{time.perf_counter() - started:9.2f} s", flush=True)


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
    from touyan.duties.ledger import insert
    from touyan.duties.models import DutyRecord, Work
    from touyan.members.models import Member, Sector
    from touyan.organizations.models import Person, Term, Unit
    from touyan.organizations.rules import Kind, Level, Line
    from touyan.organizations.tests import cast as laid

    cast, rng = laid.build(), random.Random(1)
    for n in range(3, DISTRICTS + 1):
        laid.unit(f"QX{n}", f"{n}区政协", Kind.COMMITTEE, Line.TERRITORY, Level.DISTRICT, cast.city)
    below = list(Unit.objects.filter(kind=Kind.COMMITTEE, level=Level.DISTRICT))
    bodies = [cast.city, *below]
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
    now = dt.datetime(YEAR, 12, 20, tzinfo=dt.UTC)
    works = [
        Work(committee=body, unit=body, kind=kind, title=f"{kind} {n}", day=dt.date(YEAR, 1 + n % 12, 5))
        for body in bodies
        for kind, _stage, _outcomes in KINDS
        for n in range(60)
    ]
    Work.objects.bulk_create(works, batch_size=1000)
    by = {(work.committee_id, work.kind, n % 60): work for n, work in enumerate(works)}
    sequence: dict[int, int] = {}
    for start in range(0, records, CHUNK):
        rows = []
        for number in range(start, min(start + CHUNK, records)):
            place = number % members
            body = bodies[place % len(bodies)]
            kind, stage, outcomes = rng.choice(KINDS)
            work = by[body.pk, kind, rng.randrange(60)]
            sequence[body.pk] = sequence.get(body.pk, 0) + 1
            rows.append(DutyRecord(
                committee=body, unit=body, person=people[place], work=work, kind=kind, stage=stage,
                outcome=rng.choice(outcomes), level="city" if kind == "opinion_report" else "", role="lead",
                business_date=work.day, booked_at=now, booked_on=now.date(), entered_by_name="", title=work.title,
                seq=sequence[body.pk], key=f"bench:{number}",
            ))  # fmt: skip
        insert(rows)
    from touyan.duties.models import LedgerHead

    for body_id, last in sequence.items():
        LedgerHead.objects.update_or_create(committee_id=body_id, defaults={"seq": last})
    return cast


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


def show(cast: Any, run: Any) -> None:
    """What the page of the run asks of the database."""
    from touyan.assessment import selectors, selectors_follow

    selectors.grade_counts(run)
    selectors.comparison(run)
    selectors_follow.missing(run)
    list(selectors.changes(run))


def main() -> None:
    """Lay out, compute, correct, verify."""
    import django

    django.setup()
    from django.core.management import call_command

    members, records = (
        (int(sys.argv[1]) if len(sys.argv) > 1 else 5_000),
        (int(sys.argv[2]) if len(sys.argv) > 2 else 400_000),
    )
    with timed("database"):
        call_command("migrate", verbosity=0)
    with timed(f"{members} members, {records} records laid out"):
        cast = lay_out(members, records)
    text = adopted(cast)
    with timed("loading the engine (once per process)"):
        from touyan.assessment.compute import KEPT, compute
        from touyan.assessment.models import Result
    from touyan.assessment.verify import first_broken
    from touyan.duties.models import DutyRecord
    from touyan.duties.services import record_void

    with timed("from the button to results in the database"):
        run = compute(queued(cast, text).pk)
    print(run.get_state_display(), run.subjects, "subjects,", run.facts, "facts", run.failure)
    with timed("the page of the run"):
        show(cast, run)
    result = Result.objects.filter(run=run)[0]
    row = DutyRecord.objects.filter(person=result.person)[0]
    with timed("one correction, from the ledger to the result"):
        record_void(actor=cast.staff, record=row, reason="误记", key="bench:void")
        second = compute(queued(cast, text, run).pk)
    print(second.get_state_display(), second.failure)
    with timed("the page of the correction"):
        show(cast, second)
    KEPT.clear()
    with timed("the same correction from the beginning"):
        third = compute(queued(cast, text, run).pk)
    print("the same digest:", third.result_digest == second.result_digest)
    with timed("every record of assessment verified"):
        print(first_broken())


if __name__ == "__main__":
    main()
