"""Lists out: a workbook that opens well, prints well and runs nothing."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from touyan.core.sheets.columns import Column
from touyan.core.sheets.safe import masked, neutral

Progress = Callable[[int, int | None], None]
EVERY = 500
DEFAULT_WIDTHS = {"date": 12, "datetime": 17, "integer": 9, "decimal": 10, "yesno": 7, "phone": 15}
EXACT = 10**15
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, columns, and rows as mappings by column key (any iterable; read once). `title` prints above."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, Any]]
    title: str = ""
    note: str = ""
    landscape: bool = True


def write_book(
    sheets: Sequence[Sheet],
    path: Path,
    *,
    reveal: bool = False,
    author: str = "",
    on_progress: Progress | None = None,
) -> int:
    """Write the sheets to `path` and return the number of rows. Memory does not grow with the rows.

    Cells have types, heads are frozen and repeat on paper, formulas are neutralised. Sensitive columns are masked
    unless `reveal`: whoever passes that has checked the right and writes the journal.
    """
    count = 0
    with tempfile.TemporaryDirectory(prefix="touyan-book-") as folder:
        book = xlsxwriter.Workbook(str(path), {**OPTIONS, "tmpdir": folder})
        book.set_properties({"author": neutral(author), "created": dt.datetime.now(dt.UTC)})
        for sheet in sheets:
            count = _Writer(book, sheet, reveal).write(count, on_progress)
        book.close()
    return count


def book_bytes(sheets: Sequence[Sheet], *, reveal: bool = False, author: str = "") -> bytes:
    """The same workbook in memory, for short lists."""
    with tempfile.TemporaryDirectory(prefix="touyan-book-") as folder:
        path = Path(folder) / "book.xlsx"
        write_book(sheets, path, reveal=reveal, author=author)
        return path.read_bytes()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet, reveal: bool) -> None:
        self.sheet, self.reveal = sheet, reveal
        self.page: Worksheet = book.add_worksheet(sheet_name(sheet.name))
        edge = {"border": 1, "border_color": "#C9CED6", "valign": "vcenter", "font_size": 11}
        self.head = book.add_format({**edge, "bold": True, "bg_color": "#E8F1F8", "align": "center", "text_wrap": True})
        self.big = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self.small = book.add_format({"font_size": 10, "font_color": "#4A5361", "text_wrap": True, "valign": "top"})
        self.plain = book.add_format({**edge, "num_format": "@", "text_wrap": True})
        self.formats: dict[str, Format] = {
            "integer": book.add_format({**edge, "num_format": "0"}),
            "decimal": book.add_format({**edge, "num_format": "0.00##"}),
            "date": book.add_format({**edge, "num_format": "yyyy-mm-dd", "align": "left"}),
            "datetime": book.add_format({**edge, "num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
        }

    def write(self, count: int, on_progress: Progress | None) -> int:
        top = self._above()
        self._set_up(top)
        for at, column in enumerate(self.sheet.columns):
            self.page.write_string(top, at, neutral(str(column.title)), self.head)
        line = top
        for line, row in enumerate(self.sheet.rows, start=top + 1):
            for at, column in enumerate(self.sheet.columns):
                self._cell(line, at, column, row.get(column.key))
            count += 1
            if on_progress and count % EVERY == 0:
                on_progress(count, None)
        self.page.autofilter(top, 0, max(line, top), max(0, len(self.sheet.columns) - 1))
        return count

    def _above(self) -> int:
        last, top = max(1, len(self.sheet.columns) - 1), 0
        if self.sheet.title:
            self.page.merge_range(top, 0, top, last, "", self.big)
            self.page.write_string(top, 0, neutral(self.sheet.title), self.big)
            self.page.set_row(top, 30)
            top += 1
        if self.sheet.note:
            self.page.merge_range(top, 0, top, last, "", self.small)
            self.page.write_string(top, 0, neutral(self.sheet.note), self.small)
            self.page.set_row(top, 34)
            top += 1
        return top

    def _set_up(self, top: int) -> None:
        for at, column in enumerate(self.sheet.columns):
            self.page.set_column(at, at, column.width or default_width(column))
        self.page.freeze_panes(top + 1, min(1, len(self.sheet.columns)))
        self.page.repeat_rows(top)
        self.page.set_paper(9)
        if self.sheet.landscape:
            self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        self.page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        self.page.set_footer(_("&C第 &P 页，共 &N 页"))

    def _cell(self, line: int, at: int, column: Column, value: Any) -> None:
        if column.sensitive and not self.reveal and value is not None:
            self.page.write_string(line, at, neutral(masked(str(value))), self.plain)
            return
        match value:
            case None | "":
                self.page.write_blank(line, at, None, self.plain)
            case bool():
                self.page.write_string(line, at, _("是") if value else _("否"), self.plain)
            case int() | Decimal() | float() if _exact(value):
                self.page.write_number(
                    line, at, value, self.formats["integer" if isinstance(value, int) else "decimal"]
                )
            case dt.datetime():
                self.page.write_datetime(line, at, value.replace(tzinfo=None), self.formats["datetime"])
            case dt.date():
                self.page.write_datetime(line, at, value, self.formats["date"])
            case _:
                self.page.write_string(line, at, neutral(str(value)), self.plain)


def _exact(value: int | Decimal | float) -> bool:
    return abs(value) < EXACT if isinstance(value, int) else Decimal(value).is_finite() and abs(Decimal(value)) < EXACT


def default_width(column: Column) -> int:
    """Characters: by kind, never narrower than the heading (a Chinese character counts two)."""
    heading = sum(2 if ord(c) > 0x2E80 else 1 for c in str(column.title)) + 4
    return min(60, max(heading, DEFAULT_WIDTHS.get(column.kind, min(column.max_length, 18))))


def sheet_name(name: str) -> str:
    """At most 31 characters, without those that Excel refuses."""
    return "".join("_" if c in "[]:*?/\\'" else c for c in name)[:31] or "Sheet1"
