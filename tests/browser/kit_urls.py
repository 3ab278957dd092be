"""Every address of the product, and beside them what only tests can open: the page of all parts, and axe."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from conftest import AXE
from touyan.config.urls import handler400, handler403, handler404, handler500
from touyan.config.urls import urlpatterns as product
from touyan.core.tests import kit
from touyan.organizations.access import Request, reads

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@reads("page.public")
def kit_page(request: Request) -> HttpResponse:
    """core/kit.html with its sample data."""
    return render(request, "core/kit.html", kit.context())


@reads("page.public")
def axe(_request: Request) -> HttpResponse:
    """axe-core as a file that the browser keeps compiled; handed over with every page it would be compiled each time."""
    kept = {"Cache-Control": "public, max-age=3600, immutable"}
    return HttpResponse(AXE.read_bytes(), content_type="text/javascript", headers=kept)


urlpatterns = [*product, path("kit/", kit_page, name="kit"), path("axe.js", axe, name="axe")]
