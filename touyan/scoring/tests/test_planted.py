"""Bugs planted in the engine, one after the other: each must break a promise of `invariants.py` on a few random cases.

A bug that nothing finds fails its test: then the promises are too weak.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from touyan.scoring.tests import invariants
from touyan.scoring.tests.invariants import INVARIANTS
from touyan.scoring.tests.planting import planted
from touyan.scoring.tests.test_reference import Case

SEEDS = range(1000)
K = "touyan.scoring.kernels."
S = "touyan.scoring."


@dataclass(frozen=True)
class Bug:
    """What is wrong, where, and the promise that is to find it (`by`)."""

    name: str
    module: str
    function: str
    old: str
    new: str
    by: str = "the engine says what the reference says"
    first: int = 0  # a rare bug: where to begin to look


BUGS = (
    Bug("half a step is cut off", K + "arith", "divide", "rest >= size - rest", "rest > size - rest"),
    Bug("a half goes to the lower number", K + "arith", "divide", "amount = over if over >= 0 else -over", "amount = over"),
    Bug("the cap is forgotten", K + "fold", "finish_clause", "capped = min(value, tree.info[info + CAP])", "capped = value",
        "a cap is never exceeded"),
    Bug("the floor of a section is forgotten", K + "fold", "limit_section", "floored = max(left, tree.info[info + FLOOR])",
        "floored = left", "a section keeps its bounds"),
    Bug("the ceiling comes before the floor", K + "fold", "limit_section", "result = min(floored, tree.info[info + CEILING])",
        "result = floored", "a section keeps its bounds"),
    Bug("a step is not written down", K + "fold", "finish_section", "note(node, R_WEIGHT, exact - value, subject, rows, at)",
        "pass", "the total is the sum of its trace"),
    Bug("a deduction is added", K + "fold", "add_child", "w.minus[place] += value", "w.minus[place] -= value",
        "removing a deduction never lowers"),
    Bug("what is not counted is added", K + "fold", "add_child",
        "if parent < 0 or tree.info[node * INFO + COUNTED] == 0:", "if parent < 0:"),
    Bug("a gate that is met acts", K + "fold", "acting_limits", "(g < tree.vetoes and not met)", "(g < tree.vetoes and met)"),
    Bug("the latest of a work is the first", K + "units", "gather", "if combine in (HIGHEST, LATEST):",
        "if combine == HIGHEST:"),
    Bug("of equals the later one stays", K + "units", "gather", "points <= run[node * ACC + PTS]",
        "points < run[node * ACC + PTS]"),
    Bug("an exclusive keeps both", K + "units", "exclude", "run[node * ACC + STAMP] = -stamp", "pass"),
    Bug("a unit of a subject before", K + "scan", "clear", "w.acc[k] = 0", "pass", first=15),
    Bug("stacked facts count each", K + "scan", "stream", "worth & w.cell[cell + KEEP]", "0"),
    Bug("a month too late", S + "bind", "month_index", "window.start.month - 1", "window.start.month", first=150),
    Bug("the last day does not count", S + "bind", "admitted", "(day <= end)", "(day < end)"),
    Bug("a late record is carried twice", S + "bind", "admitted", "known & ~before", "known", first=55),
    Bug("the first of several authors gets all", S + "actions", "share_of", "np.where(place == 1, over, under - over)",
        "np.where(place == 1, under, under - over)"),
    Bug("a void record counts", S + "actions", "clause_entry", "void.append((sigs.before, layout.R_ALREADY))", "pass"),
    Bug("the shares leave a rest", S + "actions", "clause_entry", "divide_all(points * over, under, clause.rounding)",
        "points * over // under"),
    Bug("the worst place is shared", S + "population", "places", "return stand.better + 1", "return stand.better + stand.number"),
    Bug("all lists are one", S + "population", "lists_of", "distinct, number = np.unique(key, return_inverse=True)",
        "distinct, number = np.unique(key * 0, return_inverse=True)"),
    Bug("the quota lets one more in", S + "grading", "places_of", "return max(quota.minimum, share)",
        "return max(quota.minimum, share) + 1"),
    Bug("of a tie at the edge the first is in", S + "grading", "_break_ties", "inside[order] = last - start <= room[order]",
        "inside[order] = at - start < room[order]", "equal subjects stay equal"),
    Bug("the highest mark stays", S + "office", "kept_marks", "len(ordered) - shape.drop_each", "len(ordered)"),
    Bug("abstentions stay in the denominator", S + "office", "ballots",
        "elif (value := coefficient[vote[\"choice\"]]) is not None:",
        "elif (value := coefficient[vote[\"choice\"]] or 0) is not None:"),
    Bug("the same record counts twice", S + "facts", "_repeats", "duplicates += [row for row, _ in group[1:]]",
        "duplicates += []", "the same record twice changes nothing"),
    Bug("a cancelled record stays", S + "facts", "_live", "gone.add(int(cancels[row]))", "pass",
        "a correction restores exactly"),
    Bug("an update forgets what was taken out", S + "update", "changed_store",
        "facts = facts.pick(~np.isin(facts.columns[4], removed))", "pass", "an update equals a full run"),
    Bug("the order of the rows decides", S + "store", "arrange", "np.lexsort((fact, day, work, subject))",
        "np.lexsort((work, subject))", "the order of records is irrelevant"),
    Bug("evidence forgets who lost", K + "evidence", "write_streamed", "out.code[dump + (loser - dump) * some] += LOWER",
        "pass",
        "the evidence on disk is the trace", 780),
)  # fmt: skip


def seeds_that_find(bug: Bug, by: str) -> int | None:
    """The first seed on which the promise `by` is broken."""
    with planted(bug.module, bug.function, bug.old, bug.new):
        for seed in SEEDS[bug.first :]:
            case = Case(seed)
            try:
                INVARIANTS[by](case)
            except Exception:
                return seed
    return None


@pytest.fixture(autouse=True)
def uncompiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invariants, "ENGINE", "plain")


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_found(bug: Bug) -> None:
    assert seeds_that_find(bug, bug.by) is not None, f"{bug.name}: not found by “{bug.by}” on {SEEDS}"


def test_without_a_bug_nothing_is_found() -> None:
    for seed in (0, 1):
        for promise in INVARIANTS.values():
            promise(Case(seed))
