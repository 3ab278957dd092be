"""From a queued run to its results and their pedigree. Heavy: only the process of `assessment_compute` loads it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from touyan.assessment import population, scheme
from touyan.assessment.crosswalk import words
from touyan.assessment.models import Result, Run, TraceRow
from touyan.assessment.rules import RunState
from touyan.core import canonical, clock
from touyan.duties.facts_arrow import facts_arrow
from touyan.organizations.models import Closure
from touyan.scoring import facts as contract
from touyan.scoring.fields import SUBJECTS
from touyan.scoring.model import Document, Scheme
from touyan.scoring.plan import compile as compile_document
from touyan.scoring.run import run_all
from touyan.scoring.store import cluster
from touyan.scoring.trace import trace

log = logging.getLogger(__name__)
ENGINE = "1"
LISTED_KEPT = 300
BATCH = 2000


def compute(run_id: int) -> Run:
    """Compute the run and save results, trace and digests in one transaction. A failure is kept in words, nothing else."""
    run = Run.objects.select_related("scheme__body").get(pk=run_id)
    if run.state not in {RunState.QUEUED, RunState.FAILED, RunState.COMPUTING}:
        return run
    try:
        _say(run, RunState.COMPUTING, "整理名单和记录")
        _compute(run)
    except Exception as failure:
        log.exception("run %s failed", run_id)
        last = traceback.format_exception_only(failure)[-1].strip()
        Run.objects.filter(pk=run_id).update(state=RunState.FAILED, failure=last[:500], progress="")
    run.refresh_from_db()
    return run


def _say(run: Run, state: RunState, text: str) -> None:
    Run.objects.filter(pk=run.pk).update(state=state, progress=text, beat=clock.now(), failure="")


def _compute(run: Run) -> None:
    document, problems = scheme.parsed(run.scheme.text)
    if document is None:
        raise ValueError(f"细则有 {len(problems)} 处问题")
    chosen = scheme.scheme_of(run.scheme.text, run.scheme_key)
    subjects = subject_table(run, chosen)
    facts = fact_table(run, chosen)
    # The ledger also keeps staff and guests; whom the scheme does not score is nobody's problem.
    facts = facts.filter(pc.is_in(facts["subject"], subjects["subject"].combine_chunks()))
    checked = contract.check(facts, subjects)
    _say(run, RunState.COMPUTING, f"计算 {subjects.num_rows} 个对象")
    store = cluster(checked.table, subjects)
    result = run_all(compile_document(alike(document, chosen)), store)[run.scheme_key]
    _say(run, RunState.COMPUTING, "保存结果和每一分的来历")
    _save(run, result, subjects, facts, checked)


def alike(document: Document, chosen: Scheme) -> Document:
    """The schemes of the document that score the same kind of subject: members, or units."""
    people = scheme.scores_people(chosen)
    return Document(document.title, tuple(s for s in document.schemes if scheme.scores_people(s) == people))


def subject_table(run: Run, chosen: Scheme) -> pa.Table:
    """Whom the scheme could score, by the contract."""
    window = chosen.window
    people = scheme.scores_people(chosen)
    rows = population.members(run, window.start, window.end) if people else population.units(run, window.end)
    return pa.Table.from_pylist(list(rows), contract.schema(SUBJECTS))


def fact_table(run: Run, chosen: Scheme) -> pa.Table:
    """The ledger of the body as it stood on the run's day, in the words of the paper rule."""
    body = run.scheme.body_id
    people = scheme.scores_people(chosen)
    below = list(Closure.objects.filter(ancestor_id=body).values_list("descendant_id", flat=True).distinct())
    table = facts_arrow(
        [body] if people else below,
        start=chosen.late.earliest or chosen.window.start,
        end=chosen.window.end,
        subjects="people" if people else "units",
        as_of=run.as_of,
    )
    for name, translations in words().items():
        table = table.set_column(
            table.schema.get_field_index(name), table.schema.field(name), _said(table[name], translations)
        )
    return table


def _said(column: pa.ChunkedArray, translations: dict[str, str]) -> pa.ChunkedArray:
    """Each code as its word; a word that another system brought stays."""
    found = pc.unique(column).to_pylist()
    named = pa.array([translations.get(value, value) if value is not None else None for value in found], pa.string())
    places = pc.index_in(column, pa.array(found, column.type))
    taken = named.take(places.combine_chunks() if isinstance(places, pa.ChunkedArray) else places)
    return pa.chunked_array([taken])


def _save(run: Run, result: Any, subjects: pa.Table, facts: pa.Table, checked: Any) -> None:
    totals = result.totals().sort_by("subject").to_pylist()
    rows = trace(result)
    people = scheme.scores_people(scheme.scheme_of(run.scheme.text, run.scheme_key))
    about = {row["subject"]: row for row in subjects.to_pylist()}
    with transaction.atomic():
        Result.objects.filter(run=run).delete()
        made = Result.objects.bulk_create(
            [_result(run, row, about[row["subject"]], people) for row in totals], batch_size=BATCH
        )
        by_subject = {(r.person_id if people else r.unit_id): r.pk for r in made}
        _save_trace(rows, by_subject)  # type: ignore[arg-type]
        listed = [{"fact": row["fact"], "why": contract.MESSAGES[row["code"]]} for row in checked.problems.to_pylist()]
        Run.objects.filter(pk=run.pk).update(
            state=RunState.COMPUTED,
            progress="",
            beat=clock.now(),
            subjects=len(made),
            facts=facts.num_rows,
            listed=listed[:LISTED_KEPT],
            listed_count=len(listed),
            engine=ENGINE,
            scheme_digest=run.scheme.digest,
            facts_digest=table_digest(facts.sort_by("fact"), "facts"),
            result_digest=canonical.digest([_plain(totals), table_digest(rows, "trace")], domain="result"),
        )


def _result(run: Run, row: dict[str, Any], about: dict[str, Any], people: bool) -> Result:
    return Result(
        run=run,
        person_id=row["subject"] if people else None,
        unit_id=None if people else row["subject"],
        total=row["total"],
        exact=row["exact"],
        banded=row["banded"] or "",
        grade=row["grade"] or "",
        limits=row["limits"],
        alerts=row["alerts"],
        open=row["open"],
        blocked=row["blocked"],
        role=about["role"] or "",
        sector=about["sector"] or "",
        party=about["party"] or "",
    )


def _save_trace(rows: pa.Table, by_subject: dict[int, int]) -> None:
    for batch in rows.to_batches(max_chunksize=20_000):
        TraceRow.objects.bulk_create(list(_trace_rows(batch.to_pylist(), by_subject)), batch_size=BATCH)


def _trace_rows(rows: list[dict[str, Any]], by_subject: dict[int, int]) -> Iterable[TraceRow]:
    for order, row in enumerate(rows):
        yield TraceRow(
            result_id=by_subject[row["subject"]],
            order=row.get("order", order),
            node=row["node"],
            fact=row["fact"],
            work=row["work"],
            raw=row["raw"],
            counted=row["counted"],
            rule=row["rule"],
            article=row["article"],
        )


def _plain(rows: list[dict[str, Any]]) -> list[list[Any]]:
    return [[str(key), value] for row in rows for key, value in sorted(row.items())]


def table_digest(table: pa.Table, domain: str) -> str:
    """A digest that the same rows give on every machine and database."""
    return canonical.digest([[name, table[name].to_pylist()] for name in table.column_names], domain=domain)
