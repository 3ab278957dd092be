"""The auditor's pages: what was done, refused and read, and whether the chain holds."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from touyan.core import journal
from touyan.core.pages import page_of
from touyan.organizations import trail
from touyan.organizations.access import Request, reads


@reads("journal.view")
def journal_list(request: Request) -> HttpResponse:
    """Entries newest first, by action, outcome or name."""
    asked = {key: request.GET.get(key, "")[:60].strip() for key in ("action", "outcome", "name")}
    page = page_of(request, trail.entries(request.actor, **asked), size=50)
    context = {"page": page, "asked": asked, "actions": trail.actions(), "head": journal.head()}
    return render(request, "organizations/journal_list.html", context)


@reads("journal.view")
def journal_check(request: Request) -> HttpResponse:
    """Whether every link holds, and the first that does not."""
    context = {"broken": journal.verify(), "head": journal.head()}
    return render(request, "organizations/journal_check.html", context)
