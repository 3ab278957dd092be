"""Pages of the learning room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.core.pages import page_of
from touyan.learning import selectors, services
from touyan.learning.forms import ChangeForm, LessonForm, MaterialForm, ProgrammeForm, SessionForm
from touyan.learning.models import Programme
from touyan.organizations.access import Request, form, reads, writes


@reads("learning.view")
def programme_list(request: Request) -> HttpResponse:
    """学习: what is learned together, and what came of it."""
    context = {
        "page": page_of(request, selectors.programmes(request.actor)),
        "manages": request.actor.may("learning.manage"),
    }
    return render(request, "learning/programme_list.html", context)


@reads("learning.view")
def programme_page(request: Request, pk: int) -> HttpResponse:
    """One programme: sessions, reading, what changed."""
    return _page(request, pk, ChangeForm())


def _page(request: Request, pk: int, change: ChangeForm) -> HttpResponse:
    context = {**selectors.programme_page(request.actor, pk), "change": change}
    return render(request, "learning/programme_page.html", context, status=422 if change.errors else 200)


@form("learning.manage")
def programme_new(request: Request) -> HttpResponse:
    """A programme is set up."""
    return _programme(request, Programme())


@form("learning.manage")
def programme_edit(request: Request, pk: int) -> HttpResponse:
    """What a programme says."""
    return _programme(request, selectors.programme_get(request.actor, pk, "learning.manage"))


def _programme(request: Request, programme: Programme) -> HttpResponse:
    units = selectors.units(request.actor)
    bound = ProgrammeForm(request.POST or None, instance=programme, units=units, initial={"version": programme.version})
    if request.method == "POST" and bound.is_valid():
        values = {name: value for name, value in bound.cleaned_data.items() if name != "version"}
        version = bound.cleaned_data.get("version")
        saved = services.programme_save(actor=request.actor, programme=programme, values=values, version=version)
        return redirect("programme_page", saved.pk)
    context = {"form": bound, "programme": programme}
    return render(request, "learning/programme_form.html", context, status=422 if bound.errors else 200)


@form("learning.manage")
def lesson_plan(request: Request, pk: int) -> HttpResponse:
    """A session to come, planned where it belongs: once."""
    programme = selectors.programme_get(request.actor, pk, "learning.manage")
    bound = SessionForm(request.POST or None, initial=selectors.session_initial(programme))
    if request.method == "POST" and bound.is_valid():
        said = bound.cleaned_data
        services.lesson_plan(
            actor=request.actor,
            programme=programme,
            title=said["title"],
            starts=bound.starts(),
            place=said["place"],
            invite=said["invite"],
        )
        messages.success(request, _("已安排“%(title)s”。") % {"title": said["title"]})
        return redirect("programme_page", pk)
    context = {"form": bound, "programme": programme}
    return render(request, "learning/lesson_form.html", context, status=422 if bound.errors else 200)


@writes("learning.manage")
def lesson_add(request: Request, pk: int) -> HttpResponse:
    """An activity becomes a session of the programme."""
    programme = selectors.programme_get(request.actor, pk, "learning.manage")
    chosen = _said(LessonForm(request.POST), _("请选择一项活动。"))
    services.lesson_add(actor=request.actor, programme=programme, activity_id=chosen["activity"])
    return redirect("programme_page", pk)


@writes("learning.manage")
def lesson_remove(request: Request, pk: int) -> HttpResponse:
    """An activity is no session of the programme any more."""
    programme = selectors.programme_get(request.actor, pk, "learning.manage")
    chosen = _said(LessonForm(request.POST), _("请选择一项活动。"))
    services.lesson_remove(actor=request.actor, programme=programme, activity_id=chosen["activity"])
    messages.success(request, _("已移出。活动和到会记录不变。"))
    return redirect("programme_page", pk)


@writes("learning.manage")
def material_add(request: Request, pk: int) -> HttpResponse:
    """Something to read."""
    programme = selectors.programme_get(request.actor, pk, "learning.manage")
    said = _said(MaterialForm(request.POST))
    services.material_add(actor=request.actor, programme=programme, **said)
    return redirect("programme_page", pk)


@writes("learning.manage")
def material_remove(request: Request, pk: int, material_id: int) -> HttpResponse:
    """A line of the reading list is taken away."""
    programme = selectors.programme_get(request.actor, pk, "learning.manage")
    services.material_remove(actor=request.actor, programme=programme, material_id=material_id)
    return redirect("programme_page", pk)


@writes("learning.join")
def change_write(request: Request, pk: int) -> HttpResponse:
    """What changed because of it."""
    programme = selectors.programme_get(request.actor, pk)
    bound = ChangeForm(request.POST)
    if not bound.is_valid():
        return _page(request, pk, bound)
    services.change_write(actor=request.actor, programme=programme, text=bound.cleaned_data["text"])
    messages.success(request, _("已记下。"))
    return redirect("programme_page", pk)


@writes("learning.join")
def change_withdraw(request: Request, pk: int, change_id: int) -> HttpResponse:
    """Whoever wrote a line takes it back."""
    programme = selectors.programme_get(request.actor, pk)
    services.change_withdraw(actor=request.actor, programme=programme, change_id=change_id)
    messages.success(request, _("已撤回。"))
    return redirect("programme_page", pk)


def _said(bound: forms.BaseForm, otherwise: str = "") -> dict[str, Any]:
    """What was typed; Refused with the field and what is wrong with it, or with the sentence given."""
    if bound.is_valid():
        return bound.cleaned_data
    name, problems = next(iter(bound.errors.items()))
    raise Refused(otherwise or f"{bound.fields[name].label}：{problems[0]}", possible=_("请返回后改正。"))
