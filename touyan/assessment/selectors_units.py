"""Questions about the assessment of units: whose lines, what is missing, results list by list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from touyan.assessment import lines_units, population
from touyan.assessment import scheme as schemes
from touyan.assessment.lines_units import Line
from touyan.assessment.models import (
    BallotUse,
    MarkDuty,
    OutsideResult,
    Result,
    Run,
    RunTaken,
    SchemeText,
    TraceRow,
    UnitClass,
    UnitEntry,
)
from touyan.assessment.rules import SchemeState
from touyan.ballots import selectors as ballots
from touyan.ballots.models import Ballot
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import Grant, Membership, Post, Unit, holding
from touyan.organizations.policy import Actor
from touyan.organizations.rules import MembershipKind
from touyan.scoring.model import Scheme


def part_get(text: SchemeText, key: str) -> Scheme:
    """One scheme of the text that scores units; Refused with 404 otherwise."""
    try:
        found = schemes.scheme_of(text.text, key)
    except KeyError:
        raise Refused(_("细则里没有这个方案。"), status=404) from None
    if schemes.scores_people(found):
        raise Refused(_("这个方案考评的是个人。"), status=404)
    return found


def unit_parts(text: SchemeText) -> list[Scheme]:
    """The schemes of a text that score units."""
    document, _problems = schemes.parsed(text.text)
    return [one for one in document.schemes if not schemes.scores_people(one)] if document else []


def classes_of(text: SchemeText, part: str) -> dict[str, str]:
    """Number of a unit → class."""
    rows = UnitClass.objects.filter(scheme=text, part=part)
    return {str(unit): title for unit, title in rows.values_list("unit_id", "title")}


def population_of(text: SchemeText, part: Scheme) -> list[tuple[Unit, dict[str, Any]]]:
    """Units that the scheme scores, in the office's order, each with its row of the population."""
    rows = population.units(text.body, part.window.end, classes_of(text, part.key))
    scored = {row["subject"]: row for row in rows if lines_units.applies(part.subjects, row)}
    units = Unit.objects.filter(pk__in=scored).order_by("order", "code")
    return [(unit, scored[unit.pk]) for unit in units]


def asked(text: SchemeText, part: Scheme, node: str) -> list[Unit]:
    """Units to which a line applies."""
    when = lines_units.applies_to(part, node)
    return [unit for unit, row in population_of(text, part) if lines_units.applies(when, row)]


# the offices


def own_offices(actor: Actor) -> list[int]:
    """Units for which the actor fills lines: where one works, holds a post or a grant of its own. Not all units below."""
    if not actor.signed_in:
        return []
    today = clock.today()
    found = set(Grant.objects.filter(holding(today), account_id=actor.account_id).values_list("unit_id", flat=True))
    if actor.person_id:
        work = Membership.objects.filter(holding(today), person_id=actor.person_id, kind=MembershipKind.STAFF)
        posts = Post.objects.filter(holding(today), person_id=actor.person_id)
        found |= set(work.values_list("unit_id", flat=True)) | set(posts.values_list("unit_id", flat=True))
    return sorted(found)


def _ours(actor: Actor, field: str) -> Q:
    """The condition that `field` is one of the actor's own offices, inside one query."""
    today = clock.today()
    found = Q(**{f"{field}__in": Grant.objects.filter(holding(today), account_id=actor.account_id).values("unit_id")})
    if actor.person_id:
        work = Membership.objects.filter(holding(today), person_id=actor.person_id, kind=MembershipKind.STAFF)
        posts = Post.objects.filter(holding(today), person_id=actor.person_id)
        found |= Q(**{f"{field}__in": work.values("unit_id")}) | Q(**{f"{field}__in": posts.values("unit_id")})
    return found


def duties_of(actor: Actor) -> QuerySet[MarkDuty]:
    """Lines that the actor's own offices fill, the most urgent first."""
    if not actor.signed_in:
        return MarkDuty.objects.none()  # type: ignore[return-value]
    own = MarkDuty.objects.filter(_ours(actor, "office_id"), scheme__state=SchemeState.IN_FORCE)
    return own.select_related("scheme__body", "office").order_by("due", "pk")


def duty_get(actor: Actor, pk: int) -> MarkDuty:
    """One line that the actor fills, or assigns; Refused with 404 otherwise. Another office's line does not exist."""
    seen = Q(office_id__in=own_offices(actor)) | Q(scheme__body_id__in=policy.units(actor, "line.assign"))
    found = MarkDuty.objects.filter(seen, pk=pk).select_related("scheme__body", "office").first()
    if found is None:
        raise Refused(_("没有这一项评分。"), status=404)
    return found


def may_fill(actor: Actor, duty: MarkDuty, unit_id: int) -> bool:
    """The own office fills its line; for the office's own unit the assessment office does."""
    if unit_id == duty.office_id:
        return policy.can(actor, "line.assign", duty.scheme.body_id)
    return duty.office_id in own_offices(actor)


def line_for(duty: MarkDuty) -> Line:
    """What is to be filled in. Refused with 404 when the scheme has no such line any more."""
    found = lines_units.line_of(part_get(duty.scheme, duty.part), duty.node, duty.rate)
    if found is None:
        raise Refused(_("细则里没有这一项。"), status=404)
    return found


def standing(duty: MarkDuty) -> list[UnitEntry]:
    """Entries of a line that stand: neither replaced nor withdrawn."""
    rows = list(UnitEntry.objects.filter(duty=duty).select_related("unit").order_by("day", "pk"))
    replaced = {row.corrects_id for row in rows}
    return [row for row in rows if row.pk not in replaced and not row.withdrawn]


@dataclass(frozen=True)
class Row:
    """One unit on the page of a line: what stands, whether the reader fills it, and what a refused page had typed."""

    unit: Unit
    entries: list[UnitEntry]
    mine: bool
    quantity: str = ""
    reason: str = ""


def rows_of(actor: Actor, duty: MarkDuty) -> list[Row]:
    """The page of a line: every unit to which it applies."""
    there: dict[int, list[UnitEntry]] = {}
    for entry in standing(duty):
        there.setdefault(entry.unit_id, []).append(entry)
    units = asked(duty.scheme, part_get(duty.scheme, duty.part), duty.node)
    own, assigns = own_offices(actor), policy.can(actor, "line.assign", duty.scheme.body_id)
    return [
        Row(unit, there.get(unit.pk, []), assigns if unit.pk == duty.office_id else duty.office_id in own)
        for unit in units
    ]


@dataclass(frozen=True)
class Owed:
    """A line for which marks are not given yet: which, by whom, for which units."""

    duty: MarkDuty
    line: Line
    units: tuple[Unit, ...]


def owed(text: SchemeText, part: Scheme) -> list[Owed]:
    """Marks that are not given yet, line by line (findings and amounts are no debt: nothing found is nothing to say)."""
    duties = MarkDuty.objects.filter(scheme=text, part=part.key).select_related("office", "scheme__body")
    known = {(line.node, line.rate): line for line in lines_units.lines_of(part)}
    people = population_of(text, part)
    found = []
    for duty in duties:
        line = known.get((duty.node, duty.rate))
        if line is None or line.kind != "mark":
            continue
        when, given = lines_units.applies_to(part, duty.node), {entry.unit_id for entry in standing(duty)}
        left = tuple(u for u, row in people if u.pk not in given and lines_units.applies(when, row))
        if left:
            found.append(Owed(duty, line, left))
    return found


def owed_by(actor: Actor) -> list[tuple[MarkDuty, Line, int]]:
    """Lines of the actor's own offices with how many marks are still owed. One query when none is theirs, else four."""
    duties = list(duties_of(actor))
    if not duties:
        return []
    given: dict[int, set[int]] = {}
    entries = UnitEntry.objects.filter(duty__in=duties, corrected_by__isnull=True, withdrawn=False)
    for duty_id, unit_id in entries.values_list("duty_id", "unit_id"):
        given.setdefault(duty_id, set()).add(unit_id)
    titles: dict[tuple[int, str], dict[int, str]] = {}
    classed = UnitClass.objects.filter(scheme__in={duty.scheme_id for duty in duties})
    for scheme, key, unit_id, title in classed.values_list("scheme_id", "part", "unit_id", "title"):
        titles.setdefault((scheme, key), {})[unit_id] = title
    people: dict[tuple[int, Any], list[dict[str, Any]]] = {}
    found = []
    for duty in duties:
        part = part_get(duty.scheme, duty.part)
        line = lines_units.line_of(part, duty.node, duty.rate)
        if line is None or line.kind != "mark":
            continue
        where = (duty.scheme.body_id, part.window.end)
        if where not in people:
            people[where] = list(population.units(duty.scheme.body, part.window.end))
        own = titles.get((duty.scheme_id, duty.part), {})
        there = given.get(duty.pk, set()) | {duty.office_id}
        left = sum(_wanted(part, duty.node, row, own) for row in people[where] if row["subject"] not in there)
        if left:
            found.append((duty, line, left))
    return found


def _wanted(part: Scheme, node: str, row: dict[str, Any], titles: dict[int, str]) -> bool:
    """Whether a line asks for a mark of this unit."""
    row = {**row, "class": titles.get(row["subject"], row["class"])}
    return lines_units.applies(part.subjects, row) and lines_units.applies(lines_units.applies_to(part, node), row)


def own_results(actor: Actor) -> Q:
    """The condition that a result is the actor's own: of the person, or of a unit for which the actor answers."""
    own = Q(person_id=actor.person_id) if actor.person_id else Q(pk__in=[])
    return own | (Q(unit__isnull=False) & _ours(actor, "unit_id")) if actor.signed_in else own


def is_own(actor: Actor, result: Result) -> bool:
    """Whether a result is the actor's own, as `own_results` says."""
    if result.person_id is not None:
        return result.person_id == actor.person_id
    return result.unit_id in own_offices(actor)


# what the assessment office arranges


@dataclass(frozen=True)
class Assigned:
    """One line of the scheme with the office that fills it, if any."""

    line: Line
    duty: MarkDuty | None
    missing: int


def assigned(text: SchemeText, part: Scheme) -> list[Assigned]:
    """Every line that can be given to an office, in the order of the rule."""
    duties = {
        (d.node, d.rate): d
        for d in MarkDuty.objects.filter(scheme=text, part=part.key).select_related("office", "scheme__body")
    }
    left = {one.duty.pk: len(one.units) for one in owed(text, part)}
    lines = lines_units.lines_of(part)
    return [
        Assigned(line, duty, left.get(duty.pk, 0) if duty else 0)
        for line in lines
        for duty in [duties.get((line.node, line.rate))]
    ]


def offices(text: SchemeText) -> QuerySet[Unit]:
    """Units that may be given a line: those of the body that stand today, but no other committee's."""
    return ballots.units_below(text.body).exclude(kind="committee")


def ballots_for(text: SchemeText) -> QuerySet[Ballot]:
    """Published ballots of the body."""
    return ballots.finished(text.body)


def ballots_used(text: SchemeText, part: str) -> list[Ballot]:
    """Ballots that give this scheme its votes."""
    return [use.ballot for use in BallotUse.objects.filter(scheme=text, part=part).select_related("ballot")]


def results_brought(text: SchemeText, part: str) -> QuerySet[OutsideResult]:
    """Results of other measures, newest first."""
    return (
        OutsideResult.objects.filter(scheme=text, part=part)
        .select_related("unit")
        .order_by("source", "unit__order", "unit_id", "-day", "-pk")
    )


def missing_of(run: Run) -> list[Owed]:
    """Marks not given when the run began, for the page of the run; empty for a run of people."""
    try:
        part = part_get(run.scheme, run.scheme_key)
    except Refused:
        return []
    return owed(run.scheme, part)


def votes_missing(run: Run) -> list[Ballot] | None:
    """Of a run whose rule asks for votes and that has taken none: this year's ballots on its units and why they gave none.

    None when votes were taken or none are asked for.
    """
    try:
        part = part_get(run.scheme, run.scheme_key)
    except Refused:
        return None
    if not lines_units.ballots_of(part) or ballots_of_run(run):
        return None
    scored = Result.objects.filter(run=run).values("unit_id")
    there = Ballot.objects.filter(unit_id=run.scheme.body_id, targets__unit__in=scored)
    return list(there.filter(closes__range=(part.window.start, part.window.end)).exclude(state="published").distinct())


# results


@dataclass(frozen=True)
class UnitLine:
    """One unit in its list."""

    result: Result
    cells: tuple[int, ...]


@dataclass(frozen=True)
class UnitList:
    """One population: units of one class. Lists are never mixed."""

    title: str
    lines: tuple[UnitLine, ...]


def unit_lists(run: Run) -> tuple[list[str], list[UnitList]]:
    """(titles of the first level, one list per class in the office's order of units, not by points). Three queries."""
    part = part_get(run.scheme, run.scheme_key)
    lines = schemes.lines(part)
    heads = [line for line in lines if line.depth == 1]
    head_of = _heads(lines)
    sums: dict[int, dict[str, int]] = {}
    results = list(Result.objects.filter(run=run).select_related("unit").order_by("unit__order", "unit__code"))
    owner = {result.trace_owner: result.pk for result in results}
    rows = TraceRow.objects.filter(result_id__in=owner).values_list("result_id", "node", "counted")
    for number, node, counted in rows:
        own = sums.setdefault(owner[number], {})
        own[head_of.get(node, "")] = own.get(head_of.get(node, ""), 0) + counted
    taken = RunTaken.objects.filter(run=run).first()
    given = dict(taken.classes) if taken else {}
    lists: dict[str, list[UnitLine]] = {}
    for result in results:
        own = sums.get(result.pk, {})
        made = UnitLine(result, tuple(own.get(head.key, 0) for head in heads))
        lists.setdefault(given.get(str(result.unit_id), ""), []).append(made)
    return [head.title for head in heads], [UnitList(title, tuple(part)) for title, part in lists.items()]


def _heads(lines: list[schemes.Line]) -> dict[str, str]:
    """Key of any node → key of the first-level node above it."""
    found, head = {}, ""
    for line in lines:
        head = line.key if line.depth == 1 else head if line.depth > 1 else ""
        found[line.key] = head
    return found


def samples_of(run: Run) -> list[UnitEntry]:
    """Places that were checked for this run, by unit: the sample is on record."""
    rows = UnitEntry.objects.filter(duty__scheme=run.scheme, duty__part=run.scheme_key).exclude(place="")
    return list(rows.select_related("unit", "duty__office").order_by("unit__order", "unit_id", "day", "pk"))


def ballots_of_run(run: Run) -> list[Ballot]:
    """Ballots whose votes the run took."""
    taken = RunTaken.objects.filter(run=run).first()
    return list(Ballot.objects.filter(pk__in=taken.ballots)) if taken else []


def results_of_run(run: Run, unit_id: int | None) -> list[OutsideResult]:
    """Results of other measures that a run took for one unit."""
    taken = RunTaken.objects.filter(run=run).first()
    if taken is None or unit_id is None:
        return []
    rows = OutsideResult.objects.filter(
        scheme=run.scheme, part=run.scheme_key, unit_id=unit_id, pk__lte=taken.result_mark
    )
    return list(rows.order_by("source", "day", "pk"))
