"""Pages of mid-year summaries and year-end reports."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from touyan.documents.typeset.docx import docx_bytes
from touyan.documents.typeset.pdf import pdf
from touyan.organizations.access import Request, form, reads, writes
from touyan.supervision import printing, selectors, services
from touyan.supervision.forms import PeriodForm, ReportDraftForm, sentences

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@reads("report.view")
def report_list(request: Request) -> HttpResponse:
    """Which units have reported, which are still waited for."""
    asked = PeriodForm(request.GET).asked()
    return render(request, "supervision/report_list.html", selectors.report_list(request.actor, **asked))


@form("report.write")
def report_draft(request: Request) -> HttpResponse:
    """A report drafted from the records, in one step."""
    bound = ReportDraftForm(
        request.POST or None, units=selectors.reporting_units(request.actor), initial=request.GET.dict()
    )
    if request.method == "POST" and bound.is_valid():
        report = services.report_draft(actor=request.actor, **bound.cleaned_data)
        messages.success(request, _("已按记录起草，请逐句核对。"))
        return redirect("report_page", report.pk)
    return render(request, "supervision/report_draft.html", {"form": bound})


@reads("report.view")
def report_page(request: Request, pk: int) -> HttpResponse:
    """A report, each sentence with its records."""
    report = selectors.report_get(request.actor, pk)
    asked = request.GET.get("version", "")
    shown = selectors.report_desk(request.actor, report, number=int(asked) if asked.isdigit() else None)
    return render(request, "supervision/report_page.html", shown)


@form("report.write")
def report_edit(request: Request, pk: int) -> HttpResponse:
    """The sentences, to be kept, changed, left out; and added ones."""
    report = selectors.report_get(request.actor, pk, "report.write")
    if request.method == "POST":
        texts, added = sentences(request.POST)
        version = int(request.POST.get("version", "0") or 0)
        services.report_save(actor=request.actor, report_id=pk, version=version, texts=texts, added=added)
        messages.success(request, _("已保存。"))
        return redirect("report_page", pk)
    return render(request, "supervision/report_edit.html", selectors.report_desk(request.actor, report))


@writes("report.write")
def report_submit(request: Request, pk: int) -> HttpResponse:
    services.report_submit(actor=request.actor, report_id=pk)
    messages.success(request, _("已上报。"))
    return redirect("report_page", pk)


@writes("report.return")
def report_return(request: Request, pk: int) -> HttpResponse:
    services.report_return(actor=request.actor, report_id=pk, reason=request.POST.get("reason", ""))
    messages.success(request, _("已退回，理由已告知起草单位。"))
    return redirect("report_page", pk)


@writes("report.read")
def report_read(request: Request, pk: int) -> HttpResponse:
    services.report_read(actor=request.actor, report_id=pk)
    messages.success(request, _("已记为党组已阅。"))
    return redirect("report_page", pk)


@writes("report.write")
def report_plan(request: Request, pk: int) -> HttpResponse:
    """Next year's plan from this report."""
    plan = services.plan_next(actor=request.actor, report_id=pk)
    messages.success(request, _("明年的计划已起草。"))
    return redirect("plan_page", plan.pk)


@writes("document.write")
def report_paper(request: Request, pk: int) -> HttpResponse:
    """The report as an official document, with number and signature where its kind has them."""
    document = services.report_paper(actor=request.actor, report_id=pk)
    messages.success(request, _("已转为公文草稿，请核对后送签。"))
    return redirect("document_page", document.pk)


@reads("report.view")
def report_file(request: Request, pk: int, number: int, form_of: str) -> HttpResponse:
    """One version as .docx or .pdf; with ?final=1 without the footnotes to records."""
    report = selectors.report_get(request.actor, pk)
    made = printing.document(report, selectors.version_get(report, number), notes=not request.GET.get("final"))
    body, kind = (pdf(made), "application/pdf") if form_of == "pdf" else (docx_bytes(made), WORD)
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, f"{report.title}.{form_of}") or "attachment"
    return answer
