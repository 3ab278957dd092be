"""Readers, one per kind of file. Each yields plain values that JSON can carry and never follows a reference."""

import codecs
import csv
import datetime
import io
import itertools
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import python_calamine
from lxml import etree
from refusal import Refused

PROLOG = 256 * 1024
DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
csv.field_size_limit(64 * 1024)


def source() -> BinaryIO:
    stream = os.fdopen(os.dup(0), "rb")
    stream.seek(0)  # the copies of one descriptor share their position
    return stream


def zip_check(wish: dict[str, Any]) -> Iterator[Any]:
    """Nothing comes out; a document type declaration in any XML part of the package is refused."""
    with zipfile.ZipFile(source()) as package:
        for member in package.infolist():
            if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                _refuse_doctype(package, member)
    yield from ()


def _refuse_doctype(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with package.open(member) as part:
        start = part.read(PROLOG)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00<\x00" in start[:200] or b"<\x00" in start[:8]:
        start = start.decode("utf-16", "ignore").encode()
    if DOCTYPE.search(start):
        raise Refused("doctype", part=member.filename[:80])


def _cell(value: Any) -> Any:
    match value:
        case float() if value.is_integer() and abs(value) < 2**53:
            return int(value)
        case datetime.datetime() if value.time() == datetime.time():
            return {"d": value.date().isoformat()}
        case datetime.datetime() | datetime.date() | datetime.time():
            return {"d": value.isoformat(timespec="minutes") if isinstance(value, datetime.datetime) else str(value)}
        case datetime.timedelta():
            return {"d": str(value)}
        case str():
            return value[:32_767]
        case _:
            return value


def xlsx_rows(wish: dict[str, Any]) -> Iterator[Any]:
    """Rows of one sheet, the named one or else the first that is visible and has content."""
    yield from zip_check(wish)
    book = python_calamine.CalamineWorkbook.from_filelike(source())
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == python_calamine.SheetVisibleEnum.Visible
        and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    wanted = wish.get("sheet")
    if wanted is not None and wanted not in visible:
        raise Refused("no_such_sheet", wanted=wanted, found=visible[:20])
    for name in [wanted] if wanted is not None else visible:
        sheet = book.get_sheet_by_name(name)
        width, height = sheet.total_width, sheet.end[0] + 1 if sheet.end else 0
        if not height:
            continue
        if width > wish["columns"] or height > wish["rows"]:
            raise Refused("too_many_cells", rows=height, columns=width)
        yield {"sheet": name, "rows": height}
        for row in sheet.iter_rows():
            yield [_cell(value) for value in row]
        return
    raise Refused("empty")


def xlsx_lines(wish: dict[str, Any]) -> Iterator[Any]:
    """The words of all visible sheets, for full-text search."""
    yield from zip_check(wish)
    book = python_calamine.CalamineWorkbook.from_filelike(source())
    for sheet in book.sheets_metadata:
        if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
            continue
        yield sheet.name
        for row in book.get_sheet_by_name(sheet.name).iter_rows():
            if line := "\t".join(str(_cell(value)) for value in row if value != ""):
                yield line


def _encoding(stream: BinaryIO) -> str:
    """UTF-8 when every byte agrees, else GB18030, which Excel in China writes; anything else is refused."""
    head = stream.read(4)
    stream.seek(0)
    if head[:3] == codecs.BOM_UTF8:
        return "utf-8-sig"
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    for name in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(name)()
        stream.seek(0)
        try:
            while block := stream.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", True)
            return name
        except UnicodeDecodeError:
            continue
        finally:
            stream.seek(0)
    raise Refused("unknown_encoding")


def csv_rows(wish: dict[str, Any]) -> Iterator[Any]:
    stream = source()
    encoding = _encoding(stream)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    head = text.read(64 * 1024)
    if "\x00" in head:
        raise Refused("not_text")
    first = head.splitlines()[0] if head.strip() else ""
    separator = max(",\t;", key=first.count)
    text.seek(0)
    yield {"sheet": encoding, "rows": None}
    try:
        for number, row in enumerate(csv.reader(text, delimiter=separator, strict=False), start=1):
            if number > wish["rows"] or len(row) > wish["columns"]:
                raise Refused("too_many_cells", rows=number, columns=len(row))
            yield row
    except csv.Error as broken:
        raise Refused("unreadable", detail=str(broken)[:80]) from broken


def docx_lines(wish: dict[str, Any]) -> Iterator[Any]:
    """Paragraphs in reading order; the cells of a table row stand on one line with tabs between."""
    yield from zip_check(wish)
    with zipfile.ZipFile(source()) as package:
        names = [
            name
            for name in package.namelist()
            if re.fullmatch(r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml", name)
        ]
        for name in sorted(names, key=lambda name: (name != "word/document.xml", name)):
            with package.open(name) as part:
                yield from _paragraphs(part)


def _paragraphs(part: Any) -> Iterator[str]:
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    for _, paragraph in etree.iterparse(part, tag=WORD + "p", **safe):
        pieces = []
        for node in paragraph.iter(WORD + "t", WORD + "tab", WORD + "br"):
            pieces.append(node.text or "" if node.tag == WORD + "t" else "\t")
        if line := "".join(pieces).strip():
            yield line[:20_000]
        paragraph.clear()


def pdf_lines(wish: dict[str, Any]) -> Iterator[Any]:
    """The text layer page by page; a scan without text yields nothing."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(source().read())
    except pypdfium2.PdfiumError as broken:
        raise Refused("encrypted" if "assword" in str(broken) else "unreadable") from broken
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        raise Refused("active_content")
    if len(document) > wish["pages"]:
        raise Refused("too_many_pages", pages=len(document))
    for page in itertools.chain(document):
        text = page.get_textpage().get_text_bounded()
        page.close()
        yield from (line for line in text.splitlines() if line.strip())


if sys.platform != "linux":  # pragma: no cover
    raise SystemExit("the child process is made for Linux")
