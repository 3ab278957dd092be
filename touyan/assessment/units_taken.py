"""What offices brought, as a run takes it: frozen at its start, as facts and as the tables of the engine. Heavy."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from touyan.assessment import lines_units, scheme
from touyan.assessment.entries import ENTRY_BASE
from touyan.assessment.models import BallotUse, OutsideResult, Run, RunTaken, UnitClass, UnitEntry
from touyan.ballots import selectors as ballots
from touyan.core import canonical
from touyan.scoring import facts as contract
from touyan.scoring.fields import BALLOTS, IMPORTED
from touyan.scoring.model import Scheme
from touyan.scoring.office import Tables


def taken(run: Run) -> RunTaken:
    """How far this run takes entries, results and ballots: as at its first computation, for ever."""
    found = RunTaken.objects.filter(run_id=run.pk).first() if run.pk else None
    if found is not None:
        return found
    of = {"scheme": run.scheme, "part": run.scheme_key}
    made = RunTaken(
        run=run if run.pk else None,
        entry_mark=UnitEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
        result_mark=OutsideResult.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
        ballots=sorted(BallotUse.objects.filter(**of).values_list("ballot_id", flat=True)),
        classes={str(unit): title for unit, title in UnitClass.objects.filter(**of).values_list("unit_id", "title")},
    )
    if run.pk:
        made.save(force_insert=True)
    return made


def classes(run: Run) -> dict[str, str]:
    """Unit → class, as the run froze it."""
    return dict(taken(run).classes)


def with_entries(table: pa.Table, run: Run, chosen: Scheme) -> pa.Table:
    """The ledger's facts and the entries that stand, by subject and number."""
    rows = entry_facts(run, chosen)
    if not rows:
        return table
    more = pa.Table.from_pylist(rows, table.schema)
    return pa.concat_tables([table, more]).sort_by([("subject", "ascending"), ("fact", "ascending")])


def entry_facts(run: Run, chosen: Scheme) -> list[dict[str, Any]]:
    """Entries on lines of this scheme that stand at the run's mark, as facts. Which line they fill decides what they carry."""
    mark = taken(run).entry_mark
    known = {(line.node, line.rate): line for line in lines_units.lines_of(chosen)}
    entries = UnitEntry.objects.filter(duty__scheme=run.scheme, duty__part=run.scheme_key, pk__lte=mark)
    replaced = set(entries.exclude(corrects=None).values_list("corrects_id", flat=True))
    found = []
    for entry in entries.filter(withdrawn=False).select_related("duty__office").order_by("pk"):
        line = known.get((entry.duty.node, entry.duty.rate))
        option = line.option(entry.option) if line else None
        if entry.pk not in replaced and option is not None and entry.entered_on <= run.as_of:
            found.append(_fact(entry, dict(option.attributes)))
    return found


def _fact(entry: UnitEntry, attributes: dict[str, str]) -> dict[str, Any]:
    return {
        "fact": ENTRY_BASE + entry.pk,
        "subject": entry.unit_id,
        "work": None,
        "quantity": entry.quantity,
        "day": entry.day,
        "recorded": entry.entered_on,
        "counted_before": None,
        "cancels": None,
        **attributes,
    }


def tables(run: Run, chosen: Scheme, subjects: pa.Table) -> Tables:
    """Ballots and results of other measures for a unit scheme; the digest of both is kept with the run."""
    if scheme.scores_people(chosen):
        return Tables()
    frozen = taken(run)
    votes = _ballots(frozen.ballots, set(subjects["subject"].to_pylist()))
    results = _imported(run, frozen.result_mark)
    digest = canonical.digest([[list(row.values()) for row in votes], [_plain(row) for row in results]], domain="taken")
    if run.pk and frozen.digest != digest:
        RunTaken.objects.filter(run_id=run.pk).update(digest=digest)
    if not votes and not results:
        return Tables()
    return Tables(
        ballots=pa.Table.from_pylist(votes, contract.schema(BALLOTS)) if votes else None,
        imported=pa.Table.from_pylist(results, contract.schema(IMPORTED)) if results else None,
    )


def _ballots(ids: list[int], subjects: set[int]) -> list[dict[str, Any]]:
    return [
        {"subject": t.unit, "question": t.question, "voters": t.voters, "choice": t.choice, "count": t.count}
        for t in ballots.tallies(ids)
        if t.unit in subjects
    ]


def _imported(run: Run, mark: int) -> list[dict[str, Any]]:
    rows = OutsideResult.objects.filter(scheme=run.scheme, part=run.scheme_key, pk__lte=mark, day__lte=run.as_of)
    return [
        {"subject": r.unit_id, "source": r.source, "points": r.points, "version": r.version, "on": r.day}
        for r in rows.order_by("pk")
    ]


def _plain(row: dict[str, Any]) -> list[Any]:
    return [value.isoformat() if isinstance(value, dt.date) else value for value in row.values()]
