"""Tables as people keep them: Parquet, CSV, Excel, or a store folder.

In CSV and Excel a Chinese heading holds plain numbers (数量 1.5) with at most four decimals; an
English heading holds 1/10,000 (quantity 15000). Dates are 2025-03-01.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyarrow as pa

from touyan.scoring.facts import TYPES, WrongTable, conform
from touyan.scoring.fields import Column

SCALED = "1/10,000"


def read_table(path: str | Path, columns: tuple[Column, ...], name: str) -> pa.Table:
    """The table in a file, conforming to `columns`. Raises WrongTable with every fault and its row."""
    file = Path(path)
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise WrongTable(f"不认识 {file.name}；可用：{'、'.join(READERS)}")
    if not file.exists():
        raise WrongTable(f"没有找到 {file}")
    if file.suffix.lower() == ".parquet":
        return conform(reader(file), columns, name)
    return conform(_from_cells(reader(file), columns, name), columns, name)


def _parquet(file: Path) -> pa.Table:
    import pyarrow.parquet as pq

    return pq.read_table(file)


def _csv(file: Path) -> list[list[Any]]:
    import csv

    with file.open(encoding="utf-8-sig", newline="") as source:
        return [row for row in csv.reader(source) if any(cell.strip() for cell in row)]


def _excel(file: Path) -> list[list[Any]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(file))
    return [row for row in book.get_sheet_by_index(0).to_python() if any(cell != "" for cell in row)]


READERS: dict[str, Any] = {".parquet": _parquet, ".csv": _csv, ".xlsx": _excel}


def _from_cells(rows: list[list[Any]], columns: tuple[Column, ...], name: str) -> pa.Table:
    """Cells to columns; a heading that is neither name nor title stays and is refused by `conform`."""
    if not rows:
        raise WrongTable(f"{name}是空的，至少要有一行标题")
    heads = [str(head).strip() for head in rows[0]]
    by_head = {c.name: (c, False) for c in columns} | {c.title: (c, True) for c in columns}
    wrong: list[str] = []
    made: dict[str, pa.Array] = {}
    for at, head in enumerate(heads):
        if head not in by_head:
            made[head or f"第{at + 1}列"] = pa.nulls(len(rows) - 1)
            continue
        column, plain = by_head[head]
        cells = []
        for number, row in enumerate(rows[1:], 2):
            cell = row[at] if at < len(row) else ""
            try:
                cells.append(_value(cell, column, plain))
            except (ValueError, InvalidOperation):
                wrong.append(f"{name}第 {number} 行“{head}”不能读作{_WORDS[column.type]}：{cell!r}")
                cells.append(None)
        made[column.name] = pa.array(cells, TYPES[column.type]())
    if wrong:
        more = f"\n……另有 {len(wrong) - 50} 处" if len(wrong) > 50 else ""
        raise WrongTable("\n".join(wrong[:50]) + more)
    return pa.table(made)


_WORDS = {"int64": "整数", "int32": "整数", "int16": "整数", "date": "日期", "bool": "是或否", "text": "文字"}


def _value(cell: Any, column: Column, plain: bool) -> Any:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if column.type == "text":
        return _text(cell)
    if column.type == "date":
        return _date(cell)
    if column.type == "bool":
        return _bool(cell)
    number = Decimal(str(cell).strip())
    if plain and column.unit.startswith(SCALED):
        number *= 10_000
    if number != number.to_integral_value():
        raise ValueError(cell)
    return int(number)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _date(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return date.fromisoformat(str(cell).strip().replace("/", "-"))


def _bool(cell: Any) -> bool:
    text = str(cell).strip().lower()
    if text in ("1", "1.0", "true", "是", "yes"):
        return True
    if text in ("0", "0.0", "false", "否", "no"):
        return False
    raise ValueError(cell)
