"""Pages of files, search, codes, wordings and exports."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core.intake import CONTENT_TYPES
from touyan.documents import exports, selectors, services
from touyan.documents.files import as_download, handed_out
from touyan.documents.forms import SECRET_NOTICE, FileForm, SeriesForm, WordingForm
from touyan.documents.papers import COMMON, paper_get, papers
from touyan.organizations import policy
from touyan.organizations.access import Request, form, reads, writes
from touyan.organizations.selectors import unit_get, units_for


@reads("file.view")
def file_list(request: Request) -> HttpResponse:
    """Which files our units keep."""
    page = selectors.file_page_of(request.actor, number=request.GET.get("page"))
    return render(request, "documents/file_list.html", {"page": page})


@form("file.keep")
def file_new(request: Request) -> HttpResponse:
    """Take in a file."""
    asked = FileForm(request.actor, request.POST or None, request.FILES or None)
    if request.method == "POST" and asked.is_valid():
        wish = asked.cleaned_data
        stored = services.file_keep(
            actor=request.actor, unit=wish["unit"], upload=wish["file"], purpose=wish["purpose"]
        )
        return redirect("file_page", stored.pk)
    return render(request, "documents/file_form.html", {"form": asked, "notice": SECRET_NOTICE})


@reads("file.view")
def file_page(request: Request, pk: int) -> HttpResponse:
    """One file: what it is, who brought it."""
    stored = selectors.file_get(request.actor, pk)
    context = {"stored": stored, "may_remove": policy.can(request.actor, "file.keep", stored.unit)}
    return render(request, "documents/file_page.html", context)


@reads("file.view")
def file_take(request: Request, pk: int) -> HttpResponse:
    """The file itself."""
    return as_download(selectors.file_get(request.actor, pk))


@writes("file.keep")
def file_remove(request: Request, pk: int) -> HttpResponse:
    """Remove a file."""
    services.file_remove(actor=request.actor, stored=selectors.file_get(request.actor, pk))
    return redirect("file_list")


@reads("document.search")
def document_search(request: Request) -> HttpResponse:
    """Where do these words stand?"""
    query, kind = request.GET.get("q", "")[:60], request.GET.get("kind", "")
    page, hits = selectors.search_page_of(request.actor, query, kind, request.GET.get("page"))
    kinds = [("", _("全部")), ("norm", _("制度")), ("document", _("公文")), ("file", _("资料"))]
    return render(
        request, "documents/search.html", {"page": page, "hits": hits, "q": query, "kind": kind, "kinds": kinds}
    )


@form("document.series")
def series_list(request: Request) -> HttpResponse:
    """Which codes of numbers we have, and a new one."""
    asked = SeriesForm(request.actor, request.POST or None)
    if request.method == "POST" and asked.is_valid():
        services.series_open(actor=request.actor, **asked.cleaned_data)
        return redirect("series_list")
    return render(request, "documents/series_list.html", {"form": asked, "series": selectors.series_of(request.actor)})


@reads("document.series")
def wording_list(request: Request) -> HttpResponse:
    """Which papers there are, and whose wording we use."""
    units = units_for(request.actor, "document.series")
    context = {"papers": papers(), "units": units}
    return render(request, "documents/wording_list.html", context)


@form("document.series")
def wording_edit(request: Request, pk: int, code: str) -> HttpResponse:
    """Put a paper into our own words."""
    unit, paper = unit_get(request.actor, pk), paper_get(code)
    policy.require(request.actor, "document.series", unit)
    title, text = services.wording_of(unit, code)
    asked = WordingForm(request.POST or None, initial={"title": title, "text": text})
    if request.method == "POST" and asked.is_valid():
        services.wording_set(actor=request.actor, unit=unit, code=code, **asked.cleaned_data)
        return redirect("wording_list")
    places = {**COMMON, **paper.places}
    context = {"form": asked, "unit": unit, "paper": paper, "places": places, "blocks": paper.blocks}
    return render(request, "documents/wording_edit.html", context)


@reads("export.own")
def export_list(request: Request) -> HttpResponse:
    """Files that were made for me."""
    return render(request, "documents/export_list.html", {"exports": selectors.exports_of(request.actor)})


@reads("export.own")
def export_page(request: Request, pk: int) -> HttpResponse:
    """How far is my file?"""
    export = selectors.export_get(request.actor, pk)
    exports.wake(export)
    part = "documents/_export_state.html" if getattr(request, "htmx", False) else "documents/export_page.html"
    crumbs = [{"label": _("我的下载"), "url": reverse("export_list")}]
    return render(request, part, {"export": export, "crumbs": crumbs})


@writes("export.own")
def export_take(request: Request, pk: int) -> HttpResponse:
    """Take the file, once."""
    export = selectors.export_get(request.actor, pk)
    stream = exports.export_take(actor=request.actor, export=export)
    kind = export.name.rsplit(".", 1)[-1]
    return handed_out(stream, export.name, CONTENT_TYPES.get(kind, "application/zip"))
