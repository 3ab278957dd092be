"""A document as data: what is said, not how it is drawn. Plain text only; whatever a person typed comes out as typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Form(StrEnum):
    """How the first page looks (GB/T 9704-2012, 7 and 10)."""

    RED = "red"  # 文件式: masthead, number, red line
    LETTER = "letter"  # 信函格式
    MINUTES = "minutes"  # 纪要格式
    PLAIN = "plain"  # no masthead: reports, lists, drafts of attachments


@dataclass(frozen=True)
class Run:
    """A piece of a line in one face: fang (body), hei, kai, song.

    `note` names the record that it was made from and is printed as a footnote in drafts; `url` opens that record.
    """

    text: str
    face: str = "fang"
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Heading:
    """一、 is level 1, （一） level 2, 1. level 3, （1） level 4. The number is part of the text."""

    text: str
    level: int = 1
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Runs in order. `indent` counts characters; `align` is justify, left, center or right."""

    runs: tuple[Run, ...]
    indent: int = 2
    align: str = "justify"


@dataclass(frozen=True)
class Cell:
    """One cell of a table; it may span columns."""

    text: str
    note: str = ""
    url: str = ""
    span: int = 1
    align: str = ""
    face: str = ""


@dataclass(frozen=True)
class TableColumn:
    """Heading, share of the width, alignment left, center or right."""

    title: str
    share: float = 1
    align: str = "left"


@dataclass(frozen=True)
class Table:
    """A table that may run over pages; its head is repeated. `row_mm` is the least height of a row, for signing by hand."""

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    row_mm: float = 8
    size: float = 12

    def widths(self, whole: float) -> list[float]:
        """The width of each column when the table is `whole` wide, in the same unit."""
        shares = sum(column.share for column in self.columns)
        return [whole * column.share / shares for column in self.columns]


@dataclass(frozen=True)
class Figure:
    """A drawing as SVG text with its caption and what it says in words, for readers who cannot see it."""

    svg: str
    caption: str
    alt: str
    width_mm: float = 150
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class NameList:
    """Names in columns, two-character names spread to three, as printed lists have them."""

    names: tuple[str, ...]
    columns: int = 6
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Table | Figure | NameList | PageBreak


@dataclass(frozen=True)
class Attachment:
    """A paper behind the main text: its name, as in the list of attachments, and its contents, possibly none."""

    name: str
    body: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Document:
    """Everything that is printed. Empty fields leave no trace on the page."""

    title: str
    body: tuple[Block, ...]
    form: Form = Form.PLAIN
    masthead: str = ""
    number: str = ""
    signer: str = ""  # upward documents: printed beside the number
    urgency: str = ""
    subtitle: str = ""
    addressees: str = ""
    attachments: tuple[Attachment, ...] = ()
    signed_by: tuple[str, ...] = ()
    date: dt.date | None = None
    remark: str = ""
    attending: tuple[tuple[str, str], ...] = ()  # 纪要: ("出席", names), ("请假", names)
    copies_to: str = ""
    printed_by: str = ""
    printed_on: dt.date | None = None
    draft: str = ""  # printed across each page while it is one
    author: str = ""
    keywords: tuple[str, ...] = field(default=())


def paragraph(*runs: Run | str, indent: int = 2, align: str = "justify") -> Paragraph:
    """A paragraph of plain text and runs."""
    return Paragraph(tuple(Run(run) if isinstance(run, str) else run for run in runs), indent, align)


def said_date(day: dt.date) -> str:
    """2026年3月5日: Arabic numerals without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def number_text(code: str, year: int, serial: int) -> str:
    """市政协〔2026〕3号: six-sided brackets, the full year, no leading zero, no 第."""
    return f"{code}〔{year}〕{serial}号"


def final(document: Document) -> Document:
    """The same document without the marks of a draft: no footnotes to sources, nothing across the page."""
    return replace(
        document,
        draft="",
        body=tuple(_without_note(block) for block in document.body),
        attachments=tuple(
            replace(paper, body=tuple(_without_note(block) for block in paper.body)) for paper in document.attachments
        ),
    )


def _without_note(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, runs=tuple(replace(run, note="") for run in block.runs))
    if isinstance(block, Table):
        return replace(block, rows=tuple(tuple(replace(cell, note="") for cell in row) for row in block.rows))
    changes: dict[str, Any] = {"note": ""} if hasattr(block, "note") else {}
    return replace(block, **changes)
