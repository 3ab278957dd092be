"""Changing the organisation: open, rename, move, close a unit; posts; a new term."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.forms import attempt
from touyan.organizations import codes, forms, policy, selectors, services
from touyan.organizations.access import Request, form, writes
from touyan.organizations.models import Unit
from touyan.organizations.rules import Line, Title
from touyan.organizations.views import back_to


def _unit(request: Request, pk: int, action: str = "unit.manage") -> Unit:
    unit = selectors.unit_get(request.actor, pk)
    policy.require(request.actor, action, unit)
    return unit


def _page(
    request: Request, unit: Unit, bound: django_forms.Form, title: str, word: str, note: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {"unit": unit, "form": bound, "heading": title, "word": word, "note": note}
    return render(request, "organizations/unit_form.html", context, status=422 if bound.is_bound else 200)


@form("unit.manage")
def unit_open(request: Request, pk: int) -> HttpResponse:
    """Set up a unit under this one."""
    parent = _unit(request, pk)
    bound = forms.UnitOpenForm(request.POST or None, initial=codes.unit_initial(parent))
    if bound.is_valid():
        said = bound.said()
        if said["code"] == bound.cleaned_data["proposed"]:
            said["code"] = codes.code_next(parent, said["kind"])
        unit = attempt(bound, lambda: services.unit_open(actor=request.actor, parent=parent, **said), field="code")
        if unit is not None:
            messages.success(request, _("已设立%(name)s。") % {"name": unit.name})
            return back_to(unit)
    return _page(request, parent, bound, _("设立下级单位"), _("设立"))


@form("unit.manage")
def unit_rename(request: Request, pk: int) -> HttpResponse:
    """Another name from a day on."""
    unit = _unit(request, pk)
    bound = forms.UnitRenameForm(request.POST or None, initial={"name": unit.name, "short": unit.short})
    if bound.is_valid():
        services.unit_rename(actor=request.actor, unit=unit, **bound.cleaned_data)
        messages.success(request, _("已更名为%(name)s，原名称仍可查到。") % {"name": unit.name})
        return back_to(unit)
    return _page(request, unit, bound, _("更名"), _("更名"), _("以前的材料仍用当时的名称。"))


@form("unit.manage")
def unit_move(request: Request, pk: int) -> HttpResponse:
    """Another place in a line."""
    unit = _unit(request, pk)
    parents = selectors.units_for(request.actor, "unit.manage").exclude(pk=unit.pk)
    bound = forms.UnitMoveForm(request.POST or None, parents=parents, initial={"line": unit.line})
    if bound.is_valid():
        data = bound.cleaned_data
        services.unit_move(
            actor=request.actor, unit=unit, parent=data["parent"], line=Line(data["line"]), day=data["day"]
        )
        messages.success(request, _("已调整到%(name)s之下，以前的隶属关系仍可查到。") % {"name": data["parent"].name})
        return back_to(unit)
    return _page(request, unit, bound, _("调整隶属"), _("调整"))


@writes("unit.manage")
def unit_close(request: Request, pk: int) -> HttpResponse:
    """The unit ends today."""
    unit = services.unit_close(actor=request.actor, unit=_unit(request, pk))
    messages.success(request, _("已撤销%(name)s，它的记录仍可查到。") % {"name": unit.name})
    return back_to(unit)


@form("post.assign")
def post_assign(request: Request, pk: int) -> HttpResponse:
    """Someone takes a post in this unit."""
    unit = _unit(request, pk, "post.assign")
    bound = forms.PostForm(request.POST or None, people=selectors.people_near(unit, clock.today()))
    if bound.is_valid():
        data = bound.cleaned_data
        services.post_assign(
            actor=request.actor, unit=unit, person=data["person"], title=Title(data["title"]), start=data["start"]
        )
        messages.success(request, _("已任命%(name)s。") % {"name": data["person"].name})
        return back_to(unit)
    return _page(request, unit, bound, _("任命职务"), _("任命"))


@writes("post.assign")
def post_end(request: Request, pk: int, post_pk: int) -> HttpResponse:
    """The post ends today."""
    unit = _unit(request, pk, "post.assign")
    post = services.post_end(actor=request.actor, post=selectors.post_get(request.actor, unit, post_pk))
    messages.success(request, _("%(name)s的职务今天截止。") % {"name": post.person.name})
    return back_to(unit)


@form("unit.manage")
def term_open(request: Request, pk: int) -> HttpResponse:
    """换届: a new term of this committee."""
    unit = _unit(request, pk)
    bound = forms.TermForm(request.POST or None)
    if bound.is_valid():
        term = services.term_open(actor=request.actor, committee=unit, **bound.cleaned_data)
        messages.success(request, _("%(name)s已建立，上一届的记录保持原样可查。") % {"name": term.name})
        return back_to(unit)
    note = _("上一届截止到新一届的前一天；原来的委员、编组和记录都留在上一届，随时可查。")
    return _page(request, unit, bound, _("换届"), _("建立新一届"), note)
