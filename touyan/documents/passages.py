"""The pieces of a draft: correct, drop, add."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import journal
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.texts import whole
from touyan.documents import compose, search
from touyan.documents.drafting import require_editable
from touyan.documents.models import OfficialDocument, Passage
from touyan.organizations.policy import Actor


@transaction.atomic
def passage_correct(*, actor: Actor, passage: Passage, text: str, before: str) -> Passage | None:
    """A piece of text has new words; emptied, it is gone. `before` is what the writer saw: a newer save is not overwritten."""
    document = OfficialDocument.objects.select_for_update().get(pk=passage.document_id)
    require_editable(actor, document)
    passage = Passage.objects.get(pk=passage.pk)
    if passage.data is not None:
        raise Refused(_("表格、图和名单由记录生成，不能在这里改字。"), possible=_("请到来源记录中修改，再重新生成。"))
    text = text.replace("\r\n", "\n").strip()
    if before.replace("\r\n", "\n").strip() != passage.text.strip():
        raise Stale([Difference(_("正文"), passage.text, text)])
    document.version += 1
    document.save(update_fields=["version"])
    journal.record(
        actor, "document.write", document, unit=document.unit, detail={"verb": "correct", "part": passage.order}
    )
    if text or passage.attachment:
        passage.text = text
        passage.save(update_fields=["text"])
    else:
        passage.delete()
    search.document_indexed(document, compose.words_of(document, document.passages.all()))
    return passage if passage.pk else None


@transaction.atomic
def passage_drop(*, actor: Actor, passage: Passage) -> None:
    """A table, drawing or list is left out of the document; the records stay."""
    document = passage.document
    require_editable(actor, document)
    journal.record(
        actor, "document.write", document, unit=document.unit, detail={"verb": "drop", "part": passage.order}
    )
    passage.delete()
    search.document_indexed(document, compose.words_of(document, document.passages.all()))


@transaction.atomic
def passage_add(*, actor: Actor, document: OfficialDocument, text: str, attachment: str = "") -> Passage:
    """A new piece of text at the end of the main text, or of an attachment."""
    require_editable(actor, document)
    last = document.passages.filter(attachment=attachment).order_by("-order").first()
    highest = document.passages.order_by("-order").values_list("order", flat=True).first() or 0
    order = last.order + 1 if last and not attachment else highest + 10
    made = Passage.objects.create(
        document=document, order=order, text=text.strip(), attachment=whole(attachment, 200, _("附件"))
    )
    journal.record(actor, "document.write", document, unit=document.unit, detail={"verb": "add", "part": order})
    search.document_indexed(document, compose.words_of(document, document.passages.all()))
    return made
