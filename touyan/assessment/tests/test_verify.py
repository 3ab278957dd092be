"""Edits behind the application's back are found, and the first bad row is named; a run can be repeated byte for byte."""

from __future__ import annotations

import pytest
from django.db import transaction

from touyan.assessment import services
from touyan.assessment.compute import compute
from touyan.assessment.models import Objection, Result, Run, SchemeText, Study
from touyan.assessment.rules import StudyKind, Use
from touyan.assessment.studying import study
from touyan.assessment.tests import build, whole
from touyan.assessment.verify import broken, first_broken
from touyan.core import clock
from touyan.core.insert_only import released
from touyan.core.models import JournalEntry
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(cast: Cast) -> Run:
    """A run under notice with an objection and its correction."""
    return whole.members(cast)


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


class Undo(Exception):
    pass


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
