"""Questions about what follows a run: proposals, the notice, what is missing before closing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from touyan.assessment import scheme as schemes
from touyan.assessment import selectors
from touyan.assessment.models import Proposal, Result, Run
from touyan.assessment.rules import ProposalState, RunState
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.duties.words import Source, Verdict
from touyan.organizations.models import Account
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Role

NAMED = frozenset({RunState.NOTICE, RunState.IN_FORCE})


def proposal_get(actor: Actor, pk: int) -> Proposal:
    """One proposal of a run the actor may view; Refused with 404 otherwise."""
    found = (
        Proposal.objects.visible_to(actor)
        .select_related("result__run__scheme__body", "result__person", "result__unit", "asked__person", "use")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Refused(_("没有这条建议。"), status=404)
    return found


def proposals_of(run: Run) -> QuerySet[Proposal]:
    """Proposals of a run by strokes of the name, never by points."""
    found = Proposal.objects.filter(result__run=run).select_related(
        "result__person", "result__unit", "asked__person", "use"
    )
    return found.order_by("state", "result__person__sort_stroke", "result__unit__order", "pk")


def proposals_for(actor: Actor) -> QuerySet[Proposal]:
    """Open proposals that were put before the actor."""
    found = Proposal.objects.visible_to(actor).filter(state=ProposalState.OPEN, asked_id=actor.account_id)
    return found.select_related("result__person", "result__unit")


def earlier(proposal: Proposal) -> list[Result]:
    """The results of the years that a proposal rests on, as far as they are in force here."""
    years = {int(year) for year in proposal.years.split("、")}
    result = proposal.result
    own = Result.objects.filter(
        person_id=result.person_id, unit_id=result.unit_id, run__scheme__body_id=result.run.scheme.body_id,
        run__state=RunState.IN_FORCE,
    )  # fmt: skip
    found = own.select_related("run__scheme", "person", "unit").order_by("run_id")
    return [one for one in found if schemes.scheme_of(one.run.scheme.text, one.run.scheme_key).window.end.year in years]


def leaders(run: Run) -> QuerySet[Account]:
    """Leaders of the body, who may be asked to decide."""
    grants = {"grants__role": Role.CITY_LEADER, "grants__unit_id": run.scheme.body_id}
    return Account.objects.filter(is_active=True, **grants).distinct()


@dataclass(frozen=True)
class Named:
    """One grade of the notice with who has it, by strokes of the name; no points."""

    title: str
    names: list[str]


def notice_of(run: Run) -> list[Named]:
    """The notice list: the grades chosen, the best one where none was."""
    chosen = schemes.scheme_of(run.scheme.text, run.scheme_key)
    keys = run.notice_grades or [grade.key for grade in chosen.grades[:1]]
    results = list(selectors.results_of(run).filter(grade__in=keys))
    return [
        Named(grade.title, [str(one) for one in results if one.grade == grade.key])
        for grade in chosen.grades
        if grade.key in keys
    ]


def notice_get(actor: Actor, pk: int) -> Run:
    """A run whose notice the actor may read: of the own body or whoever was assessed; Refused with 404 otherwise."""
    run = Run.objects.filter(pk=pk).select_related("scheme__body").first()
    if run is not None and Run.objects.visible_to(actor).filter(pk=pk).exists():
        return run
    mine = Result.objects.filter(run_id=pk, person_id=actor.person_id) if actor.person_id else Result.objects.none()
    if run is None or run.state not in NAMED or not mine.exists():
        raise Refused(_("没有这份公示。"), status=404)
    return run


def notices_for(actor: Actor) -> QuerySet[Run]:
    """Notices that run now in which the actor was assessed."""
    return Run.objects.filter(state=RunState.NOTICE, results__person_id=actor.person_id or 0)


def missing(run: Run) -> list[selectors.Missing]:
    """What should be settled before a run is reviewed; on top of what the run itself knows, records that nobody confirmed."""
    chosen = schemes.scheme_of(run.scheme.text, run.scheme_key)
    rows = DutyRecord.objects.effective().filter(
        committee_id=run.scheme.body_id,
        source=Source.CLAIMED,
        business_date__range=(chosen.window.start, chosen.window.end),
    )
    claimed = rows.exclude(confirmations__verdict=Verdict.VERIFIED).count()
    found = selectors.missing_before_closing(run)
    if claimed:
        found.append(selectors.Missing(_("条自报记录还没有人核实，未计入"), claimed, "records_confirm"))
    return found
