"""Draws, checks, findings, responsibility lists."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.errors import Refused, mistakes
from touyan.organizations.access import Request, form, reads, writes
from touyan.planning import selectors as planning
from touyan.supervision import selectors, services
from touyan.supervision.forms import CheckForm, DrawForm, FindingForm, ResponsibilityForm


@reads("check.view")
def draw_list(request: Request) -> HttpResponse:
    """Spot checks and the findings that are followed."""
    return render(request, "supervision/draw_list.html", selectors.draw_list(request.actor))


@form("check.write")
def draw_new(request: Request) -> HttpResponse:
    bound = DrawForm(request.POST or None, committees=selectors.committees(request.actor))
    if request.method == "POST" and bound.is_valid():
        draw = services.draw_announce(actor=request.actor, **bound.cleaned_data)
        messages.success(request, _("名单和种子来源已公布。"))
        return redirect("draw_page", draw.pk)
    return render(request, "supervision/draw_new.html", {"form": bound})


@reads("check.view")
def draw_page(request: Request, pk: int) -> HttpResponse:
    """A draw, drawn again before the reader's eyes."""
    draw = selectors.draw_get(request.actor, pk)
    return render(request, "supervision/draw_page.html", selectors.draw_desk(request.actor, draw))


@reads("check.view")
def draw_file(request: Request, pk: int) -> HttpResponse:
    """Everything that is needed to draw again, as JSON."""
    draw = selectors.draw_get(request.actor, pk)
    body = {"title": draw.title, "seed": draw.seed, "each": draw.each, "digest": draw.frame_digest, "frame": draw.frame}
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="draw-{draw.pk}.json"'
    return answer


@writes("check.write")
def draw_make(request: Request, pk: int) -> HttpResponse:
    services.draw_make(actor=request.actor, draw_id=pk, seed=request.POST.get("seed", ""))
    messages.success(request, _("已抽取。"))
    return redirect("draw_page", pk)


@reads("check.view")
def check_page(request: Request, pk: int) -> HttpResponse:
    """One check: what was seen, what is good, what is followed."""
    check = selectors.check_get(request.actor, pk)
    shown = selectors.check_desk(request.actor, check)
    forms = {"form": CheckForm(initial={"day": clock.today()}), "finding_form": FindingForm()}
    return render(request, "supervision/check_page.html", {**shown, **forms})


@writes("check.write")
def check_record(request: Request, pk: int) -> HttpResponse:
    selectors.check_get(request.actor, pk, "check.write")
    bound = CheckForm(request.POST)
    if not bound.is_valid():
        raise Refused(mistakes(bound) or _("请填写检查日期和看了什么。"))
    services.check_record(actor=request.actor, check_id=pk, **bound.cleaned_data)
    return redirect("check_page", pk)


@writes("check.write")
def finding_add(request: Request, pk: int) -> HttpResponse:
    selectors.check_get(request.actor, pk, "check.write")
    bound = FindingForm(request.POST)
    if not bound.is_valid():
        raise Refused(mistakes(bound) or _("请写明问题和可提供的帮助。"), possible=_("先想想能帮什么，再要求整改。"))
    services.finding_add(actor=request.actor, check_id=pk, **bound.cleaned_data)
    return redirect("check_page", pk)


@writes("finding.fix")
def finding_fix(request: Request, pk: int) -> HttpResponse:
    row = services.finding_fix(actor=request.actor, finding_id=pk, fix=request.POST.get("fix", ""))
    messages.success(request, _("已报整改情况。"))
    return redirect("check_page", row.check_of_id)


@writes("finding.close")
def finding_close(request: Request, pk: int) -> HttpResponse:
    closed = request.POST.get("closed") == "yes"
    row = services.finding_close(actor=request.actor, finding_id=pk, closed=closed)
    messages.success(request, _("已销号。") if closed else _("已请单位继续整改。"))
    return redirect("check_page", row.check_of_id)


@reads("responsibility.view")
def responsibility_page(request: Request) -> HttpResponse:
    """The responsibility lists: post, duty, tasks, how they stand."""
    return render(
        request, "supervision/responsibility_page.html", selectors.lists_page(request.actor, year=clock.today().year)
    )


@reads("responsibility.view")
def responsibility_tasks(request: Request, list_pk: int, pk: int) -> HttpResponse:
    """Who holds a duty, and the tasks behind its numbers."""
    duty = selectors.responsibility_get(list_pk, pk)
    rows = selectors.duty_tasks(request.actor, duty, clock.today().year)
    held = selectors.holders(request.actor, [duty])[duty.pk]
    if not held and not rows.exists():
        raise Refused(_("没有您可以查看的任务和责任人。"), status=404)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "supervision/responsibility_tasks.html", {"duty": duty, "page": page, "holders": held})


@form("responsibility.write")
def responsibility_edit(request: Request, list_pk: int, pk: int | None = None) -> HttpResponse:
    register = selectors.list_get(list_pk)
    row = selectors.responsibility_get(list_pk, pk) if pk else None
    bound = ResponsibilityForm(request.POST or None, instance=row, records=planning.record_words())
    if request.method == "POST" and bound.is_valid():
        services.responsibility_save(actor=request.actor, list_id=list_pk, fields=bound.cleaned_data, pk=pk)
        return redirect("responsibility_page")
    return render(request, "supervision/responsibility_edit.html", {"form": bound, "register": register, "row": row})


@writes("responsibility.write")
def responsibility_drop(request: Request, list_pk: int, pk: int) -> HttpResponse:
    services.responsibility_drop(actor=request.actor, list_id=list_pk, pk=pk)
    return redirect("responsibility_page")
