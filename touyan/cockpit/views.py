"""The home page and what everyone may read about the product itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from touyan.cockpit import selectors
from touyan.organizations.access import Request, reads


@reads("page.own")
def home(request: Request) -> HttpResponse:
    """我的待办: what is asked of me, by when, and nothing else."""
    return render(request, "cockpit/home.html", {"todos": selectors.todos(request.actor)})


@reads("page.public")
def limits(request: Request) -> HttpResponse:
    """本系统不做什么: what the product refuses to be, for everyone to read."""
    return render(request, "cockpit/limits.html")
