"""Lists in and out as workbooks. See README.md beside this file."""

from touyan.core.sheets.books import Sheet, book_bytes, write_book
from touyan.core.sheets.columns import Column, Problem, Row
from touyan.core.sheets.forms import may_hold, template_bytes
from touyan.core.sheets.importing import KEEP, Outcome, Reading, import_rows
from touyan.core.sheets.safe import masked, neutral

__all__ = [
    "KEEP",
    "Column",
    "Outcome",
    "Problem",
    "Reading",
    "Row",
    "Sheet",
    "book_bytes",
    "import_rows",
    "masked",
    "may_hold",
    "neutral",
    "template_bytes",
    "write_book",
]
