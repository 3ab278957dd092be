"""The home page, the leaders' overview, and what everyone may read about the product itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from touyan.cockpit import overview, panels, selectors
from touyan.cockpit.rules import BY_KEY, FACES
from touyan.core import clock
from touyan.core.pages import page_of
from touyan.organizations.access import Request, reads


@reads("page.own")
def home(request: Request) -> HttpResponse:
    """我的待办: what is asked of me, by when, and nothing else."""
    return render(request, "cockpit/home.html", {"todos": selectors.todos(request.actor)})


@reads("page.public")
def limits(request: Request) -> HttpResponse:
    """本系统不做什么: what the product refuses to be, for everyone to read."""
    return render(request, "cockpit/limits.html")


def asked_year(request: Request) -> int:
    """The year of `?year=`, within reason; this year otherwise."""
    text, now = request.GET.get("year", ""), clock.today().year
    return int(text) if text.isdigit() and now - 10 <= int(text[:4]) <= now + 1 else now


@reads("overview.view")
def overview_page(request: Request) -> HttpResponse:
    """总览: both lines and both levels on one page; each number opens to its list."""
    year = asked_year(request)
    context = {
        "year": year,
        "year_text": str(year),
        "today": clock.today(),
        "rows": overview.progress(request.actor, year),
        "late_units": overview.late_units(request.actor, year),
        "panels": panels.panels(request.actor, year),
    }
    return render(request, "cockpit/overview.html", context)


@reads("overview.view")
def overview_tasks(request: Request) -> HttpResponse:
    """The tasks behind one number of the overview."""
    year = asked_year(request)
    face, key = request.GET.get("face", "all"), request.GET.get("slice", "")
    face, key = (face if face in FACES else "all"), (key if key in BY_KEY else "")
    page = page_of(request, overview.tasks(request.actor, year, slice_key=key, face=face), size=50)
    context = {"page": page, "year": year, "face": FACES[face], "slice": BY_KEY.get(key), "today": clock.today()}
    return render(request, "cockpit/overview_tasks.html", context)
