"""Pages of what follows a run: proposals over years, the notice, quotas told, the check of the records."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.assessment import follow, quotas, selectors, services_follow, verify
from touyan.assessment import forms_follow as forms
from touyan.assessment import selectors_follow as own
from touyan.assessment.rules import ProposalState, RunState, Use
from touyan.core import journal
from touyan.organizations import policy
from touyan.organizations.access import Request, form, reads


@form("run.view")
def run_follow(request: Request, pk: int) -> HttpResponse:
    """What the scheme names for the results of a run: proposals to people, alert lines; nothing of it happens by itself."""
    run = selectors.run_get(request.actor, pk)
    in_force = run.state == RunState.IN_FORCE
    may_ask = in_force and policy.can(request.actor, "proposal.ask", run.scheme.body)
    bound = forms.AskForm(request.POST or None, leaders=own.leaders(run)) if may_ask else None
    if bound is not None and bound.is_valid():
        number = services_follow.proposals_ask(actor=request.actor, run=run, account=bound.cleaned_data["account"])
        messages.success(request, _("已送请研究，共 %(n)s 条。") % {"n": number})
        return redirect("run_follow", pk=pk)
    context = {
        "run": run,
        "in_force": in_force,
        "proposals": own.proposals_of(run) if in_force else [],
        "suggested": [] if in_force else follow.suggestions(run),
        "alerts": follow.alerts(run),
        "form": bound,
    }
    return render(request, "assessment/run_follow.html", context)


@form("run.view")
def proposal_page(request: Request, pk: int) -> HttpResponse:
    """One proposal: the article, the years it rests on; a leader signs or declines."""
    proposal = own.proposal_get(request.actor, pk)
    mine = proposal.asked_id in {
        None,
        request.actor.account_id,
    }  # what was put before somebody else is shown, not asked
    body = proposal.result.run.scheme.body
    may = mine and proposal.state == ProposalState.OPEN and policy.can(request.actor, "result.use", body)
    bound = forms.DecideForm(request.POST or None) if may else None
    if bound is not None and bound.is_valid():
        data = bound.cleaned_data
        if data["decision"] == "decline":
            services_follow.proposal_decline(actor=request.actor, proposal=proposal, reason=data["reason"])
        else:
            kind = Use(data["decision"])
            services_follow.proposal_sign(actor=request.actor, proposal=proposal, kind=kind, told_on=data["told_on"])
        messages.success(request, _("已由您签署。"))
        return redirect("run_follow", pk=proposal.result.run_id)
    context = {"proposal": proposal, "form": bound, "earlier": own.earlier(proposal)}
    return render(request, "assessment/proposal_page.html", context, status=422 if bound and bound.is_bound else 200)


@reads("notice.view")
def run_notice(request: Request, pk: int) -> HttpResponse:
    """The notice: names by grade as the rule has it, the last day, how to object. No points."""
    run = own.notice_get(request.actor, pk)
    context = {
        "run": run,
        "named": own.notice_of(run),
        "may_plan": policy.can(request.actor, "run.start", run.scheme.body),
    }
    return render(request, "assessment/run_notice.html", context)


@form("run.start")
def notice_plan(request: Request, pk: int) -> HttpResponse:
    """Choose which grades the notice names."""
    run = selectors.run_get(request.actor, pk, "run.start")
    grades = [(one.key, one.title) for one in selectors.grades_of(run)]
    start = {"grades": run.notice_grades or [key for key, _title in grades[:1]], "basis": run.notice_basis}
    bound = forms.NoticeForm(request.POST or None, grades=grades, initial=start)
    if bound.is_valid():
        services_follow.notice_plan(actor=request.actor, run=run, **bound.cleaned_data)
        return redirect("run_notice", pk=pk)
    context = {"run": run, "form": bound}
    return render(request, "assessment/notice_plan.html", context, status=422 if bound.is_bound else 200)


@reads("run.view")
def run_quotas(request: Request, pk: int) -> HttpResponse:
    """How the quotas of the scheme came out, list by list."""
    run = selectors.run_get(request.actor, pk)
    return render(request, "assessment/run_quotas.html", {"run": run, "quotas": quotas.quotas_of(run)})


@reads("proof.view")
def proof_page(request: Request) -> HttpResponse:
    """Whether the records of assessment are what was sealed; the first bad rows by name, the head of the chain to compare."""
    journal.record(request.actor, "proof.view", detail={"verb": "check"})
    return render(request, "assessment/proof_page.html", {"held": verify.check()})
