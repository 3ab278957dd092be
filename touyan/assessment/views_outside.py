"""Pages of returns to other bodies: the list, the return with its sources, one indicator, the answer asked for, the files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.assessment import forms_outside as forms
from touyan.assessment import outside as crosswalk
from touyan.assessment import selectors_outside as selectors
from touyan.assessment import services_outside as services
from touyan.core import clock
from touyan.core.downloads import DOCX, XLSX, attachment
from touyan.organizations import policy
from touyan.organizations.access import Request, form, reads, writes
from touyan.organizations.selectors import people_of, units_for


@reads("outside.view")
def outside_list(request: Request) -> HttpResponse:
    """Returns to other bodies."""
    context = {"returns": selectors.returns_for(request.actor), "may_edit": request.actor.may("outside.edit")}
    return render(request, "assessment/outside_list.html", context)


@form("outside.edit")
def outside_begin(request: Request) -> HttpResponse:
    """Begin a return: blank, from example indicators, or like last year's."""
    source = request.GET.get("like", "")
    like = selectors.outside_get(request.actor, int(source), "outside.edit") if source.isdigit() else None
    start = {"unit": like.unit_id, "title": like.title, "issuer": like.issuer, "year": like.year + 1} if like else {}
    units = units_for(request.actor, "outside.edit")
    bound = forms.OutsideForm(request.POST or None, units=units, copied=like is not None, initial=start)
    if bound.is_valid():
        made = services.outside_begin(actor=request.actor, like=like, **bound.cleaned_data)
        return redirect("outside_page", pk=made.pk)
    return render(request, "assessment/outside_begin.html", {"form": bound}, status=422 if bound.is_bound else 200)


@reads("outside.view")
def outside_page(request: Request, pk: int) -> HttpResponse:
    """The return: every indicator with its answer, its source, and what is missing."""
    outside = selectors.outside_get(request.actor, pk)
    lines = crosswalk.lines(outside)
    context = {
        "outside": outside,
        "lines": lines,
        "open_items": selectors.open_items(lines),
        "may_edit": policy.can(request.actor, "outside.edit", outside.unit),
    }
    return render(request, "assessment/outside_page.html", context)


@reads("outside.view")
def outside_source(request: Request, pk: int) -> HttpResponse:
    """The records an answer was counted from."""
    item = selectors.item_get(request.actor, pk)
    policy.require(request.actor, "outside.view", item.outside.unit)
    context = {"item": item, "rows": list(crosswalk.source_rows(item)), "most": crosswalk.SHOWN}
    return render(request, "assessment/outside_source.html", context)


@form("outside.edit")
def item_add(request: Request, pk: int) -> HttpResponse:
    """A new indicator."""
    outside = selectors.outside_get(request.actor, pk, "outside.edit")
    bound = forms.ItemForm(
        request.POST or None, people=people_of(outside.unit, clock.today()), initial={"way": "asked"}
    )
    if bound.is_valid():
        data = {name: value for name, value in bound.cleaned_data.items() if name != "version"}
        services.item_write(actor=request.actor, outside=outside, item=None, **data)
        return redirect("outside_page", pk=pk)
    context = {"outside": outside, "form": bound}
    return render(request, "assessment/item_edit.html", context, status=422 if bound.is_bound else 200)


@form("outside.edit")
def item_edit(request: Request, pk: int) -> HttpResponse:
    """An indicator and the way it is answered."""
    item = selectors.item_get(request.actor, pk, "outside.edit")
    names = ("code", "text", "points", "way", "what", "narrowed", "target", "asked", "version")
    start = {name: getattr(item, name) for name in names}
    bound = forms.ItemForm(request.POST or None, people=people_of(item.outside.unit, clock.today()), initial=start)
    if bound.is_valid():
        data = bound.cleaned_data | {"version": bound.cleaned_data["version"] or 0}
        services.item_write(actor=request.actor, outside=item.outside, item=item, **data)
        return redirect("outside_page", pk=item.outside_id)
    context = {"outside": item.outside, "item": item, "form": bound}
    return render(request, "assessment/item_edit.html", context, status=422 if bound.is_bound else 200)


@writes("outside.edit")
def item_remove(request: Request, pk: int) -> HttpResponse:
    """Take an indicator out."""
    item = selectors.item_get(request.actor, pk, "outside.edit")
    services.item_remove(actor=request.actor, item=item)
    return redirect("outside_page", pk=item.outside_id)


@form("outside.view")
def item_answer(request: Request, pk: int) -> HttpResponse:
    """Answer what no record knows."""
    item = selectors.item_get(request.actor, pk)
    bound = forms.AnswerForm(request.POST or None, initial={"answer": item.answer})
    if bound.is_valid():
        services.item_answer(actor=request.actor, item=item, **bound.cleaned_data)
        messages.success(request, _("已填好，谢谢。"))
        return redirect("outside_page", pk=item.outside_id)
    context = {"item": item, "form": bound}
    return render(request, "assessment/item_answer.html", context, status=422 if bound.is_bound else 200)


@writes("outside.edit")
def outside_send(request: Request, pk: int) -> HttpResponse:
    """Send the return; what it says today is kept."""
    services.outside_send(actor=request.actor, outside=selectors.outside_get(request.actor, pk, "outside.edit"))
    messages.success(request, _("已上报，内容按今天的记录留存。"))
    return redirect("outside_page", pk=pk)


@reads("outside.view")
def outside_file(request: Request, pk: int, kind: str) -> HttpResponse:
    """The return as a Word file or a workbook."""
    outside = selectors.outside_get(request.actor, pk)
    if kind == "xlsx":
        return attachment(selectors.return_xlsx(outside), f"{outside}.xlsx", XLSX)
    return attachment(selectors.return_docx(outside), f"{outside}.docx", DOCX)
