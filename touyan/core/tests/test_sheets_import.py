"""Rows come in as a stream; what is wrong is said with its row and column; the rest comes back as a file."""

import io
import tracemalloc
from decimal import Decimal

import pytest

from touyan.core.intake import DEFAULT, FileRefused, accept
from touyan.core.sheets import Column, Problem, Reading, Sheet, import_rows, write_book
from touyan.core.tests.files import xlsx_bytes

COLUMNS = (
    Column("name", "姓名", required=True, max_length=6, aliases=("委员姓名",)),
    Column("day", "日期", kind="date"),
    Column("points", "分值", kind="decimal", least=0, most=100),
    Column("phone", "电话", kind="phone"),
)
BOTH = frozenset({"xlsx", "csv"})


def read(rows):
    with accept(io.BytesIO(xlsx_bytes(rows)), name="a.xlsx", allowed=BOTH) as accepted:
        return list(Reading(accepted, COLUMNS, sheet=None, limits=DEFAULT))


def only_problem(**cells) -> str:
    names = {"name": "姓名", "day": "日期", "points": "分值", "phone": "电话"}
    given = {"name": "张三", **cells}
    [row] = read([[names[key] for key in given], list(given.values())])
    [problem] = row.problems
    assert problem.row == 2
    return problem.message


def test_values_of_good_cells():
    [row] = read(
        [["某某名册"], ["委员姓名 ", "日 期", "分值", "电话"], ["张三", "2026年3月5日", "１２.５", "+86 138-0000-1234"]]
    )
    assert row.number == 3
    assert row.values["day"].isoformat() == "2026-03-05"
    assert row.values["points"] == Decimal("12.5")
    assert row.values["phone"] == "13800001234"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"name": None, "points": 1}, "不能为空"),
        ({"name": "张三李四王五赵"}, "最多 6 个"),
        ({"name": 330100199001011234}, "超过 15 位"),
        ({"day": "2026-02-30"}, "不存在"),
        ({"day": "春天"}, "2026-03-05"),
        ({"points": "很多"}, "不是数字"),
        ({"points": -1}, "不能小于 0"),
        ({"points": 101}, "不能大于 100"),
        ({"phone": "12"}, "不是电话号码"),
    ],
)
def test_each_mistake_has_its_sentence(cells, words):
    assert words in only_problem(**cells)


def test_a_missing_heading_says_what_is_there():
    with pytest.raises(FileRefused) as caught:
        read([["单位", "日期"], ["提案委", "2026-03-05"]])
    assert caught.value.code == "header_missing"
    assert "姓名" in caught.value.message and "单位" in caught.value.possible


def test_a_doubled_heading_is_refused():
    with pytest.raises(FileRefused, match="两次"):
        read([["姓名", "委员姓名"], ["张三", "李四"]])


def test_the_rest_can_be_mended_and_imported_again(tmp_path):
    rows = [["姓名", "分值"], ["张三", 1], ["李四", -5], ["王五", 2]]
    rest = tmp_path / "rest.xlsx"

    def take(good):
        return [Problem(row.number, "姓名", "已在名册中。") for row in good if row.values["name"] == "王五"]

    with accept(io.BytesIO(xlsx_bytes(rows)), name="a.xlsx", allowed=BOTH) as accepted:
        outcome = import_rows(accepted, COLUMNS, take, rest=rest)
    assert (outcome.taken, outcome.refused, outcome.rest) == (1, 2, rest)
    with rest.open("rb") as stream, accept(stream, name="rest.xlsx", allowed=BOTH) as accepted:
        again = list(Reading(accepted, COLUMNS, sheet=None, limits=DEFAULT))
    assert [row.cells[0] for row in again] == ["李四", "王五"]
    assert [row.cells[2] for row in again] == ["分值：不能小于 0。", "姓名：已在名册中。"]


def test_many_rows_pass_in_bounded_memory(tmp_path):
    path, count = tmp_path / "many.xlsx", 12_000
    write_book([Sheet("名册", COLUMNS, ({"name": f"张{n % 999}", "points": n % 100} for n in range(count)))], path)
    said: list[tuple[int, int | None]] = []
    with path.open("rb") as stream, accept(stream, name="many.xlsx", allowed=BOTH) as accepted:
        tracemalloc.start()
        outcome = import_rows(accepted, COLUMNS, lambda good: None, on_progress=lambda *at: said.append(at))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (outcome.taken, outcome.refused) == (count, 0)
    assert said[-1] == (count, count)
    assert peak < 8 * 2**20
