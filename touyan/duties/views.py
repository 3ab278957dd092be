"""Pages of the ledger: the duty file, one row, works, rates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.core.forms import attempt
from touyan.core.pages import page_of
from touyan.duties import desks, rates, selectors, services, works
from touyan.duties.forms import LinkForm, StageForm, WordsForm, WorkForm, names_of
from touyan.duties.words import WorkKind
from touyan.organizations import selectors as units
from touyan.organizations.access import Request, form, reads, writes


@reads("duty.view")
def duty_own(request: Request) -> HttpResponse:
    """档案: my duty file; for those who keep files also the way to others'."""
    year = desks.year_of(request.GET.get("year", ""))
    context: dict[str, Any] = {
        "year": year,
        "words": request.GET.get("q", ""),
        "keeps": desks.desk_for_keepers(request.actor),
    }
    if request.actor.person_id is not None:
        context["sheet"] = desks.sheet(request.actor, request.actor.person_id, year)
        context["form"] = WordsForm(initial={"text": context["sheet"].file.own_words})
    context["people"] = desks.people(request.actor, context["words"])
    return render(request, "duties/duty_own.html", context)


@reads("duty.view")
def duty_file(request: Request, person_id: int) -> HttpResponse:
    """履职档案 of one person; each reading by another is in the journal."""
    year = desks.year_of(request.GET.get("year", ""))
    return render(
        request, "duties/duty_file.html", {"sheet": desks.sheet(request.actor, person_id, year), "year": year}
    )


@writes("duty.confirm")
def own_words(request: Request) -> HttpResponse:
    """What I am proud of, in my own words."""
    bound = WordsForm(request.POST)
    year = desks.year_of(request.POST.get("year", ""))
    if not bound.is_valid():
        raise Refused(_("文字过长。"), possible=_("请控制在600字以内。"))
    services.own_words_write(actor=request.actor, year=year, text=bound.cleaned_data["text"])
    messages.success(request, _("已保存，只出现在您的档案里。"))
    return redirect("duty_own")


@writes("duty.confirm")
def records_confirm(request: Request) -> HttpResponse:
    """Every entry of mine that I have looked at is right."""
    year = desks.year_of(request.POST.get("year", ""))
    number = services.records_confirm_all(actor=request.actor, year=year)
    messages.success(request, _("已确认 %(n)d 条。") % {"n": number})
    return redirect("duty_own")


@reads("duty.view")
def record_page(request: Request, pk: int) -> HttpResponse:
    """One row: what it says, who entered it, what it corrects, what was said about it."""
    return render(request, "duties/record_page.html", desks.record_page(request.actor, pk))


@writes("duty.confirm")
def record_confirm(request: Request, pk: int) -> HttpResponse:
    """The entry about me is right."""
    services.record_confirm(actor=request.actor, record=selectors.record_get(request.actor, pk))
    return redirect("record_page", pk)


@writes("duty.confirm")
def record_object(request: Request, pk: int) -> HttpResponse:
    """The entry about me is wrong."""
    record = selectors.record_get(request.actor, pk)
    services.record_object(actor=request.actor, record=record, reason=request.POST.get("reason", ""))
    messages.success(request, _("已提出异议，登记单位会核实答复。"))
    return redirect("record_page", pk)


@writes("duty.verify")
def record_keep(request: Request, pk: int) -> HttpResponse:
    """The entry stays as it is, with a reason."""
    record = selectors.record_get(request.actor, pk)
    services.record_keep(actor=request.actor, record=record, reason=request.POST.get("reason", ""))
    return redirect("record_page", pk)


@writes("duty.verify")
def record_verify(request: Request, pk: int) -> HttpResponse:
    """What somebody said about oneself is true."""
    services.record_verify(actor=request.actor, record=selectors.record_get(request.actor, pk))
    messages.success(request, _("已核实，从现在起计入。"))
    return redirect("record_page", pk)


@writes("duty.correct")
def record_void(request: Request, pk: int) -> HttpResponse:
    """The entry no longer counts; it stays readable."""
    record = selectors.record_get(request.actor, pk)
    row = services.record_void(actor=request.actor, record=record, reason=request.POST.get("reason", ""))
    messages.success(request, _("已作废，原记录仍可查看。"))
    return redirect("record_page", row.pk)


@writes("work.claim")
def claim_withdraw(request: Request, pk: int) -> HttpResponse:
    """I take back what only I have said."""
    row = works.claim_withdraw(actor=request.actor, record=selectors.record_get(request.actor, pk))
    return redirect("record_page", row.pk)


@reads("duty.view")
def work_list(request: Request) -> HttpResponse:
    """Proposals, reports, speeches, research: what was written and how far it came."""
    asked = desks.WorkAsked.of(request.GET)
    page = page_of(request, desks.works(request.actor, asked))
    kinds = [choice for choice in WorkKind.choices if choice[0] != WorkKind.ACTIVITY]
    return render(
        request,
        "duties/work_list.html",
        {"page": page, "asked": asked, "kinds": kinds, "imports": request.actor.may("duty.post")},
    )


@reads("duty.view")
def work_page(request: Request, pk: int) -> HttpResponse:
    """One work: its authors, its life line, what led to it and what it led to."""
    context = desks.work_page(request.actor, pk)
    if context["posts"]:
        context["stage_form"] = StageForm()
        context["link_form"] = LinkForm(works=desks.link_targets(request.actor, context["work"]))
    return render(request, "duties/work_page.html", context)


@form("work.claim")
def work_enter(request: Request) -> HttpResponse:
    """A work by hand; by a member about oneself it waits to be verified."""
    chosen = desks.work_units(request.actor)
    names = names_of(desks.work_people(request.actor, chosen))
    bound = WorkForm(
        request.POST or None, units=chosen, names=names, initial={"authors": desks.own_name(request.actor)}
    )
    if request.method == "POST" and bound.is_valid():
        data = {**bound.cleaned_data, "unit": bound.units[bound.cleaned_data["unit"]]}
        work = attempt(bound, lambda: works.work_enter(actor=request.actor, **data))
        if work is not None:
            return redirect("work_page", work.pk)
    claims = not request.actor.may("duty.post")
    return render(
        request, "duties/work_enter.html", {"form": bound, "claims": claims}, status=422 if bound.errors else 200
    )


@writes("duty.post")
def work_stage(request: Request, pk: int) -> HttpResponse:
    """The work has come one station further."""
    work, bound = selectors.work_get(request.actor, pk), StageForm(request.POST)
    if not bound.is_valid():
        raise Refused(_("请填写环节和日期。"))
    works.work_stage(actor=request.actor, work=work, **bound.cleaned_data)
    messages.success(request, _("已登记。"))
    return redirect("work_page", pk)


@writes("duty.post")
def work_link(request: Request, pk: int) -> HttpResponse:
    """This work led to another."""
    source = selectors.work_get(request.actor, pk)
    target = desks.work_target(request.actor, request.POST.get("target", ""))
    services.work_link(actor=request.actor, source=source, target=target)
    return redirect("work_page", pk)


@writes("duty.verify")
def work_verify(request: Request, pk: int) -> HttpResponse:
    """What the author said about this work is true."""
    number = works.work_verify(actor=request.actor, work=selectors.work_get(request.actor, pk))
    messages.success(request, _("已核实 %(n)d 条记录。") % {"n": number})
    return redirect("work_page", pk)


@reads("duty.rates")
def rate_page(request: Request) -> HttpResponse:
    """出勤率 and 出彩率: Party members against all, per kind; every number opens."""
    offered = list(units.units_for(request.actor, "duty.rates"))
    chosen = next(
        (unit for unit in offered if str(unit.pk) == request.GET.get("unit", "")), offered[0] if offered else None
    )
    if chosen is None:
        raise Refused(_("没有可以查看的单位。"), status=404)
    found = rates.rates(chosen, desks.year_of(request.GET.get("year", "")))
    return render(request, "duties/rate_page.html", {"found": found, "units": offered, "years": desks.years()})


@reads("duty.rates")
def rate_people(request: Request, unit_id: int, year: int) -> HttpResponse:
    """Who is behind a rate, by strokes."""
    context = desks.rate_people(
        request.actor, unit_id, year, request.GET.get("group", "all"), request.GET.get("kind", "")
    )
    context["page"] = page_of(request, context["people"], size=60)
    return render(request, "duties/rate_people.html", context)
