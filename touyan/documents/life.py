"""The life of an official document: send for signature, return, sign, number and issue, withdraw; remarks on drafts."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.documents import compose, search
from touyan.documents.files import file_made
from touyan.documents.models import NumberCounter, NumberSeries, OfficialDocument, Passage, Remark
from touyan.documents.rules import STEPS, UPWARD, State
from touyan.documents.typeset.problems import NotPrintable
from touyan.organizations import policy
from touyan.organizations.policy import Actor


@transaction.atomic
def _step(verb: str, actor: Actor, document: OfficialDocument) -> OfficialDocument:
    """The document in its next state, its row locked; refused when the state or the right is not there."""
    step = STEPS[verb]
    document = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    policy.require(actor, step.action, document.unit)
    if document.state not in step.states:
        raise Refused(
            _("这份公文现在是“%(state)s”，不能%(verb)s。")
            % {"state": document.get_state_display(), "verb": step.label},
            possible=_("请刷新页面，查看最新状态。"),
            status=409,
        )
    document.state = step.to
    document.version += 1
    return document


def _stepped(verb: str, actor: Actor, document: OfficialDocument, **detail: Any) -> OfficialDocument:
    document.save()
    journal.record(actor, STEPS[verb].action, document, unit=document.unit, detail={"verb": verb, **detail})
    events.publish(f"document_{STEPS[verb].to}", document_id=document.pk)
    return document


@transaction.atomic
def document_submit(*, actor: Actor, document: OfficialDocument) -> OfficialDocument:
    """The draft waits for a signature. Refused while it has no text or cannot be printed."""
    document = _step("submit", actor, document)
    if not document.passages.exists():
        raise Refused(_("公文还没有正文。"), possible=_("请先写正文。"))
    if document.remarks.filter(asks_revision=True, settled__isnull=True).exists():
        raise Refused(_("还有修改意见没有处理。"), possible=_("请逐条处理后再送签。"), status=409)
    if document.kind in UPWARD and document.series and not document.signer:
        raise Refused(_("上行文要写明签发人。"), possible=_("请在“文头”中填写签发人。"))
    document_print(document, draft=True)
    return _stepped("submit", actor, document)


@transaction.atomic
def document_return(*, actor: Actor, document: OfficialDocument, text: str) -> OfficialDocument:
    """Back to the writer with what is to be changed."""
    if not text.strip():
        raise Refused(_("还没有写要修改什么。"), possible=_("请写明修改意见。"))
    document = _step("return", actor, document)
    Remark.objects.create(
        document=document, account_id=actor.account_id, text=whole(text, 500, _("内容")), asks_revision=True
    )
    return _stepped("return", actor, document)


@transaction.atomic
def document_sign(*, actor: Actor, document: OfficialDocument) -> OfficialDocument:
    """Signed: words can no longer be changed. Papers without a number are printed and kept at once."""
    document = _step("sign", actor, document)
    document.signed_at, document.signed_account_id = clock.now(), actor.account_id
    document.dated = document.dated or clock.today()
    if document.series is None:
        document.state = State.ISSUED
        document.issued_at = clock.now()
        _freeze(actor, document)
    return _stepped("sign", actor, document)


@transaction.atomic
def document_issue(*, actor: Actor, document: OfficialDocument, year: int | None = None) -> OfficialDocument:
    """The next number of the body's series and year is given, and what is printed now is kept for good."""
    document = _step("issue", actor, document)
    if document.series is None:
        raise Refused(_("还没有选择机关代字。"), possible=_("请作废后重新起草，并选择机关代字。"))
    document.year = year or clock.today().year
    document.serial = _next_number(document.series, document.year)
    document.issued_at = clock.now()
    _freeze(actor, document)
    return _stepped("issue", actor, document, number=compose.number_of(document))


def _next_number(series: NumberSeries, year: int) -> int:
    """One more than the last, under a lock on the counter; given back when the transaction does not hold."""
    NumberCounter.objects.get_or_create(series=series, year=year)
    counter = NumberCounter.objects.select_for_update().get(series=series, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _freeze(actor: Actor, document: OfficialDocument) -> None:
    name = "".join(c if c not in '\\/:*?"<>|\n' else "_" for c in document.title)[:80]
    for kind in ("pdf", "docx"):
        content = document_print(document, draft=False, kind=kind)
        kept = file_made(actor=actor, unit=document.unit, name=f"{name}.{kind}", kind=kind, content=content)
        setattr(document, kind, kept)
    search.document_indexed(document, compose.words_of(document, document.passages.all()))


@transaction.atomic
def document_withdraw(*, actor: Actor, document: OfficialDocument, reason: str) -> OfficialDocument:
    """The document no longer holds; its number stays taken and what was printed stays readable."""
    if not reason.strip():
        raise Refused(_("还没有写作废原因。"), possible=_("请写明原因。"))
    document = _step("withdraw", actor, document)
    document.withdrawn_why = whole(reason, 200, _("理由"))
    return _stepped("withdraw", actor, document)


def document_print(document: OfficialDocument, *, draft: bool, kind: str = "pdf") -> bytes:
    """The document as .pdf or .docx. Reads only; whoever calls has checked the right. Refused when it cannot be printed."""
    from touyan.documents.typeset.docx import docx_bytes
    from touyan.documents.typeset.pdf import pdf

    whole = compose.printed(document, document.passages.all(), draft=draft)
    try:
        return docx_bytes(whole) if kind == "docx" else pdf(whole, at=document.issued_at)
    except NotPrintable as problem:
        raise compose.refusal(problem) from problem


def document_pictures(document: OfficialDocument) -> list[bytes]:
    """The pages as PNG, small enough to look at on a screen; kept for the same version for some minutes."""
    from touyan.documents.typeset.pdf import pictures

    key = f"documents.sheets.{document.pk}.{document.version}"
    if (found := cache.get(key)) is not None:
        return list(found)
    draft = document.state not in {State.ISSUED, State.WITHDRAWN}
    try:
        made = pictures(compose.printed(document, document.passages.all(), draft=draft), dots_per_inch=80)
    except NotPrintable as problem:
        raise compose.refusal(problem) from problem
    if len(made) <= 40:
        cache.set(key, made, timeout=300)
    return made


@transaction.atomic
def remark_add(*, actor: Actor, document: OfficialDocument, text: str, passage: Passage | None = None) -> Remark:
    """A remark on a draft, on one of its pieces or the whole."""
    policy.require(actor, "document.view", document.unit)
    if not text.strip():
        raise Refused(_("意见还没有内容。"), possible=_("请写明意见。"))
    if document.state in {State.ISSUED, State.WITHDRAWN}:
        raise Refused(_("公文已经印发，不再收意见。"), status=409)
    made = Remark.objects.create(
        document=document, passage=passage, account_id=actor.account_id, text=whole(text, 500, _("内容"))
    )
    journal.record(actor, "document.view", document, unit=document.unit, detail={"verb": "remark"})
    return made


@transaction.atomic
def remark_settle(*, actor: Actor, remark: Remark) -> Remark:
    """The remark was dealt with."""
    policy.require(actor, "document.write", remark.document.unit)
    remark.settled = clock.now()
    remark.save(update_fields=["settled"])
    return remark
