"""The published rule of 广水 read aloud in plain Python, held against the product for two years of the same members.

The rule here has no notebooks (public rules of today forbid them as a ground): blocks one, two and four.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from touyan.assessment import services
from touyan.assessment.compute import compute
from touyan.assessment.models import Result, Run
from touyan.assessment.tests import build
from touyan.duties.models import Work
from touyan.duties.rules import Draft
from touyan.duties.services import records_post_many
from touyan.organizations.models import Person
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db
TENTH = 1000  # of a point, in 1/10,000
YEARS = (2024, 2025)
KINDS = (
    ("proposal", "filed"), ("proposal", "turned"), ("opinion_report", "submitted"), ("service", "carried_out"),
    ("plenary", "attendance"), ("standing_meeting", "attendance"), ("inspection", "attendance"),
    ("commendation", "commended"),
)  # fmt: skip
OUTCOMES = ("present", "late", "left_early", "absent", "excused")
TAGS = ("重点企业项目", "结对帮扶", "")
LEVELS = ("nation", "province", "city", "district")
BONUS = {"nation": 100, "province": 80, "city": 60, "district": 40}
FILED = {("filed", "lead"): 200, ("filed", "co"): 150, ("turned", "lead"): 150, ("turned", "co"): 100}
LATE = {"plenary": 10, "standing_meeting": 20, "inspection": 10}
ABSENT = {"plenary": 15, "standing_meeting": 30, "inspection": 15}


def by_hand(rows: Sequence[Draft]) -> int:
    """The points of one member in tenths, straight from the paper."""
    works: dict[
        object, tuple[int, int]
    ] = {}  # a matter counts as a proposal or as information, the higher; a tie: proposal
    for one in rows:
        key = one.work_id or one.key
        filed, told = works.get(key, (0, 0))
        if one.kind == "proposal":
            filed = max(filed, FILED[one.stage, one.role])
        elif one.kind == "opinion_report":
            told = 200
        works[key] = (filed, told)
    proposal = max((filed for filed, told in works.values() if filed >= told), default=0)
    information = max((told for filed, told in works.values() if told > filed), default=0)
    served = {one.tag for one in rows if one.kind == "service" and one.tag}
    duty = min(800, proposal + information + 200 * len(served))
    lost = sum(
        LATE[one.kind] if one.outcome in {"late", "left_early"} else ABSENT[one.kind] if one.outcome == "absent" else 0
        for one in rows
        if one.kind in LATE
    )
    bonus = max((BONUS[one.level] for one in rows if one.kind == "commendation"), default=0)
    return duty + max(0, 100 - lost) + bonus


def draft(cast: Cast, rng: random.Random, person: Person, year: int, number: int, works: list[Work]) -> Draft:
    kind, stage = rng.choice(KINDS)
    return Draft(
        key=f"{year}:{person.pk}:{number}", unit_id=cast.city.pk, committee_id=cast.city.pk, person_id=person.pk,
        kind=kind, stage=stage, day=dt.date(year, rng.randrange(1, 11), 5), title=kind,
        work_id=rng.choice(works).pk if kind in {"proposal", "opinion_report"} and rng.random() < 0.5 else None,
        outcome=rng.choice(OUTCOMES) if stage == "attendance" else "",
        tag=rng.choice(TAGS) if kind == "service" else "",
        level=rng.choice(LEVELS) if kind == "commendation" else "",
        role=rng.choice(["lead", "co"]) if kind == "proposal" else "",
    )  # fmt: skip


def scored(cast: Cast, year: int) -> Run:
    made = services.scheme_draft(
        actor=cast.assessor, body=cast.city, title="广水", version=str(year), text=build.guangshui(year)
    )
    text = services.scheme_adopt(actor=cast.leader, draft=made)
    run = compute(services.run_queue(actor=cast.assessor, adopted=text, scheme_key="委员", label=str(year)).pk)
    assert run.result_digest, run.failure
    return run


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.deep) for n in range(2, 40))])
def test_both_years_as_by_hand(cast: Cast, seed: int) -> None:
    rng = random.Random(seed)
    people = [Person.objects.create(name=f"委员{n}", sort_stroke=str(n)) for n in range(20)]
    works = Work.objects.bulk_create(
        Work(committee=cast.city, unit=cast.city, kind="proposal", title=str(n), day=dt.date(2024, 1, 2))
        for n in range(5)
    )
    for one in people:
        build.seat(cast, one)
    drafts = [
        draft(cast, rng, one, year, n, works) for year in YEARS for one in people for n in range(rng.randrange(1, 14))
    ]
    # A work belongs to one year: what is handed in again the year after is another matter.
    drafts = [replace(one, work_id=None) if one.day.year == YEARS[1] and one.work_id else one for one in drafts]
    records_post_many(actor=cast.staff, drafts=drafts)
    different = set()
    for year in YEARS:
        found = dict(Result.objects.filter(run=scored(cast, year)).values_list("person_id", "total"))
        for one in people:
            own = [row for row in drafts if row.person_id == one.pk and row.day.year == year]
            assert found[one.pk] == by_hand(own) * TENTH, (year, one, own)
            different.add((one.pk, found[one.pk]))
    assert len(different) > len(people)
