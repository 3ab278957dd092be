"""Whether the records of assessment are still what was sealed: journal, schemes, runs, signatures, results with their trace.

A seal says what a record was when somebody last changed it, and the journal's chain holds the seals. Whoever can rewrite the
whole journal can hide an edit from this; only a head of the chain that was printed or sent elsewhere shows that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from touyan.assessment import digests
from touyan.assessment import seals as _registered  # noqa: F401 - which kinds are sealed
from touyan.assessment.models import Result, Run, TraceRow
from touyan.ballots.seals import boxes_broken
from touyan.core import journal, seals
from touyan.core.seals import Broken

CHUNK = 2000


def first_broken() -> Broken | None:
    """The first bad row; None when everything holds."""
    return next(broken(), None)


def broken(run_id: int | None = None) -> Iterator[Broken]:
    """Every bad row: the journal first, then records by kind, then results run by run. `run_id`: results of this run only."""
    gap = journal.verify()
    if gap is not None:
        yield Broken("core.journalentry", str(gap.seq), gap.reason)
        return
    yield from seals.broken()
    yield from boxes_broken()
    runs = Run.objects.exclude(result_digest="").order_by("pk")
    for run in runs.filter(pk=run_id) if run_id else runs:
        yield from results_of(run)


def results_of(run: Run) -> Iterator[Broken]:
    """Results of a run that differ from their digests, and whether all are there."""
    kind = Result._meta.label_lower
    parts, of_facts = [], []
    before = _carried(run)
    for result, lines in _with_trace(run):
        subject = digests.subject_of(result.person_id, result.unit_id)
        why = _wrong(result, subject, lines, before)
        if why:
            yield Broken(kind, str(result.pk), f"{result}：{why}")
        parts.append((subject, result.digest))
        of_facts.append((subject, result.facts_digest))
    if digests.whole_digest(parts, "results") != run.result_digest or len(parts) != run.subjects:
        yield Broken(
            Run._meta.label_lower, str(run.pk), f"结果应有 {run.subjects} 份，与签署时的摘要不符：有结果被增删或改动"
        )
    elif digests.whole_digest(of_facts, "facts") != run.facts_digest:
        yield Broken(Run._meta.label_lower, str(run.pk), "记录摘要不符")


def _carried(run: Run) -> dict[tuple[str, str], int]:
    """Whose trace a result of this run must point to: that of the run corrected, where subject and digest are the same."""
    if run.previous_id is None:
        return {}
    rows = Result.objects.filter(run_id=run.previous_id).values_list(
        "person_id", "unit_id", "digest", "traced_id", "pk"
    )
    return {(digests.subject_of(person, unit), own): traced or pk for person, unit, own, traced, pk in rows}


def _wrong(result: Result, subject: str, lines: list[str], before: dict[tuple[str, str], int]) -> str:
    if result.digest != digests.result_digest(subject, result, lines):
        return "分数或逐条来历被改动"
    about = result.about
    if (result.role, result.sector, result.party) != tuple(about[name] or "" for name in ("role", "sector", "party")):
        return "身份栏被改动"
    return "" if result.traced_id == before.get((subject, result.digest)) else "来历指向了别的结果"


def _with_trace(run: Run) -> Iterator[tuple[Result, list[str]]]:
    """Each result of the run with its trace rows as text, a few hundred at a time."""
    results = Result.objects.filter(run=run).select_related("person", "unit").order_by("pk")
    part: list[Result] = []
    for result in results.iterator(chunk_size=CHUNK):
        part.append(result)
        if len(part) == 500:
            yield from _lines(part)
            part = []
    yield from _lines(part)


def _lines(part: list[Result]) -> Iterator[tuple[Result, list[str]]]:
    rows: dict[int, list[str]] = {one.trace_owner: [] for one in part}
    names = ("result_id", "order", *digests.TRACE_COLUMNS)
    found = TraceRow.objects.filter(result_id__in=list(rows)).order_by("result_id", "order", "pk")
    for owner, *row in found.values_list(*names).iterator(chunk_size=20_000):
        rows[owner].append(digests.line(row))
    for one in part:
        yield one, rows[one.trace_owner]


@dataclass(frozen=True)
class Held:
    """What a check of everything found."""

    broken: tuple[Broken, ...]
    entries: int
    head: str
    runs: int
    results: int


def check(most: int = 20) -> Held:
    """Everything, with the number of rows read and the head of the chain, for the page and the command."""
    found = []
    for one in broken():
        found.append(one)
        if len(found) == most:
            break
    seq, head = journal.head()
    results = Result.objects.count()
    return Held(tuple(found), seq, head, Run.objects.exclude(result_digest="").count(), results)
