"""Pages of the organisation: chart, set-up table, one unit."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.organizations import exports, selectors
from touyan.organizations.access import Request, reads
from touyan.organizations.models import Unit
from touyan.organizations.portrait import portrait


def tabs(here: str) -> list[dict[str, Any]]:
    """The two ways to look at the organisation."""
    places = [("unit_list", _("架构图")), ("unit_table", _("设置情况表"))]
    return [{"label": label, "url": reverse(name), "active": name == here} for name, label in places]


@reads("unit.view")
def unit_list(request: Request) -> HttpResponse:
    """组织架构图: two lines, two levels, as far as the reader may see (O1, O2, O3)."""
    trees = selectors.chart(request.actor, clock.today())
    charts = [{"tree": tree, "picture": portrait(tree)} for tree in trees]
    return render(request, "organizations/unit_list.html", {"charts": charts, "tabs": tabs("unit_list")})


@reads("unit.view")
def unit_table(request: Request) -> HttpResponse:
    """设置情况表: every unit with its parent, secretary and people (O1)."""
    rows = selectors.set_up_table(request.actor, clock.today())
    context = {"rows": rows, "tabs": tabs("unit_table"), "today": clock.today()}
    return render(request, "organizations/unit_table.html", context)


@reads("unit.view")
def unit_table_file(request: Request) -> HttpResponse:
    """The same table as a workbook."""
    rows = selectors.set_up_table(request.actor, clock.today())
    return exports.set_up_workbook(request.actor, rows, clock.today())


def unit_context(request: Request, unit: Unit) -> dict[str, Any]:
    """What the page of a unit shows."""
    today = clock.today()
    return {
        "unit": unit,
        "today": today,
        "parents": selectors.parents_of(unit, today),
        "children": selectors.children_of(request.actor, unit, today),
        "posts": selectors.posts_of(unit, today),
        "past_posts": selectors.past_posts(unit, today),
        "people": selectors.people_of(unit, today),
        "names": selectors.names_of(unit),
        "terms": selectors.terms_of(unit),
        "may_manage": selectors.may(request.actor, "unit.manage", unit),
        "may_assign": selectors.may(request.actor, "post.assign", unit),
    }


@reads("unit.view")
def unit_page(request: Request, pk: int) -> HttpResponse:
    """One unit: where it stands, who holds which post, who belongs to it, what it was called."""
    unit = selectors.unit_get(request.actor, pk)
    return render(request, "organizations/unit_page.html", unit_context(request, unit))


def back_to(unit: Unit) -> HttpResponse:
    """To the page of the unit."""
    return redirect("unit_page", pk=unit.pk)
