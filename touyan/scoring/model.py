"""What a scheme is: frozen values with no behaviour and no default.

Importing this file costs only the standard library, so pages may read a scheme. Every amount is
an ``int`` of 1/10,000 (one point = 10_000, one unit counted = 10_000, a rate of 85 % = 8_500).
No field has a default: a switch that a rule text leaves open must be chosen by whoever writes the
scheme. The exact meaning of each construct, and the order in which they act, is `docs/scoring.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from touyan.scoring.parts.grades import (
    Alert,
    Consequence,
    Effect,
    Gate,
    Grade,
    GradeOn,
    Need,
    Quota,
    QuotaBy,
    QuotaTies,
    Span,
    Veto,
)
from touyan.scoring.parts.nodes import Children, Clause, Section, Side, Tally, Waiver
from touyan.scoring.parts.shapes import (
    AgainstMean,
    Ballot,
    Beyond,
    Empty,
    Flat,
    FromNth,
    Imported,
    LastN,
    LocalShape,
    Mean,
    Missing,
    NoClass,
    NoQuorum,
    NoResult,
    Once,
    Order,
    Ordinal,
    Panel,
    PanelBy,
    Partial,
    Period,
    PopulationShape,
    Proportion,
    Rank,
    RatioToBest,
    Reach,
    Shape,
    Source,
    Spread,
    Steps,
    Sum,
    TableShape,
    Target,
    Ties,
)
from touyan.scoring.parts.terms import (
    FACT_ATTRIBUTES,
    ONE,
    SUBJECT_ATTRIBUTES,
    Basis,
    Compare,
    Is,
    Match,
    Of,
    Round,
    Rounding,
    Test,
    Window,
)
from touyan.scoring.parts.units import Already, Authors, Combine, Exclusive, Extra, Keep, Outside, Rate, Share, Value

__all__ = [
    "FACT_ATTRIBUTES",
    "ONE",
    "SUBJECT_ATTRIBUTES",
    "AgainstMean",
    "Alert",
    "Already",
    "Authors",
    "Ballot",
    "Basis",
    "Beyond",
    "Children",
    "Clause",
    "Combine",
    "Compare",
    "Consequence",
    "Document",
    "Effect",
    "Empty",
    "Exclusive",
    "Extra",
    "Flat",
    "FromNth",
    "Gate",
    "Grade",
    "GradeOn",
    "Imported",
    "Is",
    "Joiners",
    "Keep",
    "LastN",
    "Late",
    "LateRule",
    "LocalShape",
    "Match",
    "Mean",
    "Missing",
    "Need",
    "NoClass",
    "NoQuorum",
    "NoResult",
    "Of",
    "Once",
    "Order",
    "Ordinal",
    "Outside",
    "Panel",
    "PanelBy",
    "Partial",
    "Period",
    "PopulationShape",
    "Proportion",
    "Quota",
    "QuotaBy",
    "QuotaTies",
    "Rank",
    "Rate",
    "RatioToBest",
    "Reach",
    "Round",
    "Rounding",
    "Scheme",
    "Section",
    "Shape",
    "Share",
    "Side",
    "SignedException",
    "Source",
    "Span",
    "Spread",
    "Steps",
    "Sum",
    "TableShape",
    "Tally",
    "Target",
    "Test",
    "Ties",
    "Value",
    "Veto",
    "Waiver",
    "Window",
    "clauses",
    "sections",
]


class Late(StrEnum):
    """Facts that become known after the cut-off."""

    BY_DAY = "by_day"  # the day alone decides; when it was recorded does not matter
    DROP = "drop"  # recorded after the cut-off: not counted
    CARRY = "carry"  # counted once, in the next year


@dataclass(frozen=True, slots=True)
class LateRule:
    """`cutoff`: this year's. `since`: last year's cut-off, `earliest`: oldest day carried in."""

    rule: Late
    cutoff: date | None
    since: date | None
    earliest: date | None


class Joiners(StrEnum):
    """Subjects present for only a part of the window."""

    AS_FULL = "as_full"
    PRO_RATA = "pro_rata"
    EXEMPT = "exempt"  # scored and shown, not graded, in no quota


@dataclass(frozen=True, slots=True)
class SignedException:
    """A finding of the linter that a named person has allowed, where the public rule lets them."""

    finding: str
    node: str
    by: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """One rule for one kind of subject, in one version."""

    key: str
    title: str
    body: str
    version: str
    valid: Window
    replaces: str | None
    basis: Basis
    subjects: Match  # subject attributes only: who is scored by it
    window: Window
    late: LateRule
    joiners: Joiners
    tallies: tuple[Tally, ...]
    exclusives: tuple[Exclusive, ...]
    total: Section
    grade_on: GradeOn
    grades: tuple[Grade, ...]  # best first
    gates: tuple[Gate, ...]
    vetoes: tuple[Veto, ...]
    quotas: tuple[Quota, ...]
    alerts: tuple[Alert, ...]
    consequences: tuple[Consequence, ...]
    exceptions: tuple[SignedException, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What one file holds: one or several schemes of one body."""

    title: str
    schemes: tuple[Scheme, ...]


def clauses(section: Section) -> tuple[Clause, ...]:
    """All clauses under a section, in the order written."""
    found: list[Clause] = []
    for child in section.children:
        found.extend(clauses(child) if isinstance(child, Section) else (child,))
    return tuple(found)


def sections(section: Section) -> tuple[Section, ...]:
    """The section and all below it, in the order written, parents first."""
    found = [section]
    for child in section.children:
        if isinstance(child, Section):
            found.extend(sections(child))
    return tuple(found)
