"""Pages of practices: find one, read it, adopt it, say what came of it, make it a norm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core.pages import page_of
from touyan.organizations.access import Request, form, reads, writes
from touyan.practices import selectors, services, settling
from touyan.practices.forms import AdoptForm, EffectForm, PracticeForm, TraceForm
from touyan.practices.models import Practice
from touyan.practices.rules import Strength, Verdict


def _crumbs(practice: Practice | None = None) -> list[dict[str, str]]:
    here = [{"label": _("做法谱系"), "url": reverse("practice_list")}]
    if practice is None:
        return here
    return [*here, {"label": practice.title, "url": reverse("practice_page", args=[practice.pk])}]


def _tabs(active: str) -> list[dict[str, Any]]:
    parts = [("practice_list", _("做法")), ("practice_forest", _("谱系图"))]
    return [{"label": label, "url": reverse(name), "active": name == active} for name, label in parts]


@reads("practice.view")
def practice_list(request: Request) -> HttpResponse:
    """做法: which way of working is there for my situation?"""
    asked = selectors.Asked.of(request.GET)
    context = {
        "tabs": _tabs("practice_list"),
        "page": page_of(request, selectors.practices(request.actor, asked)),
        "asked": asked,
        "strengths": Strength.choices,
        "effects": [("adopted", _("被采用过")), *Verdict.choices, ("none", _("还没有效果报告"))],
        "writes": request.actor.may("practice.write"),
        **selectors.brand_thread(request.actor, asked.brand),
    }
    return render(request, "practices/practice_list.html", context)


@reads("practice.view")
def practice_forest(request: Request) -> HttpResponse:
    """谱系图: what travels from unit to unit?"""
    roots = page_of(request, selectors.forest(request.actor), size=5)
    trees = []
    for root in roots:
        members = selectors.family(root)
        counted = selectors.told(members)
        trees.append(
            {
                "root": root,
                "wide": selectors.tree(members, title=root.title, counted=counted),
                "narrow": selectors.tree(members, title=root.title, counted=counted, narrow=True),
            }
        )
    context = {"tabs": _tabs("practice_forest"), "trees": trees, "page": roots}
    return render(request, "practices/practice_forest.html", context)


@reads("practice.view")
def practice_page(request: Request, pk: int) -> HttpResponse:
    """One practice as a recipe, with its family and what came of it."""
    practice = selectors.practice_get(request.actor, pk)
    context = {"crumbs": _crumbs(), **selectors.practice_page(request.actor, practice)}
    if context["may_report"]:
        context["form"] = EffectForm(activities=selectors.activities_for(practice))
    return render(request, "practices/practice_page.html", context)


@reads("practice.view")
def practice_tree(request: Request, pk: int) -> HttpResponse:
    """Its family tree by itself."""
    practice = selectors.practice_get(request.actor, pk)
    context = {"crumbs": _crumbs(practice), **selectors.tree_page(request.actor, practice)}
    return render(request, "practices/practice_tree.html", context)


@form("practice.write")
def practice_new(request: Request) -> HttpResponse:
    """Write a practice down; from the page of a brand its brand is chosen already."""
    brand = request.GET.get("brand", "")
    found = (
        selectors.brands_for(request.actor).filter(pk=int(brand) if brand.isdigit() and len(brand) < 10 else 0).first()
    )
    return _written(request, Practice(), {"brand": found, "unit": found.unit} if found else {})


@form("practice.write")
def practice_edit(request: Request, pk: int) -> HttpResponse:
    """What a practice says."""
    return _written(request, selectors.practice_get(request.actor, pk, "practice.write"), {})


def _written(request: Request, practice: Practice, initial: dict[str, Any]) -> HttpResponse:
    units, brands = selectors.units_for(request.actor), selectors.brands_for(request.actor)
    bound = PracticeForm(request.POST or None, instance=practice, units=units, brands=brands, initial=initial)
    if request.method == "POST" and bound.is_valid():
        version = bound.cleaned_data.get("version")
        saved = services.practice_save(
            actor=request.actor, practice=practice, values=bound.values(), steps=bound.lines(), version=version
        )
        return redirect("practice_page", saved.pk)
    context = {"form": bound, "crumbs": _crumbs(practice if practice.pk else None), "back": reverse("practice_list")}
    return render(request, "practices/practice_form.html", context, status=422 if bound.errors else 200)


@writes("practice.write")
def practice_share(request: Request, pk: int) -> HttpResponse:
    """Every unit may adopt it."""
    services.practice_share(actor=request.actor, practice=selectors.practice_get(request.actor, pk, "practice.write"))
    messages.success(request, _("已公布，各单位都能看到和采用。"))
    return redirect("practice_page", pk)


@writes("practice.write")
def practice_withdraw(request: Request, pk: int) -> HttpResponse:
    """Nobody adopts it any more."""
    practice = selectors.practice_get(request.actor, pk, "practice.write")
    services.practice_withdraw(actor=request.actor, practice=practice, reason=request.POST.get("reason", ""))
    return redirect("practice_page", pk)


@form("practice.write")
def practice_adopt(request: Request, pk: int) -> HttpResponse:
    """采用: take it, and say what is done otherwise."""
    practice = selectors.practice_get(request.actor, pk)
    units = selectors.units_for(request.actor).exclude(pk=practice.unit_id)
    bound = AdoptForm(request.POST or None, units=units)
    if request.method == "POST" and bound.is_valid():
        read = {name: bound.cleaned_data[name] for name in ("unit", "why", "started", "as_is")}
        made = services.practice_adopt(actor=request.actor, practice=practice, changes=bound.named(), **read)
        messages.success(request, _("已采用。做一段时间后，请报告效果，变差了也请报告。"))
        return redirect("practice_page", made.pk)
    context = {"form": bound, "practice": practice, "crumbs": _crumbs(practice)}
    return render(request, "practices/practice_adopt.html", context, status=422 if bound.errors else 200)


@form("practice.write")
def practice_trace(request: Request, pk: int) -> HttpResponse:
    """写明来历: a practice that came from elsewhere says so."""
    practice = selectors.practice_get(request.actor, pk, "practice.write")
    bound = TraceForm(request.POST or None, origins=selectors.origins_for(request.actor, practice))
    if request.method == "POST" and bound.is_valid():
        origin = bound.cleaned_data["origin"]
        services.practice_trace(actor=request.actor, practice=practice, origin=origin)
        return redirect("practice_page", pk)
    context = {"form": bound, "practice": practice, "crumbs": _crumbs(practice)}
    return render(request, "practices/practice_trace.html", context, status=422 if bound.errors else 200)


@writes("practice.write")
def effect_report(request: Request, pk: int) -> HttpResponse:
    """What came of it."""
    practice = selectors.practice_get(request.actor, pk)
    bound = EffectForm(request.POST, activities=selectors.activities_for(practice))
    if not bound.is_valid():
        context = {"crumbs": _crumbs(), **selectors.practice_page(request.actor, practice), "form": bound}
        return render(request, "practices/practice_page.html", context, status=422)
    services.effect_report(actor=request.actor, practice=practice, **bound.cleaned_data)
    messages.success(request, _("已记下。"))
    return redirect("practice_page", pk)


@writes("practice.settle")
def practice_settle(request: Request, pk: int) -> HttpResponse:
    """固化: the draft of a norm in one step."""
    practice = selectors.practice_get(request.actor, pk, "practice.settle")
    made = settling.practice_settle(actor=request.actor, practice=practice)
    messages.success(request, _("已起草。条文取自做法，请修改后送签。"))
    return redirect("document_page", made.document_id)


@writes("practice.settle")
def brand_settle(request: Request, pk: int) -> HttpResponse:
    """From brand to the draft of a norm in one step."""
    brand = selectors.brand_get(request.actor, pk, "practice.settle")
    made = settling.brand_settle(actor=request.actor, brand=brand)
    messages.success(request, _("已起草。条文取自品牌的载体、机制和承诺，请修改后送签。"))
    return redirect("document_page", made.document_id)


@writes("practice.settle")
def settling_register(request: Request, pk: int) -> HttpResponse:
    """The signed document becomes a norm on trial."""
    one = selectors.settling_get(request.actor, pk)
    norm = settling.settling_register(actor=request.actor, settling=one)
    return redirect("norm_page", norm.pk)
