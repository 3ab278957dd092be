"""Pages on what hangs together: Party building plus, and the five emphases."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from touyan.activities import fusion, fusion_desks
from touyan.activities.rules import Emphasis
from touyan.activities.tabs import tabs
from touyan.core.errors import Refused
from touyan.duties import desks
from touyan.organizations.access import Request, reads


@reads("activity.names")
def fusion_page(request: Request) -> HttpResponse:
    """党建+: per unit what hangs together and what does not; the longest chains drawn."""
    year = desks.year_of(request.GET.get("year", ""))
    context = {"rows": fusion.units(request.actor, year), "year": year, "years": desks.years()}
    context["tabs"] = tabs(request.actor, "fusion_page")
    context["pictures"] = fusion_desks.pictures(request.actor, year)
    return render(request, "activities/fusion.html", context)


@reads("activity.names")
def fusion_unit(request: Request, pk: int) -> HttpResponse:
    """One unit's loose ends on both sides."""
    year = desks.year_of(request.GET.get("year", ""))
    row = next((one for one in fusion.units(request.actor, year) if one.unit.pk == pk), None)
    if row is None:
        raise Refused(_("没有这个单位的活动。"), status=404)
    return render(request, "activities/fusion_unit.html", {"row": row, "year": year})


@reads("activity.names")
def emphasis_page(request: Request) -> HttpResponse:
    """五个突出: what each unit did for each."""
    year = desks.year_of(request.GET.get("year", ""))
    context = {"rows": fusion.emphases(request.actor, year), "labels": Emphasis.choices, "year": year}
    context["tabs"] = tabs(request.actor, "emphasis_page")
    return render(request, "activities/emphasis.html", {**context, "years": desks.years()})


@reads("activity.names")
def emphasis_list(request: Request, pk: int, code: str) -> HttpResponse:
    """The activities and works behind one number."""
    year = desks.year_of(request.GET.get("year", ""))
    unit, held, works = fusion.emphasis_list(request.actor, pk, year, code)
    if unit is None or code not in Emphasis.values:
        raise Refused(_("没有这个单位的活动。"), status=404)
    context = {"unit": unit, "held": held, "works": works, "year": year, "label": Emphasis(code).label}
    return render(request, "activities/emphasis_list.html", context)
