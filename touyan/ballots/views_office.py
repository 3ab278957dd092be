"""Pages of the office that arranges a ballot."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.ballots import forms, selectors, services, services_count, wording
from touyan.ballots.models import Ballot
from touyan.ballots.services import Plan
from touyan.core import clock
from touyan.core.pages import page_of
from touyan.organizations.access import Request, form, writes


@form("ballot.manage")
def ballot_new(request: Request) -> HttpResponse:
    """A new ballot, from one of the usual sheets."""
    kind = request.GET.get("kind", "five")
    start = {
        "opens": clock.today(),
        "questions": wording.SAMPLES.get(kind, wording.SAMPLES["five"]),
        "classes": wording.written([wording.Item("委员", 100)]),
        "no_vote": "zero",
    }
    return _ballot(request, None, start)


@form("ballot.manage")
def ballot_edit(request: Request, pk: int) -> HttpResponse:
    """What a ballot in preparation asks of whom."""
    ballot = selectors.ballot_get(request.actor, pk, "ballot.manage")
    sheet = selectors.sheet_of(ballot)
    start = {
        name: getattr(ballot, name) for name in ("title", "about", "opens", "closes", "quorum", "no_vote", "version")
    }
    start |= {
        "unit": ballot.unit_id,
        "questions": wording.written(selectors.question_items(sheet)),
        "classes": wording.written(selectors.class_items(sheet)),
        "targets": [target.unit_id for target in sheet.targets],
    }
    return _ballot(request, ballot, start)


def _ballot(request: Request, ballot: Ballot | None, start: dict[str, Any]) -> HttpResponse:
    units = selectors.units_that_manage(request.actor)
    under = ballot.unit if ballot else units.first()
    targets = selectors.units_below(under) if under else units.none()
    bound = forms.BallotForm(request.POST or None, units=units, targets=targets, initial=start)
    if bound.is_valid():
        data = dict(bound.cleaned_data)
        unit, version = data.pop("unit"), data.pop("version") or 0
        saved = services.ballot_save(actor=request.actor, unit=unit, plan=Plan(**data), ballot=ballot, version=version)
        return redirect("ballot_page", saved.pk)
    context = {"form": bound, "ballot": ballot, "samples": list(wording.SAMPLES)}
    return render(request, "ballots/ballot_form.html", context, status=422 if bound.errors else 200)


@form("ballot.manage")
def ballot_roll(request: Request, pk: int) -> HttpResponse:
    """The roll: who may vote, by class. Not who has."""
    ballot = selectors.ballot_get(request.actor, pk, "ballot.manage")
    units = selectors.units_for_roll(ballot)
    bound = forms.RollForm(request.POST or None, classes=ballot.classes.all(), units=units, initial={"below": True})
    if bound.is_valid():
        added, there = services.roll_add(actor=request.actor, ballot=ballot, **bound.cleaned_data)
        messages.success(request, _("加入 %(n)s 人，另有 %(there)s 人已在名册上。") % {"n": added, "there": there})
        return redirect("ballot_roll", pk)
    context = {
        "ballot": ballot,
        "form": bound,
        "entitled": selectors.entitled(ballot),
        "page": page_of(request, selectors.roll_of(ballot), size=50),
    }
    return render(request, "ballots/roll.html", context, status=422 if bound.errors else 200)


@writes("ballot.manage")
def roll_remove(request: Request, pk: int) -> HttpResponse:
    """One name leaves the roll."""
    ballot = selectors.ballot_get(request.actor, pk, "ballot.manage")
    number = request.POST.get("voter", "")
    services.roll_remove(actor=request.actor, ballot=ballot, voter_pk=int(number) if number.isdigit() else 0)
    return redirect("ballot_roll", pk)


@writes("ballot.manage")
def ballot_open(request: Request, pk: int) -> HttpResponse:
    """Voting begins."""
    services.ballot_open(actor=request.actor, ballot=selectors.ballot_get(request.actor, pk, "ballot.manage"))
    messages.success(request, _("票箱已封，投票人会在待办里看到选票。"))
    return redirect("ballot_page", pk)


@writes("ballot.manage")
def ballot_count(request: Request, pk: int) -> HttpResponse:
    """The box is opened and counted."""
    services_count.ballot_count(actor=request.actor, ballot=selectors.ballot_get(request.actor, pk, "ballot.manage"))
    return redirect("ballot_page", pk)


@writes("ballot.publish")
def ballot_publish(request: Request, pk: int) -> HttpResponse:
    """A leader signs the result."""
    services_count.ballot_publish(actor=request.actor, ballot=selectors.ballot_get(request.actor, pk, "ballot.publish"))
    messages.success(request, _("已签署公布。"))
    return redirect("ballot_page", pk)


@writes("ballot.manage")
def ballot_void(request: Request, pk: int) -> HttpResponse:
    """The ballot does not count."""
    ballot = selectors.ballot_get(request.actor, pk, "ballot.manage")
    services.ballot_void(actor=request.actor, ballot=ballot, reason=request.POST.get("reason", ""))
    messages.success(request, _("已作废，未开的选票已销毁。"))
    return redirect("ballot_page", pk)
