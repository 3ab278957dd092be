"""The rows that were not taken, as a workbook that can be mended and imported again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

import xlsxwriter
from django.utils.translation import gettext as _

from touyan.core.sheets.books import OPTIONS, default_width
from touyan.core.sheets.cells import shown
from touyan.core.sheets.columns import Column, Row, folded
from touyan.core.sheets.safe import neutral


class RestFile:
    """Opened with the headings of the file that came in; the last column says why a row was not taken."""

    def __init__(self, path: Path, headings: Sequence[str], columns: Sequence[Column]) -> None:
        self.headings = [heading for heading in headings if folded(heading) != folded(_("未导入原因"))]
        self.skip = {at for at, heading in enumerate(headings) if folded(heading) == folded(_("未导入原因"))}
        self.book = xlsxwriter.Workbook(str(path), OPTIONS)
        self.page = self.book.add_worksheet(_("未导入的行"))
        self.text = self.book.add_format({"num_format": "@"})
        self.bold = self.book.add_format({"bold": True, "bg_color": "#E8F1F8", "text_wrap": True})
        self.why = self.book.add_format({"font_color": "#A8201A", "text_wrap": True, "num_format": "@"})
        self.line = 0
        self._head(columns)

    def _head(self, columns: Sequence[Column]) -> None:
        widths = {name: default_width(column) for column in columns for name in column.names()}
        for at, heading in enumerate(self.headings):
            self.page.set_column(at, at, widths.get(folded(heading), 12))
            self.page.write_string(0, at, neutral(heading), self.bold)
        self.page.set_column(len(self.headings), len(self.headings), 50)
        self.page.write_string(0, len(self.headings), _("未导入原因"), self.bold)
        self.page.freeze_panes(1, 0)

    def add(self, rows: Iterable[tuple[Row, str]]) -> None:
        """Append rows with their reasons."""
        for row, reason in rows:
            self.line += 1
            cells = [cell for at, cell in enumerate(row.cells) if at not in self.skip]
            for at, cell in enumerate(cells[: len(self.headings)]):
                self.page.write_string(self.line, at, neutral(shown(cell)), self.text)
            self.page.write_string(self.line, len(self.headings), neutral(reason), self.why)

    def __enter__(self) -> RestFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.book.close()
