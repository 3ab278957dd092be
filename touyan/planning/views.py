"""Pages of plans: list, draft, edit, issue."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.organizations.access import Request, form, reads, writes
from touyan.planning import selectors, services
from touyan.planning.forms import IssueForm, PlanDraftForm, PlanForm, action_form


@reads("plan.view")
def plan_list(request: Request) -> HttpResponse:
    """Which plans there are, and how far each is."""
    found = {"plans": selectors.plan_rows(request.actor), "may_draft": request.actor.may("plan.write")}
    return render(request, "planning/plan_list.html", found)


@reads("plan.view")
def plan_page(request: Request, pk: int) -> HttpResponse:
    """One plan: its actions with their basis, what was issued, how far it is."""
    plan = selectors.plan_get(request.actor, pk)
    return render(request, "planning/plan_page.html", selectors.plan_desk(request.actor, plan))


@form("plan.write")
def plan_draft(request: Request) -> HttpResponse:
    """A new plan from a template, from last year's, or over the plan of the level above."""
    bound = PlanDraftForm(request.POST or None, initial=request.GET.dict(), **selectors.draft_choices(request.actor))
    if request.method == "POST" and bound.is_valid():
        plan = services.plan_draft(actor=request.actor, **bound.cleaned_data)
        messages.success(request, _("计划已起草，请核对动作后下达。"))
        return redirect("plan_page", plan.pk)
    return render(request, "planning/plan_draft.html", {"form": bound})


@form("plan.write")
def plan_edit(request: Request, pk: int) -> HttpResponse:
    plan = selectors.plan_get(request.actor, pk, "plan.write")
    bound = PlanForm(request.POST or None, instance=plan)
    if request.method == "POST" and bound.is_valid():
        fresh = selectors.plan_get(request.actor, pk, "plan.write")
        version = int(request.POST.get("version", "0") or 0)
        services.plan_save(actor=request.actor, plan=fresh, version=version, **bound.cleaned_data)
        return redirect("plan_page", pk)
    return render(request, "planning/plan_edit.html", {"form": bound, "plan": plan, "version": plan.version})


@form("plan.write")
def action_edit(request: Request, pk: int, action_pk: int | None = None) -> HttpResponse:
    """One action of a plan; without `action_pk` a new one."""
    plan = selectors.plan_get(request.actor, pk, "plan.write")
    row = selectors.action_get(plan, action_pk) if action_pk else None
    bound = action_form(request.POST or None, row, records=selectors.record_words())
    if request.method == "POST" and bound.is_valid():
        try:
            services.action_save(actor=request.actor, plan=plan, fields=bound.particulars(), action=row)
            return redirect("plan_page", pk)
        except Refused as refusal:
            bound.add_error(None, refusal.message)
    return render(request, "planning/action_edit.html", {"form": bound, "plan": plan, "row": row})


@writes("plan.write")
def action_drop(request: Request, pk: int, action_pk: int) -> HttpResponse:
    plan = selectors.plan_get(request.actor, pk, "plan.write")
    services.action_drop(actor=request.actor, action=selectors.action_get(plan, action_pk))
    messages.success(request, _("这项动作不再下达。"))
    return redirect("plan_page", pk)


@form("plan.issue")
def plan_issue(request: Request, pk: int) -> HttpResponse:
    """To whom, how much work that is, and then once: the issuing."""
    plan = selectors.plan_get(request.actor, pk, "plan.issue")
    groups = selectors.issue_groups(request.actor, plan)
    bound = IssueForm(request.POST or None, units=groups.units, groups=groups.choices)
    if request.method != "POST" or not bound.is_valid():
        return render(request, "planning/plan_issue.html", {"plan": plan, "groups": groups, "form": bound})
    units = groups.picked(bound.cleaned_data["groups"], bound.cleaned_data["units"])
    if request.POST.get("step") == "confirm":
        wish: dict[str, Any] = {"unit_ids": [unit.pk for unit in units], **bound.particulars()}
        if services.is_large(plan, wish["unit_ids"]):
            order = services.issue_order(actor=request.actor, plan=plan, **wish)
            return redirect("plan_issuing", pk, order.pk)
        issue = services.plan_issue(actor=request.actor, plan=plan, **wish)
        messages.success(request, _("已下达：%(units)d 个单位，%(tasks)d 项任务。") % selectors.issued_words(issue))
        return redirect("plan_page", pk)
    preview = selectors.issue_preview(plan, units, bound.cleaned_data)
    context = {"plan": plan, "groups": groups, "form": bound, "preview": preview, "months": range(1, 13)}
    return render(request, "planning/plan_issue.html", context)


@reads("plan.issue")
def plan_issuing(request: Request, pk: int, order_pk: int) -> HttpResponse:
    """How far is the issuing to very many units, and how did it end?"""
    plan = selectors.plan_get(request.actor, pk, "plan.issue")
    shown = {"plan": plan, **selectors.order_desk(plan, order_pk)}
    part = "planning/_issuing.html" if getattr(request, "htmx", False) else "planning/plan_issuing.html"
    return render(request, part, shown)


@writes("plan.issue")
def plan_offer(request: Request, pk: int) -> HttpResponse:
    """The changed plan is offered as an update; units take it or say why not."""
    plan = selectors.plan_get(request.actor, pk, "plan.issue")
    asked = services.update_offer(actor=request.actor, plan=plan, words=request.POST.get("reason", ""))
    messages.success(request, _("已发布第%(n)d版，%(asked)d 个单位将收到更新。") % {"n": plan.edition, "asked": asked})
    return redirect("plan_page", pk)
