"""A scored run becomes rows: results, their trace, their digests. What a correction leaves as it was is pointed at, not copied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction

from touyan.assessment import digests, scheme, seals
from touyan.assessment.models import Result, Run, TraceRow
from touyan.assessment.rules import RunState
from touyan.core import clock
from touyan.scoring.result import Result as Scored
from touyan.scoring.trace import trace

LISTED_KEPT = 300
BATCH = 500
ONE_BY_ONE = 20


def save(
    run: Run, scored: Scored, subjects: pa.Table, facts: pa.Table, problems: dict[int, str], engine: str,
    touched: set[int] | None,
) -> None:  # fmt: skip
    """Results, trace and digests of the run in one transaction, sealed in the journal.

    `touched`: the only subjects that can differ from the run that this one corrects; None: everybody.
    """
    people = scheme.scores_people(scheme.scheme_of(run.scheme.text, run.scheme_key))
    whole = heads(scored, subjects, people)
    before = _before(run, people)
    if touched is not None:
        touched |= {subject for subject, made in whole.items() if _differs(made, before.get(subject))}
    wanted = set(whole) if touched is None else touched & set(whole)
    traced = traced_of(scored, wanted)
    _seal_results(whole, wanted, traced, facts_digests(facts, wanted))
    fresh = sorted(subject for subject in wanted if not _same(whole[subject], before.get(subject)))
    with transaction.atomic():
        Result.objects.filter(run=run).delete()
        if before:
            _carry(run, sorted(set(whole) & set(before) - set(fresh)), people)
        _add({subject: whole[subject].result(run) for subject in fresh}, traced)
        Run.objects.filter(pk=run.pk).update(**_columns(run, facts.num_rows, problems, engine))
        seals.by_system(
            Run.objects.get(pk=run.pk), unit=run.scheme.body, action="run.start", verb="computed", sets=seals.TAKEN
        )


def sealed(scored: Scored, subjects: pa.Table, facts: pa.Table, people: bool) -> dict[int, Head]:
    """Everybody's result with its digests, as `save` would write it; nothing is written."""
    whole = heads(scored, subjects, people)
    wanted = set(whole)
    _seal_results(whole, wanted, traced_of(scored, wanted), facts_digests(facts, wanted))
    return whole


@dataclass(slots=True)
class Head:
    """The columns of a result before it is one: a correction compares thousands of them and writes a few."""

    person_id: int | None
    unit_id: int | None
    total: int
    exact: int
    banded: str
    grade: str
    limits: str
    alerts: str
    open: bool
    blocked: bool
    role: str
    sector: str
    party: str
    about: dict[str, Any]
    held: dict[str, int]
    facts_digest: str = ""
    digest: str = ""

    def result(self, run: Run) -> Result:
        """As a row to save."""
        return Result(run=run, **{one.name: getattr(self, one.name) for one in fields(self)})


def heads(scored: Scored, subjects: pa.Table, people: bool) -> dict[int, Head]:
    """Everybody's result by subject, still without digests."""
    about = {row["subject"]: row for row in subjects.to_pylist()}
    held = _held(scored)
    made = {}
    for row in scored.totals().to_pylist():
        subject, own = row["subject"], about[row["subject"]]
        made[subject] = Head(
            person_id=subject if people else None,
            unit_id=None if people else subject,
            total=row["total"],
            exact=row["exact"],
            banded=row["banded"] or "",
            grade=row["grade"] or "",
            limits=row["limits"],
            alerts=row["alerts"],
            open=row["open"],
            blocked=row["blocked"],
            role=own["role"] or "",
            sector=own["sector"] or "",
            party=own["party"] or "",
            about={name: value for name, value in own.items() if name != "subject"},
            held=held.get(subject, {}),
        )
    return made


def _held(scored: Scored) -> dict[int, dict[str, int]]:
    """What the scheme's consequences look at, by subject and node."""
    found: dict[int, dict[str, int]] = {}
    numbers = scored.store.subjects.tolist()
    for one in scored.plan.scheme.consequences:
        if one.test is not None:
            for subject, amount in zip(numbers, scored.held[one.key].tolist(), strict=True):
                found.setdefault(subject, {})[one.test.node] = amount
    return found


@dataclass(frozen=True)
class Traced:
    """The trace of some subjects by columns, in which the rows of a subject stand together; each row as text, too."""

    columns: list[list[Any]]  # the order, then `digests.TRACE_COLUMNS`
    lines: list[str]
    places: dict[int, tuple[int, int]]

    def lines_of(self, subject: int) -> list[str]:
        """The rows of a subject as the digest takes them."""
        first, last = self.places.get(subject, (0, 0))
        return self.lines[first:last]

    def rows(self, owners: Iterable[tuple[int, int]]) -> Iterator[tuple[Any, ...]]:
        """The rows of subjects, each behind the number of its result; `owners`: (subject, number)."""
        for subject, number in owners:
            first, last = self.places.get(subject, (0, 0))
            yield from zip(repeat(number), *(column[first:last] for column in self.columns))


def traced_of(scored: Scored, wanted: set[int]) -> Traced:
    """The trace of these subjects."""
    if len(wanted) > ONE_BY_ONE:
        table = trace(scored)
    elif wanted:
        table = pa.concat_tables([trace(scored, one) for one in sorted(wanted)], promote_options="permissive")
    else:
        return Traced([], [], {})
    numbers, first, last = _groups(table["subject"].to_numpy())
    order = np.arange(table.num_rows) - np.repeat(first, last - first)
    arrays = [pa.chunked_array([pa.array(order)]), *(table[name] for name in digests.TRACE_COLUMNS)]
    places = dict(zip(numbers.tolist(), zip(first.tolist(), last.tolist(), strict=True), strict=True))
    return Traced([one.to_pylist() for one in arrays], _as_lines(arrays), places)


def _groups(numbers: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], ...]:
    """Of numbers that stand in groups: each number once, and where its group begins and ends."""
    first = np.flatnonzero(np.r_[True, numbers[1:] != numbers[:-1]]) if len(numbers) else np.zeros(0, np.int64)
    return numbers[first], first, np.append(first[1:], len(numbers))[: len(first)]


def _as_lines(columns: Iterable[pa.ChunkedArray]) -> list[str]:
    """Rows of columns as `digests.line` would write them."""
    cells = [pc.fill_null(one.cast(pa.string()), digests.NONE) for one in columns]
    found: list[str] = pc.binary_join_element_wise(*cells, digests.CELL).to_pylist()
    return found


def facts_digests(facts: pa.Table, wanted: set[int]) -> dict[int, str]:
    """The digest of each subject's facts, in the order of their numbers."""
    mine = facts.filter(pc.is_in(facts["subject"], pa.array(sorted(wanted), pa.int64())))
    if not mine.num_rows:
        return {}
    mine = mine.sort_by([("subject", "ascending"), ("fact", "ascending")])
    lines = _as_lines(mine[name] for name in digests.FACT_COLUMNS)
    groups = (part.tolist() for part in _groups(mine["subject"].to_numpy()))
    return {
        subject: digests.rows_digest(lines[first:last], "facts") for subject, first, last in zip(*groups, strict=True)
    }


NO_FACTS = digests.rows_digest([], "facts")


def _seal_results(whole: dict[int, Head], wanted: set[int], traced: Traced, of_facts: dict[int, str]) -> None:
    for subject in wanted:
        made = whole[subject]
        made.facts_digest = of_facts.get(subject, NO_FACTS)
        named = digests.subject_of(made.person_id, made.unit_id)
        made.digest = digests.result_digest(named, made, traced.lines_of(subject))


def _before(run: Run, people: bool) -> dict[int, tuple[Any, ...]]:
    """What the run that this one corrects said: by subject, its digest and the columns compared."""
    if run.previous_id is None:
        return {}
    rows = Result.objects.filter(run_id=run.previous_id).order_by()
    named = "person_id" if people else "unit_id"
    return {row[0]: row[1:] for row in rows.values_list(named, "digest", *COMPARED).iterator(chunk_size=5000)}


COMPARED = ("total", "exact", "banded", "grade", "limits", "alerts", "open", "blocked", "about", "held")


def _differs(made: Head, old: tuple[Any, ...] | None) -> bool:
    return old is None or any(getattr(made, name) != value for name, value in zip(COMPARED, old[1:], strict=True))


def _same(made: Head, old: tuple[Any, ...] | None) -> bool:
    return old is not None and bool(old[0]) and made.digest == old[0]


def _carry(run: Run, subjects: list[int], people: bool) -> None:
    """Rows of unchanged subjects for this run, copied by the database; their trace stays where it is."""
    names = [
        field.column for field in Result._meta.concrete_fields if field.attname not in {"id", "run_id", "traced_id"}
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    column = "person_id" if people else "unit_id"
    with connection.cursor() as cursor:
        for first in range(0, len(subjects), BATCH):
            part = subjects[first : first + BATCH]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(
                f"INSERT INTO assessment_result (run_id, traced_id, {columns}) "  # noqa: S608 - names of our own columns
                f"SELECT %s, COALESCE(traced_id, id), {columns} FROM assessment_result "
                f"WHERE run_id = %s AND {column} IN ({marks})",
                [run.pk, run.previous_id, *part],
            )


def _add(results: dict[int, Result], traced: Traced) -> None:
    """New results with their trace rows."""
    made = Result.objects.bulk_create(results.values(), batch_size=BATCH)
    columns = ("result_id", "order", *digests.TRACE_COLUMNS)
    owners = ((subject, one.pk) for subject, one in zip(results, made, strict=True))
    insert_rows(TraceRow._meta.db_table, columns, traced.rows(owners))


def insert_rows(table: str, columns: Iterable[str], rows: Iterator[tuple[Any, ...]]) -> None:
    """Many rows at once, by the quickest way of each database."""
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" for _ in columns)
        cursor.cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608


def _columns(run: Run, facts: int, problems: dict[int, str], engine: str) -> dict[str, Any]:
    rows = list(Result.objects.filter(run=run).values_list("person_id", "unit_id", "facts_digest", "digest"))
    named = [(digests.subject_of(person, unit), of_facts, own) for person, unit, of_facts, own in rows]
    return {
        "state": RunState.COMPUTED,
        "progress": "",
        "beat": clock.now(),
        "subjects": len(rows),
        "facts": facts,
        "listed": [{"fact": fact, "why": why} for fact, why in sorted(problems.items())][:LISTED_KEPT],
        "listed_count": len(problems),
        "engine": engine,
        "record_mark": run.record_mark,
        "confirmation_mark": run.confirmation_mark,
        "words": run.words,
        "scheme_digest": run.scheme.digest,
        "facts_digest": digests.whole_digest(((subject, of_facts) for subject, of_facts, _ in named), "facts"),
        "result_digest": digests.whole_digest(((subject, own) for subject, _, own in named), "results"),
    }
