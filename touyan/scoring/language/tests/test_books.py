"""Schemes as workbooks: nothing is lost either way, and a wrong cell is named."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from touyan.scoring.language import load
from touyan.scoring.language.books import dump_book, load_book, read_sheets
from touyan.scoring.language.problems import Mark
from touyan.scoring.language.sheets import load_sheets, sheets_of
from touyan.scoring.language.tests.test_schemes import SCHEMES
from touyan.scoring.language.tests.text import SMALL, clause

TWO = clause(条件="{类别: 信息}", 分值="3", 计分="逐件累计")


def told(loaded: object) -> list[str]:
    return [p.told() for p in loaded.problems]


@pytest.mark.parametrize("path", SCHEMES, ids=lambda p: p.stem)
def test_a_workbook_gives_the_same_document_back(path: Path) -> None:
    document = load(path.read_text("utf-8")).document
    back = load_book(dump_book(document))
    assert told(back) == []
    assert back.document == document


def sheets() -> dict[str, list[list[str]]]:
    return sheets_of(load(TWO).document)


def test_cells_are_text_and_never_formulas() -> None:
    text = SMALL.replace("各项得分相加。", '"=1+2"')
    book = openpyxl.load_workbook(io.BytesIO(dump_book(load(text).document)))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {c.data_type for c in cells} == {"s"}
    assert "=1+2" in {c.value for c in cells}
    assert load_book(dump_book(load(text).document)).document == load(text).document


def test_words_of_a_fixed_list_are_offered_in_their_column_and_others_may_be_typed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(dump_book(load(SMALL).document)))
    sheet = book["部分与项目"]
    column = openpyxl.utils.get_column_letter([c.value for c in sheet[1]].index("性质") + 1)
    (offered,) = [one for one in sheet.data_validations.dataValidation if str(one.sqref) == f"{column}2:{column}501"]
    assert (offered.type, offered.formula1, offered.errorStyle) == ("list", '"得分,扣分"', "warning")
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize(
    ("typed", "text"), [(20.0, "20"), (0.25, "0.25"), (1500.0, "1500"), (-1.5, "-1.5"), (0.0, "0")]
)
def test_a_number_reads_as_it_was_typed(typed: float, text: str) -> None:
    book = openpyxl.Workbook()
    book.active.append([typed, True, datetime(2026, 3, 1)])
    out = io.BytesIO()
    book.save(out)
    assert read_sheets(out.getvalue()) == {"Sheet": [[text, "是", "2026-03-01"]]}


def test_numbers_and_dates_typed_in_a_spreadsheet_are_understood() -> None:
    book = openpyxl.load_workbook(io.BytesIO(dump_book(load(SMALL).document)))
    sheet = book["分值"]
    heads = [c.value for c in sheet[1]]
    sheet.cell(2, heads.index("得分") + 1).value = 20
    sheet.cell(3, heads.index("得分") + 1).value = 15.0
    out = io.BytesIO()
    book.save(out)
    assert load_book(out.getvalue()).document == load(SMALL).document


def test_a_wrong_cell_is_named() -> None:
    found = sheets()
    column = found["分值"][0].index("得分")
    found["分值"][1][column] = "二十"
    (problem,) = load_sheets(found).problems
    assert (problem.code, str(problem.mark)) == ("not_number", "分值!E2")


@pytest.mark.parametrize(
    ("word", "cell", "codes"),
    [
        ("条件", "{类别: 信息, 类别: 提案, 环接: 采用, [甲]: 乙}", {"odd_key", "duplicate", "unknown"}),
        ("条件", "{类别: 信息, 结果: {深: 1}}", {"expected_word"}),
        ("条件", "[{类别: 信息}, {类别: [{丁: 1}]}]", {"expected_word"}),
        ("计分", "{办法: 按件次给分, 各件得分: [1, 二], 多于: 无, 超出后: 不得分}", {"not_number", "unknown"}),
    ],
)
def test_whatever_is_wrong_inside_a_cell_stands_at_the_cell(word: str, cell: str, codes: set[str]) -> None:
    found = sheets()
    column = found["部分与项目"][0].index(word)
    found["部分与项目"][3][column] = cell
    problems = load_sheets(found).problems
    assert {problem.code for problem in problems} >= codes
    assert {problem.mark for problem in problems} == {Mark(4, column + 1, "部分与项目")}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda s: s.update({"多余": [["甲"]]}), "unknown"),
        (lambda s: s["分值"][0].__setitem__(2, "挡"), "unknown"),
        (lambda s: s["分值"][0].append("档"), "duplicate"),
        (lambda s: s["分值"][1].__setitem__(0, "无此方案"), "no_such"),
        (lambda s: s["分值"][1].__setitem__(1, "无此项目"), "no_such"),
        (lambda s: s["分值"][1].append("多出来的"), "unknown"),
        (lambda s: s["部分与项目"][2].__setitem__(1, "无此部分"), "no_such"),
        (lambda s: s["部分与项目"][2].__setitem__(1, ""), "missing"),
        (
            lambda s: s["部分与项目"].append(["委员", "甲", "乙"]) or s["部分与项目"].append(["委员", "乙", "甲"]),
            "circle",
        ),
        (lambda s: s["通则"][1].__setitem__(1, "条目"), "not_choice"),
        (lambda s: s["通则"][1].__setitem__(0, "无此方案"), "no_such"),
        (lambda s: s["通则"].append(["委员", "项目", "取整", "不另取整"]), "duplicate"),
        (lambda s: s["文件"].append(["文件", "又一个"]), "duplicate"),
        (lambda s: s["统计"][1].__setitem__(s["统计"][0].index("条件"), "{类别: ["), "yaml"),
        (lambda s: s["等次"][1].__setitem__(0, "无此方案"), "no_such"),
        (lambda s: s["部分与项目"][2].__setitem__(s["部分与项目"][0].index("分值"), "5"), "duplicate"),
    ],
)
def test_what_is_wrong_with_a_workbook_is_listed(change: object, code: str) -> None:
    found = sheets()
    change(found)
    loaded = load_sheets(found)
    assert loaded.document is None
    assert code in [p.code for p in loaded.problems]


def test_files_that_are_no_workbooks() -> None:
    for data in (b"", b"PK\x03\x04", b"x" * 5_000_001, zipped({"a": b"b"})):
        loaded = load_book(data)
        assert [p.code for p in loaded.problems] == ["not_a_book"]
    with pytest.raises(ValueError, match="解开后"):
        read_sheets(zipped({"a": b"0" * 60_000_001}))


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


def test_a_sheet_with_too_many_columns_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active.cell(1, 200).value = "远"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(ValueError, match="行列"):
        read_sheets(out.getvalue())


def test_empty_sheets_rows_and_cells() -> None:
    found = sheets()
    found["例外"] = []
    found["等次"].append(["", "", ""])
    assert load_sheets(found).document == load(TWO).document
    found["文件"] = [["词", "内容"], ["文件"]]
    assert [p.code for p in load_sheets(found).problems] == ["blank"]
    assert "missing" in [p.code for p in load_sheets({}).problems]


def test_a_time_of_day_is_left_out() -> None:
    text = TWO + "    例外: [{例外: no_cap, 项目: 另, 签批人: 王五, 日期: 2017-02-03, 理由: 试行}]\n"
    book = openpyxl.load_workbook(io.BytesIO(dump_book(load(text).document)))
    sheet = book["例外"]
    sheet.cell(2, [c.value for c in sheet[1]].index("日期") + 1).value = datetime(2017, 2, 3, 10, 30)
    out = io.BytesIO()
    book.save(out)
    assert load_book(out.getvalue()).document == load(text).document
