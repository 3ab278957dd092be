"""Studies: the replay of last year under two schemes, the hand cases of a draft, a run computed again. Heavy."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from touyan.assessment import cells, digests, population, scheme, shifting, store_results
from touyan.assessment.compute import alike, fact_table, freeze, score, subject_table
from touyan.assessment.models import Result, Run, Study
from touyan.assessment.rules import RunState, StudyKind
from touyan.assessment.tables import tables_for
from touyan.core import clock
from touyan.scoring import facts as contract
from touyan.scoring.fields import SUBJECTS
from touyan.scoring.language import load_tests
from touyan.scoring.language.runner import differences
from touyan.scoring.model import Document, Scheme, clauses
from touyan.scoring.plan import compile as compile_document
from touyan.scoring.replay import Replay, compare
from touyan.scoring.result import Result as Scored
from touyan.scoring.run import run_all
from touyan.scoring.store import cluster

CLASS = "分类"
Sides = tuple[tuple[str, tuple[str, ...]], ...]
log = logging.getLogger(__name__)
SIDES: Sides = (("whole", ()), ("sector", ("sector",)), ("unit", ("unit",)), ("role", ("role",)), ("party", ("party",)))
DISTRICT = ("district", ("class",))
"""Members have no class; where no scheme asks for one, the column carries the district of whoever has a place in one."""


def study(number: int) -> Study:
    """Compute the study and keep its outcome. A failure is kept in words, nothing else."""
    found = Study.objects.select_related("scheme__body", "against", "run__scheme__body").get(pk=number)
    if found.state not in {RunState.QUEUED, RunState.FAILED, RunState.COMPUTING}:
        return found
    try:
        _say(found, "整理名单和记录")
        found.outcome = DOING[StudyKind(found.kind)](found)
        found.state, found.failure = RunState.COMPUTED, ""
    except Exception as failure:
        log.exception("study %s failed", number)
        found.state = RunState.FAILED
        found.failure = traceback.format_exception_only(failure)[-1].strip()[:500]
    found.progress, found.beat = "", clock.now()
    found.save()
    return found


def _say(found: Study, text: str) -> None:
    Study.objects.filter(pk=found.pk).update(state=RunState.COMPUTING, progress=text, beat=clock.now())


def replay(found: Study) -> dict[str, Any]:
    """Both schemes over the records of the year, compared by group; nothing under five people leaves this process."""
    if found.against is None or found.year is None:
        raise ValueError("没有指明比较的细则或年度")
    new = _of_year(found.scheme.text, found.scheme_key, found.year)
    old = _of_year(found.against.text, found.against_key, found.year)
    run = Run(scheme=found.scheme, as_of=clock.today(), lower=found.lower)
    freeze(run)
    subjects, facts = subject_table(run, new[1]), fact_table(run, new[1])
    facts = facts.filter(pc.is_in(facts["subject"], subjects["subject"].combine_chunks()))
    found.facts_digest = digests.whole_digest(
        ((str(k), v) for k, v in store_results.facts_digests(facts, set(subjects["subject"].to_pylist())).items()),
        "facts",
    )
    found.scheme_digest = found.scheme.digest
    placed = population.districts(new[1].window.end) if scheme.scores_people(new[1]) else {}
    sides: Sides = SIDES
    if CLASS not in found.scheme.text + found.against.text and set(placed) & set(subjects["subject"].to_pylist()):
        sides = (*SIDES, DISTRICT)
        own = pa.array([placed.get(person, "") for person in subjects["subject"].to_pylist()], pa.string())
        subjects = subjects.set_column(subjects.schema.get_field_index("class"), subjects.schema.field("class"), own)
    store = cluster(contract.check(facts, subjects).table, subjects)
    results = []
    for name, (document, chosen) in (("原细则", old), ("新细则", new)):
        _say(found, f"按{name}计算 {subjects.num_rows} 人的 {facts.num_rows} 条记录")
        tables = tables_for(run, chosen, subjects)
        results.append(run_all(compile_document(alike(document, chosen)), store, tables=tables, keep="all")[chosen.key])
    _say(found, "比较")
    before, after = results
    return _compared(before, after, facts.num_rows, sides)


def _of_year(text: str, key: str, year: int) -> tuple[Document, Scheme]:
    """The scheme with all its dates moved, so that its window ends in `year`."""
    document, problems = scheme.parsed(text)
    if document is None:
        raise ValueError(f"细则有 {len(problems)} 处问题")
    own = next((one for one in document.schemes if one.key == key), document.schemes[0])
    moved = shifting.by_years(document, year - own.window.end.year)
    return moved, next(one for one in moved.schemes if one.key == own.key)


def _compared(before: Scored, after: Scored, facts: int, by_name: Sides) -> dict[str, Any]:
    sides = {name: compare(before, after, by) for name, by in by_name}
    whole = sides["whole"]
    titles = {grade.key: grade.title for result in (before, after) for grade in result.plan.scheme.grades}
    named = [grade.key for grade in before.plan.scheme.grades] == [grade.key for grade in after.plan.scheme.grades]
    people = int((before.scored & after.scored).sum())
    return {
        "people": people,
        "facts": facts,
        "only_one": cells.shown(int((before.scored ^ after.scored).sum())),
        "same_grades": named,
        "groups": {name: cells.groups(side.groups.to_pylist(), people) for name, side in sides.items()},
        "reasons": {name: _reasons(side, _clauses(before) | _clauses(after)) for name, side in sides.items()},
        "grades": cells.grades(whole.grades.to_pylist(), titles),
    }


def _clauses(scored: Scored) -> set[str]:
    return {clause.key for clause in clauses(scored.plan.scheme.total)}


def _reasons(side: Replay, wanted: set[str], most: int = 3) -> list[dict[str, Any]]:
    """The clauses that move each group most, a few for each; a count that leaves fewer than five of the group is not given."""
    sizes = {row["group"]: row["people"] for row in side.groups.to_pylist()}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in side.reasons.to_pylist():
        if row["node"] in wanted:
            rest = cells.shown(sizes.get(row["group"], 0) - row["people"])
            people = None if rest is None else row["people"]
            found.setdefault(row["group"], []).append(
                {**row, "people": people, "mean_change": cells.hundredths(row["mean_change"])}
            )
    return [row for rows in found.values() for row in rows[:most]]


def cases(found: Study) -> dict[str, Any]:
    """The hand cases of a draft on the engine: each a sentence, and every difference."""
    document, problems = scheme.parsed(found.scheme.text)
    found.scheme_digest = scheme.digest_of(found.scheme.text + found.scheme.cases)
    if document is None:
        return {"problems": [one.told() for one in problems]}
    tests = load_tests(found.scheme.cases, "手算用例")
    rows = [
        {"name": case.name, "line": case.line, "differences": list(differences(document, case))} for case in tests.cases
    ]
    return {"problems": [one.told() for one in tests.problems], "cases": rows}


def again(found: Study) -> dict[str, Any]:
    """A run computed again from what it froze: the members as they were, the ledger up to its marks. Nothing is written."""
    old = found.run
    if old is None:
        raise ValueError("没有指明重算哪一次考评")
    chosen = scheme.scheme_of(old.scheme.text, old.scheme_key)
    people = scheme.scores_people(chosen)
    rows = [
        {"subject": one.person_id if people else one.unit_id, **one.about} for one in Result.objects.filter(run=old)
    ]
    subjects = pa.Table.from_pylist(rows, contract.schema(SUBJECTS)).sort_by("subject")
    ready = score(
        Run(scheme=old.scheme, scheme_key=old.scheme_key, **_frozen(old)), chosen, subjects, fact_table(old, chosen)
    )
    made = store_results.sealed(ready.scored, subjects, ready.facts, people)
    named = [(digests.subject_of(one.person_id, one.unit_id), one) for one in made.values()]
    result = digests.whole_digest(((name, one.digest) for name, one in named), "results")
    facts = digests.whole_digest(((name, one.facts_digest) for name, one in named), "facts")
    return {"result": result, "facts": facts, "same": (result, facts) == (old.result_digest, old.facts_digest)}


def _frozen(old: Run) -> dict[str, Any]:
    names = ("as_of", "lower", "record_mark", "confirmation_mark", "words", "previous_id")
    return {name: getattr(old, name) for name in names}


DOING: dict[StudyKind, Callable[[Study], dict[str, Any]]] = {
    StudyKind.REPLAY: replay,
    StudyKind.CASES: cases,
    StudyKind.AGAIN: again,
}
