"""A roster of 100,000 rows: how long it is checked, written, read, and how much memory that takes.

Run: python benchmarks/roster.py [ROWS]. Prints one line for each measure. The data are fictional.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory(prefix="touyan-bench-")
os.environ["TOUYAN_DATA"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "touyan.config.settings"
SURNAMES, GIVEN = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高欧单曾区",
    "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚喆堃玥赟翀",
)
HEAD = ("姓名", "委员编号", "性别", "党派", "界别", "单位职务", "联系电话", "履职临时党支部")


class File:
    """A workbook on disk as an upload."""

    name = "roster.xlsx"

    def __init__(self, path: Path) -> None:
        self.path, self.size = path, path.stat().st_size

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, piece by piece."""
        with self.path.open("rb") as stream:
            while block := stream.read(2**18):
                yield block


def write_workbook(path: Path, rows: int) -> None:
    """`rows` members with numbers; one in a thousand has a party that does not exist."""
    import xlsxwriter

    rng = random.Random(1)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet()
    for row in range(rows + 1):
        party = rng.random() < 0.4
        cells = HEAD if row == 0 else (
            rng.choice(SURNAMES) + rng.choice(GIVEN) + rng.choice(GIVEN), f"{row:06d}", rng.choice("男女"),
            "错" if row % 1000 == 0 else "中国共产党" if party else "民盟", "经济界", "示例单位职务", f"138{row:08d}",
            "第一履职临时党支部" if party and row % 1000 else "",
        )  # fmt: skip
        for at, cell in enumerate(cells):
            page.write_string(row, at, cell)
    book.close()


def timed(name: str, work: Any) -> Any:
    """Carry out and print seconds and the highest memory so far."""
    started = time.perf_counter()
    result = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:<28}{time.perf_counter() - started:9.2f} s   {peak} MB at most", flush=True)
    return result


def main(rows: int) -> None:
    """Check, write, check again, read a page, export."""
    import django

    django.setup()
    from django.core.management import call_command

    from touyan.members import coverage, export, importing, selectors
    from touyan.members.selectors import Chosen
    from touyan.organizations.models import Term
    from touyan.organizations.tests import cast as cast_module

    call_command("migrate", verbosity=0, interactive=False)
    cast = cast_module.build()
    term = Term.objects.create(committee=cast.city, number=12, name="第十二届", start=cast_module.DAY)
    importing._later = lambda work: None
    upload = Path(FOLDER.name) / "roster.xlsx"
    timed("make the workbook", lambda: write_workbook(upload, rows))

    def receive() -> Any:
        return importing.roster_receive(actor=cast.staff, term=term, upload=File(upload), name="roster.xlsx")

    one = timed("receive", receive)
    one = timed("check every row", lambda: importing.roster_check(one.pk))
    importing.roster_take(actor=cast.staff, one=one)
    one = timed("write in one transaction", lambda: importing.roster_write(one.pk))
    print(f"  added {one.added}, refused {one.refused}")
    again = receive()
    again = timed("check the same list again", lambda: importing.roster_check(again.pk))
    print(f"  added {again.added}, changed {again.changed}, same {again.same}")
    chosen = Chosen()
    timed("first page by strokes", lambda: selectors.lines(selectors.members(cast.staff, term, chosen)[:40]))
    timed("find by pinyin", lambda: selectors.members(cast.staff, term, Chosen(words="shan")).count())
    timed("coverage of all", lambda: coverage.party_side(cast.staff, term))
    if rows <= export.MOST:
        timed("export", lambda: export.roster_export(actor=cast.staff, term=term, chosen=chosen).close())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
