"""How fast documents are made, beside what the typesetter does on its own. Run: python benchmarks/documents.py

Prints one line for each measure: name, figure, unit, bound (if there is one), pass or FAIL. The data are fictional.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory(prefix="touyan-bench-")
os.environ["TOUYAN_DATA"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "touyan.config.settings"
os.environ.pop("DATABASE_URL", None)

SENTENCE = "围绕年度协商计划，组织委员深入基层一线开展调研视察，推动党建工作与履职工作深度融合、相互促进。"
BARE = """#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))
#set text(font: "FandolFang R", size: 16pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
"""


def main() -> int:
    """Run every measure; 1 when one misses its bound."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    failed = 0
    for measure in (pages_per_second, long_report, word_report, many_files, workbook, intake_rows, search):
        for name, figure, unit, bound, smaller in measure():
            good = bound is None or (figure <= bound if smaller else figure >= bound)
            failed += not good
            said = "" if bound is None else f"  ({'≤' if smaller else '≥'} {bound:g})  {'pass' if good else 'FAIL'}"
            print(f"{name:58} {figure:10.2f} {unit}{said}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'memory of this process at its highest':58} {peak:10.0f} MB")
    return int(bool(failed))


def _time(work: Callable[[], Any], times: int = 5) -> float:
    work()
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return statistics.median(spent)


def _text(pages: int) -> list[str]:
    return [SENTENCE * 6 + f"第{number}项。" for number in range(round(pages * 616 / (len(SENTENCE) * 6 + 5)))]


def pages_per_second() -> Any:
    """The same text: our document with its head, and the bare typesetter with nothing but paragraphs."""
    import pypdf
    import typst

    from touyan.documents.typeset import model as m
    from touyan.documents.typeset.faces import PACK
    from touyan.documents.typeset.pdf import pdf

    text = _text(60)
    ours = m.Document(
        title="六十页", body=tuple(m.paragraph(line) for line in text), form=m.Form.RED, masthead="示例市政协文件"
    )
    fonts = typst.Fonts(False, False, [str(PACK)])
    bare = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
    source = (BARE + "\n\n".join(text)).encode()
    sheets = len(pypdf.PdfReader(io.BytesIO(pdf(ours))).pages)
    plain = len(pypdf.PdfReader(io.BytesIO(bare.compile(source, format="pdf", pdf_standards="a-2a"))).pages)
    turn = iter(range(10**6))

    def changed() -> bytes:  # another sentence each time, so that nothing is remembered from the run before
        body = (m.paragraph(f"第{next(turn)}稿。"), *ours.body)
        return pdf(m.replace(ours, body=body))

    def bare_changed() -> bytes:
        text_too = source.replace(BARE.encode(), f"{BARE}第{next(turn)}稿。\n\n".encode())
        return bare.compile(text_too, format="pdf", pdf_standards="a-2a")

    mine, its = _time(changed), _time(bare_changed)
    yield "pages per second, official document", sheets / mine, "pages/s", 60, False
    yield "pages per second, bare typesetter, same text", plain / its, "pages/s", None, False
    yield "time of a page, ours ÷ bare", (mine / sheets) / (its / plain), "×", 8, True


def _report() -> Any:
    from touyan.documents.records import table
    from touyan.documents.typeset import model as m

    body: list[m.Block] = []
    for part in range(1, 16):
        body.append(m.Heading(f"{'一二三四五六七八九十'[part % 10]}、第{part}部分"))
        body += [m.paragraph(m.Run(line, note=f"记录 {part}")) for line in _text(2)]
        body.append(_chart(part))
        rows = [(n, f"走进社区协商驿站开展第{n}次主题党日", "提案委员会", n * 3) for n in range(1, 41)]
        body.append(
            table([("序号", 1, "center"), ("活动", 5, "left"), ("单位", 2, "left"), ("人数", 1, "right")], rows)
        )
    return m.Document(
        title="示例市政协二〇二六年度工作报告",
        body=tuple(body),
        draft="草稿",
        signed_by=("示例市政协",),
        date=dt.date(2026, 12, 30),
    )


def _chart(part: int) -> Any:
    from touyan.documents.typeset import model as m

    bars = "".join(
        f'<rect x="{20 + n * 30}" y="{110 - (n * 7 + part) % 90}" width="20" height="{(n * 7 + part) % 90}" fill="#1C5D8C"/>'
        f'<text x="{20 + n * 30}" y="126" font-size="11" font-family="PingFang SC">{n + 1}月</text>'
        for n in range(12)
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 140">{bars}</svg>'
    return m.Figure(svg, f"图{part}　各月活动次数", "柱形图")


def long_report() -> Any:
    """A year-end report with fifteen charts and tables, cold and warm."""
    import pypdf

    from touyan.documents.typeset import pdf as maker

    report = _report()
    maker._compiler.cache_clear()
    begun = time.perf_counter()
    made = maker.pdf(report)
    cold = time.perf_counter() - begun
    pages = len(pypdf.PdfReader(io.BytesIO(made)).pages)
    yield "year-end report with 15 charts: pages", pages, "pages", 60, False
    yield "year-end report, first time in a process", cold, "s", 5, True
    yield "year-end report, again", _time(lambda: maker.pdf(report), 3), "s", 5, True


def word_report() -> Any:
    """The same report for Word."""
    from touyan.documents.typeset.docx import docx_bytes

    report = _report()
    yield "the same report as .docx", _time(lambda: docx_bytes(report), 1), "s", 15, True


def many_files() -> Any:
    """500 duty files as one ZIP, with the export that people use."""
    from touyan.documents import exports
    from touyan.documents.rules import ExportState
    from touyan.documents.typeset import model as m
    from touyan.documents.typeset.pdf import pdf
    from touyan.organizations.tests import cast as cast_module

    cast = cast_module.build()

    def part(actor: Any, wish: dict[str, Any], key: str) -> tuple[str, bytes]:
        rows = tuple(
            (m.Cell(f"2026-{n % 12 + 1:02d}-08"), m.Cell("参加协商座谈会并发言"), m.Cell("出席")) for n in range(30)
        )
        columns = (m.TableColumn("日期"), m.TableColumn("事项", 4), m.TableColumn("结果"))
        sheet = m.Document(title=f"委员{key}履职档案", body=(m.Table(columns, rows, size=10.5),))
        return f"{key}-履职档案.pdf", pdf(sheet)

    one = exports.Producer("履职档案", lambda actor, wish: [f"{n:03d}" for n in range(500)], part)
    exports.producers.cache_clear()
    exports.producers = lambda: {"bench.files": one}  # type: ignore[assignment]
    exports.wake = lambda export: None
    begun = time.perf_counter()
    export = exports.export_start(actor=cast.staff, producer="bench.files", wish={}, name="履职档案.zip")
    while export.state == ExportState.RUNNING:
        export = exports.export_continue(export)
    spent = time.perf_counter() - begun
    assert (export.state, export.done) == (ExportState.READY, 500)
    yield "500 duty files as one ZIP", spent, "s", 60, True


def workbook() -> Any:
    """A list of 100,000 rows out."""
    path = Path(FOLDER.name) / "list.xlsx"
    begun = time.perf_counter()
    _write_list(path)
    yield "100,000 rows written as .xlsx", time.perf_counter() - begun, "s", 30, True


def _columns() -> Any:
    from touyan.core.sheets import Column

    return (
        Column("name", "姓名", required=True),
        Column("phone", "电话", kind="phone"),
        Column("day", "日期", kind="date"),
    )


def _write_list(path: Path) -> None:
    from touyan.core.sheets import Sheet, write_book

    day = dt.date(2026, 3, 5)
    rows = ({"name": f"张{n % 997}", "phone": "13800001234", "day": day} for n in range(100_000))
    write_book([Sheet("名册", _columns(), rows)], path, reveal=True)


def intake_rows() -> Any:
    """The same list in, in the locked child, checked cell by cell."""
    from touyan.core.intake import accept
    from touyan.core.sheets import import_rows

    path = Path(FOLDER.name) / "list.xlsx"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    with path.open("rb") as stream, accept(stream, name="list.xlsx", allowed=frozenset({"xlsx"})) as accepted:
        outcome = import_rows(accepted, _columns(), lambda rows: None)
    spent = time.perf_counter() - begun
    assert outcome.taken == 100_000
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    yield "100,000 rows imported", spent, "s", 30, True
    yield "memory grown by it in this process", grown, "MB", 150, True


def search() -> Any:
    """2,000 documents of 400 characters: one word, and one that every document has."""
    from django.db import transaction

    from touyan.documents import search as finder
    from touyan.documents.models import StoredFile
    from touyan.organizations.models import Account, Unit
    from touyan.organizations.policy import actor_of

    text = _text(1)[0]
    unit = Unit.objects.get(code="SZX")
    with transaction.atomic():
        for number in range(2_000):
            stored = StoredFile(
                unit=unit, name=f"{number}.docx", kind="docx", size=1, digest="0" * 64, place=f"x/{number}"
            )
            stored.save()
            finder.file_indexed(stored, text + ("头雁品牌" if number % 10 == 0 else "") + str(number))
    actor = actor_of(Account.objects.get(username="staff"))
    assert finder.find(actor, "头雁").count() == 200
    yield (
        "search: a word in 200 of 2,000 documents",
        _time(lambda: list(finder.find(actor, "头雁")[:20])) * 1000,
        "ms",
        100,
        True,
    )
    yield "search: a word in all of them", _time(lambda: list(finder.find(actor, "协商")[:20])) * 1000, "ms", 300, True


if __name__ == "__main__":
    sys.exit(main())
