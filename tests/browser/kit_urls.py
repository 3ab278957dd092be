"""Every address of the product, and beside them the page of all parts, which only tests can open."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from touyan.config.urls import handler400, handler403, handler404, handler500
from touyan.config.urls import urlpatterns as product
from touyan.core.tests import kit
from touyan.organizations.access import Request, reads

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@reads("page.public")
def kit_page(request: Request) -> HttpResponse:
    """core/kit.html with its sample data."""
    return render(request, "core/kit.html", kit.context())


urlpatterns = [*product, path("kit/", kit_page, name="kit")]
