"""From a queued run to its results and their pedigree. Heavy: only processes beside the web load it."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from touyan.assessment import population, scheme, store_results, units_taken
from touyan.assessment.crosswalk import words
from touyan.assessment.models import Run
from touyan.assessment.rules import RunState
from touyan.assessment.tables import tables_for
from touyan.core import clock
from touyan.duties.facts_arrow import facts_arrow
from touyan.duties.models import Confirmation, DutyRecord
from touyan.organizations.models import Closure
from touyan.scoring import facts as contract
from touyan.scoring.fields import SUBJECTS
from touyan.scoring.model import Document, Imported, Scheme, clauses
from touyan.scoring.office import Tables
from touyan.scoring.plan import compile as compile_document
from touyan.scoring.result import Result as Scored
from touyan.scoring.run import run_all
from touyan.scoring.store import cluster
from touyan.scoring.update import update

log = logging.getLogger(__name__)
ENGINE = "1"
MOST_CHANGED = 200
"""More people than this are computed anew with everybody."""


@dataclass
class Ready:
    """What a finished run leaves in this process, so that its correction need not begin at the beginning."""

    run: Run
    subjects: pa.Table
    facts: pa.Table
    problems: dict[int, str]
    scored: Scored
    given: bool  # with tables of other offices
    touched: set[int] | None = None  # the only subjects that can differ from the run corrected; None: all


KEPT: dict[int, Ready] = {}
KEEP = 2


def compute(run_id: int) -> Run:
    """Compute the run and save results, trace and digests in one transaction. A failure is kept in words, nothing else."""
    run = Run.objects.select_related("scheme__body").get(pk=run_id)
    if run.state not in {RunState.QUEUED, RunState.FAILED, RunState.COMPUTING}:
        return run
    try:
        say(run, "整理名单和记录")
        ready = _from_previous(run) or _anew(run)
        say(run, "保存结果和每一分的来历")
        store_results.save(run, ready.scored, ready.subjects, ready.facts, ready.problems, ENGINE, ready.touched)
        _keep(ready)
    except Exception as failure:
        log.exception("run %s failed", run_id)
        last = traceback.format_exception_only(failure)[-1].strip()
        Run.objects.filter(pk=run_id).update(state=RunState.FAILED, failure=last[:500], progress="")
    run.refresh_from_db()
    return run


def say(run: Run, text: str) -> None:
    """Show on the page of the run what is being done."""
    if run.pk:
        Run.objects.filter(pk=run.pk).update(state=RunState.COMPUTING, progress=text, beat=clock.now(), failure="")


def _keep(ready: Ready) -> None:
    KEPT[ready.run.pk] = ready
    while len(KEPT) > KEEP:
        del KEPT[next(iter(KEPT))]


def freeze(run: Run) -> None:
    """Note how far the ledger and its confirmations go, and the words of today: the run can be repeated at any time."""
    run.record_mark = DutyRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    run.confirmation_mark = Confirmation.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    run.words = words()["kind"]


def _anew(run: Run) -> Ready:
    freeze(run)
    chosen = scheme.scheme_of(run.scheme.text, run.scheme_key)
    subjects = subject_table(run, chosen)
    facts = fact_table(run, chosen)
    return score(run, chosen, subjects, facts)


def score(run: Run, chosen: Scheme, subjects: pa.Table, facts: pa.Table) -> Ready:
    """Check the facts and score everybody."""
    document, problems = scheme.parsed(run.scheme.text)
    if document is None:
        raise ValueError(f"细则有 {len(problems)} 处问题")
    # The ledger also keeps staff and guests; whom the scheme does not score is nobody's problem.
    facts = facts.filter(pc.is_in(facts["subject"], subjects["subject"].combine_chunks()))
    checked = contract.check(facts, subjects)
    say(run, f"计算 {subjects.num_rows} 个对象的 {facts.num_rows} 条记录")
    tables = tables_for(run, chosen, subjects)
    plans = compile_document(alike(document, chosen))
    scored = run_all(plans, cluster(checked.table, subjects), tables=tables)[run.scheme_key]
    return Ready(run, subjects, facts, _listed(checked.problems), scored, tables != Tables())


def _listed(problems: pa.Table) -> dict[int, str]:
    return {row["fact"]: contract.MESSAGES[row["code"]].zh for row in problems.to_pylist()}


def _from_previous(run: Run) -> Ready | None:
    """The result of the run that this one corrects, brought up to date where records changed; None when that will not do."""
    before = KEPT.get(run.previous_id or 0)
    chosen = scheme.scheme_of(run.scheme.text, run.scheme_key)
    if (
        before is None
        or before.given
        or not scheme.scores_people(chosen)
        or not _alone(chosen)
        or before.run.scheme_id != run.scheme_id
    ):
        return None
    if run.as_of < clock.today() or run.lower != before.run.lower:
        return None
    freeze(run)
    subjects = subject_table(run, chosen)
    changed = _changed(before.run, people=scheme.scores_people(chosen))
    if not subjects.equals(before.subjects) or len(changed) > MOST_CHANGED or run.words != before.run.words:
        return None
    mine = pa.array(sorted(changed & set(subjects["subject"].to_pylist())), pa.int64())
    fresh = fact_table(run, chosen, only=mine.to_pylist())
    checked = contract.check(fresh, subjects)
    old = before.facts.filter(pc.is_in(before.facts["subject"], mine))
    gone = old.filter(pc.invert(pc.is_in(old["fact"], pa.array(list(before.problems), pa.int64()))))
    rest = before.facts.filter(pc.invert(pc.is_in(before.facts["subject"], mine)))
    dropped = set(old["fact"].to_pylist())
    problems = {fact: why for fact, why in before.problems.items() if fact not in dropped} | _listed(checked.problems)
    scored = update(before.scored, checked.table, gone.select(["subject", "fact"]))
    KEPT.pop(before.run.pk, None)  # its sums are the new result's from now on
    touched = None if scored.plan.has_population else set(mine.to_pylist())
    return Ready(run, subjects, pa.concat_tables([rest, fresh]), problems, scored, False, touched)


def _alone(chosen: Scheme) -> bool:
    """Whether the scheme needs no other scheme's result."""
    return not any(isinstance(clause.shape, Imported) for clause in clauses(chosen.total))


def _changed(before: Run, *, people: bool) -> set[int]:
    """Subjects of whom the ledger has said something since the run, or on days after those that it counted."""
    column = "person_id" if people else "unit_id"
    said = Confirmation.objects.filter(pk__gt=before.confirmation_mark)
    found = set(said.values_list(f"record__{column}", flat=True))
    found |= set(DutyRecord.objects.filter(pk__gt=before.record_mark).values_list(column, flat=True))
    if before.beat is None or clock.business_date(before.beat) > before.as_of:  # else it has left nothing out
        found |= set(DutyRecord.objects.filter(booked_on__gt=before.as_of).values_list(column, flat=True))
    return found - {None}


def alike(document: Document, chosen: Scheme) -> Document:
    """The schemes of the document that score the same kind of subject: members, or units."""
    people = scheme.scores_people(chosen)
    return Document(document.title, tuple(s for s in document.schemes if scheme.scores_people(s) == people))


def subject_table(run: Run, chosen: Scheme) -> pa.Table:
    """Whom the scheme could score, by the contract, in the order of their numbers."""
    window = chosen.window
    people = scheme.scores_people(chosen)
    rows = (
        population.members(run, window.start, window.end)
        if people
        else population.units(run.scheme.body, window.end, units_taken.classes(run))
    )
    return pa.Table.from_pylist(list(rows), contract.schema(SUBJECTS)).sort_by("subject")


def fact_table(run: Run, chosen: Scheme, only: list[int] | None = None) -> pa.Table:
    """The ledger of the body as the run has frozen it, in the words of the paper rule, by subject and number."""
    people = scheme.scores_people(chosen)
    below = list(
        Closure.objects.filter(ancestor_id=run.scheme.body_id).values_list("descendant_id", flat=True).distinct()
    )
    table = facts_arrow(
        below if run.lower or not people else [run.scheme.body_id],
        start=chosen.late.earliest or chosen.window.start,
        end=chosen.window.end,
        subjects="people" if people else "units",
        as_of=run.as_of,
        until=(run.record_mark, run.confirmation_mark),
        only=only,
    )
    for name, translations in (words() | {"kind": run.words}).items():
        table = table.set_column(
            table.schema.get_field_index(name), table.schema.field(name), _said(table[name], translations)
        )
    return table if people else units_taken.with_entries(table, run, chosen)


def _said(column: pa.ChunkedArray, translations: dict[str, str]) -> pa.ChunkedArray:
    """Each code as its word; a word that another system brought stays."""
    found = pc.unique(column).to_pylist()
    named = pa.array([translations.get(value, value) if value is not None else None for value in found], pa.string())
    places = pc.index_in(column, pa.array(found, column.type))
    taken = named.take(places.combine_chunks() if isinstance(places, pa.ChunkedArray) else places)
    return pa.chunked_array([taken])
