"""Workbooks of schemes: `.xlsx` in and out, without loss. Loads the spreadsheet libraries only when called."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from touyan.scoring.language.forms import Field
from touyan.scoring.language.grammar.nodes import CLAUSE
from touyan.scoring.language.kinds import Choice
from touyan.scoring.language.load import Loaded
from touyan.scoring.language.problems import Mark, problem
from touyan.scoring.language.sheets import LISTS, NODES, Sheets, load_sheets, sheets_of
from touyan.scoring.model import Document
from touyan.scoring.tongues import Both

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 80


TOO_LARGE = Both("文件过大", "the file is too large")
UNPACKED = Both("解开后过大", "too large once unpacked")
NO_SHEETS = Both("读不出表格", "no sheets can be read")
TOO_WIDE = Both("行列过多", "too many rows or columns")


class NotABook(ValueError):
    """The bytes are no workbook that can be read, and why."""

    def __init__(self, why: Both) -> None:
        super().__init__(why.zh)
        self.why = why


def dump_book(document: Document) -> bytes:
    """The workbook of a document: every cell is text, choices come as lists to pick from."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#F3E3D3"})
        body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for name, rows in sheets_of(document).items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    if text:
                        sheet.write_string(number, column, text, body if number else head)
            for column, word in enumerate(rows[0]):
                sheet.set_column(column, column, _width(word))
                choices = _choices(name).get(word)
                if choices:
                    sheet.data_validation(
                        1, column, 500, column, {"validate": "list", "source": choices, "error_type": "warning"}
                    )
    return target.getvalue()


def _width(word: str) -> int:
    return {"原文": 48, "约定": 36, "内容": 48, "条件": 32, "分值": 12, "计分": 36, "情形": 32}.get(word, 14)


def _choices(sheet: str) -> dict[str, list[str]]:
    """Headings whose cells are one word of a fixed list."""
    form = CLAUSE if sheet == NODES else LISTS.get(sheet)
    fields = form.fields if form is not None else ()
    return {f.word: list(f.kind.words) for f in fields if isinstance(f, Field) and isinstance(f.kind, Choice)}


def load_book(data: bytes, name: str = "方案.xlsx") -> Loaded:
    """The document of a workbook, or every problem with sheet and cell. The file is untrusted."""
    try:
        sheets = read_sheets(data)
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        why = error.why if isinstance(error, NotABook) else str(error) or type(error).__name__
        found = problem(file=name, mark=Mark(1, 1), path=(), code="not_a_book", why=why)
        return Loaded(None, (found,))
    return load_sheets(sheets, name)


def read_sheets(data: bytes) -> Sheets:
    """The cells of a workbook as text. Raises NotABook when it is too large or no workbook."""
    import python_calamine

    if len(data) > MOST_BYTES:
        raise NotABook(TOO_LARGE)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise NotABook(UNPACKED)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {name: _cells(book.get_sheet_by_name(name)) for name in book.sheet_names}
    except (python_calamine.CalamineError, RuntimeError) as error:
        raise NotABook(NO_SHEETS) from error


def _cells(sheet: Any) -> list[list[str]]:
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        raise NotABook(TOO_WIDE)
    return [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _text(value: Any) -> str:
    """A cell as a person reads it: 20.0 is 20, a date is year-month-day."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return format(Decimal(f"{value:.10f}").normalize(), "f")
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
