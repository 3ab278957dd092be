"""Proposals become acts only when a named person signs; what is shown in the notice is chosen by the rule."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.assessment import scheme, seals
from touyan.assessment.models import Proposal, ResultUse, Run
from touyan.assessment.rules import ProposalState, RunState, Use
from touyan.assessment.services import result_use
from touyan.core import clock, events
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Account
from touyan.organizations.policy import Actor


@transaction.atomic
def proposals_ask(*, actor: Actor, run: Run, account: Account) -> int:
    """The office puts the open proposals of a run before a named leader; how many."""
    policy.require(actor, "proposal.ask", run.scheme.body)
    if run.state != RunState.IN_FORCE:
        raise Refused(_("结果还没有生效，不能提请研究。"), status=409)
    waiting = list(Proposal.objects.filter(result__run=run, state=ProposalState.OPEN))
    if not waiting:
        raise Refused(_("没有待研究的建议。"), status=409)
    for proposal in waiting:
        proposal.asked = account
        proposal.save(update_fields=["asked"])
        seals.record(actor, "proposal.ask", proposal, unit=run.scheme.body, detail={"asked": account.pk})
    events.publish("proposals_asked", run_id=run.pk, account_id=account.pk)
    return len(waiting)


def _open(actor: Actor, proposal: Proposal) -> Proposal:
    policy.require(actor, "result.use", proposal.result.run.scheme.body)
    stands = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if stands.state != ProposalState.OPEN:
        raise Refused(_("这条建议已经办过了。"), status=409)
    if stands.asked_id and stands.asked_id != actor.account_id:
        raise Refused(_("这条建议送请的是另一位领导。"), status=403)
    return stands


@transaction.atomic
def proposal_sign(*, actor: Actor, proposal: Proposal, kind: Use, told_on: dt.date) -> ResultUse:
    """The leader does it, has told the person, and signs; it stands in the duty file like any use of a result."""
    stands = _open(actor, proposal)
    basis = f"{stands.article} {stands.title}（{stands.years}年）"
    used = result_use(actor=actor, result=proposal.result, kind=kind, basis=basis, told_on=told_on)
    stands.state, stands.use = ProposalState.SIGNED, used
    _decide(actor, stands, "")
    return used


@transaction.atomic
def proposal_decline(*, actor: Actor, proposal: Proposal, reason: str) -> Proposal:
    """The leader does not follow the proposal and says why. Nothing happens to the person."""
    stands = _open(actor, proposal)
    if not reason.strip():
        raise Refused(_("请写明不采纳的理由。"))
    stands.state = ProposalState.DECLINED
    return _decide(actor, stands, reason)


def _decide(actor: Actor, proposal: Proposal, reason: str) -> Proposal:
    proposal.decided_by, proposal.decided_on, proposal.reason = actor.name, clock.today(), whole(reason, 200, _("理由"))
    proposal.save()
    unit = proposal.result.run.scheme.body
    seals.record(actor, "result.use", proposal, unit=unit, detail={"verb": str(proposal.state)})
    return proposal


NOTICE_FROM = frozenset({RunState.COMPUTED, RunState.REVIEWED, RunState.SIGNED, RunState.SHOWN})


@transaction.atomic
def notice_plan(*, actor: Actor, run: Run, grades: list[str], basis: str) -> Run:
    """Which grades are named in the notice, and by which article; before it begins."""
    policy.require(actor, "run.start", run.scheme.body)
    stands = Run.objects.select_for_update().get(pk=run.pk)
    if stands.state not in NOTICE_FROM:
        raise Refused(_("公示已经开始，范围不能再改。"), status=409)
    known = {grade.key for grade in scheme.scheme_of(run.scheme.text, run.scheme_key).grades}
    stands.notice_grades = [key for key in grades if key in known]
    stands.notice_basis = whole(basis, 120, _("依据"))
    stands.save(update_fields=["notice_grades", "notice_basis"])
    seals.record(actor, "run.start", stands, unit=run.scheme.body, detail={"verb": "notice_plan"})
    return stands
