"""Questions about returns to other bodies, and the return as a document and a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from touyan.assessment.models import OutsideItem, OutsideScheme
from touyan.assessment.outside import Line, lines
from touyan.assessment.rules import ReturnState, Way
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.sheets import Column, Sheet, book_bytes
from touyan.documents.records import table
from touyan.documents.typeset import model as m
from touyan.documents.typeset.docx import docx_bytes
from touyan.organizations.policy import Actor

COLUMNS = (
    Column("code", "序号", width=6),
    Column("text", "指标", max_length=400, width=44),
    Column("points", "分值", width=8),
    Column("answer", "完成情况", max_length=600, width=40),
    Column("note", "数据来源", max_length=300, width=40),
)


def outside_get(actor: Actor, pk: int, action: str = "outside.view") -> OutsideScheme:
    """One return the actor may see; Refused with 404 otherwise."""
    found = OutsideScheme.objects.visible_to(actor, action).select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Refused(_("没有这份填报。"), status=404)
    return found


def returns_for(actor: Actor) -> QuerySet[OutsideScheme]:
    """Returns the actor may see, newest first."""
    return OutsideScheme.objects.visible_to(actor).select_related("unit")


def item_get(actor: Actor, pk: int, action: str = "outside.view") -> OutsideItem:
    """One indicator of a return the actor may see; Refused with 404 otherwise."""
    mine = Q(outside__in=OutsideScheme.objects.visible_to(actor, action))
    found = OutsideItem.objects.select_related("outside__unit", "asked").filter(mine, pk=pk).first()
    if found is None:
        raise Refused(_("没有这一项指标。"), status=404)
    return found


def asked_of(actor: Actor) -> QuerySet[OutsideItem]:
    """What returns ask of the actor and is not answered yet."""
    found = OutsideItem.objects.filter(way=Way.ASKED, answer="", outside__state=ReturnState.OPEN)
    return found.filter(asked_id=actor.person_id).select_related("outside")


def return_docx(outside: OutsideScheme) -> bytes:
    """The return as a Word file: a table, and a footnote for every answer."""
    found = lines(outside)
    rows = [
        (line.item.code, line.item.text, line.item.points, f"{line.answer.text}［{k}］")
        for k, line in enumerate(found, 1)
    ]
    columns = [("序号", 0.8, "center"), ("指标", 4, "left"), ("分值", 0.8, "right"), ("完成情况", 3.4, "left")]
    notes = [m.paragraph(f"［{k}］{line.answer.note}。", indent=0) for k, line in enumerate(found, 1)]
    return docx_bytes(
        m.Document(
            title=f"{outside.title}填报表",
            subtitle=f"（{outside.unit.name}，{outside.year}年）",
            body=(
                m.paragraph(
                    f"组织考评的单位：{outside.issuer}。" + (f"依据：{outside.basis}。" if outside.basis else "")
                ),
                table(columns, rows, caption=f"{outside.title}（{outside.year}年）", size=10.5),
                m.Heading("数据来源"),
                *notes,
            ),
            signed_by=(outside.unit.name,),
            date=outside.sent_on or clock.today(),
            draft="" if outside.state == ReturnState.SENT else "草稿",
            author=outside.unit.name,
        )
    )


def return_xlsx(outside: OutsideScheme) -> bytes:
    """The same as a workbook."""
    rows = [_row(line) for line in lines(outside)]
    note = f"{outside.unit.name}，{outside.year}年；组织考评的单位：{outside.issuer}"
    return book_bytes([Sheet(f"{outside.year}年填报", COLUMNS, rows, title=outside.title, note=note)])


def _row(line: Line) -> dict[str, str]:
    item, answer = line.item, line.answer
    return {"code": item.code, "text": item.text, "points": item.points, "answer": answer.text, "note": answer.note}


def open_items(found: Sequence[Line]) -> int:
    """How many answers are missing."""
    return sum(line.answer.missing for line in found)
