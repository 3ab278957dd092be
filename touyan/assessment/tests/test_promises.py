"""What every scored person may rely on, through ledger, services, database and pages, on random years; each promise can fail.

The promises are those of fair scoring: caps hold, a total is the sum of its rows, order and repetition of bookings do not
matter, a deduction taken away never lowers, what was corrected back is as before, who came late has no more than a full year,
what is for party members counts for nobody else, equals are equal, nobody sees others, small groups stay unknown.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import product
from typing import Any

import numpy as np
import pytest
from django.db import transaction

from touyan.assessment import cells, compute, population, selectors, services, store_results
from touyan.assessment.models import Result, Run, SchemeText
from touyan.assessment.rules import RunState
from touyan.assessment.tests import build
from touyan.core.errors import Refused
from touyan.duties import facts_arrow, ledger
from touyan.duties.models import DutyRecord, Work
from touyan.duties.rules import Draft
from touyan.duties.services import record_correct, record_void, records_post_many
from touyan.members.models import Member
from touyan.organizations.models import Account, Person
from touyan.organizations.policy import Actor, actor_of
from touyan.organizations.tests.cast import Cast
from touyan.scoring.model import Document, Section

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ONE = 10_000
PEOPLE = 14
FULL = {"会议": 0, "会议基本分": 20, "活动": 20, "会议活动": 40, "提案": 30, "建言": 20, "服务群众": 10, "总分": 100}
PARTY = (
    "            - {项目: 党员示范, 条款: 第五条, 原文: 党员委员认领实事提交的每件2分。, "
    "条件: {类别: 为民服务, 环节: 提交, 党内党外: 党员}, 分值: 2, 计分: 逐件累计}\n"
)
KINDS = (
    ("plenary", "attendance", ("present", "late", "absent", "excused")),
    ("standing_meeting", "attendance", ("present", "absent")),
    ("inspection", "attendance", ("present", "absent")),
    ("proposal", "filed", ("",)),
    ("opinion_report", "adopted", ("",)),
    ("opinion_report", "submitted", ("",)),
    ("service", "carried_out", ("",)),
    ("service", "submitted", ("",)),
)


@dataclass
class World:
    """A city whose members have seats, works to take part in, and the modern example with an item for party members."""

    cast: Cast
    people: list[Person]
    actors: list[Actor]
    works: list[Work]
    text: SchemeText


@pytest.fixture
def world(cast: Cast) -> World:
    text = files("touyan.scoring.schemes").joinpath("example-city.yaml").read_text("utf-8")
    text = text.replace("2026 年度", f"{build.YEAR} 年度").replace("    定等依据:", PARTY + "    定等依据:")
    adopted = build.adopted(cast, text)
    people = Person.objects.bulk_create(Person(name=f"委员{n:02d}", sort_stroke=f"{n:02d}") for n in range(PEOPLE))
    for one in people:
        build.seat(cast, one)
    accounts = Account.objects.bulk_create(Account(username=f"m{one.pk}", person=one) for one in people)
    works = Work.objects.bulk_create(
        Work(committee=cast.city, unit=cast.city, kind=kind, title=f"{kind}{n}", day=dt.date(build.YEAR, 2 + n, 5))
        for kind in dict(Counter(kind for kind, _s, _o in KINDS))
        for n in range(6)
    )
    return World(cast, people, [actor_of(one) for one in accounts], works, adopted)


class Undo(Exception):
    pass


def year(world: World, rng: random.Random) -> list[Draft]:
    """A random year: seats as they may be, and what was booked. The first two people are equals in everything."""
    for at, one in enumerate(world.people):
        late = at > 1 and rng.random() < 0.2
        start = dt.date(build.YEAR, rng.randrange(2, 12), 10) if late else dt.date(2022, 4, 1)
        party, standing = (rng.random() < 0.6, rng.random() < 0.5) if at else (True, False)
        if at == 1:
            party, standing = True, False
        Member.objects.filter(person=one).update(start=start, is_party_member=party, standing=standing)
    drafts = []
    for at, one in enumerate(world.people):
        if at == 1:
            twin = [replace(d, person_id=one.pk, key=f"1:{d.key}") for d in drafts]
            drafts += twin
            continue
        for n in range(30 if at == 2 else rng.randrange(2, 7)):  # one does more than any cap has room for
            kind, stage, outcomes = rng.choice(KINDS)
            work = rng.choice([w for w in world.works if w.kind == kind])
            level = rng.choice(["district", "city", "province"]) if stage == "adopted" else ""
            drafts.append(
                Draft(
                    key=f"{at}:{n}", unit_id=world.cast.city.pk, committee_id=world.cast.city.pk, person_id=one.pk,
                    work_id=work.pk, kind=kind, stage=stage, day=work.day, outcome=rng.choice(outcomes), level=level,
                    role=rng.choice(["lead", "co"]) if kind == "proposal" else "", title=work.title,
                )
            )  # fmt: skip
    return drafts


def ran(world: World, previous: Run | None = None) -> Run:
    reason = "更正" if previous else ""
    made = services.run_queue(
        actor=world.cast.assessor, adopted=world.text, scheme_key="委员", label="x", previous=previous, reason=reason
    )
    run = compute.compute(made.pk)
    assert run.state == RunState.COMPUTED, run.failure
    return run


def said(run: Run) -> dict[int, tuple[Any, ...]]:
    """What the run says of each person."""
    rows = Result.objects.filter(run=run).values_list("person_id", "total", "exact", "grade", "limits", "open")
    return {row[0]: row[1:] for row in rows}


def post(world: World, drafts: list[Draft]) -> list[DutyRecord]:
    return records_post_many(actor=world.cast.staff, drafts=drafts)


def caps_and_sums(world: World, run: Run) -> None:
    """Every page adds up to its total, within all caps; party items are for party members, nobody has more than a full year."""
    seats = dict(Member.objects.filter(person__in=world.people).values_list("person_id", "is_party_member"))
    for result in Result.objects.filter(run=run).select_related("run__scheme"):
        lines = {line.line.key: line for line in selectors.pedigree(result)}
        assert result.total == lines["总分"].counted, f"{result}: {result.total} is not what its page adds up to"
        for key, line in lines.items():
            cap = line.line.cap
            if not line.line.is_section:
                own = sum(one.counted for one in line.records) + sum(amount for _why, amount in line.cuts)
                assert own == line.counted, key
                assert cap is None or abs(line.counted) <= cap, (key, line.counted, cap)
            assert line.counted <= FULL.get(key, 100) * ONE, (key, line.counted)
        party = lines["党员示范"]
        assert seats[result.person_id] or (party.counted == 0 and not any(one.counted for one in party.records))


def order_and_repetition(world: World, drafts: list[Draft], run: Run, rng: random.Random) -> None:
    """The same records booked in another order say the same; booked twice, byte for byte."""
    first = said(run)
    post(world, drafts)
    again = ran(world)
    assert (again.result_digest, again.facts_digest) == (run.result_digest, run.facts_digest)
    try:
        with transaction.atomic():
            mixed = [replace(one, key=f"mixed:{one.key}") for one in rng.sample(drafts, len(drafts))]
            for record in DutyRecord.objects.filter(corrects=None, person__in=world.people):
                record_void(actor=world.cast.staff, record=record, reason="换序", key=f"v{record.pk}")
            post(world, mixed)
            compute.KEPT.clear()
            assert said(ran(world)) == first
            raise Undo
    except Undo:
        compute.KEPT.clear()


def corrections(world: World, run: Run) -> None:
    """A deduction removed never lowers; corrected back is as before; in memory or from the beginning, it is the same."""
    first = said(run)
    staff = world.cast.staff
    rows = DutyRecord.objects.filter(person__in=world.people, kind__in=["plenary", "standing_meeting"], corrects=None)
    present = rows.filter(outcome="present").first()
    if present is not None:
        other = record_correct(actor=staff, record=present, reason="误记", changes={"outcome": "absent"})
        second = ran(world, run)
        back = record_correct(actor=staff, record=other, reason="原来对", changes={"outcome": "present"})
        assert back.outcome == present.outcome
        run = ran(world, second)
        assert said(run) == first, "corrected back is not as before"
    absent = rows.filter(outcome="absent").exclude(pk__in=DutyRecord.objects.exclude(corrects=None).values("corrects"))
    if (bad := absent.first()) is not None:
        record_void(actor=staff, record=bad, reason="误记")
        after = ran(world, run)
        assert said(after)[bad.person_id or 0][0] >= first[bad.person_id or 0][0]
        compute.KEPT.clear()
        assert ran(world, run).result_digest == after.result_digest


def equals(world: World, run: Run) -> None:
    """Two people with the same records have the same total, the same grade, the same open question."""
    found = said(run)
    assert found[world.people[0].pk] == found[world.people[1].pk]


def groups(run: Run) -> None:
    """No group under five is shown, and none follows from what is shown by sums and differences."""
    shown = [one for one in selectors.comparison(run) if one.mean is not None]
    parts = Counter(Result.objects.filter(run=run).values_list("party", "role"))
    wanted = dict(selectors.GROUPS)
    matrix = [
        [wanted[one.name].get("party", p) == p and wanted[one.name].get("role", r) == r for p, r in parts]
        for one in shown
    ]
    rank = np.linalg.matrix_rank(np.array(matrix, float)) if matrix else 0
    for chosen in product((0, 1), repeat=len(parts)):
        size = sum(n for n, taken in zip(parts.values(), chosen, strict=True) if taken)
        if 0 < size < 5:
            assert np.linalg.matrix_rank(np.array([*matrix, chosen], float)) > rank, (
                parts,
                [one.name for one in shown],
            )


def eyes(world: World, run: Run, rng: random.Random) -> None:
    """Once shown, everybody sees the own result and no other; before that, nobody sees any."""
    results = {one.person_id: one for one in Result.objects.filter(run=run)}
    at, other = rng.sample(range(PEOPLE), 2)
    actor, own, foreign = world.actors[at], results[world.people[at].pk], results[world.people[other].pk]
    for result in (own, foreign):
        with pytest.raises(Refused):
            selectors.result_get(actor, result.pk)
    build.moved(world.cast, run, "review", "sign", "show")
    assert selectors.result_get(actor, own.pk) == own
    assert list(selectors.my_results(actor)) == [own]
    with pytest.raises(Refused):
        selectors.result_get(actor, foreign.pk)


def story(world: World, seed: int) -> None:
    """All promises on one random year, which is taken back."""
    rng = random.Random(seed)
    compute.KEPT.clear()
    try:
        with transaction.atomic():
            drafts = year(world, rng)
            post(world, rng.sample(drafts, len(drafts)))
            run = ran(world)
            caps_and_sums(world, run)
            equals(world, run)
            groups(run)
            order_and_repetition(world, drafts, run, rng)
            corrections(world, run)
            eyes(world, run, rng)
            raise Undo
    except Undo:
        compute.KEPT.clear()


def test_promises_hold(world: World) -> None:
    for seed in range(3):
        story(world, seed)


@pytest.mark.deep
def test_promises_hold_for_long(world: World) -> None:
    for seed in range(1000, 1400):
        story(world, seed)


Plant = Callable[[pytest.MonkeyPatch], None]


def _uncapped(node: Section) -> Section:
    children = tuple(_uncapped(one) if isinstance(one, Section) else replace(one, cap=None) for one in node.children)
    return replace(node, cap=None, children=children)


def no_caps(patch: pytest.MonkeyPatch) -> None:
    real = compute.alike

    def plain(document: Document, chosen: Any) -> Document:
        kept = real(document, chosen)
        return replace(kept, schemes=tuple(replace(one, total=_uncapped(one.total)) for one in kept.schemes))

    patch.setattr(compute, "alike", plain)


def wrong_total(patch: pytest.MonkeyPatch) -> None:
    real = store_results.Head.result
    patch.setattr(
        store_results.Head, "result", lambda self, run: real(replace(self, total=self.total + (self.total > 0)), run)
    )


def lost_row(patch: pytest.MonkeyPatch) -> None:
    real = store_results.Traced.rows
    patch.setattr(store_results.Traced, "rows", lambda self, owners: (row for row in real(self, owners) if row[1] != 1))


def key_ignored(patch: pytest.MonkeyPatch) -> None:
    real = ledger.row
    patch.setattr(ledger, "_booked", lambda keys: {})
    patch.setattr(
        ledger,
        "row",
        lambda draft, committee, seq, by: real(replace(draft, key=f"{draft.key}:{seq}"), committee, seq, by),
    )


def first_few(patch: pytest.MonkeyPatch) -> None:
    real = compute.fact_table
    patch.setattr(compute, "fact_table", lambda *a, **k: real(*a, **k).slice(0, 30))


def voids_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(facts_arrow, "FROM", facts_arrow.FROM.replace("later.id IS NULL AND r.nature <> 'void'", "1 = 1"))


def nobody_changed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(compute, "_changed", lambda before, people: set())


def all_in_party(patch: pytest.MonkeyPatch) -> None:
    real = population.members
    patch.setattr(population, "members", lambda *a: ({**row, "party": "党员"} for row in real(*a)))


def by_number(patch: pytest.MonkeyPatch) -> None:
    real = store_results.Head.result

    def odd(self: Any, run: Run) -> Result:
        return real(replace(self, grade=self.grade if self.person_id % 2 else "优秀"), run)

    patch.setattr(store_results.Head, "result", odd)


def everybody_is_oneself(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(selectors, "is_own", lambda actor, result: True)


def shown_early(patch: pytest.MonkeyPatch) -> None:
    real = services.run_queue

    def early(**more: Any) -> Run:
        run = real(**more)
        Run.objects.filter(pk=run.pk).update(shown_on=dt.date(2020, 1, 1))
        return run

    patch.setattr(services, "run_queue", early)


def four_is_enough(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cells, "SMALLEST_GROUP", 4)


def differences_forgotten(patch: pytest.MonkeyPatch) -> None:
    def sizes_only(sets: Any, sizes: list[int]) -> list[bool]:
        return [sum(n for n, taken in zip(sizes, one, strict=True) if taken) >= 5 for one in sets]

    patch.setattr(cells, "showable", sizes_only)


PLANTS: tuple[Plant, ...] = (
    no_caps, wrong_total, lost_row, key_ignored, first_few, voids_count, nobody_changed, all_in_party, by_number,
    everybody_is_oneself, shown_early, four_is_enough, differences_forgotten,
)  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS, ids=lambda one: one.__name__)
def test_a_planted_bug_is_found(world: World, monkeypatch: pytest.MonkeyPatch, plant: Plant) -> None:
    plant(monkeypatch)
    for seed in range(12):
        try:
            story(world, seed)
        except (AssertionError, pytest.fail.Exception):
            return
    pytest.fail(f"{plant.__name__} was not found")
