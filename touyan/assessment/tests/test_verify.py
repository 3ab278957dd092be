"""Edits behind the application's back are found, and the first bad row is named; a run can be repeated byte for byte."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from touyan.assessment import services
from touyan.assessment.compute import compute
from touyan.assessment.models import Objection, Result, Run, SchemeText, Study, TraceRow
from touyan.assessment.rules import StudyKind, Use
from touyan.assessment.studying import study
from touyan.assessment.tests import build
from touyan.assessment.verify import broken, first_broken
from touyan.core import clock
from touyan.core.insert_only import released
from touyan.core.models import JournalEntry
from touyan.duties.models import DutyRecord
from touyan.duties.services import record_void
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(cast: Cast) -> Run:
    """A run in force with an objection, its correction and a use."""
    for person, party in ((cast.li, True), (cast.zhang, True), (cast.wang, False)):
        build.seat(cast, person, party=party)
    facts = build.hand_case(cast)
    first = build.moved(cast, compute(build.queued(cast, build.adopted(cast)).pk), "review", "sign", "show")
    result = Result.objects.get(run=first, person=cast.li)
    made = services.objection_make(
        actor=cast.member, result=result, text="没有迟到", node="全会考勤", fact=facts["late"]
    )
    services.objection_answer(actor=cast.assessor, objection=made, answer="属实", upheld=True)
    record_void(actor=cast.staff, record=DutyRecord.objects.get(pk=facts["late"]), reason="误记", key="void")
    second = services.run_queue(
        actor=cast.assessor, adopted=first.scheme, scheme_key="委员", label="更正", previous=first, reason="误记"
    )
    return build.moved(cast, compute(second.pk), "review", "sign", "show", "notice")


def test_everything_holds(run: Run) -> None:
    assert list(broken()) == []


def test_a_correction_keeps_one_copy_of_what_did_not_change(cast: Cast, run: Run) -> None:
    changed, same = (Result.objects.get(run=run, person=person) for person in (cast.li, cast.zhang))
    assert changed.traced is None and changed.trace.count() > 0
    assert same.traced is not None and same.traced.run_id == run.previous_id


def test_a_run_is_repeated_byte_for_byte_after_the_ledger_moved_on(cast: Cast, run: Run) -> None:
    first = run.previous
    assert first is not None
    for old in (first, run):
        found = study(Study.objects.create(kind=StudyKind.AGAIN, scheme=old.scheme, run=old, started_by="").pk)
        assert found.outcome["same"], (found.failure, found.outcome)


def test_a_correction_in_memory_equals_one_from_the_beginning(cast: Cast, run: Run) -> None:
    again = compute(build.queued(cast, run.scheme).pk)
    assert (again.result_digest, again.facts_digest) == (run.result_digest, run.facts_digest)


Edit = tuple[str, Callable[[random.Random], tuple[str, list[object]]]]


def _row(table: str, rng: random.Random) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_key(table)} FROM {table} ORDER BY 1")
        return int(rng.choice(cursor.fetchall())[0])


def _key(table: str) -> str:
    return "seq" if table == "core_journalentry" else "id"


NUMBERS = {
    "assessment_result": ("total", "exact"),
    "assessment_tracerow": ("raw", "counted", '"order"'),
    "assessment_run": ("subjects", "facts", "record_mark"),
    "assessment_schemetext": ("row_version",),
}
TEXTS = {
    "assessment_result": ("grade", "limits", "sector", "party", "digest", "facts_digest"),
    "assessment_tracerow": ("node", "rule", "article"),
    "assessment_run": ("label", "state", "reason", "result_digest", "scheme_digest", "engine", "started_by"),
    "assessment_schemetext": ("title", "version", "text", "digest", "adopted_by", "state"),
    "assessment_signature": ("name", "verb", "result_digest"),
    "assessment_objection": ("text", "answer", "answered_by", "state"),
    "core_journalentry": ("actor_name", "action", "subject_name", "digest", "previous", "outcome"),
}
REMOVED = ("assessment_tracerow", "assessment_signature", "assessment_objection", "core_journalentry")


def edit(rng: random.Random) -> str:
    """One change of one row, past the application and its guards; what was done."""
    kind = rng.choice(["number", "text", "text", "remove", "swap", "insert"])
    with connection.cursor() as cursor:
        if kind == "number":
            table = rng.choice(sorted(NUMBERS))
            column = rng.choice(NUMBERS[table])
            cursor.execute(f"UPDATE {table} SET {column} = {column} + 7000 WHERE id = %s", [_row(table, rng)])
        elif kind == "text":
            table = rng.choice(sorted(TEXTS))
            column = rng.choice(TEXTS[table])
            row = _row(table, rng)
            shifted = f"substr('x' || {column}, 1, CASE WHEN length({column}) > 0 THEN length({column}) ELSE 1 END)"
            cursor.execute(f"UPDATE {table} SET {column} = {shifted} WHERE {_key(table)} = %s", [row])
        elif kind == "remove":
            table = rng.choice(REMOVED)
            column = "x"
            row = _row(table, rng)
            cursor.execute(f"DELETE FROM {table} WHERE {_key(table)} = %s", [row])
        elif kind == "swap":
            table, column = "assessment_result", "total"
            cursor.execute("UPDATE assessment_result SET total = -total - 1 WHERE id = %s", [_row(table, rng)])
        else:
            table, column = "assessment_tracerow", "x"
            owner = Result.objects.filter(traced=None).order_by("?").first()
            TraceRow.objects.create(
                result=owner, order=900, node="总分", raw=0, counted=0, rule="counted", article="一"
            )
    return f"{kind} {table} {column}"


class Undo(Exception):
    pass


def campaign(rounds: int, seed: int) -> None:
    """So many edits, each found with a row named, each taken back."""
    rng = random.Random(seed)
    with released():
        for number in range(rounds):
            with pytest.raises(Undo), transaction.atomic():
                done = edit(rng)
                found = first_broken()
                assert found is not None and found.pk, f"{number}: {done} was not found"
                raise Undo


def test_edits_behind_the_back_are_found(run: Run) -> None:
    campaign(25, 1)
    assert first_broken() is None


@pytest.mark.deep
def test_a_thousand_edits_behind_the_back_are_found(run: Run) -> None:
    campaign(1000, 2)


def test_the_bad_row_is_named(cast: Cast, run: Run) -> None:
    result = Result.objects.get(run=run, person=cast.li)
    Result.objects.filter(pk=result.pk).update(total=0)
    found = first_broken()
    assert found is not None and found.pk == str(result.pk) and "李四" in found.why


def test_a_foreign_row_and_a_missing_one_are_named(cast: Cast, run: Run) -> None:
    made = Objection.objects.create(
        result=Result.objects.filter(run=run).first(), text="假", made_on=clock.today(), due=clock.today()
    )
    found = first_broken()
    assert found is not None and (found.kind, found.pk) == ("assessment.objection", str(made.pk))
    made.delete()
    old = Objection.objects.get()
    gone = str(old.pk)
    old.delete()
    found = first_broken()
    assert found is not None and found.pk == gone and "删除" in found.why


def test_only_a_head_kept_elsewhere_shows_a_chain_made_anew(run: Run) -> None:
    """The honest limit: whoever rewrites the whole journal is not found from inside; the printed head differs."""
    from touyan.core import journal
    from touyan.core.models import ChainHead

    kept = journal.head()
    with released(), pytest.raises(Undo), transaction.atomic():
        SchemeText.objects.update(title="换掉的题目")
        from touyan.assessment import seals

        changed = SchemeText.objects.get()
        previous = "0" * 64
        for entry in JournalEntry.objects.order_by("seq"):
            if entry.subject_kind == "assessment.schemetext":
                entry.detail["seal"] = seals.seal_of(SchemeText, changed.pk)
            entry.previous = previous
            entry.digest = previous = journal.entry_digest(entry)
            JournalEntry.objects.filter(pk=entry.pk).update(
                detail=entry.detail, previous=entry.previous, digest=entry.digest
            )
        ChainHead.objects.update(digest=previous)
        assert first_broken() is None
        assert journal.head() != kept
        raise Undo


def test_uses_are_sealed(cast: Cast, run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(notice_until="2020-01-01")
    in_use = services.run_step(actor=cast.leader, run=run, verb="enforce")
    used = services.result_use(
        actor=cast.leader,
        result=in_use.results.get(person=cast.li),
        kind=Use.COMMENDED,
        basis="第九条",
        told_on=clock.today(),
    )
    assert first_broken() is None
    with released():
        type(used).objects.filter(pk=used.pk).update(by_name="别人")
    found = first_broken()
    assert found is not None and found.kind == "assessment.resultuse"
