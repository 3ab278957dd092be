"""The tree of a plan as arrays for the fold."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from touyan.scoring import layout
from touyan.scoring.model import Clause, Compare, Gate, Match, Of, Section, Side, Source, Tally, Test, Veto
from touyan.scoring.plan import Node, Plan
from touyan.scoring.scaling import amount_given, months_of

MODES = {"half_up": 0, "down": 1, "up": 2}


def truth_of(match: Match, truth: dict[Any, bool]) -> bool:
    """Does the part of a condition that speaks of the subject hold for this class."""
    return all(truth[t] for t in match.tests if t.attribute.startswith("subject."))


class Tests:
    """Tests numbered as they are first met."""

    def __init__(self, plan: Plan) -> None:
        self.number = plan.number
        self.rows: list[list[int]] = []

    def add(self, test: Test) -> int:
        """Number of the test."""
        self.rows.append(
            [
                self.number[test.node],
                int(test.of is Of.POINTS),
                int(test.compare is Compare.AT_MOST),
                test.amount,
            ]
        )
        return len(self.rows) - 1


def _least(value: int | None) -> int:
    return layout.NONE if value is None else value


def _most(value: int | None) -> int:
    return -layout.NONE if value is None else value


def _info(node: Node) -> Any:
    """A row of Tree.info; what a kind of node does not have is 0 there, and not read."""
    row = np.zeros(layout.INFO, np.int64)
    row[layout.IS_SECTION] = isinstance(node, Section)
    if isinstance(node, Tally):
        return row
    row[[layout.COUNTED, layout.CAP, layout.FLOOR]] = node.counted, _most(node.cap), _least(node.floor)
    if isinstance(node, Clause):
        row[layout.IS_DEDUCTION] = node.side is Side.DEDUCTION
        row[layout.ASKS] = bool(node.requires) or node.waiver is not None
        return row
    row[layout.CEILING] = _most(node.ceiling)
    row[[layout.W_NUM, layout.W_DEN]] = node.weight
    row[[layout.R_UNIT, layout.R_MODE]] = node.rounding.unit, MODES[node.rounding.mode]
    row[layout.BEST_ONLY] = node.combine == "highest"
    return row


def applying(plan: Plan, truth: list[dict[Any, bool]]) -> Any:
    """[classes, nodes]: the node and all its sections apply; tallies always."""
    table = np.zeros((len(truth), len(plan.nodes)), np.int8)
    for k, facts in enumerate(truth):
        table[k, : plan.tallies] = 1
        for number in reversed(plan.program):  # parents finish after their children
            node = cast(Clause | Section, plan.nodes[number])
            parent = plan.parent[number]
            above = parent < 0 or table[k, parent] == 1
            table[k, number] = int(above and truth_of(node.applies, facts))
    return table


def _short(plan: Plan, applies: Any) -> list[int]:
    """Tree.short: clauses of everybody that only have a cap and a floor, in a section that adds its children."""
    found = []
    for number in plan.program:
        node, parent = plan.nodes[number], plan.parent[number]
        above = plan.nodes[parent]
        if (
            not isinstance(node, Clause)
            or not isinstance(above, Section)
            or above.combine == "highest"
            or node.requires
            or node.waiver is not None
            or not node.counted
            or not applies[:, number].all()
        ):
            found.append(0)
        else:
            found.append(-1 if node.side is Side.DEDUCTION else 1)
    return found


def counts_read(plan: Plan) -> list[int]:
    """Tallies and clauses whose count a test, a consequence or a comparison reads."""
    every: list[Any] = [*plan.scheme.gates, *plan.scheme.vetoes]
    read = [test for one in every for need in getattr(one, "needs", (one,)) for test in need.any_of]
    read += [one.test for one in plan.scheme.consequences if one.test is not None]
    sources = []
    for number, node in enumerate(plan.nodes):
        if isinstance(node, Clause):
            read += [*node.requires, *([] if node.waiver is None else [node.waiver.test])]
            source = getattr(node.shape, "source", None)
            if isinstance(source, Source) and source.of is Of.COUNT:
                sources.append(number if source.node is None else plan.number[source.node])
    counted = {plan.number[test.node] for test in read if test.of is Of.COUNT}
    return sorted(node for node in counted.union(sources) if node < plan.units)


def _limits(plan: Plan, tests: Tests) -> tuple[list[int], list[int], list[int]]:
    """Gates then vetoes, as pointers to needs, pointers to tests, and tests."""
    limit, need, need_test = [0], [0], []
    acting: tuple[Gate | Veto, ...] = (*plan.scheme.gates, *plan.scheme.vetoes)
    for one in acting:
        alternatives = [n.any_of for n in one.needs] if isinstance(one, Gate) else [one.any_of]
        for any_of in alternatives:
            need_test += [tests.add(test) for test in any_of]
            need.append(len(need_test))
        limit.append(len(need) - 1)
    return limit, need, need_test


def tree_of(plan: Plan, truth: list[dict[Any, bool]], months: list[int | None]) -> layout.Tree:
    """Arrays of the fold for these classes."""
    scheme = plan.scheme
    full = months_of(scheme.window)
    tests = Tests(plan)
    require, required, waiver = [0], [], []
    start = np.zeros((len(truth), len(plan.nodes)), np.int64)
    for number, node in enumerate(plan.nodes):
        if isinstance(node, Clause):
            required += list(node.requires)
        require.append(len(required))
        if isinstance(node, Section):
            start[:, number] = [amount_given(node.start, m, full, node.rounding) for m in months]
    for test in required:
        tests.add(test)
    for node in plan.nodes:
        held = node.waiver if isinstance(node, Clause) else None
        waiver.append([-1, 0] if held is None else [tests.add(held.test), held.points])
    limit, need, need_test = _limits(plan, tests)
    acting: tuple[Gate | Veto, ...] = (*scheme.gates, *scheme.vetoes)
    speaks = [[int(truth_of(one.applies, facts)) for one in acting] for facts in truth]

    applies = applying(plan, truth)
    needed = counts_read(plan)

    def ints(rows: Any, width: int = 0) -> Any:
        return np.array(rows, np.int64).reshape(-1, width) if width else np.array(rows, np.int64)

    return layout.Tree(
        program=ints(plan.program),
        applies=applies,
        parent=ints(plan.parent),
        info=np.stack([_info(node) for node in plan.nodes]),
        start=start,
        require=ints(require),
        test=ints(tests.rows, 4),
        waiver=ints(waiver),
        limit=ints(limit),
        need=ints(need),
        need_test=ints(need_test),
        limit_applies=np.array(speaks, np.int64).reshape(len(truth), len(acting)),
        vetoes=len(scheme.gates),
        limits=len(acting),
        nodes=len(plan.nodes),
        units=plan.units,
        short=ints(_short(plan, applies)),
        needed=ints(needed),
        needs=len(needed),
    )
