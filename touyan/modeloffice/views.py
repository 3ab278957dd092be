"""The six types: the office, one unit, one number, the self-assessment and the other hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.modeloffice import selectors, services
from touyan.modeloffice.forms import AppraisalForm, CompanionForm
from touyan.modeloffice.rules import Half, half_of
from touyan.organizations.access import Request, form, reads, writes


def asked_half(request: Request) -> Half:
    """The half-year in the address, else the running one."""
    year, half = request.GET.get("year", ""), request.GET.get("half", "")
    if year.isdigit() and half in ("1", "2") and 2000 <= int(year) <= 2100:
        return Half(int(year), int(half))
    return half_of(clock.today())


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("六型机关"), "url": reverse("model_overview")}]


@reads("model.view")
def model_overview(request: Request) -> HttpResponse:
    """六型总览: where do the office and its units stand, read from the records?"""
    context = {"tabs": selectors.tabs("model_overview"), **selectors.overview(request.actor, asked_half(request))}
    return render(request, "modeloffice/overview.html", context)


@reads("model.view")
def model_unit(request: Request, pk: int) -> HttpResponse:
    """One unit: its shape, its eighteen measures, its year."""
    unit = selectors.subject_get(request.actor, pk)
    context = {"crumbs": _crumbs(), **selectors.unit_page(request.actor, unit, asked_half(request))}
    return render(request, "modeloffice/unit.html", context)


@reads("model.view")
def model_reading(request: Request, pk: int, code: str) -> HttpResponse:
    """The records behind one number."""
    unit = selectors.subject_get(request.actor, pk)
    context = {"crumbs": _crumbs(), **selectors.reading_page(request.actor, unit, code, asked_half(request))}
    return render(request, "modeloffice/reading.html", context)


@form("model.arrange")
def companions_set(request: Request, pk: int) -> HttpResponse:
    """Which units' records are read together with this one's."""
    unit = selectors.subject_get(request.actor, pk, "model.arrange")
    now = {"others": selectors.companions_of(unit)}
    bound = CompanionForm(request.POST or None, choices=selectors.companion_choices(unit), initial=now)
    if request.method == "POST" and (bound.is_valid() or not request.POST.getlist("others")):
        others = list(bound.cleaned_data.get("others", []))
        services.companions_set(actor=request.actor, unit=unit, others=others)
        return redirect("model_unit", pk)
    context = {"form": bound, "unit": unit, "crumbs": _crumbs(), "back": reverse("model_unit", args=[pk])}
    return render(request, "modeloffice/companions.html", context)


@form("model.write")
def appraisal_edit(request: Request, pk: int, year: int, half: int) -> HttpResponse:
    """自评: answer what no record can say; everything else is read."""
    unit, period = selectors.subject_get(request.actor, pk, "model.write"), _half(year, half)
    appraisal, lines = selectors.appraisal_start(unit, period)
    services.require_open(appraisal)
    bound = AppraisalForm(request.POST or None, lines=lines, initial={"version": appraisal.version})
    if request.method == "POST" and bound.is_valid():
        version = bound.cleaned_data["version"]
        kept = services.appraisal_save(actor=request.actor, unit=unit, half=period, said=bound.said(), version=version)
        if "submit" in request.POST:
            services.appraisal_submit(actor=request.actor, appraisal=kept, version=kept.version)
            messages.success(request, _("已提交，由另一位同志核定。"))
        return redirect(f"{reverse('model_unit', args=[pk])}?year={year}&half={half}")
    rows = bound.rows(selectors.appraisal_rows(unit, period, lines))
    context = {"form": bound, "rows": rows, "unit": unit, "half": period, "appraisal": appraisal, "crumbs": _crumbs()}
    return render(request, "modeloffice/appraisal.html", context, status=422 if bound.errors else 200)


def _half(year: int, half: int) -> Half:
    if half not in (1, 2) or not 2000 <= year <= 2100:
        raise Refused(_("没有这个半年。"), status=404)
    return Half(year, half)


@writes("model.write")
def appraisal_submit(request: Request, pk: int) -> HttpResponse:
    """The self-assessment goes to another hand."""
    appraisal = selectors.appraisal_get(request.actor, pk, "model.write")
    services.appraisal_submit(actor=request.actor, appraisal=appraisal, version=appraisal.version)
    messages.success(request, _("已提交，由另一位同志核定。"))
    return redirect("model_unit", appraisal.unit_id)


@form("model.verify")
def appraisal_verify(request: Request, pk: int) -> HttpResponse:
    """核定: another hand looks at the records and sets the answers."""
    appraisal = selectors.appraisal_get(request.actor, pk, "model.verify")
    _started, lines = selectors.appraisal_start(appraisal.unit, appraisal.period)
    bound = AppraisalForm(request.POST or None, lines=lines, verify=True, initial={"version": appraisal.version})
    if request.method == "POST" and bound.is_valid():
        services.appraisal_verify(actor=request.actor, appraisal=appraisal, verdicts=bound.said())
        messages.success(request, _("已核定。"))
        return redirect(
            f"{reverse('model_unit', args=[appraisal.unit_id])}?year={appraisal.year}&half={appraisal.half}"
        )
    rows = bound.rows(selectors.appraisal_rows(appraisal.unit, appraisal.period, lines))
    context = {"form": bound, "rows": rows, "appraisal": appraisal, "unit": appraisal.unit, "crumbs": _crumbs()}
    return render(request, "modeloffice/verify.html", context, status=422 if bound.errors else 200)


@writes("model.verify")
def appraisal_return(request: Request, pk: int) -> HttpResponse:
    """Back to the unit, with the reason."""
    appraisal = selectors.appraisal_get(request.actor, pk, "model.verify")
    services.appraisal_return(actor=request.actor, appraisal=appraisal, reason=request.POST.get("reason", ""))
    return redirect("model_unit", appraisal.unit_id)
