"""A duty file as one printed sheet (M2), and the files of a unit's people as one package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from touyan.core import clock
from touyan.documents.records import table
from touyan.documents.typeset.model import Block, Cell, Document, Heading, final, paragraph, said_date
from touyan.duties import desks
from touyan.organizations import policy
from touyan.organizations.models import Membership, Person
from touyan.organizations.policy import Actor
from touyan.organizations.rules import MembershipKind
from touyan.organizations.selectors import below, unit_get


def document(sheet: desks.Sheet) -> Document:
    """The file of one person and year. The reading was written down by whoever fetched the sheet."""
    file = sheet.file
    sums = f"应出席{file.due}次，出席{file.came}次；成果{len(sheet.works)}项，其中被采用或受表彰{sheet.taken_up}项。"
    body: list[Block] = [paragraph(*filter(None, ["；".join(file.posts) + "。" if file.posts else "", sums]))]
    if sheet.works:
        body += [Heading("一、做了什么，后来怎样"), _works(sheet)]
    if sheet.kinds:
        body += [Heading("二、参加了什么" if sheet.works else "一、参加了什么"), _kinds(sheet)]
    if file.partners:
        names = "、".join(f"{name}（{count}项）" for name, count in file.partners)
        body.append(paragraph(f"共同署名：{names}。"))
    if file.own_words:
        body.append(paragraph(f"本人自述：{file.own_words}"))
    title = f"{file.person.name}{file.year}年履职档案"
    return final(Document(title=title, subtitle=f"（{said_date(clock.today())}）", body=tuple(body)))


def _works(sheet: desks.Sheet) -> Block:
    rows = []
    for work in sheet.works:
        way = " → ".join(
            f"{line.record.stage_label}{f'（{line.record.level_label}）' if line.record.level else ''}"
            f" {line.record.business_date:%m-%d}"
            for line in work["lines"]
        )
        place = f"第{work['place']}/{work['authors']}作者" if work["place"] else ""
        rows.append((work["title"], work["kind"], place, way))
    columns = [("名称", 4, "left"), ("种类", 1.6, "left"), ("署名", 1.4, "center"), ("经过", 4, "left")]
    return table(columns, rows, size=10.5)


def _kinds(sheet: desks.Sheet) -> Block:
    rows = [(kind.label, kind.due, kind.came, kind.excused, kind.absent) for kind in sheet.kinds]
    columns = [
        ("种类", 4, "left"),
        ("应出席", 1, "right"),
        ("出席", 1, "right"),
        ("请假", 1, "right"),
        ("缺席", 1, "right"),
    ]
    return table(columns, [tuple(Cell(str(cell)) for cell in row) for row in rows], size=10.5)  # type: ignore[arg-type]


def keys(actor: Actor, wish: dict[str, Any]) -> Sequence[str]:
    """The people of a unit and everything below it whose files the actor may read, by strokes."""
    unit = unit_get(actor, int(wish["unit"]))
    policy.require(actor, "duty.view", unit)
    inside = Membership.objects.filter(unit_id__in=below(unit), kind=MembershipKind.MEMBER, end__isnull=True)
    inside = inside.filter(unit_id__in=policy.units(actor, "duty.view"))
    people = Person.objects.filter(pk__in=inside.values("person_id")).order_by("sort_stroke", "pk")
    return [str(pk) for pk in people.values_list("pk", flat=True)]


def part(actor: Actor, wish: dict[str, Any], key: str) -> tuple[str, bytes]:
    """One person's file as .pdf; the reading stands in the journal."""
    from touyan.documents.typeset.pdf import pdf

    sheet = desks.sheet(actor, int(key), int(wish["year"]))
    return f"{sheet.file.person.name}-{sheet.file.year}年履职档案.pdf", pdf(document(sheet))
