"""Run a plan over a store: one pass over the facts, the population stage, grades."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from touyan.scoring.bind import Bound, bind
from touyan.scoring.grading import grade_all
from touyan.scoring.model import Ballot, Imported, Of, Panel
from touyan.scoring.office import Listed, Tables, ballots, blocks, imported, panel
from touyan.scoring.plan import Plan
from touyan.scoring.result import Result, Sums
from touyan.scoring.runner import Out, Progress, Runner, applying_to
from touyan.scoring.store import Store

Array = np.ndarray[Any, Any]


def keep_columns(plan: Plan, keep: str) -> list[tuple[str, int, int]]:
    """(key, node, points?) of what a result keeps: sections, tie-breaks, or everything."""
    nodes = range(plan.units, len(plan.nodes)) if keep != "total" else range(0)
    if keep == "all":
        nodes = range(plan.tallies, len(plan.nodes))
    columns = {plan.nodes[node].key: node for node in nodes}
    for quota in plan.scheme.quotas:
        columns |= {key: plan.number[key] for key in quota.tie_break}
    return [(key, node, 1) for key, node in columns.items()]


def held_columns(plan: Plan) -> list[tuple[str, int, int]]:
    """(consequence, node, points?) of what consequences test."""
    tested = [(one.key, one.test) for one in plan.scheme.consequences if one.test is not None]
    return [(key, plan.number[test.node], int(test.of is Of.POINTS)) for key, test in tested]


def outside_points(bound: Bound, tables: Tables, nested: dict[str, tuple[Array, Array]], listed: Listed
                   ) -> tuple[dict[int, Array], Array]:  # fmt: skip
    """(points of clauses that read other tables, who is blocked)."""
    found: dict[int, Array] = {}
    blocked = np.zeros(len(bound.store.subjects), bool)
    for node in range(bound.plan.tallies, bound.plan.units):
        clause = bound.plan.clause(node)
        members = applying_to(bound, node)
        if isinstance(clause.shape, Ballot):
            found[node] = ballots(clause, clause.shape, tables, bound.store, listed)
        elif isinstance(clause.shape, Panel):
            found[node] = panel(clause, clause.shape, tables, bound.store, members)
        elif isinstance(clause.shape, Imported):
            found[node], absent = imported(clause, clause.shape, tables, bound.store, nested, listed)
            if blocks(clause.shape):
                blocked |= absent & members
    return found, blocked


def run(
    plan: Plan,
    store: Store,
    *,
    tables: Tables = Tables(),  # noqa: B008 - frozen and empty
    engine: str = "compiled",
    threads: int = 0,
    keep: str = "sections",
    nested: dict[str, tuple[Array, Array]] | None = None,
    progress: Progress | None = None,
    evidence: str | Path | None = None,
) -> Result:
    """Totals and grades of everyone the plan scores.

    `keep`: which nodes' points the result carries: ``total``, ``sections`` or ``all``. `nested`:
    (subjects, totals) of the schemes of the same document that were run before. `threads` 0: all.
    `evidence`: a folder that everybody's trace is written into while the facts stream (`evidence.py`).
    """
    bound = bind(plan, store)
    runner = Runner(bound, engine, threads or os.cpu_count() or 1, progress)
    if evidence is not None:
        from touyan.scoring.evidence import keep_book  # pages and cold starts do without its libraries

        keep_book(runner, evidence)
    listed = Listed()
    outside, blocked = outside_points(bound, tables, nested or {}, listed)
    sums = runner.sums() if plan.has_population else None
    return finish(runner, tables, nested or {}, outside, blocked, listed.rows, sums, keep)


def finish(
    runner: Runner, tables: Tables, nested: dict[str, tuple[Array, Array]], outside: dict[int, Array],
    blocked: Array, listed: list[tuple[str, int, str]], sums: Sums | None, keep: str,
) -> Result:  # fmt: skip
    """Work out populations, fold and grade."""
    plan = runner.bound.plan
    columns = keep_columns(plan, keep)
    held = held_columns(plan)
    out = runner.out(columns + held)
    if sums is None:
        runner.at_once(outside, out)
    else:
        for node, points in outside.items():
            sums.value[node] = points
        runner.populations(sums)
        runner.fold_all(len(plan.program), sums, out)
        sums.units = None
    kept = {key: out.kept[k] for k, (key, _, _) in enumerate(columns)}
    tested = {key: out.kept[len(columns) + k] for k, (key, _, _) in enumerate(held)}
    return grade(runner, tables, nested, outside, blocked, listed, sums, out, kept, tested, keep)


def grade(
    runner: Runner, tables: Tables, nested: dict[str, tuple[Array, Array]], outside: dict[int, Array], blocked: Array,
    listed: list[tuple[str, int, str]], sums: Sums | None, out: Out, kept: dict[str, Array], tested: dict[str, Array],
    keep: str,
) -> Result:  # fmt: skip
    """The result of what was folded."""
    bound = runner.bound
    scored = bound.classes.of >= 0
    barred = blocked | bound.classes.exempt
    graded = grade_all(bound.plan.scheme, bound.store, out.total, out.exact, out.limits, barred, scored, kept)
    return Result(
        bound.plan, bound, tables, runner.engine, runner.threads, nested, outside, blocked, listed, sums,
        out.total, out.exact, out.limits, kept, tested, graded, keep,
    )  # fmt: skip


def run_all(
    plans: tuple[Plan, ...], store: Store, *, evidence: str | Path | None = None, **options: Any
) -> dict[str, Result]:
    """Every scheme of a document, those imported first; results by scheme key. `evidence`: a folder per key in it."""
    results: dict[str, Result] = {}
    nested: dict[str, tuple[Array, Array]] = {}
    for plan in plans:
        folder = None if evidence is None else Path(evidence) / plan.scheme.key
        result = run(plan, store, nested=dict(nested), evidence=folder, **options)
        results[plan.scheme.key] = result
        scored = result.scored
        nested[plan.scheme.key] = (store.subjects[scored], result.total[scored])
    return results
