"""Questions about schemes, runs and scores. Each begins with what the actor may see."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import gettext_noop as noop

from touyan.assessment import cells
from touyan.assessment import scheme as schemes
from touyan.assessment.entries import ENTRY_BASE, entry_titles
from touyan.assessment.models import Objection, Result, Run, SchemeText, Signature, TraceRow
from touyan.assessment.rules import (
    OPEN_TO_OBJECTION,
    SEEN_BY_PERSON,
    ObjectionState,
    objection_deadline,
)
from touyan.assessment.selectors_units import is_own, own_results
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.organizations.policy import Actor
from touyan.scoring.fields import Rule
from touyan.scoring.model import Grade


def scheme_get(actor: Actor, pk: int) -> SchemeText:
    """One scheme that the actor may see; Refused with 404 otherwise."""
    found = SchemeText.objects.visible_to(actor).select_related("body").filter(pk=pk).first()
    if found is None:
        raise Refused(_("没有这部细则。"), status=404)
    return found


def schemes_for(actor: Actor) -> QuerySet[SchemeText]:
    """Schemes the actor may see, newest first."""
    return SchemeText.objects.visible_to(actor).select_related("body").defer("text").annotate(n=Count("runs"))


def run_get(actor: Actor, pk: int, action: str = "run.view") -> Run:
    """One run in which the actor may do `action`; Refused with 404 otherwise."""
    run = Run.objects.visible_to(actor, action).select_related("scheme__body", "previous").filter(pk=pk).first()
    if run is None:
        raise Refused(_("没有这次考评。"), status=404)
    return run


def runs_for(actor: Actor) -> QuerySet[Run]:
    """Runs the actor may see, newest first, with how many objections wait."""
    waiting = Count("results__objections", filter=Q(results__objections__state=ObjectionState.OPEN), distinct=True)
    return Run.objects.visible_to(actor).select_related("scheme").annotate(waiting=waiting).order_by("-pk")


def signatures_of(run: Run) -> QuerySet[Signature]:
    """Who signed what, in order."""
    return Signature.objects.filter(run=run)


def my_results(actor: Actor) -> QuerySet[Result]:
    """The actor's own results that may be seen, newest first."""
    own = Result.objects.filter(own_results(actor), run__state__in=[*SEEN_BY_PERSON, "superseded"])
    return own.exclude(run__shown_on__isnull=True).select_related("run__scheme").order_by("-run_id")


def result_get(actor: Actor, pk: int) -> Result:
    """A result: the own one once it is shown, or any of a run the actor may view; Refused with 404 otherwise."""
    found = Result.objects.select_related("run__scheme__body", "person", "unit").filter(pk=pk).first()
    if found is None:
        raise Refused(_("没有这份结果。"), status=404)
    own = found.run.shown_on is not None and is_own(actor, found)
    if not own and not Run.objects.visible_to(actor).filter(pk=found.run_id).exists():
        raise Refused(_("没有这份结果。"), status=404)
    return found


@dataclass(frozen=True)
class RecordLine:
    """One record under a clause: what it is, what it was worth, what cut it."""

    fact: int | None
    title: str
    day: dt.date | None
    raw: int
    counted: int
    rule: str
    reason: str
    who: str = ""


@dataclass
class ClauseLine:
    """One clause or section of a person's score."""

    line: schemes.Line
    earned: int = 0
    counted: int = 0
    cuts: list[tuple[str, int]] = field(default_factory=list)
    records: list[RecordLine] = field(default_factory=list)
    chances: str = ""


REASONS = {
    Rule.COUNTED: _lazy("全部计入"),
    Rule.SHARED: _lazy("按署名份额计入"),
    Rule.NO_RATE: _lazy("细则没有对应的分值"),
    Rule.REFUSED: _lazy("评分超出范围，未计入"),
    Rule.INCOMPLETE: _lazy("缺少署名次序或人数，未计入"),
    Rule.NOT_ENTITLED: _lazy("该署名次序不计分"),
    Rule.ALREADY: _lazy("往年已经计过"),
    Rule.LOWER: _lazy("同一事项已按较高的一条计分"),
    Rule.EXCLUSIVE: _lazy("同一事项已在别的条款计分"),
    Rule.SHAPE: _lazy("按条款的计分方式调整"),
    Rule.REQUIRES: _lazy("附带条件没有达到"),
    Rule.WAIVER: _lazy("符合免计条件，按规定分值计"),
    Rule.CAP: _lazy("达到封顶"),
    Rule.FLOOR: _lazy("扣至最低"),
    Rule.UNCOUNTED: _lazy("只列示，不计入总分"),
    Rule.START: _lazy("起始分"),
    Rule.HIGHEST_ONLY: _lazy("只计最高的一项"),
    Rule.CEILING: _lazy("达到上限"),
    Rule.WEIGHT: _lazy("按权重折算"),
    Rule.ROUNDING: _lazy("取整"),
}


def pedigree(result: Result) -> list[ClauseLine]:
    """The whole score, clause by clause in the order of the rule, each with its records. Three queries."""
    scheme = schemes.scheme_of(result.run.scheme.text, result.run.scheme_key)
    found = {line.key: ClauseLine(line) for line in schemes.lines(scheme)}
    rows = list(TraceRow.objects.filter(result_id=result.trace_owner))
    titles = record_titles(row.fact for row in rows if row.fact)
    for row in rows:
        clause = found[row.node]
        clause.counted += row.counted
        reason = str(REASONS.get(Rule(row.rule), row.rule))
        if row.fact is None:
            clause.cuts.append((reason, row.counted))
        else:
            title, day = titles.get(row.fact, ("", None))
            clause.earned += row.raw
            clause.records.append(RecordLine(row.fact, title, day, row.raw, row.counted, row.rule, reason))
    _add_up(list(found.values()))
    return list(found.values())


def _add_up(clauses: list[ClauseLine]) -> None:
    """A section shows what it and everything under it came to."""
    for index in range(len(clauses) - 1, -1, -1):
        depth = clauses[index].line.depth
        for below in clauses[index + 1 :]:
            if below.line.depth <= depth:
                break
            if below.line.depth == depth + 1:
                clauses[index].counted += below.counted


def record_titles(ids: Iterable[int]) -> dict[int, tuple[str, dt.date]]:
    """Records by number: (what it was, its business date). One query, and one for entries of offices if there are any."""
    wanted = set(ids)
    rows = DutyRecord.objects.filter(pk__in={one for one in wanted if one <= ENTRY_BASE}).select_related("work")
    found = {row.pk: (row.title or (row.work.title if row.work else ""), row.business_date) for row in rows}
    return found | entry_titles(wanted)


def grades_of(run: Run) -> tuple[Grade, ...]:
    """The grades of the scheme of a run, best first."""
    return schemes.scheme_of(run.scheme.text, run.scheme_key).grades


def grade_title(result: Result) -> str:
    """The grade in the words of the scheme; empty for none."""
    scheme = schemes.scheme_of(result.run.scheme.text, result.run.scheme_key)
    return next((grade.title for grade in scheme.grades if grade.key == result.grade), "")


def limits_of(result: Result) -> list[str]:
    """Names of the gates and vetoes that acted on the grade."""
    named = schemes.titles(schemes.scheme_of(result.run.scheme.text, result.run.scheme_key))
    return [named.get(key, key) for key in result.limits.split()]


def may_object(actor: Actor, result: Result, day: dt.date) -> dt.date | None:
    """The last day for an objection when the actor may still make one; None otherwise."""
    run = result.run
    if not is_own(actor, result) or run.state not in OPEN_TO_OBJECTION or run.shown_on is None:
        return None
    last = objection_deadline(run.shown_on)
    return last if day <= last else None


def objections_for(actor: Actor, *, state: str = "") -> QuerySet[Objection]:
    """Objections in runs whose answers the actor gives, the most urgent first."""
    runs = Run.objects.visible_to(actor, "objection.answer")
    found = Objection.objects.filter(result__run__in=runs).select_related(
        "result__person", "result__unit", "result__run"
    )
    return found.filter(state=state) if state else found


def objection_get(actor: Actor, pk: int) -> Objection:
    """One objection whose answer the actor gives; Refused with 404 otherwise."""
    found = objections_for(actor).select_related("result__run__scheme").filter(pk=pk).first()
    if found is None:
        raise Refused(_("没有这份异议。"), status=404)
    return found


def objections_of(result: Result) -> QuerySet[Objection]:
    """Objections to one result, newest first."""
    return Objection.objects.filter(result=result).order_by("-pk")


def results_of(run: Run) -> QuerySet[Result]:
    """All results of a run by strokes of the name, never by points: no list of people in a row."""
    found = Result.objects.filter(run=run).select_related("person", "unit")
    return found.order_by("person__sort_stroke", "unit__order", "pk")


UNGRADED = "-"


@dataclass(frozen=True)
class GradeCount:
    """How many hold a grade."""

    key: str
    title: str
    count: int
    share: int  # whole per cent


def grade_counts(run: Run) -> list[GradeCount]:
    """Grades best first with how many hold each, those without a grade last."""
    scheme = schemes.scheme_of(run.scheme.text, run.scheme_key)
    counted = dict(Result.objects.filter(run=run).values_list("grade").annotate(n=Count("pk")))
    whole = sum(counted.values()) or 1
    named = [(grade.key, grade.title) for grade in scheme.grades] + [(UNGRADED, _("未定等"))]
    sizes = [(key, title, counted.get("" if key == UNGRADED else key, 0)) for key, title in named]
    return [GradeCount(key, title, count, round(count * 100 / whole)) for key, title, count in sizes if count]


@dataclass(frozen=True)
class Comparison:
    """One group beside others (S2). Amounts in 1/10,000 point; None where fewer than five would be shown."""

    name: str
    count: int
    mean: int | None
    quarter: int | None
    median: int | None
    three_quarters: int | None


GROUPS = (
    (noop("全体委员"), {}),
    (noop("党员委员"), {"party": "党员"}),
    (noop("党外委员"), {"party": "党外"}),
    (noop("全体常委"), {"role": "常委"}),
    (noop("党员常委"), {"role": "常委", "party": "党员"}),
)


def comparison(run: Run) -> list[Comparison]:
    """Party members against all, party standing members against all standing members; nothing under five, nor anything
    from which a group under five could be had by sums and differences: groups are shown in their order as far as that goes."""
    rows = list(Result.objects.filter(run=run, person__isnull=False).values_list("total", "party", "role"))
    totals: dict[str, list[int]] = defaultdict(list)
    for total, party, role in rows:
        for name, wanted in GROUPS:
            if wanted.get("party", party) == party and wanted.get("role", role) == role:
                totals[name].append(total)
    parts = Counter((party, role) for _total, party, role in rows)
    sets = [
        tuple(wanted.get("party", party) == party and wanted.get("role", role) == role for party, role in parts)
        for _name, wanted in GROUPS
    ]
    may = cells.showable(sets, list(parts.values()))
    found = []
    for (name, _wanted), open_to_all in zip(GROUPS, may, strict=True):
        values = sorted(totals[name])
        found.append(Comparison(_(name), len(values), *(figures(values) if open_to_all else (None,) * 4)))
    return found


def figures(values: Sequence[int]) -> tuple[int, int, int, int]:
    """(mean rounded half up to 0.01 point, lower quartile, median, upper quartile) of sorted integers; quartiles are values that occur."""
    n = len(values)
    mean = (2 * sum(values) + 100 * n) // (200 * n) * 100
    return mean, values[(n - 1) // 4], values[(n - 1) // 2], values[(3 * (n - 1) + 3) // 4]


@dataclass(frozen=True)
class Change:
    """How a correction run differs from the run before, for one person or unit."""

    result: Result
    before: int
    after: int
    grade_before: str
    grade_after: str


FEW = 200


def changes(run: Run) -> list[Change]:
    """Whose result differs from the previous run's, by strokes of the name."""
    if run.previous_id is None:
        return []
    fresh = list(results_of(run).filter(traced=None))  # what a correction leaves as it was points to the run before
    old_ones = Result.objects.filter(run_id=run.previous_id)
    if len(fresh) < FEW:
        people, units = ({getattr(one, name) for one in fresh} - {None} for name in ("person_id", "unit_id"))
        old_ones = old_ones.filter(Q(person_id__in=people) | Q(unit_id__in=units))
    before = {(r.person_id, r.unit_id): r for r in old_ones}
    found = []
    for result in fresh:
        old = before.get((result.person_id, result.unit_id))
        if old is not None and (old.total, old.grade) != (result.total, result.grade):
            found.append(Change(result, old.total, result.total, old.grade, result.grade))
    return found


@dataclass(frozen=True)
class Missing:
    """Something that should be settled before a run is reviewed, with how many."""

    text: str
    count: int
    url_name: str


def missing_before_closing(run: Run) -> list[Missing]:
    """What stands open: rows refused, results blocked, ties left to people, objections without answer."""
    results = Result.objects.filter(run=run)
    waiting = Objection.objects.filter(result__run=run, state=ObjectionState.OPEN).count()
    found = [
        Missing(_("条记录没有通过核对，未计入"), run.listed_count, "run_listed"),
        Missing(_("个对象缺少外来结果，不能定等"), results.filter(blocked=True).count(), "run_results"),
        Missing(_("个对象在名额边缘同分，须由人决定"), results.filter(open=True).count(), "run_results"),
        Missing(_("份异议等待答复"), waiting, "objection_list"),
    ]
    return [one for one in found if one.count]


def results_for(run: Run, text: str = "", grade: str = "") -> QuerySet[Result]:
    """Results of a run by strokes of the name, those whose name contains `text`, those of a grade."""
    found = results_of(run)
    if grade:
        found = found.filter(grade="" if grade == UNGRADED else grade)
    return found.filter(Q(person__name__contains=text) | Q(unit__name__contains=text)) if text else found


def clause_of(objection: Objection) -> ClauseLine | None:
    """The clause an objection is about, with its records; None when it is about the whole."""
    lines = pedigree(objection.result)
    return next((line for line in lines if line.line.key == objection.node), None)


@dataclass(frozen=True)
class Proposal:
    """What the scheme would have a person consider: its title and article. Never an effect."""

    title: str
    article: str
    quote: str


def consequences_of(result: Result) -> list[Proposal]:
    """Consequences of the scheme that name this result's grade, as proposals to whoever signs."""
    scheme = schemes.scheme_of(result.run.scheme.text, result.run.scheme_key)
    fitting = [one for one in scheme.consequences if not one.grades or result.grade in one.grades]
    return [Proposal(one.title, one.basis.article, one.basis.quote) for one in fitting]


@dataclass(frozen=True)
class Listed:
    """A record that did not count in a run: which, when, and why."""

    fact: int
    title: str
    day: dt.date | None
    why: str


def listed_of(run: Run) -> list[Listed]:
    """Records that did not pass the check, as far as they are kept with the run. One query."""
    titles = record_titles(row["fact"] for row in run.listed)
    return [Listed(row["fact"], *titles.get(row["fact"], ("", None)), _(row["why"])) for row in run.listed]  # type: ignore[call-arg]
