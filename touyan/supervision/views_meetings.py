"""Pages of meetings and working interviews."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.core.errors import Refused, mistakes
from touyan.organizations.access import Request, form, reads, writes
from touyan.supervision import selectors, services
from touyan.supervision.forms import DecisionForm, ItemForm, MeetingForm, outcomes


@reads("meeting.view")
def meeting_list(request: Request) -> HttpResponse:
    """Regular meetings and working interviews."""
    page = Paginator(selectors.meeting_list(request.actor), 40).get_page(request.GET.get("page"))
    context = {"page": page, "may_write": request.actor.may("meeting.write")}
    return render(request, "supervision/meeting_list.html", context)


@form("meeting.write")
def meeting_new(request: Request) -> HttpResponse:
    leaders = selectors.leaders_for(request.actor)
    bound = MeetingForm(request.POST or None, leaders=leaders, **selectors.meeting_choices(request.actor))
    if request.method == "POST" and bound.is_valid():
        meeting = services.meeting_record(actor=request.actor, **bound.parts())
        return redirect("meeting_page", meeting.pk)
    return render(request, "supervision/meeting_new.html", {"form": bound})


@reads("meeting.view")
def meeting_page(request: Request, pk: int) -> HttpResponse:
    """One meeting: who, about what, what came of it, what was decided and how far that is."""
    meeting = selectors.meeting_get(request.actor, pk)
    shown = selectors.meeting_desk(request.actor, meeting)
    forms = {
        "form": DecisionForm(units=shown["units"], items=shown["items"]),
        "item_form": ItemForm(units=shown["units"], auto_id="item_%s"),
    }
    return render(request, "supervision/meeting_page.html", {**shown, **forms})


@writes("meeting.write")
def item_add(request: Request, pk: int) -> HttpResponse:
    meeting = selectors.meeting_get(request.actor, pk)
    bound = ItemForm(request.POST, units=meeting.units.all())
    if not bound.is_valid():
        raise Refused(mistakes(bound) or _("请写明议题。"))
    services.item_add(actor=request.actor, meeting_id=pk, **bound.cleaned_data)
    return redirect("meeting_page", pk)


@writes("meeting.write")
def meeting_minute(request: Request, pk: int) -> HttpResponse:
    version = request.POST.get("version", "")
    services.meeting_minute(
        actor=request.actor,
        meeting_id=pk,
        record=request.POST.get("record", ""),
        outcomes=outcomes(request.POST),
        version=int(version) if version.isdigit() else None,
    )
    messages.success(request, _("已保存。"))
    return redirect("meeting_page", pk)


@writes("meeting.write")
def decision_add(request: Request, pk: int) -> HttpResponse:
    meeting = selectors.meeting_get(request.actor, pk)
    bound = DecisionForm(request.POST, units=meeting.units.all(), items=meeting.items.all())
    if not bound.is_valid():
        raise Refused(mistakes(bound) or _("请把议定事项、承办单位、期限和工作量填完整。"))
    services.decision_add(actor=request.actor, meeting_id=pk, **bound.cleaned_data)
    messages.success(request, _("议定事项已成为任务。"))
    return redirect("meeting_page", pk)


@writes("document.write")
def meeting_paper(request: Request, pk: int, what: str) -> HttpResponse:
    """The minutes or the sign-in sheet of a meeting as a document to correct."""
    document = services.meeting_paper(actor=request.actor, meeting_id=pk, what=what)
    messages.success(request, _("已按记录起草，请逐句核对。"))
    return redirect("document_page", document.pk)
