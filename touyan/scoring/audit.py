"""What of the facts a scheme did not count, and why: kinds it does not know, days outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from touyan.scoring.bind import Bound
from touyan.scoring.facts import MESSAGES
from touyan.scoring.plan import Plan
from touyan.scoring.result import Result
from touyan.scoring.tongues import Both

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """A kind of row that does not count: its code, what it means, how many, the first numbers."""

    code: str
    message: Both
    count: int
    facts: tuple[int, ...]


def known_kinds(plan: Plan) -> set[str] | None:
    """Kinds the scheme names; None when some condition does not ask for the kind at all."""
    named: set[str] = set()
    nodes: list[Any] = list(plan.nodes[: plan.units])
    for node in nodes:
        tests = [test for test in node.when.tests if test.attribute == "kind" and not test.negated]
        if not tests:
            return None
        named |= {value for test in tests for value in test.values}
    return named


def audit(result: Result, most: int = 1000) -> list[Finding]:
    """Facts of subjects scored that count nowhere, by reason; at most so many numbers of each.

    Rows listed by `facts.check` are not repeated. Reads the facts once more.
    """
    bound = result.bound
    findings = []
    owned = np.repeat(result.scored, np.diff(bound.store.offset))
    for code, mask in (("unknown_kind", _unknown(bound)), ("outside", _outside(bound))):
        at = np.flatnonzero(mask & owned)
        if len(at):
            numbers = tuple(bound.store.number[at[:most]].tolist())
            findings.append(Finding(code, MESSAGES[code], len(at), numbers))
    absent = np.flatnonzero(result.blocked & result.scored)
    if len(absent):
        findings.append(Finding("no_result", MESSAGES["no_result"], len(absent), ()))
    for code in dict.fromkeys(code for _, _, code in result.listed):
        rows = [row for _, row, own in result.listed if own == code]
        findings.append(Finding(code, MESSAGES[code], len(rows), tuple(rows[:most])))
    return findings


def _signature(bound: Bound) -> Array:
    store = bound.store
    return np.asarray(store.sig & store.sig.dtype.type(store.new - 1))


def _unknown(bound: Bound) -> Array:
    kinds = known_kinds(bound.plan)
    if kinds is None or not bound.store.signatures:
        return np.zeros(len(bound.store.number), bool)
    known = bound.store.table["kind"].among(sorted(kinds))
    return np.asarray(~known[_signature(bound)])


def _outside(bound: Bound) -> Array:
    """No window of the plan admits the fact."""
    from touyan.scoring.bind import intervals

    times = intervals(bound.plan, bound.store)
    none = ~np.any(np.stack(list(times.admits.values())), axis=0)
    if not none.any():
        return np.zeros(len(bound.store.number), bool)
    return np.asarray(none[times.interval][times.column])
