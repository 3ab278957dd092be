"""Choices a rule leaves open that no single word of the file shows: what an excused absence is worth."""

from __future__ import annotations

from collections.abc import Iterator

from touyan.scoring.language.reading import Reading
from touyan.scoring.model import Clause, Is, Match, Scheme, Tally, clauses
from touyan.scoring.tongues import listing

EXCUSED = "请假"
ATTENDANCE = frozenset({"出席", "全程出席", "部分出席", "参加", "到会", "迟到", "早退", "缺席", "未出席", "未参加"})
"""Outcomes that sort those who were due; beside them an excused absence must be placed."""


def check(scheme: Scheme, at: Reading) -> None:
    """Lists every clause and tally that sorts people by attendance and does not say what an excused one is."""
    for node in (*scheme.tallies, *clauses(scheme.total)):
        named = {value for test in outcomes(node) for value in test.values}
        if named & ATTENDANCE and not any(EXCUSED in value for value in named):
            label = "项目" if isinstance(node, Clause) else "统计"
            with at.inside(f"{label} {node.key}"):
                at.report(at.names.nodes[node.key].mark, "silent_excused", values=listing(sorted(named & ATTENDANCE)))


def outcomes(node: Tally | Clause) -> Iterator[Is]:
    """Every test of the outcome of a record in a node."""
    for match in conditions(node):
        yield from (test for test in match.tests if test.attribute == "outcome")


def conditions(node: Tally | Clause) -> Iterator[Match]:
    """The conditions on records of a node: which belong here, and which row or extra they fall under."""
    yield node.when
    if isinstance(node, Clause):
        yield from (rate.when for rate in node.rates)
        yield from (extra.when for extra in node.extras)
