"""The most a subject of a given profile can earn, by reading the scheme alone."""

from __future__ import annotations

from touyan.scoring.language.grammar.shapes import reads_facts
from touyan.scoring.language.linting.space import Allowed, Space, possible, space_of
from touyan.scoring.model import (
    AgainstMean,
    Ballot,
    Beyond,
    Children,
    Clause,
    Combine,
    Flat,
    LastN,
    Match,
    Mean,
    Of,
    Once,
    Ordinal,
    Panel,
    PanelBy,
    Proportion,
    Rank,
    Rate,
    RatioToBest,
    Reach,
    Section,
    Side,
    Steps,
    Target,
    Value,
)

ENDLESS = 10**15
"""Stands for “no upper limit”."""


def together(profile: Space, *matches: Match) -> Space:
    """Conditions put together with what is known of the subject."""
    space = space_of(*matches)
    for name, known in profile.items():
        if name in space:
            values = known.among or frozenset()
            own = space[name]
            kept = values - own.barred if own.among is None else values & own.among
            space[name] = Allowed(kept, own.barred)
    return space


def live_rates(clause: Clause, profile: Space) -> list[Rate]:
    """Rows of the table that a record of such a subject can fall under."""
    return [r for r in clause.rates if possible(together(profile, clause.applies, clause.when, r.when))]


def most_of_unit(clause: Clause, profile: Space) -> int:
    """The most one work can bring."""
    best: list[int] = []
    for rate in live_rates(clause, profile):
        value = rate.high if rate.value is Value.MARK else rate.points
        if rate.value is Value.PER_QUANTITY and value > 0:
            value = ENDLESS
        for extra in clause.extras:
            if possible(together(profile, clause.when, rate.when, extra.when)):
                value = max(value, value * extra.factor[0] // extra.factor[1] + extra.points)
        best.append(min(value, ENDLESS))
    if clause.combine is Combine.ONCE_PER_RATE:
        return min(sum(best), ENDLESS)
    top = max(best, default=0)
    return ENDLESS if clause.combine is Combine.STACK and top > 0 else top


def most_of_shape(clause: Clause, profile: Space) -> int:
    """The most the shape can give, before waiver and cap."""
    shape = clause.shape
    if not reads_facts(shape):
        return _most_without_facts(clause)
    if not live_rates(clause, profile):
        return shape.points if isinstance(shape, LastN | AgainstMean) else 0
    unit = most_of_unit(clause, profile)
    if isinstance(shape, Once):
        return unit
    if isinstance(shape, Reach | Proportion | RatioToBest | LastN | AgainstMean):
        return shape.points
    if isinstance(shape, Target):
        return ENDLESS if shape.more > 0 else shape.points
    if isinstance(shape, Steps):
        reach = [p for at, p in shape.steps if shape.of is Of.COUNT or shape.per is not None or at <= 0 or unit > 0]
        return max(reach, default=0)
    if isinstance(shape, Ordinal):
        if shape.beyond is Beyond.REPEAT_LAST and shape.points[-1] > 0:
            return ENDLESS
        return max(sum(shape.points[:n]) for n in range(len(shape.points) + 1))
    if isinstance(shape, Rank):
        return max(*shape.values, shape.floor)
    if isinstance(shape, Mean) and shape.cap_each is not None:
        return min(shape.cap_each, ENDLESS if unit > 0 else 0)
    return ENDLESS if unit > 0 else 0


def _most_without_facts(clause: Clause) -> int:
    shape = clause.shape
    if isinstance(shape, Flat | RatioToBest | LastN | AgainstMean):
        return shape.points
    if isinstance(shape, Rank):
        return max(*shape.values, shape.floor)
    if isinstance(shape, Ballot):
        return max((c for _, c in shape.choices if c is not None), default=0) * shape.points // 10_000
    if isinstance(shape, Panel) and shape.by is PanelBy.MEAN_RANK:
        return max(shape.values)
    return ENDLESS


def most_of_clause(clause: Clause, profile: Space) -> int:
    """The most the clause can be worth."""
    value = most_of_shape(clause, profile)
    if clause.waiver is not None:
        value = max(value, clause.waiver.points)
    if clause.cap is not None:
        value = min(value, clause.cap)
    return value if clause.floor is None else max(value, clause.floor)


def least_deducted(clause: Clause) -> int:
    """What a deduction takes in any case."""
    least = clause.shape.points if isinstance(clause.shape, Flat) and clause.waiver is None else 0
    return max(least, clause.floor or 0) if clause.cap is None else min(max(least, clause.floor or 0), clause.cap)


def awards(section: Section, profile: Space) -> list[int]:
    """The most each counted award child can bring to a subject it applies to."""
    found = []
    for child in section.children:
        if not child.counted or not possible(together(profile, child.applies)):
            continue
        if isinstance(child, Section):
            found.append(most_of_section(child, profile))
        elif child.side is Side.AWARD:
            found.append(most_of_clause(child, profile))
    return found


def before_caps(section: Section, profile: Space) -> int:
    """Start and awards together, before any cap of the section."""
    children = awards(section, profile)
    added = sum(children) if section.combine is Children.SUM else max(children, default=0)
    return min(section.start + added, ENDLESS)


def most_of_section(section: Section, profile: Space) -> int:
    """The most the section can be worth to a subject it applies to."""
    value = before_caps(section, profile)
    if section.cap is not None:
        value = min(value, section.cap)
    for child in section.children:
        if isinstance(child, Clause) and child.side is Side.DEDUCTION and child.counted:
            value -= least_deducted(child) if possible(together(profile, child.applies)) else 0
    if section.floor is not None:
        value = max(value, section.floor)
    if section.ceiling is not None:
        value = min(value, section.ceiling)
    return value if value >= ENDLESS else value * section.weight[0] // section.weight[1]
