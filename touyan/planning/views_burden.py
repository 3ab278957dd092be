"""The burden ledger; templates; updates of a plan that comes from above."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.core.errors import Refused, mistakes
from touyan.organizations import selectors as organizations
from touyan.organizations.access import Request, form, reads, writes
from touyan.planning import selectors, services
from touyan.planning.forms import AskForm, BoardForm, BudgetForm, UpdateForm, WordsForm, action_form


@form("burden.view")
def burden_page(request: Request) -> HttpResponse:
    """Minutes per unit and month over the year, against the budget; staff set the budget here."""
    bound = BudgetForm(request.POST or None)
    if request.method == "POST" and bound.is_valid():
        services.budget_set(actor=request.actor, **bound.cleaned_data)
        messages.success(request, _("预算已设定。"))
        return redirect("burden_page")
    asked = BoardForm(request.GET, plans=selectors.plans(request.actor)).asked()
    shown = selectors.burden_page(request.actor, year=asked["year"], kind=asked["kind"])
    return render(request, "planning/burden_page.html", {**shown, "form": bound})


@form("burden.ask")
def demand_ask(request: Request) -> HttpResponse:
    """Ask units for a form, a report, a check: first what it costs them and what looks like it, then once."""
    bound = AskForm(request.POST or None, **selectors.ask_choices(request.actor))
    if request.method != "POST" or not bound.is_valid():
        return render(request, "planning/demand_ask.html", {"form": bound})
    if request.POST.get("step") != "confirm":
        preview = selectors.ask_preview(bound.cleaned_data)
        return render(request, "planning/demand_ask.html", {"form": bound, "preview": preview})
    made = services.demand_ask(actor=request.actor, **bound.cleaned_data)
    messages.success(request, _("已请 %(n)d 个单位办理，并记入各自的减负账本。") % {"n": len(made)})
    return redirect("plan_page", made[0].plan_id)


@reads("burden.view")
def burden_unit(request: Request, pk: int) -> HttpResponse:
    """One unit's ledger: what was asked month by month, what was taken off, what replaced what."""
    unit = selectors.burden_unit_get(request.actor, pk)
    year = selectors.year_of(request.GET.get("year", ""))
    return render(request, "planning/burden_unit.html", selectors.ledger(request.actor, unit=unit, year=year))


@writes("burden.write")
def demand_withdraw(request: Request, pk: int) -> HttpResponse:
    row = selectors.demand_get(request.actor, pk)
    services.demand_withdraw(actor=request.actor, unit=row.unit, pk=pk, reason=request.POST.get("reason", ""))
    messages.success(request, _("已从账本中减去。"))
    return redirect("burden_unit", row.unit_id)


@reads("plan.view")
def plan_updates(request: Request, pk: int, unit_pk: int) -> HttpResponse:
    """What changed in the plan from above since the edition that the unit works by."""
    plan = selectors.plan_get(request.actor, pk)
    unit = organizations.unit_get(request.actor, unit_pk)
    return render(request, "planning/plan_updates.html", selectors.update_desk(request.actor, plan, unit))


@writes("update.answer")
def update_answer(request: Request, pk: int, unit_pk: int) -> HttpResponse:
    """Taken, or declined with a reason."""
    plan = selectors.plan_get(request.actor, pk)
    unit = organizations.unit_get(request.actor, unit_pk)
    bound = UpdateForm(request.POST)
    if not bound.is_valid():
        raise Refused(mistakes(bound) or _("请选择采用或不采用。"))
    services.update_answer(actor=request.actor, plan=plan, unit=unit, **bound.cleaned_data)
    messages.success(request, _("已采用更新。") if bound.cleaned_data["take"] else _("已说明不采用的理由。"))
    return redirect("plan_updates", pk, unit_pk)


@writes("update.answer")
def local_words(request: Request, pk: int, unit_pk: int) -> HttpResponse:
    """The unit's own words to an action from above."""
    plan = selectors.plan_get(request.actor, pk)
    unit = organizations.unit_get(request.actor, unit_pk)
    bound = WordsForm(request.POST)
    if not bound.is_valid():
        raise Refused(mistakes(bound) or _("请填写本地要求，不超过300字。"))
    services.local_words_set(actor=request.actor, plan=plan, unit=unit, **bound.cleaned_data)
    messages.success(request, _("本地要求已保存。"))
    return redirect("plan_updates", pk, unit_pk)


@reads("plan.view")
def plan_compare(request: Request, pk: int) -> HttpResponse:
    """The same action in every unit, whatever each has laid over it: like with like."""
    plan = selectors.plan_get(request.actor, pk)
    return render(request, "planning/plan_compare.html", selectors.comparison(request.actor, plan))


@reads("template.write")
def template_list(request: Request) -> HttpResponse:
    """The templates that plans start from, with the source of each action."""
    return render(request, "planning/template_list.html", {"templates": selectors.templates()})


@form("template.write")
def template_edit(request: Request, pk: int, action_pk: int | None = None) -> HttpResponse:
    """One action of a template; without `action_pk` a new one."""
    template = selectors.template_get(pk)
    row = selectors.template_action_get(pk, action_pk) if action_pk else None
    bound = action_form(request.POST or None, row, records=selectors.record_words())
    if request.method == "POST" and bound.is_valid():
        try:
            services.template_action_save(
                actor=request.actor, template=template, fields=bound.particulars(), action=row
            )
            return redirect("template_list")
        except Refused as refusal:
            bound.add_error(None, refusal.message)
    return render(request, "planning/template_edit.html", {"form": bound, "template": template, "row": row})
