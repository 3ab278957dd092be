"""Pages of the learning room."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.core.pages import page_of
from touyan.learning import selectors, services
from touyan.learning.forms import ProgrammeForm
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
    return render(request, "learning/programme_page.html", selectors.programme_page(request.actor, pk))


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
    return render(request, "learning/programme_form.html", {"form": bound}, status=422 if bound.errors else 200)


@writes("learning.manage")
def lesson_add(request: Request, pk: int) -> HttpResponse:
    """An activity becomes a session of the programme."""
    programme, chosen = selectors.programme_get(request.actor, pk, "learning.manage"), request.POST.get("activity", "")
    if not chosen.isdigit():
        raise Refused(_("请选择一项活动。"))
    services.lesson_add(actor=request.actor, programme=programme, activity_id=int(chosen))
    return redirect("programme_page", pk)


@writes("learning.manage")
def material_add(request: Request, pk: int) -> HttpResponse:
    """Something to read."""
    programme = selectors.programme_get(request.actor, pk, "learning.manage")
    title, where = request.POST.get("title", ""), request.POST.get("where", "")
    services.material_add(actor=request.actor, programme=programme, title=title, where=where)
    return redirect("programme_page", pk)


@writes("learning.join")
def change_write(request: Request, pk: int) -> HttpResponse:
    """What changed because of it."""
    programme = selectors.programme_get(request.actor, pk)
    services.change_write(actor=request.actor, programme=programme, text=request.POST.get("text", ""))
    messages.success(request, _("已记下。"))
    return redirect("programme_page", pk)
