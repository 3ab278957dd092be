"""The template of an import: headings, lists to choose from, and a second sheet that says what each column may hold."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from touyan.core.sheets.books import default_width, sheet_name
from touyan.core.sheets.columns import Column
from touyan.core.sheets.safe import neutral

LINES = 2_000
LIST = 255  # characters that a list inside a cell rule may have; longer ones are kept on the second sheet


def template_bytes(columns: Sequence[Column], *, name: str) -> bytes:
    """The workbook to fill in. Text columns are text, so that a long number keeps its digits."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(sheet_name(name))
    notes = book.add_worksheet(_("填表说明"))
    bold = book.add_format({"bold": True, "bg_color": "#E8F1F8", "border": 1, "text_wrap": True, "align": "center"})
    text = book.add_format({"num_format": "@"})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, column in enumerate(columns):
        form = {"date": date, "integer": None, "decimal": None}.get(column.kind, text)
        page.set_column(at, at, column.width or default_width(column), form)
        page.write_string(0, at, str(column.title) + ("*" if column.required else ""), bold)
        page.write_comment(0, at, may_hold(column), {"x_scale": 2})
        _rule(page, at, column, len(columns))
    page.freeze_panes(1, 0)
    _explain(
        notes, columns, bold, book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
    )
    book.close()
    return target.getvalue()


def may_hold(column: Column) -> str:
    """What the column may hold, as a sentence."""
    kinds = {
        "text": _("文字，最多 %(limit)d 字") % {"limit": column.max_length},
        "integer": _("整数"),
        "decimal": _("数字"),
        "date": _("日期，如 2026-03-05"),
        "datetime": _("时间，如 2026-03-05 14:30"),
        "yesno": _("“是”或“否”"),
        "phone": _("电话号码，手机或带区号的座机"),
        "choice": _("从下列中选一个：%(choices)s") % {"choices": "、".join(str(label) for label in column.choices)},
    }
    parts = [kinds[column.kind]]
    if column.least is not None:
        parts.append(_("不小于 %(least)s") % {"least": column.least})
    if column.most is not None:
        parts.append(_("不大于 %(most)s") % {"most": column.most})
    parts.append(_("必填") if column.required else _("可不填"))
    return "；".join(parts) + "。" + str(column.hint)


def _rule(page: Worksheet, at: int, column: Column, count: int) -> None:
    labels = [str(label) for label in column.choices] if column.kind == "choice" else []
    if column.kind == "yesno":
        labels = [_("是"), _("否")]
    if labels and len(",".join(labels)) <= LIST and not any("," in label for label in labels):
        page.data_validation(1, at, LINES, at, {"validate": "list", "source": labels, "error_type": "warning"})


def _explain(page: Worksheet, columns: Sequence[Column], bold: object, cell: object) -> None:
    for at, (heading, width) in enumerate([(_("列"), 18), (_("可以填什么"), 60), (_("例"), 24)]):
        page.set_column(at, at, width)
        page.write_string(0, at, heading, bold)
    for line, column in enumerate(columns, start=1):
        for at, words in enumerate((str(column.title), may_hold(column), column.example)):
            page.write_string(line, at, neutral(words), cell)
