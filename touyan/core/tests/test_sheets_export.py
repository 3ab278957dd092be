"""A list that goes out runs nothing, shows no more than it may, and comes back the same."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from touyan.core.intake import accept
from touyan.core.sheets import Column, Sheet, book_bytes, import_rows, masked, neutral, template_bytes

COLUMNS = (
    Column("name", "姓名", required=True, max_length=60),
    Column("phone", "电话", kind="phone", sensitive=True),
    Column("day", "日期", kind="date"),
    Column("points", "分值", kind="decimal"),
    Column("count", "次数", kind="integer"),
    Column("party", "党员", kind="yesno"),
    Column("kind", "类别", kind="choice", choices={"通知": "notice", "报告": "report"}),
)
ROW = {
    "name": "张三",
    "phone": "13800001234",
    "day": dt.date(2026, 3, 5),
    "points": Decimal("12.5"),
    "count": 3,
    "party": True,
    "kind": "报告",
}
FORMULAS = [
    first + rest
    for first in ("=", "+", "-", "@", "\t=", "\r=", " =", "\n=", "＝", "　=")
    for rest in ("1+1", "cmd|'/C calc'!A0", 'HYPERLINK("http://x","y")', "SUM(A1)", "@SUM(1)", "2+5+cmd")
]


def opened(data: bytes, sheet: int = 0):
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[sheet]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text):
    for cell in [c for row in opened(book_bytes([Sheet("表", COLUMNS, [{**ROW, "name": text}])])) for c in row]:
        assert cell.data_type != "f"
        assert not str(cell.value or "").lstrip(" \u3000").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert text.strip() in neutral(text)


def test_cells_have_types_and_the_head_is_frozen():
    page = opened(book_bytes([Sheet("表", COLUMNS, [ROW], title="委员名册")], reveal=True))
    values = [cell.value for cell in page[3]]
    assert values == ["张三", "13800001234", dt.datetime(2026, 3, 5), 12.5, 3, "是", "报告"]
    assert page.freeze_panes == "B3"
    assert page.print_title_rows == "$2:$2"
    assert page.page_setup.paperSize == 9


def test_sensitive_columns_are_masked_unless_revealed():
    assert opened(book_bytes([Sheet("表", COLUMNS, [ROW])]))["B2"].value == "138****1234"
    assert opened(book_bytes([Sheet("表", COLUMNS, [ROW])], reveal=True))["B2"].value == "13800001234"
    assert (masked("张三"), masked("王"), masked("")) == ("张*", "王*", "")


def test_what_went_out_comes_back_the_same():
    rows = [{**ROW, "name": name} for name in ("张三", "=李四", "喆堃玥赟翀𬘡䶮", "-王五")]
    back: list[dict] = []
    with accept(
        io.BytesIO(book_bytes([Sheet("表", COLUMNS, rows)], reveal=True)), name="a.xlsx", allowed={"xlsx"}
    ) as a:
        outcome = import_rows(a, COLUMNS, lambda good: back.extend(row.values for row in good))
    assert outcome.problems == []
    assert back == [{**row, "kind": "report"} for row in rows]


def test_the_template_says_what_each_column_may_hold():
    data = template_bytes(COLUMNS, name="名册")
    assert [cell.value for cell in opened(data)[1]][:2] == ["姓名*", "电话"]
    said = {row[0].value: row[1].value for row in opened(data, 1).iter_rows(min_row=2)}
    assert set(said) == {str(column.title) for column in COLUMNS}
    assert "通知" in said["类别"] and "必填" in said["姓名"]
    assert "2026-03-05" in said["日期"]
