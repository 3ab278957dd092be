"""What the readings need of a work of the ledger, gathered for many works in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from touyan.activities.models import Activity, Result
from touyan.activities.rules import Group, ResultKind, State
from touyan.duties.models import DutyRecord, Work, WorkLink
from touyan.duties.words import CAME, SHONE, Stage, WorkKind
from touyan.members.models import Member

CHUNK = 2000
OUTCOMES = frozenset({*SHONE, Stage.ANSWERED, Stage.CARRIED_OUT})
WITH_RESIDENTS = frozenset({WorkKind.SERVICE, WorkKind.LECTURE})
SOLID = (ResultKind.MATTER, ResultKind.MECHANISM, ResultKind.MINUTES)  # coverage in the media shows nothing by itself


@dataclass(frozen=True)
class Facts:
    """One work as proof: its day, its kind, whether it counts and what for, whom it reached."""

    day: dt.date
    kind: str
    title: str
    party: bool
    duty: bool
    outcome: bool
    counts: bool
    residents: bool
    others: int
    faces: str
    sectors: str


def facts_of(work_ids: Iterable[int]) -> dict[int, Facts]:
    """Facts of every work. Six queries for each two thousand works."""
    found: dict[int, Facts] = {}
    for part in _chunks(sorted(set(work_ids))):
        found |= _facts(part)
    return found


def known_with_residents(work_ids: Iterable[int]) -> set[int]:
    """Those of the works that their own records already say were held with residents: nobody is asked about them. One query."""
    said = (
        Q(kind__in=[str(kind) for kind in WITH_RESIDENTS])
        | Q(activity__kind__group=Group.CONTACT)
        | Q(activity__venue__isnull=False)
    )
    return set(Work.objects.filter(said, pk__in=set(work_ids)).order_by().values_list("pk", flat=True))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(ids), CHUNK):
        yield ids[at : at + CHUNK]


def _facts(ids: Sequence[int]) -> dict[int, Facts]:
    held = {one.work_id: one for one in Activity.objects.filter(work_id__in=ids).select_related("kind")}
    results = Result.objects.filter(activity__work_id__in=ids, kind__in=[str(kind) for kind in SOLID])
    proved = set(results.values_list("activity__work_id", flat=True))
    led = set(WorkLink.objects.filter(source_id__in=ids).values_list("source_id", flat=True))
    rows: dict[int, list[tuple[int | None, str, str]]] = defaultdict(list)
    stands = DutyRecord.objects.counting().filter(work_id__in=ids).order_by()
    for work, person, stage, outcome in stands.values_list("work_id", "person_id", "stage", "outcome"):
        rows[work].append((person, stage, outcome))
    seats = _seats({person for each in rows.values() for person, _stage, _outcome in each if person})
    return {
        work.pk: _activity(work, held[work.pk], rows[work.pk], seats, solid=work.pk in proved or work.pk in led)
        if work.pk in held
        else _work(work, rows[work.pk], seats, led=work.pk in led)
        for work in Work.objects.filter(pk__in=ids)
    }


Seats = dict[int, tuple[bool, str]]


def _seats(people: set[int]) -> Seats:
    """Person → (Party member, sector) by the latest seat."""
    found: Seats = {}
    for part in _chunks(sorted(people)):
        rows = Member.objects.filter(person_id__in=part).order_by("start", "pk")
        for person, party, sector in rows.values_list("person_id", "is_party_member", "sector__code"):
            found[person] = (party, sector or "")
    return found


def _reached(people: list[int], seats: Seats) -> tuple[int, str, str]:
    """(non-Party members, faces, sectors), faces and sectors each once and in order."""
    faces = sorted(set(people))
    others = sum(1 for person in faces if person in seats and not seats[person][0])
    sectors = sorted({seats[person][1] for person in faces if person in seats and seats[person][1]})
    while sum(map(len, sectors)) + len(sectors) > 400:
        sectors.pop()
    return min(others, 32_000), ",".join(map(str, faces)), ",".join(sectors)


def _activity(
    work: Work, one: Activity, rows: list[tuple[int | None, str, str]], seats: Seats, *, solid: bool
) -> Facts:
    came = [person for person, _stage, outcome in rows if person and outcome in CAME]
    others, faces, sectors = _reached(came, seats)
    outcome = bool(one.outcome.strip()) or solid
    return Facts(
        day=one.day,
        kind=one.kind.code,
        title=one.title[:200],
        party=one.is_party,
        duty=one.is_duty,
        outcome=outcome,
        counts=one.state == State.HELD and bool(came) and outcome,
        residents=one.kind.group == Group.CONTACT or one.venue_id is not None,
        others=others,
        faces=faces,
        sectors=sectors,
    )


def _work(work: Work, rows: list[tuple[int | None, str, str]], seats: Seats, *, led: bool) -> Facts:
    others, faces, sectors = _reached([person for person, _stage, _outcome in rows if person], seats)
    return Facts(
        day=work.day,
        kind=work.kind,
        title=work.title[:200],
        party=False,
        duty=True,
        outcome=led or any(stage in OUTCOMES for _person, stage, _outcome in rows),
        counts=bool(rows),
        residents=work.kind in WITH_RESIDENTS,
        others=others,
        faces=faces,
        sectors=sectors,
    )
