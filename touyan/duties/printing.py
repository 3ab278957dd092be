"""A duty file as one printed sheet (M2), and the files of a unit's people as one package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from touyan.core import clock
from touyan.documents.records import table
from touyan.documents.typeset.model import Block, Document, Heading, final, paragraph, said_date
from touyan.duties import desks
from touyan.organizations import policy
from touyan.organizations.models import Membership, Person
from touyan.organizations.policy import Actor
from touyan.organizations.rules import MembershipKind
from touyan.organizations.selectors import below, unit_get


@dataclass(frozen=True)
class Layout:
    """How tightly a file is set: size of type in points, least height of a row, how many works are named (None: all).

    `beside`: the kinds of meetings stand two in a row.
    """

    size: float
    row_mm: float
    beside: bool = False
    most: int | None = None


LAYOUTS = (Layout(10.5, 8), Layout(9, 5, True), Layout(8, 4.2, True, 40))
"""From roomy to tight. The first that fits one side of a sheet is taken, else the first that fits both sides."""


def document(sheet: desks.Sheet) -> Document:
    """The file of one person and year, on one sheet. The reading was written down by whoever fetched the sheet."""
    tried: list[tuple[int, Document]] = []
    for layout in LAYOUTS:
        made = _document(sheet, layout)
        tried.append((pages(made), made))
        if tried[-1][0] == 1:
            return made
    return next((made for sides, made in tried if sides == 2), tried[-1][1])


def pages(made: Document) -> int:
    """On how many pages the document is printed."""
    from touyan.documents.typeset.pdf import pictures

    return len(pictures(made, dots_per_inch=12))


def _document(sheet: desks.Sheet, layout: Layout) -> Document:
    file = sheet.file
    sums = f"应出席{file.due}次，出席{file.came}次；成果{len(sheet.works)}项，其中被采用或受表彰{sheet.taken_up}项。"
    body: list[Block] = [paragraph(*filter(None, ["；".join(file.posts) + "。" if file.posts else "", sums]))]
    if sheet.works:
        body += [Heading("一、做了什么，后来怎样"), *_works(sheet, layout)]
    if sheet.kinds:
        body += [Heading("二、参加了什么" if sheet.works else "一、参加了什么"), _kinds(sheet, layout)]
    said = [("共同署名", "、".join(f"{name}（{count}项）" for name, count in file.partners))]
    said = [(head, text) for head, text in [*said, ("本人自述", file.own_words)] if text]
    if said:
        body.append(table([("另记", 1, "left"), ("内容", 6, "left")], said, size=layout.size, row_mm=layout.row_mm))
    title = f"{file.person.name}{file.year}年履职档案"
    return final(Document(title=title, subtitle=f"（{said_date(clock.today())}）", body=tuple(body)))


def _works(sheet: desks.Sheet, layout: Layout) -> list[Block]:
    """Works one by one; where room is short those that were taken up come first and the rest are counted by kind."""
    works = sheet.works
    if layout.most is not None and len(works) > layout.most:
        works = sorted(works, key=lambda work: not work["taken_up"])[: layout.most]
    rows = [(work["title"], work["kind"], _place(work), _way(work)) for work in works]
    columns = [("名称", 4, "left"), ("种类", 1.6, "left"), ("署名", 1.4, "center"), ("经过", 4, "left")]
    blocks: list[Block] = [table(columns, rows, size=layout.size, row_mm=layout.row_mm)]
    named = {id(work) for work in works}
    if rest := Counter(str(work["kind"]) for work in sheet.works if id(work) not in named):
        kinds = "、".join(f"{kind}{count}项" for kind, count in rest.most_common())
        blocks.append(paragraph(f"另有{rest.total()}项：{kinds}。逐项可在系统中查看。"))
    return blocks


def _place(work: dict[str, Any]) -> str:
    return f"第{work['place']}/{work['authors']}作者" if work["place"] else ""


def _way(work: dict[str, Any]) -> str:
    return " → ".join(
        f"{line.record.stage_label}{f'（{line.record.level_label}）' if line.record.level else ''}"
        f" {line.record.business_date:%m-%d}"
        for line in work["lines"]
    )


def _kinds(sheet: desks.Sheet, layout: Layout) -> Block:
    """Attendance by kind; where room is short two kinds stand side by side."""
    rows = [(kind.label, *map(str, (kind.due, kind.came, kind.excused, kind.absent))) for kind in sheet.kinds]
    columns = [("种类", 4, "left"), ("应出席", 1.3, "right"), ("出席", 1, "right"), ("请假", 1, "right")]
    columns.append(("缺席", 1, "right"))
    if layout.beside and len(rows) > 1:
        half = (len(rows) + 1) // 2
        right = [*rows[half:], ("",) * 5] if len(rows) % 2 else rows[half:]
        rows = [(*one, *other) for one, other in zip(rows[:half], right, strict=True)]
        columns *= 2
    return table(columns, rows, size=layout.size, row_mm=layout.row_mm)  # type: ignore[arg-type]


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
