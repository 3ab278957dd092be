"""Drafts: made from blocks or from a paper, corrected while they are drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.texts import whole
from touyan.documents import compose, search
from touyan.documents.models import (
    NumberSeries,
    OfficialDocument,
    Passage,
)
from touyan.documents.papers import paper_get
from touyan.documents.rules import EDITABLE, UNNUMBERED, UPWARD, State
from touyan.documents.series import wording_of
from touyan.documents.typeset.model import Block, said_date
from touyan.documents.wording import NOTE, Fill, filled, heading_level, require_sound
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

HEAD_FIELDS = (
    "title",
    "subtitle",
    "addressees",
    "signer",
    "urgency",
    "signed_by",
    "dated",
    "remark",
    "copies_to",
    "attending",
    "series",
)


@dataclass(frozen=True)
class Extra:
    """A paper behind the main text: its name and its contents."""

    name: str
    body: tuple[Block, ...] = field(default=())


@transaction.atomic
def document_draft(
    *,
    actor: Actor,
    unit: Unit,
    kind: str,
    title: str,
    body: Sequence[Block],
    attachments: Sequence[Extra] = (),
    addressees: str = "",
    subtitle: str = "",
    subject: str = "",
    template: str = "",
    permit: str = "document.write",
) -> OfficialDocument:
    """A draft of `unit` made from blocks, each with the record behind it as `note` and `url`.

    Neighbouring headings and paragraphs become text to correct; tables, drawings and lists stay as the records have them.
    `subject` names what it is about (`plan:12`), so that a room finds its documents again.
    """
    policy.require(actor, permit, unit)
    passages = compose.passages_from(body)
    for extra in attachments:
        made = compose.passages_from(extra.body, extra.name)
        passages += made or [Passage(attachment=extra.name)]
    return _opened(
        actor,
        OfficialDocument(
            unit=unit,
            kind=kind,
            title=whole(title, 200, _("标题")),
            subtitle=subtitle[:100],
            addressees=addressees[:500],
            subject=subject,
            template=template,
        ),
        passages,
    )


@transaction.atomic
def document_from_paper(
    *,
    actor: Actor,
    unit: Unit,
    code: str,
    fills: Mapping[str, Fill] | None = None,
    blocks: Mapping[str, Sequence[Block]] | None = None,
    year: int | None = None,
    attachments: Sequence[Extra] = (),
    subject: str = "",
    permit: str = "document.write",
) -> OfficialDocument:
    """A draft in the unit's wording of a paper, its places filled. Unknown or missing places are refused with their lines.

    Without `fills` and `blocks` the paper itself reads them from the records of the unit and the year.
    """
    policy.require(actor, permit, unit)
    paper = paper_get(code)
    if paper.make and fills is None and blocks is None:
        with translation.override("zh-hans"):  # a document is Chinese, whatever the language of the page
            content = paper.make(actor, unit, year or clock.today().year)
        fills, blocks, subject = content.fills, content.blocks, subject or content.subject
        attachments = [*attachments, *(Extra(name, tuple(body)) for name, body in content.attachments)]
    title, text = wording_of(unit, code)
    values = {**_common(unit, year), **(fills or {})}
    given = dict(blocks or {})
    require_sound(title, list(values))
    require_sound(text, list(values), list(given))
    sources: list[dict[str, str]] = []
    passages = _laid_out(text, values, given)
    for extra in attachments:
        passages += compose.passages_from(extra.body, extra.name) or [Passage(attachment=extra.name)]
    return _opened(
        actor,
        OfficialDocument(
            unit=unit,
            kind=paper.kind,
            title=_without_marks(filled(title, values, sources))[:200],
            addressees=paper.addressees,
            subject=subject,
            template=code,
        ),
        passages,
    )


def _without_marks(text: str) -> str:
    return NOTE.sub("", text)


def _common(unit: Unit, year: int | None) -> dict[str, Fill]:
    today = clock.today()
    return {
        "单位": Fill(unit.name),
        "简称": Fill(unit.short),
        "年度": Fill(str(year or today.year)),
        "今日": Fill(said_date(today)),
    }


def _laid_out(text: str, values: Mapping[str, Fill], blocks: Mapping[str, Sequence[Block]]) -> list[Passage]:
    passages: list[Passage] = []
    lines: list[str] = []
    sources: list[dict[str, str]] = []

    def close() -> None:
        nonlocal lines, sources
        if lines:
            passages.append(Passage(text="\n".join(lines), sources=sources))
            lines, sources = [], []

    for line in text.splitlines():
        name = line.strip().removeprefix("{{").removesuffix("}}").strip()
        if line.strip().startswith("{{") and name in blocks:
            close()
            passages += compose.passages_from(blocks[name])
            continue
        if heading_level(line.strip()) == 1:
            close()
        lines.append(filled(line, values, sources))
    close()
    return passages


def _opened(actor: Actor, document: OfficialDocument, passages: list[Passage]) -> OfficialDocument:
    document.made_by_id = actor.account_id
    document.signed_by = document.unit.name
    if document.kind in UPWARD and not document.signer:
        document.signer = ""
    if document.kind not in UNNUMBERED:
        document.series = NumberSeries.objects.filter(unit=document.unit, closed=False).first()
    document.save()
    for order, passage in enumerate(passages, start=1):
        passage.document, passage.order = document, order * 10
    Passage.objects.bulk_create(passages)
    search.document_indexed(document, compose.words_of(document, passages))
    journal.record(
        actor, "document.write", document, unit=document.unit, detail={"verb": "draft", "kind": document.kind}
    )
    events.publish("document_drafted", document_id=document.pk)
    return document


def require_editable(actor: Actor, document: OfficialDocument) -> None:
    policy.require(actor, "document.write", document.unit)
    if document.state not in EDITABLE:
        raise Refused(
            _("这份公文已%(state)s，不能再修改。") % {"state": document.get_state_display()},
            possible=_("如需修改，请由签发人退回。"),
            status=409,
        )


@transaction.atomic
def document_correct(*, actor: Actor, document: OfficialDocument, version: int, **fields: Any) -> OfficialDocument:
    """The head of a draft has new words. Somebody else's newer save is not overwritten (409)."""
    document = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    require_editable(actor, document)
    if document.version != version:
        raise Stale(_differences(document, fields))
    for name in HEAD_FIELDS:
        if name in fields:
            setattr(document, name, fields[name])
    if document.series is not None and document.series.unit_id != document.unit_id:
        raise Refused(_("这个机关代字不属于发文单位。"), possible=_("请选择本单位的机关代字。"))
    document.version += 1
    document.save()
    search.document_indexed(document, compose.words_of(document, document.passages.all()))
    journal.record(actor, "document.write", document, unit=document.unit, detail={"verb": "correct"})
    return document


def _differences(document: OfficialDocument, fields: Mapping[str, Any]) -> list[Difference]:
    return [
        Difference(
            str(OfficialDocument._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            str(getattr(document, name) or ""),
            str(sent or ""),
        )
        for name, sent in fields.items()
        if name in HEAD_FIELDS and (getattr(document, name) or "") != (sent or "")
    ]


def document_of(subject: str, kind: str = "") -> OfficialDocument | None:
    """The newest document about `subject` that was not withdrawn, for rooms that made it."""
    found = OfficialDocument.objects.filter(subject=subject).exclude(state=State.WITHDRAWN)
    return (found.filter(kind=kind) if kind else found).first()
