"""Lists of the organisation as workbooks."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.utils.translation import gettext as _

from touyan.core import journal
from touyan.core.downloads import XLSX, attachment
from touyan.core.sheets.books import Sheet, book_bytes
from touyan.core.sheets.columns import Column
from touyan.organizations.policy import Actor
from touyan.organizations.selectors import SetUp


def set_up_workbook(actor: Actor, rows: list[SetUp], day: dt.date) -> HttpResponse:
    """设置情况表 as .xlsx, with types and a frozen head; the export stands in the journal."""
    columns = [
        Column("name", _("名称")),
        Column("kind", _("类别")),
        Column("line", _("所在线")),
        Column("level", _("层级")),
        Column("parent", _("上级")),
        Column("secretary", _("负责人")),
        Column("deputies", _("副职与成员")),
        Column("members", _("人数"), kind="integer"),
        Column("start", _("设立日期"), kind="date"),
    ]
    data = [
        {
            "name": row.unit.name,
            "kind": row.unit.get_kind_display(),
            "line": row.unit.get_line_display(),
            "level": row.unit.get_level_display(),
            "parent": row.parent,
            "secretary": row.secretary,
            "deputies": row.deputies,
            "members": row.members,
            "start": row.unit.start,
        }
        for row in rows
    ]
    title = _("组织设置情况表")
    journal.record(actor, "unit.view", detail={"verb": "export", "rows": len(rows)})
    content = book_bytes([Sheet(name=title, columns=columns, rows=data, title=f"{title}（{day:%Y-%m-%d}）")])
    return attachment(content, f"{title}-{day:%Y%m%d}.xlsx", XLSX)
