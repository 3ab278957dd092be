"""Pages of the person scored: my score and where each point comes from, an objection to any line."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.assessment import forms, selectors, selectors_record, selectors_units, services, standing_behind
from touyan.core import clock, journal
from touyan.core.words import date_words
from touyan.organizations.access import Request, form, reads


@reads("score.own")
def score_list(request: Request) -> HttpResponse:
    """My own scores over the years."""
    results = selectors.my_results(request.actor)
    return render(request, "assessment/score_list.html", {"results": results})


@reads("score.own")
def result_page(request: Request, pk: int) -> HttpResponse:
    """One score: total, grade, each clause with its article, each record, what cut it."""
    result = selectors.result_get(request.actor, pk)
    mine = selectors_units.is_own(request.actor, result)
    if not mine:
        journal.record(request.actor, "run.view", result, unit=result.run.scheme.body, detail={"verb": "read"})
    context = {
        "result": result,
        "clauses": standing_behind.added(result, selectors.pedigree(result)),
        "grade": selectors.grade_title(result),
        "limits": selectors.limits_of(result),
        "objections": selectors.objections_of(result),
        "deadline": selectors.may_object(request.actor, result, clock.today()),
        "own": mine and result.person_id is not None,
        "ballots": selectors_units.ballots_of_run(result.run) if result.unit_id else [],
        "outside": selectors_units.results_of_run(result.run, result.unit_id),
        "signatures": selectors.signatures_of(result.run),
    }
    return render(request, "assessment/result_page.html", context)


@reads("score.own")
def score_record(request: Request, pk: int, fact: int) -> HttpResponse:
    """The record behind a line: what it says, who stands for it, what it was worth under which clause."""
    result = selectors.result_get(request.actor, pk)
    mine = selectors_units.is_own(request.actor, result)
    if not mine:
        detail = {"verb": "read", "fact": fact}
        journal.record(request.actor, "run.view", result, unit=result.run.scheme.body, detail=detail)
    context = {
        "result": result,
        "fact": fact,
        "behind": selectors_record.behind(request.actor, result, fact),
        "own": mine and result.person_id is not None,
        "deadline": selectors.may_object(request.actor, result, clock.today()),
    }
    return render(request, "assessment/score_record.html", context)


@form("score.own")
def objection_make(request: Request, pk: int) -> HttpResponse:
    """Object to a line of one's own score."""
    result = selectors.result_get(request.actor, pk)
    start = {"node": request.GET.get("node", "")[:60], "fact": request.GET.get("fact") or None}
    bound = forms.ObjectionForm(request.POST or None, initial=start)
    if bound.is_valid():
        made = services.objection_make(actor=request.actor, result=result, **bound.cleaned_data)
        messages.success(request, _("异议已提交，考评办公室将在%(day)s前书面答复。") % {"day": date_words(made.due)})
        return redirect("result_page", pk=pk)
    context = {"result": result, "form": bound, "deadline": selectors.may_object(request.actor, result, clock.today())}
    return render(request, "assessment/objection_make.html", context, status=422 if bound.is_bound else 200)
