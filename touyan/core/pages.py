"""Paging that never fails: a page number from outside is bent to the nearest page there is."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

SIZE = 30


def page_of(request: HttpRequest, items: Any, *, size: int = SIZE) -> Page[Any]:
    """The page that `?page=` names; the first for nonsense, the last beyond the end."""
    return Paginator(items, size).get_page(request.GET.get("page", "1")[:9])
