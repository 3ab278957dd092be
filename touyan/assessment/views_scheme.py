"""The scheme as a table form beside the paper text, as a workbook, from the library; the signed exception."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.assessment import forms_scheme as forms
from touyan.assessment import launch, library, scheme, selectors, selectors_scheme, services_scheme, services_study
from touyan.assessment.construct_form import ConstructForm
from touyan.assessment.editing import GENERALS, NODE, form_of
from touyan.core.downloads import attachment
from touyan.core.errors import Refused
from touyan.core.intake import accept
from touyan.organizations import policy
from touyan.organizations.access import Request, form, reads, writes
from touyan.organizations.selectors import units_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@form("scheme.edit")
def scheme_blank(request: Request) -> HttpResponse:
    """Begin a scheme from an empty frame, to be filled clause by clause."""
    bodies = units_for(request.actor, "scheme.edit").filter(kind="committee")
    bound = forms.BlankForm(request.POST or None, bodies=bodies)
    if bound.is_valid():
        made = services_scheme.scheme_blank(actor=request.actor, **bound.cleaned_data)
        return redirect("scheme_table", pk=made.pk)
    return render(request, "assessment/scheme_blank.html", {"form": bound}, status=422 if bound.is_bound else 200)


@reads("scheme.edit")
def scheme_table(request: Request, pk: int) -> HttpResponse:
    """The scheme clause by clause: the paper on one side, what the machine reads on the other."""
    text = selectors.scheme_get(request.actor, pk)
    policy.require(request.actor, "scheme.edit", text.body)
    services_scheme.opened(text)
    _document, problems = scheme.parsed(text.text)
    context = {
        "scheme": text,
        "parts": selectors_scheme.table_of(text),
        "problems": problems,
        "generals": selectors_scheme.titles_of_general(),
    }
    return render(request, "assessment/scheme_table.html", context)


@form("scheme.edit")
def construct_edit(request: Request, pk: int, part: int, kind: str, index: int) -> HttpResponse:
    """One clause, section or row as a form."""
    text = selectors.scheme_get(request.actor, pk)
    draft, table = services_scheme.place_get(text, part, kind, index)
    made = form_of(kind, table)
    bound = ConstructForm(
        request.POST or None, form=made, plain=table, common=draft.common(part, kind, table), top=kind in GENERALS,
        initial={"version": text.row_version},
    )  # fmt: skip
    if bound.is_valid():
        services_scheme.construct_write(
            actor=request.actor, text=text, part=part, kind=kind, index=index, table=bound.table(),
            row_version=bound.cleaned_data["version"],
        )  # fmt: skip
        messages.success(request, _("已保存。"))
        return redirect("scheme_table", pk=pk)
    here = _problems_here(text, part, kind, index)
    context = {
        "scheme": text,
        "form": bound,
        "table": table,
        "label": made.label,
        "here": here,
        "general": kind in GENERALS,
    }
    return render(request, "assessment/construct_edit.html", context, status=422 if bound.is_bound else 200)


def _problems_here(text: selectors.SchemeText, part: int, kind: str, index: int) -> list[object]:
    """What is wrong with the construct now."""
    table = selectors_scheme.table_of(text)[part]
    places = table.nodes if kind == NODE else [row for own, _word, rows in table.lists if own == kind for row in rows]
    return [problem for place in places if place.index == index for problem in place.problems]


@writes("scheme.edit")
def construct_move(request: Request, pk: int, part: int, kind: str, index: int, verb: str) -> HttpResponse:
    """Add, remove or move a row."""
    text = selectors.scheme_get(request.actor, pk)
    version = request.POST.get("version", "")
    place = services_scheme.construct_move(
        actor=request.actor, text=text, part=part, kind=kind, index=index, verb=verb,
        row_version=int(version) if version.isdigit() else 0,
    )  # fmt: skip
    if place is not None:
        return redirect("construct_edit", pk=pk, part=part, kind=place[0], index=place[1])
    return redirect("scheme_table", pk=pk)


@form("scheme.edit")
def scheme_about(request: Request, pk: int) -> HttpResponse:
    """Trial mark, interpreting office, effective date."""
    text = selectors.scheme_get(request.actor, pk)
    start = {"trial": text.trial, "office": text.office, "effective_on": text.effective_on}
    bound = forms.AboutForm(request.POST or None, initial=start)
    if bound.is_valid():
        services_scheme.about_write(actor=request.actor, text=text, **bound.cleaned_data)
        return redirect("scheme_page", pk=pk)
    context = {"scheme": text, "form": bound}
    return render(request, "assessment/scheme_about.html", context, status=422 if bound.is_bound else 200)


@form("scheme.edit")
def cases_write(request: Request, pk: int) -> HttpResponse:
    """Hand cases of a draft; they are checked at once."""
    text = selectors.scheme_get(request.actor, pk)
    bound = forms.CasesForm(request.POST or None, initial={"cases": text.cases})
    if bound.is_valid():
        saved = services_scheme.cases_write(actor=request.actor, text=text, cases=bound.cleaned_data["cases"])
        if saved.cases.strip():
            launch.start_study(services_study.cases_start(actor=request.actor, text=saved))
        return redirect("scheme_page", pk=pk)
    context = {"scheme": text, "form": bound}
    return render(request, "assessment/cases_write.html", context, status=422 if bound.is_bound else 200)


@reads("scheme.view")
def scheme_book(request: Request, pk: int) -> HttpResponse:
    """The scheme as a workbook."""
    text = selectors.scheme_get(request.actor, pk)
    return attachment(services_scheme.book_of(text), f"{text}.xlsx", XLSX)


@form("scheme.edit")
def book_take(request: Request, pk: int) -> HttpResponse:
    """Take a changed workbook as the draft's text; all problems at once, by sheet and cell."""
    text = selectors.scheme_get(request.actor, pk)
    bound = forms.BookForm(request.POST or None, request.FILES or None, initial={"version": text.row_version})
    told: list[str] = []
    if bound.is_valid():
        upload, version = bound.cleaned_data["book"], bound.cleaned_data["version"]
        with accept(upload, name=upload.name, allowed=frozenset({"xlsx"})) as taken:
            told = services_scheme.book_take(
                actor=request.actor, text=text, data=taken.path.read_bytes(), name=taken.name, row_version=version
            )
        if not told:
            messages.success(request, _("表格已收下，文本已更新。"))
            return redirect("scheme_page", pk=pk)
    context = {"scheme": text, "form": bound, "told": told}
    return render(request, "assessment/book_take.html", context, status=422 if bound.is_bound else 200)


@form("scheme.adopt")
def exception_sign(request: Request, pk: int) -> HttpResponse:
    """A leader signs an exception to one finding."""
    text = selectors.scheme_get(request.actor, pk)
    policy.require(request.actor, "scheme.adopt", text.body)
    named = {name: request.GET.get(name, "")[:60] for name in ("part", "finding", "node")}
    found = [one for one in scheme.findings(text.text) if [one.scheme, one.code, one.node] == list(named.values())]
    if not found:
        raise Refused(_("细则里没有这条意见。"), status=404)
    bound = forms.ExceptionForm(request.POST or None)
    if bound.is_valid():
        services_scheme.exception_sign(actor=request.actor, text=text, reason=bound.cleaned_data["reason"], **named)
        messages.success(request, _("例外已签署，写入细则。"))
        return redirect("scheme_page", pk=pk)
    context = {"scheme": text, "form": bound, "finding": found[0]}
    return render(request, "assessment/exception_sign.html", context, status=422 if bound.is_bound else 200)


@reads("scheme.view")
def library_list(request: Request) -> HttpResponse:
    """Published rules that can be read and taken over."""
    return render(request, "assessment/library_list.html", {"shelf": library.shelf()})


@form("scheme.view")
def library_page(request: Request, name: str) -> HttpResponse:
    """One published rule: its source, the readings chosen, its hand cases; taken over as a draft in one step."""
    found = library.get(name)
    if found is None:
        raise Refused(_("资料库里没有这部办法。"), status=404)
    bodies = (
        units_for(request.actor, "scheme.edit").filter(kind="committee") if request.actor.may("scheme.edit") else None
    )
    bound = forms.TakeForm(request.POST or None, bodies=bodies, initial={"body": bodies.first()}) if bodies else None
    if bound is not None and bound.is_valid():
        made = services_scheme.library_take(actor=request.actor, name=name, **bound.cleaned_data)
        launch.start_study(services_study.cases_start(actor=request.actor, text=made))
        messages.success(request, _("已成为本单位的草稿，请对照印发文本逐条核对。"))
        return redirect("scheme_page", pk=made.pk)
    parts = [(one, scheme.lines(one)) for one in found.schemes]
    return render(request, "assessment/library_page.html", {"found": found, "parts": parts, "form": bound})
