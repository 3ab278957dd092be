"""From a scheme to a plan: nodes numbered, references checked, populations put in stages.

`compile(document)` returns plans in the order in which they must run, or raises `Refused` with every
problem at once. A plan knows no facts; `bind.py` joins it to a store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from touyan.scoring.model import (
    AgainstMean,
    Clause,
    Document,
    Imported,
    LastN,
    Match,
    Of,
    Proportion,
    Rank,
    RatioToBest,
    Scheme,
    Section,
    Source,
    Steps,
    Tally,
    Test,
    clauses,
    sections,
)
from touyan.scoring.refusals import refusal
from touyan.scoring.tongues import Both

Node = Tally | Clause | Section
POPULATION = (Rank, RatioToBest, LastN, AgainstMean)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a scheme cannot run: where, what, and what to do."""

    scheme: str
    node: str
    message: Both

    def __str__(self) -> str:
        return f"{self.scheme} · {self.node}:{self.message}"


class Refused(ValueError):
    """The scheme cannot run; `problems` holds every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Stage:
    """Fold to program place `stop` (0: no fold needed), then these population clauses."""

    stop: int
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A checked scheme with its nodes numbered: tallies, clauses as written, sections."""

    scheme: Scheme
    nodes: tuple[Node, ...]
    number: dict[str, int]
    tallies: int
    units: int  # tallies and clauses
    program: tuple[int, ...]
    parent: tuple[int, ...]
    stages: tuple[Stage, ...]

    def node(self, key: str) -> Node:
        """The tally, clause or section with this key."""
        return self.nodes[self.number[key]]

    def clause(self, number: int) -> Clause:
        """The clause with this number."""
        return cast(Clause, self.nodes[number])

    @property
    def has_population(self) -> bool:
        """Some clause compares subjects with each other."""
        return bool(self.stages)


def walk(section: Section) -> Iterator[tuple[Clause | Section, Section | None]]:
    """Nodes in the order in which they finish, with their enclosing section."""

    def below(one: Section) -> Iterator[tuple[Clause | Section, Section | None]]:
        for child in one.children:
            if isinstance(child, Section):
                yield from below(child)
            yield child, one

    yield from below(section)
    yield section, None


def matches(scheme: Scheme) -> Iterator[Match]:
    """Every condition of the scheme."""
    yield scheme.subjects
    for tally in scheme.tallies:
        yield tally.when
    for clause in clauses(scheme.total):
        yield clause.applies
        yield clause.when
        yield from (rate.when for rate in clause.rates)
        yield from (extra.when for extra in clause.extras)
    yield from (section.applies for section in sections(scheme.total))
    yield from (gate.applies for gate in scheme.gates)
    yield from (veto.applies for veto in scheme.vetoes)


def tests(scheme: Scheme) -> Iterator[tuple[str, Test]]:
    """Every test with the key of what it stands in."""
    for clause in clauses(scheme.total):
        yield from ((clause.key, test) for test in clause.requires)
        if clause.waiver is not None:
            yield clause.key, clause.waiver.test
    for gate in scheme.gates:
        yield from ((gate.key, test) for need in gate.needs for test in need.any_of)
    for veto in scheme.vetoes:
        yield from ((veto.key, test) for test in veto.any_of)
    for consequence in scheme.consequences:
        if consequence.test is not None:
            yield consequence.key, consequence.test


def compile_scheme(scheme: Scheme) -> Plan:
    """The plan of one scheme. Raises Refused with all problems."""
    from touyan.scoring.checks import problems_of

    problems = problems_of(scheme)
    if problems:
        raise Refused(problems)
    finishing = list(walk(scheme.total))
    written = clauses(scheme.total)
    units = (*scheme.tallies, *written)
    ended = [node for node, _ in finishing if isinstance(node, Section)]
    nodes: tuple[Node, ...] = (*units, *ended)
    number = {node.key: place for place, node in enumerate(nodes)}
    parent = [-1] * len(nodes)
    for node, above in finishing:
        if above is not None:
            parent[number[node.key]] = number[above.key]
    program = tuple(number[node.key] for node, _ in finishing)
    stages = tuple(_stages(nodes, number, program, len(scheme.tallies)))
    return Plan(scheme, nodes, number, len(scheme.tallies), len(units), program, tuple(parent), stages)


def _stages(nodes: tuple[Node, ...], number: dict[str, int], program: tuple[int, ...], tallies: int) -> Iterable[Stage]:
    """Population clauses by how many others must be known before their source is."""
    place = {node: at for at, node in enumerate(program)}
    deep: dict[int, int] = {}  # stages a node's points wait for
    stage_of: dict[int, tuple[int, int]] = {}
    for node in program:
        one: Any = nodes[node]
        if isinstance(one, Section):
            deep[node] = max((deep[number[child.key]] for child in one.children), default=0)
            continue
        reads = [*one.requires, *([one.waiver.test] if one.waiver is not None else [])]
        waits = [deep.get(number[test.node], 0) for test in reads if test.of is Of.POINTS]
        if isinstance(one.shape, POPULATION):
            source: Source = one.shape.source
            stop, before = 0, 0
            if source.node is not None and source.of is Of.POINTS and number[source.node] >= tallies:
                stop, before = place[number[source.node]] + 1, deep[number[source.node]]
            stage_of[node] = (before, stop)
            waits.append(before + 1)
        deep[node] = max(waits, default=0)
    found = []
    for level in range(max((before for before, _ in stage_of.values()), default=-1) + 1):
        members = tuple(node for node, (before, _) in stage_of.items() if before == level)
        found.append(Stage(max(stage_of[node][1] for node in members), members))
    return found


def needs(scheme: Scheme) -> set[str]:
    """Keys of schemes of the same document whose totals this one imports."""
    found = set()
    for clause in clauses(scheme.total):
        if isinstance(clause.shape, Imported) and clause.shape.source.startswith("scheme:"):
            found.add(clause.shape.source.removeprefix("scheme:"))
    return found


def compile(document: Document | Scheme) -> tuple[Plan, ...]:
    """Plans of all schemes, those imported first. Raises Refused with the problems of all."""
    schemes = (document,) if isinstance(document, Scheme) else document.schemes
    problems: list[Problem] = []
    plans: dict[str, Plan] = {}
    for scheme in schemes:
        try:
            if scheme.key in plans:
                raise Refused([Problem(scheme.key, scheme.key, refusal("scheme_twice"))])
            plans[scheme.key] = compile_scheme(scheme)
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(problems)
    ordered: list[Plan] = []
    waiting = dict(plans)
    while waiting:
        ready = [key for key, plan in waiting.items() if not needs(plan.scheme) & set(waiting)]
        if not ready:
            raise Refused([Problem(key, key, refusal("circle")) for key in waiting])
        ordered.extend(waiting.pop(key) for key in ready)
    return tuple(ordered)


def denominators(clause: Clause) -> tuple[str, ...]:
    """Tallies a clause's shape divides by."""
    shape = clause.shape
    if isinstance(shape, Steps | Proportion) and shape.per is not None:
        return (shape.per,)
    return ()
