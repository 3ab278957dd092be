"""Papers from the records of the floors below: the organisation, its people, the library of norms."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from touyan.core import clock
from touyan.documents.content import Content
from touyan.documents.models import Norm
from touyan.documents.rules import BINDING
from touyan.documents.typeset.model import Block, Cell, Figure, NameList, Paragraph, Run, Table, TableColumn
from touyan.documents.wording import Fill, Source
from touyan.organizations import portrait
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.organizations.selectors import Node, below, chart, people_of, set_up_table


def figure(picture: Any, *, caption: str = "", note: str = "", url: str = "") -> Figure:
    """A picture of the interface as a block to print: the same drawing in page, PDF and Word."""
    return Figure(svg=str(picture.svg), caption=caption or picture.title, alt=picture.desc, note=note, url=url)


def table(columns: list[tuple[str, float, str]], rows: list[tuple[Any, ...]], **more: Any) -> Table:
    """A table from (title, share, alignment) and plain rows; a cell is text, a number, or a Cell with its source."""
    cells = tuple(tuple(c if isinstance(c, Cell) else Cell(str(c)) for c in row) for row in rows)
    return Table(tuple(TableColumn(*column) for column in columns), cells, **more)


def set_up(actor: Actor, unit: Unit, year: int) -> Content:
    """组织架构图 and 设置情况表 of a unit and everything below it (O1)."""
    inside = set(below(unit))
    rows = [row for row in set_up_table(actor, clock.today()) if row.unit.pk in inside]
    lines = [
        (
            at,
            Cell(row.unit.name, note=f"组织记录 {row.unit.code}", url=reverse("unit_page", args=[row.unit.pk])),
            row.unit.get_kind_display(),
            row.parent,
            row.secretary,
            row.members,
        )
        for at, row in enumerate(rows, start=1)
    ]
    columns = [("序号", 1, "center"), ("名称", 4, "left"), ("类别", 2.4, "left"), ("上级", 2.4, "left")]
    columns += [("负责人", 1.8, "left"), ("人数", 1, "right")]
    source = Source(f"组织记录 {len(rows)} 条", reverse("unit_list"))
    return Content(
        fills={"组织数": Fill(str(len(rows)), source)},
        blocks={
            "组织架构图": _chart(actor, unit),
            "设置情况表": [table(columns, lines, caption="组织设置情况表", size=10.5)],
        },
        subject=f"set_up:{unit.pk}",
    )


def _chart(actor: Actor, unit: Unit) -> list[Block]:
    for root in chart(actor, clock.today()):
        if (found := _under(root, unit.pk)) and (picture := portrait.portrait(found)):
            return [figure(picture, note="组织记录", url=reverse("unit_list"))]
    return []


def _under(node: Node, pk: int) -> Node | None:
    if node.unit.pk == pk:
        return node
    return next((found for child in node.children if (found := _under(child, pk))), None)


def name_list(actor: Actor, unit: Unit, year: int) -> Content:
    """Everyone who belongs to the unit today, by strokes."""
    names = [person.name for person in people_of(unit, clock.today())]
    source = Source(f"成员记录 {len(names)} 条", reverse("unit_page", args=[unit.pk]))
    block = NameList(tuple(names)) if names else Paragraph((Run("（尚无人员记录）"),))
    return Content(fills={"人数": Fill(str(len(names)), source)}, blocks={"名单": [block]}, subject=f"names:{unit.pk}")


def sign_in(actor: Actor, unit: Unit, year: int) -> Content:
    """A sheet to sign by hand, with five empty lines for guests."""
    names = [person.name for person in people_of(unit, clock.today())]
    rows = [(at, name, "", "") for at, name in enumerate([*names, "", "", "", "", ""], start=1)]
    columns = [("序号", 1, "center"), ("姓名", 2.2, "center"), ("签名", 3.4, "center"), ("备注", 2.2, "left")]
    return Content(blocks={"签到表": [table(columns, rows, row_mm=11, size=14)]}, subject=f"sign_in:{unit.pk}")


def norms(actor: Actor, unit: Unit, year: int) -> Content:
    """The norms that bind the unit now."""
    found = (
        Norm.objects.visible_to(actor).filter(state__in=BINDING, bound__unit__closure_down__descendant=unit).distinct()
    )
    rows = []
    for at, norm in enumerate(found.prefetch_related("versions"), start=1):
        name = Cell(norm.title, note=f"制度记录 {norm.pk}", url=reverse("norm_page", args=[norm.pk]))
        start = next((version.start.isoformat() for version in norm.versions.all()), "")
        rows.append((at, name, norm.number, norm.get_state_display(), start))
    columns = [
        ("序号", 1, "center"),
        ("名称", 5, "left"),
        ("文号", 3, "left"),
        ("效力", 1.4, "center"),
        ("施行日期", 2, "center"),
    ]
    source = Source(f"制度记录 {len(rows)} 条", reverse("norm_list"))
    return Content(
        fills={"制度数": Fill(str(len(rows)), source)},
        blocks={"目录": [table(columns, rows)]},
        subject=f"norms:{unit.pk}",
    )
