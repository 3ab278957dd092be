"""Which rows are facts; tables of people; problems listed with their rows."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from touyan.scoring import fields
from touyan.scoring.audit import audit
from touyan.scoring.facts import WrongTable, check, conform, schema
from touyan.scoring.people import read_table
from touyan.scoring.store import cluster
from touyan.scoring.tests.cast import clause, day, fact, facts_table, p, people, points, scheme, score, when


def problems(rows):
    found = check(facts_table(rows), people()).problems
    return list(zip(found["row"].to_pylist(), found["code"].to_pylist(), strict=True))


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"subject": 99}, "unknown_subject"),
        ({"subject": None}, "missing"),
        ({"day": None}, "missing"),
        ({"kind": None}, "missing"),
        ({"fact": None}, "missing"),
        ({"quantity": -1}, "negative"),
        ({"quantity": 1_000_000_001}, "absurd"),
        ({"place": 0}, "authors"),
        ({"authors": -2}, "authors"),
        ({"cancels": 77}, "cancels"),
        ({"cancels": 2}, "cancels"),
        ({"day": date(1949, 10, 1)}, "day"),
    ],
)
def test_a_wrong_row_is_listed_with_its_reason(other, code):
    rows = [fact(), {**fact(), **other}]
    assert problems(rows) == [(1, code)]
    assert check(facts_table(rows), people()).table.num_rows == 1


def test_the_same_row_twice_counts_once_and_two_versions_not_at_all():
    assert problems([fact(fact=5), fact(fact=5), fact(fact=6)]) == [(1, "duplicate")]
    assert problems([fact(fact=5), fact("信息", fact=5), fact(fact=6)]) == [(0, "conflict"), (1, "conflict")]


def live(rows):
    return check(facts_table(rows), people()).table["fact"].to_pylist()


def test_a_cancellation_takes_a_row_out_and_may_be_cancelled_itself():
    cancel = {"subject": 1, "day": day(), "kind": None}
    assert live([fact(), fact(), {**cancel, "cancels": 1}]) == [2]
    assert live([fact(), {**cancel, "cancels": 1}, {**cancel, "cancels": 2}]) == [1]
    assert live([fact(), fact("信息", cancels=1)]) == [2]


def test_conform_understands_chinese_headings_and_refuses_guesses():
    made = conform(pa.table({"考评对象": [1], "subject_kind": [1]}).select(["考评对象"]), fields.SUBJECTS, "名单")
    assert made["subject"].to_pylist() == [1]
    for wrong in ({"subject": ["一"]}, {"subject": [1.5]}, {"subject": [float("nan")]}, {"role": ["甲"]},
                  {"subject": [1], "年龄": [3]}):  # fmt: skip
        with pytest.raises(WrongTable):
            conform(pa.table(wrong), fields.SUBJECTS, "名单")


def test_the_schema_carries_units():
    assert schema(fields.FACTS).field("quantity").metadata[b"unit"] == b"1/10,000"


def test_a_list_of_people_has_no_number_twice():
    with pytest.raises(ValueError, match="重复"):
        cluster(facts_table([]), people({"subject": 1}, {"subject": 1}))


def test_what_counts_nowhere_is_listed():
    rows = [fact(), fact("喝茶"), fact(day=day(1, 1, 2024)), fact(subject=2)]
    given = scheme(clause(), subjects=when(subject__role="委员"))
    result = score(given, rows, people({"subject": 1, "role": "委员"}, {"subject": 2}))
    assert [(one.code, one.count, one.facts) for one in audit(result)] == [
        ("unknown_kind", 1, (2,)), ("outside", 1, (3,)),
    ]  # fmt: skip
    open_to_all = scheme(clause(when=when(level="省")))
    assert [one.code for one in audit(score(open_to_all, [fact("喝茶")]))] == []


def test_no_facts_at_all():
    assert points(score(scheme(clause()), [])) == 0
    assert audit(score(scheme(clause()), [])) == []


CSV = "记录编号,考评对象,类别,日期,数量,往年已计\n1,1,提案,2025-03-01,1.5,是\n2,1,提案,2025/03/02,,\n"


def test_people_write_plain_numbers_under_chinese_headings(tmp_path):
    (tmp_path / "a.csv").write_text(CSV, "utf-8-sig")
    made = read_table(tmp_path / "a.csv", fields.FACTS, "记录表")
    assert made["quantity"].to_pylist() == [p(1.5), None]
    assert made["counted_before"].to_pylist() == [True, None]
    (tmp_path / "b.csv").write_text("fact,subject,kind,day,quantity\n1,1,提案,2025-03-01,15000\n", "utf-8")
    assert read_table(tmp_path / "b.csv", fields.FACTS, "记录表")["quantity"].to_pylist() == [p(1.5)]


def test_excel_reads_the_same(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["记录编号", "考评对象", "类别", "日期", "环节"])
        sheet.write_row(1, 0, [1, 1, "提案", date(2025, 3, 1), 7])
    assert read_table(tmp_path / "a.xlsx", fields.FACTS, "记录表").to_pylist()[0]["stage"] == "7"


@pytest.mark.parametrize("cell", ["一", "1.00005", "nan"])
def test_every_unreadable_cell_is_told_with_its_row(tmp_path, cell):
    text = CSV.replace("1.5", cell).replace("2025/03/02", "昨天")
    (tmp_path / "a.csv").write_text(text, "utf-8")
    with pytest.raises(WrongTable, match=r"第 2 行“数量”(.|\n)*第 3 行|第 3 行(.|\n)*第 2 行“数量”"):
        read_table(tmp_path / "a.csv", fields.FACTS, "记录表")


def test_unknown_files_and_headings_are_refused(tmp_path):
    for name, text in (("a.txt", "x"), ("b.csv", ""), ("c.csv", "编号\n1\n")):
        (tmp_path / name).write_text(text, "utf-8")
        with pytest.raises(WrongTable):
            read_table(tmp_path / name, fields.FACTS, "记录表")
    with pytest.raises(WrongTable, match="没有找到"):
        read_table(tmp_path / "无.csv", fields.FACTS, "记录表")
