"""Blocks as plain data for the database, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from touyan.documents.typeset.model import (
    Block,
    Cell,
    Figure,
    NameList,
    PageBreak,
    Table,
    TableColumn,
)


def to_data(block: Block) -> dict[str, Any]:
    """A table, drawing, name list or page break as JSON can hold it."""
    return {"type": type(block).__name__, **asdict(block)}


def from_data(data: dict[str, Any]) -> Block:
    """The block that `to_data` was given. Raises KeyError for what it never wrote."""
    fields = {key: value for key, value in data.items() if key != "type"}
    return _MAKERS[data["type"]](fields)  # type: ignore[return-value]


def _table(fields: dict[str, Any]) -> Table:
    columns = tuple(TableColumn(**column) for column in fields.pop("columns"))
    rows = tuple(tuple(Cell(**cell) for cell in row) for row in fields.pop("rows"))
    return Table(columns=columns, rows=rows, **fields)


_MAKERS = {
    "Table": _table,
    "Figure": lambda fields: Figure(**fields),
    "NameList": lambda fields: NameList(**{**fields, "names": tuple(fields["names"])}),
    "PageBreak": lambda fields: PageBreak(),
}


def plain_words(blocks: Sequence[Block]) -> str:
    """The words of tables and lists, for search."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            found += [block.caption, *("\t".join(cell.text for cell in row) for row in block.rows)]
        elif isinstance(block, Figure):
            found += [block.caption, block.alt]
        elif isinstance(block, NameList):
            found.append("、".join(block.names))
    return "\n".join(filter(None, found))
