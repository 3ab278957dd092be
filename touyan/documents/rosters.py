"""The list of members as it is printed: by sector, by strokes of the surname, （女） and peoples other than Han marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.documents import compose
from touyan.documents.typeset import model as m
from touyan.documents.typeset.docx import docx_bytes
from touyan.documents.typeset.pdf import pdf
from touyan.documents.typeset.problems import NotPrintable
from touyan.members import selectors
from touyan.members.selectors import Chosen
from touyan.organizations import policy
from touyan.organizations.models import Term
from touyan.organizations.policy import Actor

MAKERS = {"pdf": pdf, "docx": docx_bytes}
DIGITS = "零一二三四五六七八九"


def roster_print(*, actor: Actor, term: Term, chosen: Chosen, form: str) -> bytes:
    """The members whom the actor sees and chose, as `form` pdf or docx. That a list was taken is in the journal."""
    policy.require(actor, "member.export", term.committee)
    if form not in MAKERS:
        raise Refused(_("没有这种格式。"), status=404)
    document = roster_document(actor, term, chosen)
    try:
        content = MAKERS[form](document)
    except NotPrintable as problem:
        raise compose.refusal(problem) from problem
    journal.record(actor, "member.export", term, unit=term.committee, outcome="read", detail={"form": form})
    return content


def roster_document(actor: Actor, term: Term, chosen: Chosen) -> m.Document:
    """The list as a document without a number."""
    rows = selectors.print_lines(actor, term, chosen)
    if not rows:
        raise Refused(_("没有符合条件的委员。"), possible=_("请放宽查找条件。"))
    return m.Document(
        title=f"{term.committee.name}{term.name}委员名单",
        subtitle=f"（{len(rows)}人，按姓氏笔画为序）",
        body=tuple(_blocks(rows)),
        printed_on=clock.today(),
        author=term.committee.name,
    )


def _blocks(rows: list[selectors.PrintLine]) -> Iterator[m.Block]:
    by_sector = sorted(rows, key=lambda row: row.sector_order)  # stable: the order by strokes stays inside
    for number, (sector, found) in enumerate(groupby(by_sector, key=lambda row: row.sector), 1):
        names = tuple(_marked(row) for row in found)
        yield m.Heading(f"{numeral(number)}、{sector or _('未定界别')}（{len(names)}人）")
        yield m.NameList(names, columns=4 if any("（" in name for name in names) else 6)


def _marked(row: selectors.PrintLine) -> str:
    marks = [mark for mark in ("女" if row.female else "", row.ethnicity) if mark]
    if not marks:
        return row.name
    name = f"{row.name[0]}\u3000{row.name[1]}" if len(row.name) == 2 else row.name
    return f"{name}（{'，'.join(marks)}）"


def numeral(number: int) -> str:
    """1 → 一, 12 → 十二, 34 → 三十四; up to 99."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones or not tens else "")
