"""Pages of a list on its way in."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.core.intake import FileRefused
from touyan.core.sheets import template_bytes
from touyan.members import importing, selectors
from touyan.members.columns import roster_columns
from touyan.members.forms import ListForm
from touyan.members.rules import WORKING, ImportState
from touyan.members.views import XLSX
from touyan.organizations.access import Request, form, reads, writes


@form("member.manage")
def roster_import(request: Request) -> HttpResponse:
    """Choose a term and a file; what is wrong with the file itself is said here."""
    terms = selectors.terms_kept(request.actor)
    filled = ListForm(request.POST or None, request.FILES or None, terms=terms)
    if request.method == "POST" and filled.is_valid():
        upload, term = filled.cleaned_data["file"], filled.cleaned_data["term"]
        try:
            one = importing.roster_receive(actor=request.actor, term=term, upload=upload, name=upload.name)
        except FileRefused as refusal:
            filled.add_error("file", f"{refusal.message}{refusal.possible}")
        else:
            return redirect("roster_import_page", one.pk)
    context = {"form": filled, "terms": terms, "before": selectors.imports_of(request.actor)}
    return render(request, "members/import_form.html", context, status=422 if filled.errors else 200)


@reads("member.manage")
def roster_import_page(request: Request, pk: int) -> HttpResponse:
    """How far the list is, what it comes to, every row that cannot be taken."""
    one = importing.settled(selectors.import_get(request.actor, pk))
    context = {
        "one": one,
        "working": one.state in WORKING,
        "progress": importing.progress(one),
        "problems": [{"place": _place(row, column), "text": words} for row, column, words in one.problems],
        "ready": one.state == ImportState.CHECKED,
        "coming": one.added + one.changed,
        "rest": importing.rest_of(one).exists() and bool(one.refused),
    }
    template = "members/_import.html" if request.htmx else "members/import_page.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _place(row: int, column: str) -> str:
    return _("第 %(row)d 行 · %(column)s") % {"row": row, "column": column}


@writes("member.manage")
def roster_import_take(request: Request, pk: int) -> HttpResponse:
    """Write the good rows."""
    importing.roster_take(actor=request.actor, one=selectors.import_get(request.actor, pk))
    return redirect("roster_import_page", pk)


@writes("member.manage")
def roster_import_drop(request: Request, pk: int) -> HttpResponse:
    """Give the list up."""
    importing.roster_drop(actor=request.actor, one=selectors.import_get(request.actor, pk))
    return redirect("roster_import")


@reads("member.manage")
def roster_import_rest(request: Request, pk: int) -> HttpResponse:
    """The rows that were not taken, with the reasons, to be mended and imported again."""
    path = importing.rest_of(selectors.import_get(request.actor, pk))
    if not path.exists():
        raise Refused(_("文件已清理。"), status=404)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"roster-rest-{pk}.xlsx", content_type=XLSX)  # type: ignore[return-value]


@reads("member.manage")
def roster_template(request: Request, term: int) -> HttpResponse:
    """The workbook to fill in, with the sectors and units of this term to choose from."""
    found = selectors.term_kept(request.actor, term)
    body = template_bytes(roster_columns(found), name=_("委员名册"))
    name = f"roster-template-{found.committee.code}.xlsx"
    return HttpResponse(body, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
