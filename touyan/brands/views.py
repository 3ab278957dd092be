"""Pages of the family: the map, the list, one brand, its contents."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from touyan.brands import desks, selectors
from touyan.core.pages import page_of
from touyan.organizations.access import Request, reads


@reads("brand.view")
def brand_map(request: Request) -> HttpResponse:
    """品牌家族: who carries what, how alive, at a glance."""
    return render(request, "brands/brand_map.html", desks.family(request.actor))


@reads("brand.view")
def brand_list(request: Request) -> HttpResponse:
    """Brands by kind, state or warning."""
    asked = {name: request.GET.get(name, "")[:40] for name in ("kind", "state", "text", "code")}
    page = page_of(request, selectors.brand_list(request.actor, **asked))
    return render(request, "brands/brand_list.html", desks.listed(page, asked))


@reads("brand.view")
def brand_page(request: Request, pk: int) -> HttpResponse:
    """One brand: what it promises, to whom, how often, what it consists of, how it is doing."""
    return render(request, "brands/brand_page.html", desks.brand(request.actor, pk))
