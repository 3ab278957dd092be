"""A task's page and its moves."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.errors import Refused, mistakes
from touyan.documents.files import as_download
from touyan.organizations import selectors as organizations
from touyan.organizations.access import Request, reads, writes
from touyan.planning import selectors, services
from touyan.planning.forms import ExplainForm, PersonForm, PhotoForm, ProofForm, ReasonForm


@reads("task.view")
def task_list(request: Request) -> HttpResponse:
    """我的任务: what I answer for, earliest deadline first."""
    return render(request, "planning/task_list.html", selectors.my_desk(request.actor, clock.today()))


@reads("task.view")
def unit_tasks(request: Request, pk: int) -> HttpResponse:
    """What one unit has to do, is doing and has done this year."""
    unit = organizations.unit_get(request.actor, pk)
    year = selectors.year_of(request.GET.get("year", ""))
    face = request.GET.get("face", "")
    asked = request.GET.get("month", "")
    month = int(asked) if asked.isdigit() and 1 <= int(asked) <= 12 else 0
    shown = selectors.unit_desk(request.actor, unit, year=year, face=face, today=clock.today(), month=month)
    return render(request, "planning/unit_tasks.html", shown)


@reads("task.view")
def task_page(request: Request, pk: int) -> HttpResponse:
    """One task: what is asked, by when, what could prove it, what happened."""
    task = selectors.task_get(request.actor, pk)
    return render(request, "planning/task_page.html", selectors.task_desk(request.actor, task))


@writes("task.work")
def task_accept(request: Request, pk: int) -> HttpResponse:
    services.task_accept(actor=request.actor, task_id=pk)
    messages.success(request, _("已接收。"))
    return redirect("task_page", pk)


@writes("task.work")
def task_prove(request: Request, pk: int) -> HttpResponse:
    """The record picked from those found becomes the proof."""
    task = selectors.task_get(request.actor, pk)
    form = ProofForm(request.POST)
    if not form.is_valid():
        raise Refused(mistakes(form) or _("请先选择一条记录。"), possible=_("从列出的记录中选一条。"))
    one = selectors.candidate_get(task, *form.picked)
    services.task_prove(
        actor=request.actor,
        task_id=pk,
        record_kind=one.record_kind,
        record_id=one.record_id,
        label=one.label,
        day=one.day,
    )
    messages.success(request, _("任务已完成。"))
    return redirect("task_page", pk)


@writes("task.work")
def task_explain(request: Request, pk: int) -> HttpResponse:
    selectors.task_get(request.actor, pk)
    form = ExplainForm(request.POST)
    if not form.is_valid():
        raise Refused(mistakes(form) or _("请写明完成情况和日期。"), possible=_("一句话即可。"))
    services.task_explain(actor=request.actor, task_id=pk, **form.cleaned_data)
    messages.success(request, _("任务已完成。"))
    return redirect("task_page", pk)


@writes("task.assign")
def task_assign(request: Request, pk: int) -> HttpResponse:
    task = selectors.task_get(request.actor, pk)
    form = PersonForm(request.POST, people=selectors.people_for(task.unit, clock.today()))
    if not form.is_valid():
        raise Refused(mistakes(form) or _("请选择负责人。"), possible=_("从本单位的人员中选择。"))
    services.task_assign(actor=request.actor, task_id=pk, person=form.cleaned_data["person"])
    messages.success(request, _("已指定负责人，等待接收。"))
    return redirect("task_page", pk)


def _with_reason(request: Request, pk: int, verb: Callable[..., object], said: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else request.POST.get("reason", "")
    verb(actor=request.actor, task_id=pk, reason=reason)
    messages.success(request, said)
    return redirect("task_page", pk)


@writes("task.work")
def task_ask(request: Request, pk: int) -> HttpResponse:
    return _with_reason(request, pk, services.task_ask, _("已请求换人。"))


@writes("task.work")
def task_unprove(request: Request, pk: int) -> HttpResponse:
    return _with_reason(request, pk, services.task_unprove, _("材料已撤回，任务重新打开。"))


@writes("task.return")
def task_return(request: Request, pk: int) -> HttpResponse:
    return _with_reason(request, pk, services.task_return, _("已退回，理由已告知负责人。"))


@writes("task.cancel")
def task_cancel(request: Request, pk: int) -> HttpResponse:
    return _with_reason(request, pk, services.task_cancel, _("任务已取消。"))


@writes("task.cancel")
def task_restore(request: Request, pk: int) -> HttpResponse:
    return _with_reason(request, pk, services.task_restore, _("任务已恢复。"))


@writes("task.work")
def photo_add(request: Request, pk: int) -> HttpResponse:
    selectors.task_get(request.actor, pk)
    bound = PhotoForm(request.POST, request.FILES)
    if not bound.is_valid():
        raise Refused(mistakes(bound) or _("请先选一张照片。"), possible=_("照片可以不传。"))
    services.photo_add(actor=request.actor, task_id=pk, upload=bound.cleaned_data["photo"])
    messages.success(request, _("照片已存。"))
    return redirect("task_page", pk)


@reads("task.view")
def photo_show(request: Request, pk: int, photo: int) -> HttpResponse:
    """A photo of a task."""
    return as_download(selectors.photo_get(selectors.task_get(request.actor, pk), photo).file)


@writes("task.work")
def photo_remove(request: Request, pk: int, photo: int) -> HttpResponse:
    selectors.task_get(request.actor, pk)
    services.photo_remove(actor=request.actor, task_id=pk, pk=photo)
    messages.success(request, _("照片已删除。"))
    return redirect("task_page", pk)
