"""Pages of the normative library."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.documents import selectors, services
from touyan.documents.files import as_download
from touyan.documents.forms import NormForm, NormReviseForm, NormStateForm
from touyan.documents.models import Norm
from touyan.documents.rules import NORM_BADGES, NORM_NEXT
from touyan.documents.threads import threads_of
from touyan.organizations import policy
from touyan.organizations.access import Request, form, reads, writes

ORIGINALS = frozenset({"docx", "pdf"})


def _crumbs(*norms: Norm) -> list[dict[str, str]]:
    first = {"label": _("制度"), "url": reverse("norm_list")}
    return [first, *({"label": n.title, "url": reverse("norm_page", args=[n.pk])} for n in norms)]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 6 else None


@reads("norm.view")
def norm_list(request: Request) -> HttpResponse:
    """Which rules bind us now."""
    state, query = request.GET.get("state", ""), request.GET.get("q", "")
    page = selectors.norm_page_of(request.actor, state=state, query=query, number=request.GET.get("page"))
    choices = [
        ("", _("现行有效")),
        ("trial", _("试行")),
        ("repealed", _("已废止")),
        ("replaced", _("已被替代")),
        ("all", _("全部")),
    ]
    tabs = [{"label": label, "url": f"?state={key}", "active": key == state} for key, label in choices]
    context = {"page": page, "items": selectors.norm_items(page), "tabs": tabs, "q": query, "state": state}
    return render(request, "documents/norm_list.html", context)


@reads("norm.view")
def norm_page(request: Request, pk: int) -> HttpResponse:
    """One norm: whether it binds, its text by article, who confirmed to have read it."""
    norm = selectors.norm_get(request.actor, pk)
    version = selectors.norm_version_get(norm, _number(request.GET.get("version")))
    context = {
        "norm": norm,
        "version": version,
        "versions": selectors.norm_versions(norm),
        "articles": selectors.norm_articles(version),
        "bound": selectors.norm_bound(norm),
        "people": selectors.people_bound(norm),
        "reading": selectors.norm_reading_of(request.actor, version),
        "readers": selectors.norm_readers(request.actor, norm, version),
        "manages": policy.can(request.actor, "norm.manage", norm.unit),
        "badge_kind": NORM_BADGES[norm.state],  # type: ignore[index]
        "may_change": bool(NORM_NEXT[norm.state]),
        "threads": threads_of(request.actor, "norm", pk),
        "crumbs": _crumbs(),
    }
    return render(request, "documents/norm_page.html", context)


@form("norm.manage")
def norm_new(request: Request) -> HttpResponse:
    """Register a norm."""
    asked = NormForm(request.actor, request.POST or None, request.FILES or None)
    if request.method == "POST" and asked.is_valid():
        wish = dict(asked.cleaned_data)
        upload, unit = wish.pop("file"), wish["unit"]
        kept = upload and services.file_keep(
            actor=request.actor, unit=unit, upload=upload, allowed=ORIGINALS, purpose=_("制度原件")
        )
        norm = services.norm_register(actor=request.actor, file=kept or None, **wish)
        return redirect("norm_page", norm.pk)
    return render(request, "documents/norm_form.html", {"form": asked, "crumbs": _crumbs()})


@form("norm.manage")
def norm_revise(request: Request, pk: int) -> HttpResponse:
    """A new version."""
    norm = selectors.norm_get(request.actor, pk)
    last = selectors.norm_version_get(norm, None)
    asked = NormReviseForm(request.POST or None, request.FILES or None, initial={"text": last.text})
    if request.method == "POST" and asked.is_valid():
        wish = dict(asked.cleaned_data)
        upload = wish.pop("file")
        kept = upload and services.file_keep(
            actor=request.actor, unit=norm.unit, upload=upload, allowed=ORIGINALS, purpose=_("制度原件")
        )
        services.norm_revise(actor=request.actor, norm=norm, file=kept or None, **wish)
        return redirect("norm_page", norm.pk)
    return render(request, "documents/norm_form.html", {"form": asked, "norm": norm, "crumbs": _crumbs(norm)})


@form("norm.manage")
def norm_state(request: Request, pk: int) -> HttpResponse:
    """Put in force, repeal or replace."""
    norm = selectors.norm_get(request.actor, pk)
    asked = NormStateForm(request.actor, norm, request.POST or None)
    if request.method == "POST" and asked.is_valid():
        services.norm_change_state(actor=request.actor, norm=norm, **asked.cleaned_data)
        return redirect("norm_page", norm.pk)
    return render(request, "documents/norm_state.html", {"form": asked, "norm": norm, "crumbs": _crumbs(norm)})


@reads("norm.view")
def norm_compare(request: Request, pk: int) -> HttpResponse:
    """Two versions side by side."""
    norm = selectors.norm_get(request.actor, pk)
    newest = selectors.norm_version_get(norm, None).ordinal
    after = _number(request.GET.get("after")) or newest
    before = _number(request.GET.get("before")) or max(1, after - 1)
    context = {
        "norm": norm,
        "before": selectors.norm_version_get(norm, before),
        "after": selectors.norm_version_get(norm, after),
        "changes": selectors.norm_compared(norm, before, after),
        "versions": selectors.norm_versions(norm),
        "crumbs": _crumbs(norm),
    }
    return render(request, "documents/norm_compare.html", context)


@writes("norm.view")
def norm_read(request: Request, pk: int, ordinal: int) -> HttpResponse:
    """I have read this version."""
    norm = selectors.norm_get(request.actor, pk)
    services.norm_read(actor=request.actor, version=selectors.norm_version_get(norm, ordinal))
    return redirect("norm_page", norm.pk)


@reads("norm.view")
def norm_file(request: Request, pk: int, ordinal: int) -> HttpResponse:
    """The original of a version."""
    return as_download(selectors.norm_file_get(request.actor, pk, ordinal))
