"""From an official document and its passages to what is printed, and to its words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from touyan.core.errors import Refused
from touyan.documents.models import OfficialDocument, Passage
from touyan.documents.rules import EDITABLE, UPWARD, State, form_of
from touyan.documents.typeset.data import from_data, plain_words, to_data
from touyan.documents.typeset.model import (
    Attachment,
    Block,
    Document,
    Form,
    Heading,
    Paragraph,
    final,
    number_text,
)
from touyan.documents.typeset.problems import NotPrintable
from touyan.documents.wording import NOTE, from_blocks, to_blocks


def number_of(document: OfficialDocument) -> str:
    """市政协〔2026〕3号, or the code with a blank while no number has been given."""
    if document.series is None:
        return ""
    if document.serial is None or document.year is None:
        return document.series.code + "〔　　〕　号" if document.state in EDITABLE | {State.SUBMITTED} else ""
    return number_text(document.series.code, document.year, document.serial)


def printed(document: OfficialDocument, passages: Iterable[Passage], *, draft: bool) -> Document:
    """The document as data. A draft shows its sources and says that it is one."""
    body: list[Block] = []
    papers: dict[str, list[Block]] = {}
    for passage in passages:
        target = papers.setdefault(passage.attachment, []) if passage.attachment else body
        target += blocks_of(passage)
    form = form_of(document.kind)
    whole = Document(
        title=document.title,
        body=tuple(body),
        form=form if document.series else (Form.PLAIN if form in {Form.RED, Form.LETTER} else form),
        masthead=_masthead(document),
        number=number_of(document),
        signer=document.signer if document.kind in UPWARD else "",
        urgency=document.urgency,
        subtitle=document.subtitle,
        addressees=document.addressees.rstrip("：:"),
        attachments=tuple(Attachment(name, tuple(blocks)) for name, blocks in papers.items()),
        signed_by=tuple(filter(None, document.signed_by.splitlines())),
        date=document.dated,
        remark=document.remark,
        attending=_attending(document.attending),
        copies_to=document.copies_to,
        printed_by=(document.series.imprint if document.series else "") if document.issued_at else "",
        printed_on=document.issued_at.date() if document.issued_at and document.series else None,
        draft="草稿" if draft else "",
        author=str(document.unit),
    )
    return whole if draft else final(whole)


def _masthead(document: OfficialDocument) -> str:
    if document.series is not None:
        return document.series.masthead
    return str(document.unit) + "纪要" if form_of(document.kind) is Form.MINUTES else ""


def _attending(text: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for line in text.splitlines():
        label, found, names = line.partition("：")
        if line.strip():
            pairs.append((label.strip(), names.strip()) if found else ("出席", line.strip()))
    return tuple(pairs)


def blocks_of(passage: Passage) -> list[Block]:
    """What a passage prints."""
    if passage.data is not None:
        return [from_data(passage.data)]
    return to_blocks(passage.text, passage.sources)


def passages_from(blocks: Iterable[Block], attachment: str = "") -> list[Passage]:
    """Neighbouring headings and paragraphs become one text to correct; tables, drawings and lists stand alone."""
    made: list[Passage] = []
    text: list[Heading | Paragraph] = []

    def close() -> None:
        if text:
            sources: list[dict[str, str]] = []
            made.append(Passage(attachment=attachment, text=from_blocks(text, sources), sources=sources))
            text.clear()

    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            if isinstance(block, Heading) and block.level == 1:
                close()  # one part of a report is one text, so that two people can correct two parts
            text.append(block)
        else:
            close()
            made.append(Passage(attachment=attachment, data=to_data(block)))
    close()
    return made


def words_of(document: OfficialDocument, passages: Iterable[Passage]) -> str:
    """All words for search."""
    found = [number_of(document), document.addressees]
    for passage in passages:
        found.append(passage.attachment)
        found.append(NOTE.sub("", passage.text) if passage.data is None else plain_words(blocks_of(passage)))
    return "\n".join(filter(None, found))


SENTENCES = {
    "font": lambda facts: _("没有找到字体“%(name)s”。") % {"name": "、".join(facts["missing"])},
    "character": lambda facts: _("“%(text)s”这个字没有字体可以打印。") % {"text": facts["text"]},
    "faces": lambda facts: _("字体设置“%(text)s”不正确。") % {"text": facts["text"]},
    "layout": lambda facts: _("版面没有排成。"),
}
REMEDIES = {
    "font": gettext_lazy("请系统管理员检查字体文件夹（TOUYAN_FONTS）。"),
    "character": gettext_lazy("请换一个写法，或请系统管理员加装含有这个字的字体。"),
    "faces": gettext_lazy("请系统管理员检查 TOUYAN_FONT_FACES。"),
    "layout": gettext_lazy("请检查是否有超出页面的表格或图片。"),
}


def refusal(problem: NotPrintable) -> Refused:
    """The sentence for a document that could not be printed."""
    return Refused(SENTENCES[problem.code](problem.facts), possible=str(REMEDIES[problem.code]))
