"""Pages of official documents."""

from __future__ import annotations

from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.documents import selectors, services
from touyan.documents.compose import number_of
from touyan.documents.files import as_download, handed_out
from touyan.documents.forms import DocumentHeadForm, DocumentNewForm, PassageAddForm, PassageForm, RemarkForm
from touyan.documents.models import OfficialDocument
from touyan.documents.threads import threads_of
from touyan.organizations.access import Request, form, reads, writes


def _back(document: OfficialDocument) -> HttpResponse:
    return redirect("document_page", document.pk)


def _crumbs(*documents: OfficialDocument) -> list[dict[str, str]]:
    first = {"label": _("公文"), "url": reverse("document_list")}
    return [first, *({"label": d.title, "url": reverse("document_page", args=[d.pk])} for d in documents)]


@reads("document.view")
def document_list(request: Request) -> HttpResponse:
    """Which documents are being written, and which were issued."""
    tab = request.GET.get("tab", "open")
    query = request.GET.get("q", "")
    page = selectors.document_page_of(request.actor, tab=tab, query=query, number=request.GET.get("page"))
    tabs = [
        {"label": _(label), "url": f"?tab={key}", "active": key == tab} for key, (label, _s) in selectors.TABS.items()
    ]
    context = {"page": page, "items": selectors.document_items(page), "tabs": tabs, "tab": tab, "q": query}
    return render(request, "documents/document_list.html", context)


@form("document.write")
def document_new(request: Request) -> HttpResponse:
    """Begin a draft from a paper."""
    asked = DocumentNewForm(request.actor, request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and asked.is_valid():
        wish = asked.cleaned_data
        document = services.document_from_paper(
            actor=request.actor, unit=wish["unit"], code=wish["paper"], year=wish["year"]
        )
        if title := wish["title"].strip():
            services.document_correct(actor=request.actor, document=document, version=document.version, title=title)
        return _back(document)
    return render(request, "documents/document_new.html", {"form": asked, "crumbs": _crumbs()})


@reads("document.view")
def document_page(request: Request, pk: int) -> HttpResponse:
    """One document: its text with the sources, what was said about it, what can be done now."""
    document = selectors.document_get(request.actor, pk)
    context = {
        "document": document,
        "number": number_of(document),
        "parts": selectors.document_parts(document),
        "remarks": selectors.document_remarks(document),
        "steps": selectors.document_steps(request.actor, document),
        "badge_kind": selectors.BADGES[selectors.State(document.state)],
        "remark_form": RemarkForm(),
        "threads": threads_of(request.actor, "document", pk),
        "crumbs": _crumbs(),
    }
    return render(request, "documents/document_page.html", context)


@form("document.write")
def document_head(request: Request, pk: int) -> HttpResponse:
    """Correct everything around the text."""
    document = selectors.document_get(request.actor, pk)
    asked = DocumentHeadForm(request.POST or None, instance=document)
    if request.method == "POST" and asked.is_valid():
        version = int(request.POST.get("version") or 0)
        fresh = selectors.document_get(request.actor, pk)
        services.document_correct(actor=request.actor, document=fresh, version=version, **asked.cleaned_data)
        return _back(document)
    context = {"form": asked, "document": document, "crumbs": _crumbs(document)}
    return render(request, "documents/document_head.html", context)


@form("document.write")
def passage_edit(request: Request, pk: int, part: int) -> HttpResponse:
    """Correct a piece of text."""
    document = selectors.document_get(request.actor, pk)
    passage = selectors.passage_get(document, part)
    initial = {"text": passage.text, "before": passage.text}
    asked = PassageForm(request.POST or None, initial=initial)
    if request.method == "POST" and asked.is_valid():
        services.passage_correct(actor=request.actor, passage=passage, **asked.cleaned_data)
        return _back(document)
    context = {"form": asked, "document": document, "passage": passage, "crumbs": _crumbs(document)}
    return render(request, "documents/passage_edit.html", context)


@form("document.write")
def passage_add(request: Request, pk: int) -> HttpResponse:
    """Add a piece of text, or an attachment."""
    document = selectors.document_get(request.actor, pk)
    asked = PassageAddForm(request.POST or None)
    if request.method == "POST" and asked.is_valid():
        services.passage_add(actor=request.actor, document=document, **asked.cleaned_data)
        return _back(document)
    context = {"form": asked, "document": document, "crumbs": _crumbs(document)}
    return render(request, "documents/passage_edit.html", context)


@writes("document.write")
def passage_drop(request: Request, pk: int, part: int) -> HttpResponse:
    """Leave a table, drawing or list out."""
    document = selectors.document_get(request.actor, pk)
    services.passage_drop(actor=request.actor, passage=selectors.passage_get(document, part))
    return _back(document)


@writes("document.write")
def document_submit(request: Request, pk: int) -> HttpResponse:
    """Send for signature."""
    return _back(services.document_submit(actor=request.actor, document=selectors.document_get(request.actor, pk)))


@writes("document.sign")
def document_return(request: Request, pk: int) -> HttpResponse:
    """Return with what is to be changed."""
    document = selectors.document_get(request.actor, pk)
    text = request.POST.get("reason", "")
    return _back(services.document_return(actor=request.actor, document=document, text=text))


@writes("document.sign")
def document_sign(request: Request, pk: int) -> HttpResponse:
    """Sign."""
    return _back(services.document_sign(actor=request.actor, document=selectors.document_get(request.actor, pk)))


@writes("document.issue")
def document_issue(request: Request, pk: int) -> HttpResponse:
    """Number and issue."""
    return _back(services.document_issue(actor=request.actor, document=selectors.document_get(request.actor, pk)))


@writes("document.issue")
def document_withdraw(request: Request, pk: int) -> HttpResponse:
    """Withdraw."""
    document = selectors.document_get(request.actor, pk)
    reason = request.POST.get("reason", "")
    return _back(services.document_withdraw(actor=request.actor, document=document, reason=reason))


@writes("document.view")
def remark_add(request: Request, pk: int) -> HttpResponse:
    """Say something about a draft."""
    document = selectors.document_get(request.actor, pk)
    part = request.POST.get("part", "")
    passage = selectors.passage_get(document, int(part)) if part.isdigit() else None
    text = request.POST.get("text", "")
    services.remark_add(actor=request.actor, document=document, text=text, passage=passage)
    return _back(document)


@writes("document.write")
def remark_settle(request: Request, pk: int, remark: int) -> HttpResponse:
    """Dealt with."""
    document = selectors.document_get(request.actor, pk)
    services.remark_settle(actor=request.actor, remark=selectors.remark_get(document, remark))
    return _back(document)


@reads("document.view")
def document_take(request: Request, pk: int, kind: str) -> HttpResponse:
    """The document as a file: what was kept when issued, else the draft as it stands."""
    document = selectors.document_get(request.actor, pk)
    kept = {"pdf": document.pdf, "docx": document.docx}
    if kind not in kept:
        raise Refused(_("没有这种格式。"), status=404)
    if stored := kept[kind]:
        return as_download(stored)
    content = services.document_print(document, draft=True, kind=kind)
    return handed_out(BytesIO(content), _("草稿") + f"-{document.pk}.{kind}", "application/octet-stream")


@reads("document.view")
def document_sheet(request: Request, pk: int, number: int) -> HttpResponse:
    """One printed page as a picture."""
    document = selectors.document_get(request.actor, pk)
    pages = services.document_pictures(document)
    if not 0 < number <= len(pages):
        raise Refused(_("没有这一页。"), status=404)
    return HttpResponse(pages[number - 1], content_type="image/png", headers={"Cache-Control": "private, no-store"})


@reads("document.view")
def document_sheets(request: Request, pk: int) -> HttpResponse:
    """All printed pages, one below the other."""
    document = selectors.document_get(request.actor, pk)
    count = len(services.document_pictures(document))
    context = {"document": document, "numbers": range(1, count + 1), "crumbs": _crumbs(document)}
    return render(request, "documents/document_sheets.html", context)
