"""Guidance, difficulties and ratings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.core.errors import Refused, mistakes
from touyan.organizations.access import Request, form, reads, writes
from touyan.supervision import selectors, services
from touyan.supervision.forms import DifficultyForm, GuidanceForm, RatingForm, RoundForm


@form("guidance.view")
def guidance_page(request: Request) -> HttpResponse:
    """Which leader guides which unit, and what came of it; staff assign here."""
    actor = request.actor
    bound = GuidanceForm(
        request.POST or None, leaders=selectors.leaders_for(actor), units=selectors.assignable_units(actor)
    )
    if request.method == "POST" and bound.is_valid():
        services.guidance_assign(actor=actor, **bound.cleaned_data)
        messages.success(request, _("已安排。"))
        return redirect("guidance_page")
    return render(request, "supervision/guidance_page.html", {**selectors.guidance_page(actor), "form": bound})


@reads("difficulty.view")
def difficulty_list(request: Request) -> HttpResponse:
    """What units find difficult, and how long it has waited."""
    asked = {name: request.GET.get(name, "") for name in ("which", "line", "level", "unit")}
    shown = selectors.difficulty_list(request.actor, **asked)
    return render(request, "supervision/difficulty_list.html", shown)


@form("difficulty.raise")
def difficulty_raise(request: Request) -> HttpResponse:
    bound = DifficultyForm(
        request.POST or None, units=selectors.raising_units(request.actor), initial=request.GET.dict()
    )
    if request.method == "POST" and bound.is_valid():
        row = services.difficulty_raise(actor=request.actor, **bound.cleaned_data)
        messages.success(request, _("已反映给联系领导。"))
        return redirect("difficulty_page", row.pk)
    return render(request, "supervision/difficulty_raise.html", {"form": bound})


@reads("difficulty.view")
def difficulty_page(request: Request, pk: int) -> HttpResponse:
    """One difficulty: what is needed, who answers by when, what was done."""
    row = selectors.difficulty_get(request.actor, pk)
    return render(request, "supervision/difficulty_page.html", selectors.difficulty_desk(request.actor, row))


@writes("difficulty.answer")
def difficulty_answer(request: Request, pk: int) -> HttpResponse:
    services.difficulty_answer(actor=request.actor, difficulty_id=pk, words=request.POST.get("words", ""))
    messages.success(request, _("已答复。"))
    return redirect("difficulty_page", pk)


@writes("difficulty.raise")
def difficulty_settle(request: Request, pk: int) -> HttpResponse:
    solved = request.POST.get("solved") == "yes"
    words = request.POST.get("words", "")
    services.difficulty_settle(actor=request.actor, difficulty_id=pk, solved=solved, words=words)
    messages.success(request, _("已记为解决。") if solved else _("已再次反映。"))
    return redirect("difficulty_page", pk)


@writes("difficulty.raise")
def difficulty_withdraw(request: Request, pk: int) -> HttpResponse:
    services.difficulty_withdraw(actor=request.actor, difficulty_id=pk, reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤回。"))
    return redirect("difficulty_page", pk)


@reads("rating.view")
def rating_page(request: Request) -> HttpResponse:
    """Rounds of ratings: what waits for me, and the one result of each."""
    shown = selectors.rating_page(request.actor)
    bound = RoundForm(committees=shown["committees"]) if request.actor.may("rating.open") else None
    return render(request, "supervision/rating_page.html", {**shown, "form": bound})


@writes("rating.open")
def rating_open(request: Request) -> HttpResponse:
    bound = RoundForm(request.POST, committees=selectors.rating_page(request.actor)["committees"])
    if not bound.is_valid():
        raise Refused(mistakes(bound) or _("请把组织单位、年度、半年和截止日期填完整。"))
    services.rating_open(actor=request.actor, **bound.cleaned_data)
    messages.success(request, _("评价已开始。"))
    return redirect("rating_page")


@form("rating.give")
def rating_give(request: Request, pk: int) -> HttpResponse:
    """Two marks; kept without unit, name or time."""
    ticket = selectors.ticket_get(request.actor, pk)
    bound = RatingForm(request.POST or None)
    if request.method == "POST" and bound.is_valid():
        services.rating_give(actor=request.actor, ticket_id=pk, **bound.cleaned_data)
        messages.success(request, _("已提交，谢谢。"))
        return redirect("rating_page")
    return render(request, "supervision/rating_give.html", {"ticket": ticket, "form": bound})
