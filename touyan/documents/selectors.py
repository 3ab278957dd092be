"""Questions about documents, norms, files and exports. Each begins with what the actor may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.documents import compose, search
from touyan.documents.articles import Article, Change, articles, compare
from touyan.documents.models import (
    Export,
    Norm,
    NormBound,
    NormReading,
    NormVersion,
    NumberSeries,
    OfficialDocument,
    Passage,
    Remark,
    StoredFile,
)
from touyan.documents.papers import Paper, papers
from touyan.documents.rules import BADGES, BINDING, EDITABLE, NORM_BADGES, STEPS, State
from touyan.documents.wording import NOTE, heading_level
from touyan.organizations import policy
from touyan.organizations.models import Membership, Unit, holding
from touyan.organizations.policy import Actor
from touyan.organizations.selectors import below

PER_PAGE = 20


def _found(record: Any, sentence: str) -> Any:
    if record is None:
        raise Refused(sentence, status=404)
    return record


# — official documents —
TABS: dict[str, tuple[str, frozenset[str]]] = {
    "open": ("起草和送签", frozenset({State.DRAFT, State.RETURNED, State.SUBMITTED, State.SIGNED})),
    "issued": ("已印发", frozenset({State.ISSUED})),
    "withdrawn": ("已作废", frozenset({State.WITHDRAWN})),
}


def document_page_of(actor: Actor, *, tab: str, query: str, number: str | None) -> Page[OfficialDocument]:
    """One page of the documents that the actor may see."""
    states = TABS.get(tab, TABS["open"])[1]
    rows = OfficialDocument.objects.visible_to(actor).filter(state__in=states).select_related("unit", "series")
    if query.strip():
        rows = rows.filter(Q(title__icontains=query.strip()) | Q(unit__name__icontains=query.strip()))
    return Paginator(rows, PER_PAGE).get_page(number)


def document_get(actor: Actor, pk: int) -> OfficialDocument:
    """One document; Refused with 404 when it is not there for this reader."""
    rows = OfficialDocument.objects.visible_to(actor).select_related(
        "unit", "series", "made_by", "signed_account", "pdf", "docx"
    )
    return _found(rows.filter(pk=pk).first(), _("没有这份公文。"))


def passage_get(document: OfficialDocument, pk: int) -> Passage:
    """One piece of this document."""
    return _found(document.passages.filter(pk=pk).first(), _("没有这一段。"))


def remark_get(document: OfficialDocument, pk: int) -> Remark:
    """One remark on this document."""
    return _found(document.remarks.filter(pk=pk).first(), _("没有这条意见。"))


@dataclass(frozen=True)
class Line:
    """A line of text on the page: heading level 0 to 4, pieces of words with the number, name and address of their source."""

    level: int
    pieces: tuple[tuple[str, int, str, str], ...]


@dataclass(frozen=True)
class Part:
    """A passage as the page shows it: `kind` is text, table, figure, names or newpage."""

    passage: Passage
    kind: str
    lines: tuple[Line, ...]
    block: Any
    remarks: tuple[Remark, ...]


KINDS = {"Table": "table", "Figure": "figure", "NameList": "names", "PageBreak": "newpage"}


def document_parts(document: OfficialDocument) -> list[Part]:
    """The pieces of the document in order, each with its open remarks. Two queries."""
    open_remarks = Remark.objects.filter(settled__isnull=True).select_related("account__person")
    rows = document.passages.prefetch_related(Prefetch("remarks", open_remarks, to_attr="open_remarks"))
    return [_part(passage) for passage in rows]


def _part(passage: Any) -> Part:
    remarks = tuple(passage.open_remarks)
    if passage.data is not None:
        [block] = compose.blocks_of(passage)
        return Part(passage, KINDS[passage.data["type"]], (), block, remarks)
    return Part(passage, "text", tuple(_lines(passage)), None, remarks)


def _lines(passage: Passage) -> list[Line]:
    lines = []
    for text in filter(None, (line.strip() for line in passage.text.splitlines())):
        pieces, start = [], 0
        for mark in NOTE.finditer(text):
            at = int(mark[1]) - 1
            if 0 <= at < len(passage.sources):
                source = passage.sources[at]
                pieces.append((text[start : mark.start()], at + 1, source["label"], source.get("url", "")))
                start = mark.end()
        pieces.append((text[start:], 0, "", ""))
        lines.append(Line(heading_level(text), tuple(pieces)))
    return lines


def document_steps(actor: Actor, document: OfficialDocument) -> set[str]:
    """Verbs that the actor may do now on this document."""
    rights = {action: policy.can(actor, action, document.unit) for action in {step.action for step in STEPS.values()}}
    steps = {verb for verb, step in STEPS.items() if document.state in step.states and rights[step.action]}
    if document.series is None:
        steps.discard("issue")
    if document.state in EDITABLE and rights["document.write"]:
        steps.add("edit")
    return steps


def document_remarks(document: OfficialDocument) -> QuerySet[Remark]:
    """All remarks, the open ones first."""
    return document.remarks.select_related("account__person", "passage").order_by("settled", "at")


def document_facts(document: OfficialDocument) -> list[dict[str, Any]]:
    """The three facts of a list."""
    number = compose.number_of(document) if document.serial else _("未编号")
    return [
        {"label": _("文种"), "value": document.get_kind_display()},
        {"label": _("单位"), "value": document.unit.short},
        {"label": _("文号"), "value": number},
    ]


def document_items(page: Page[OfficialDocument]) -> list[dict[str, Any]]:
    """Rows for the list of cards."""
    return [
        {
            "title": document.title,
            "url": reverse("document_page", args=[document.pk]),
            "facts": document_facts(document),
            "badge": {"kind": BADGES[State(document.state)], "word": document.get_state_display()},
        }
        for document in page
    ]


def series_for(unit: Unit) -> QuerySet[NumberSeries]:
    """Codes that a unit may use."""
    return NumberSeries.objects.filter(unit=unit, closed=False)


def series_of(actor: Actor) -> QuerySet[NumberSeries]:
    """Codes that the actor manages, with the last number of each year."""
    units = policy.units(actor, "document.series")
    return NumberSeries.objects.filter(unit_id__in=units).select_related("unit").prefetch_related("counters")


def simple_papers() -> dict[str, Paper]:
    """Papers that need nothing but a unit and a year."""
    return {code: paper for code, paper in papers().items() if paper.make or not (paper.places or paper.blocks)}


# — norms —
def norm_page_of(actor: Actor, *, state: str, query: str, number: str | None) -> Page[Norm]:
    """One page of the library."""
    rows = Norm.objects.visible_to(actor).select_related("unit")
    rows = (
        rows.filter(state=state) if state in NORM_BADGES else rows.filter(state__in=BINDING) if state != "all" else rows
    )
    if query.strip():
        rows = rows.filter(Q(title__icontains=query.strip()) | Q(number__icontains=query.strip()))
    return Paginator(rows.order_by("title", "pk"), PER_PAGE).get_page(number)


def norm_items(page: Page[Norm]) -> list[dict[str, Any]]:
    """Rows for the list of cards."""
    return [
        {
            "title": norm.title,
            "url": reverse("norm_page", args=[norm.pk]),
            "facts": [
                {"label": _("制发单位"), "value": norm.unit.short},
                {"label": _("文号"), "value": norm.number or "—"},
            ],
            "badge": {"kind": NORM_BADGES[norm.state], "word": norm.get_state_display()},  # type: ignore[index]
        }
        for norm in page
    ]


def norm_get(actor: Actor, pk: int) -> Norm:
    """One norm; Refused with 404 when it is not there for this reader."""
    rows = Norm.objects.visible_to(actor).select_related("unit", "replaced_by")
    return _found(rows.filter(pk=pk).first(), _("没有这份制度。"))


def norm_versions(norm: Norm) -> QuerySet[NormVersion]:
    """Its versions, the newest first, with the number of confirmations."""
    return norm.versions.select_related("file").annotate(readers=Count("readings")).order_by("-ordinal")


def norm_version_get(norm: Norm, ordinal: int | None) -> NormVersion:
    """The version of that number, else the newest."""
    rows = norm_versions(norm)
    return _found((rows.filter(ordinal=ordinal) if ordinal else rows).first(), _("没有这一版。"))


def norm_articles(version: NormVersion) -> list[Article]:
    """The text by article."""
    return articles(version.text)


def norm_compared(norm: Norm, before: int, after: int) -> list[Change]:
    """Two versions side by side."""
    return compare(norm_version_get(norm, before).text, norm_version_get(norm, after).text)


def norm_bound(norm: Norm) -> list[Unit]:
    """The units that it binds, each with everything below it."""
    return [row.unit for row in NormBound.objects.filter(norm=norm).select_related("unit")]


def norm_reading_of(actor: Actor, version: NormVersion) -> NormReading | None:
    """When this reader confirmed to have read it."""
    return NormReading.objects.filter(version=version, account_id=actor.account_id).first()


def norm_readers(actor: Actor, norm: Norm, version: NormVersion) -> list[tuple[str, str]] | None:
    """(name, day) of confirmations, for those who manage the norm; None for everybody else."""
    if not policy.can(actor, "norm.manage", norm.unit):
        return None
    rows = version.readings.select_related("account__person")
    return [(str(row.account), row.day.isoformat()) for row in rows]


def article_url(norm: Norm, anchor: str) -> str:
    """Where an article opens, for tasks, schemes and standards that refer to it (`a-12`)."""
    return reverse("norm_page", args=[norm.pk]) + (f"#{anchor}" if anchor else "")


# — files —
def file_page_of(actor: Actor, *, number: str | None) -> Page[StoredFile]:
    """One page of files, without those that the house printed."""
    rows = (
        StoredFile.objects.visible_to(actor).filter(place__startswith="kept/").select_related("unit", "kept_by__person")
    )
    return Paginator(rows, PER_PAGE).get_page(number)


def file_get(actor: Actor, pk: int) -> StoredFile:
    """One file; Refused with 404 when it is not there for this reader."""
    return _found(
        StoredFile.objects.visible_to(actor).select_related("unit").filter(pk=pk).first(), _("没有这份资料。")
    )


def norm_file_get(actor: Actor, norm_pk: int, ordinal: int) -> StoredFile:
    """The original of a version, through its norm: whoever may read the norm may have it."""
    version = norm_version_get(norm_get(actor, norm_pk), ordinal)
    return _found(version.file, _("这一版没有原件。"))


# — search, exports —
def search_page_of(actor: Actor, query: str, kind: str, number: str | None) -> tuple[Page[Any], list[search.Hit]]:
    """One page of results with the places where the words stand."""
    page = Paginator(search.find(actor, query, kind=kind), PER_PAGE).get_page(number)
    return page, [search.hit(entry, query) for entry in page]


def exports_of(actor: Actor) -> Sequence[Export]:
    """The actor's last files."""
    return Export.objects.filter(account_id=actor.account_id)[:PER_PAGE]  # type: ignore[return-value]


def export_get(actor: Actor, pk: int) -> Export:
    """One of the actor's own files; Refused with 404 otherwise."""
    return _found(Export.objects.filter(pk=pk, account_id=actor.account_id).first(), _("没有这份文件。"))


def people_bound(norm: Norm) -> int:
    """How many people belong today to the units that it binds."""
    from touyan.core import clock

    inside = Q()
    for unit in norm_bound(norm):
        inside |= Q(unit_id__in=below(unit))
    rows = Membership.objects.filter(inside, holding(clock.today())) if inside else Membership.objects.none()
    return rows.values("person_id").distinct().count()
