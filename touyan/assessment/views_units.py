"""Pages of the assessment of units: who fills which line, my lines, results of other measures, results list by list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.assessment import forms_units, importing_units, lines_units, selectors, selectors_units, services_units
from touyan.core import clock
from touyan.core.downloads import XLSX, attachment
from touyan.core.errors import Refused
from touyan.core.sheets import template_bytes
from touyan.organizations import policy
from touyan.organizations.access import Request, form, reads, writes


@reads("mark.give")
def mark_list(request: Request) -> HttpResponse:
    """Lines that my office fills, with what is still owed."""
    owed = {duty.pk: left for duty, _line, left in selectors_units.owed_by(request.actor)}
    rows = [(duty, owed.get(duty.pk)) for duty in selectors_units.duties_of(request.actor)]
    return render(request, "assessment/mark_list.html", {"rows": rows, "today": clock.today()})


@form("mark.give")
def mark_page(request: Request, pk: int) -> HttpResponse:
    """One line: every unit, what stands, what I enter and sign."""
    duty = selectors_units.duty_get(request.actor, pk)
    line, rows = selectors_units.line_for(duty), selectors_units.rows_of(request.actor, duty)
    finding = forms_units.FindingForm(request.POST or None, line=line, rows=rows) if line.kind == "finding" else None
    context = {"duty": duty, "line": line, "rows": rows, "form": finding, "today": clock.today()}
    context["fills"] = any(row.mine for row in rows)
    context["signed"] = any(row.mine and row.entries for row in rows)
    if request.method == "POST" and (finding is None or finding.is_valid()):
        try:
            given = [finding.given()] if finding else forms_units.given_in(request.POST, rows, line)
            made = services_units.marks_give(actor=request.actor, duty=duty, given=given)
        except Refused as refusal:
            if refusal.status in {403, 404}:
                raise
            context |= {"refusal": refusal, "rows": forms_units.as_typed(request.POST, rows)}
            return render(request, "assessment/mark_page.html", context, status=422)
        messages.success(request, _("已签名记下 %(n)s 个单位。") % {"n": len(made)})
        return redirect("mark_page", pk)
    return render(request, "assessment/mark_page.html", context, status=422 if request.method == "POST" else 200)


@writes("mark.give")
def mark_withdraw(request: Request, pk: int) -> HttpResponse:
    """An entry no longer counts."""
    duty, number = selectors_units.duty_get(request.actor, pk), request.POST.get("entry", "")
    services_units.mark_withdraw(
        actor=request.actor,
        duty=duty,
        entry_pk=int(number) if number.isdigit() else 0,
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("已撤回，原来的评分仍可查看。"))
    return redirect("mark_page", pk)


@form("line.assign")
def scheme_lines(request: Request, pk: int, part: str) -> HttpResponse:
    """Who fills which line of a unit scheme, which ballots it takes, in which class each unit is listed."""
    text = selectors.scheme_get(request.actor, pk)
    policy.require(request.actor, "line.assign", text.body)
    chosen = selectors_units.part_get(text, part)
    lines = selectors_units.assigned(text, chosen)
    used = selectors_units.ballots_used(text, part)
    start = {"due": next((one.duty.due for one in lines if one.duty), clock.today()), "ballots": used}
    asks = bool(lines_units.ballots_of(chosen))
    bound = forms_units.AssignForm(
        request.POST or None, ballots=selectors_units.ballots_for(text), asks=asks, initial=start
    )
    if bound.is_valid():
        sent = importing_units.assignment(request.POST, text, chosen, [one.line for one in lines])
        data = bound.cleaned_data
        services_units.lines_assign(
            actor=request.actor, text=text, part=part, due=data["due"], ballots=data.get("ballots") or used, **sent
        )
        messages.success(request, _("已分派，评分单位会在待办里看到。"))
        return redirect("scheme_lines", pk, part)
    context = {"text": text, "part": chosen, "lines": lines, "form": bound, "used": used}
    context |= _sides(text, chosen)
    return render(request, "assessment/scheme_lines.html", context, status=422 if bound.errors else 200)


def _sides(text: Any, chosen: Any) -> dict[str, Any]:
    given = selectors_units.classes_of(text, chosen.key)
    people = selectors_units.population_of(text, chosen)
    return {
        "offices": selectors_units.offices(text),
        "sources": lines_units.sources_of(chosen),
        "units": [(unit, given.get(str(unit.pk), "")) for unit, _row in people],
    }


@form("line.assign")
def scheme_outside(request: Request, pk: int, part: str) -> HttpResponse:
    """Results of other measures, with their version and day; typed or from a workbook."""
    text = selectors.scheme_get(request.actor, pk)
    policy.require(request.actor, "line.assign", text.body)
    chosen = selectors_units.part_get(text, part)
    units = [unit for unit, _row in selectors_units.population_of(text, chosen)]
    sources = lines_units.sources_of(chosen)
    bound = forms_units.OutsideForm(request.POST or None, request.FILES or None, sources=sources)
    context = {"text": text, "part": chosen, "form": bound, "problems": []}
    if bound.is_valid():
        try:
            context["problems"] = importing_units.take(request.actor, text, part, bound, request.POST, units)
        except Refused as refusal:
            context["refusal"] = refusal
        if not context["problems"] and "refusal" not in context:
            messages.success(request, _("已记下，来源、版本和日期随结果一起保存。"))
            return redirect("scheme_outside", pk, part)
    context |= {
        "rows": [(unit, request.POST.get(f"p-{unit.pk}", "")) for unit in units],
        "brought": selectors_units.results_brought(text, part),
    }
    return render(request, "assessment/scheme_outside.html", context, status=422 if bound.is_bound else 200)


@reads("line.assign")
def outside_template(request: Request) -> HttpResponse:
    """The workbook for results of another measure."""
    return attachment(template_bytes(forms_units.COLUMNS, name=_("外来结果")), "外来结果.xlsx", XLSX)


@reads("run.view")
def run_units(request: Request, pk: int) -> HttpResponse:
    """Results of units, one list for each class, never mixed, in the office's order."""
    run = selectors.run_get(request.actor, pk)
    selectors_units.part_get(run.scheme, run.scheme_key)
    heads, lists = selectors_units.unit_lists(run)
    context = {
        "run": run,
        "heads": heads,
        "lists": lists,
        "owed": selectors_units.missing_of(run),
        "samples": selectors_units.samples_of(run),
        "ballots": selectors_units.ballots_of_run(run),
    }
    return render(request, "assessment/run_units.html", context)
