"""Pages of the organisation."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from touyan.core import clock
from touyan.organizations import selectors
from touyan.organizations.access import Request, reads


@reads("unit.view")
def unit_list(request: Request) -> HttpResponse:
    """Which units stand, as far as the reader may see."""
    units = selectors.units_for(request.actor, "unit.view").open_on(clock.today())  # type: ignore[attr-defined]
    return render(request, "organizations/unit_list.html", {"units": units})


@reads("unit.view")
def unit_page(request: Request, pk: int) -> HttpResponse:
    """One unit: what it is, who stands in it."""
    unit = selectors.unit_get(request.actor, pk)
    today = clock.today()
    context = {"unit": unit, "posts": selectors.posts_of(unit, today), "people": selectors.people_of(unit, today)}
    return render(request, "organizations/unit_page.html", context)
