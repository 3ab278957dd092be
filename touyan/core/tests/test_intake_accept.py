"""What is taken and what is not, each with its own reason."""

import io
import struct
import zipfile
import zlib

import pytest

from touyan.core.intake import FileRefused, Limits, accept, lines, table
from touyan.core.tests.files import docx_bytes, jpeg_bytes, pdf_bytes, png_bytes, xlsx_bytes

ANY = frozenset({"xlsx", "csv", "docx", "pdf", "jpeg", "png"})


def reason(data: bytes, name: str, **wish) -> str:
    with pytest.raises(FileRefused) as caught, accept(io.BytesIO(data), name=name, allowed=ANY, **wish) as accepted:
        list(lines(accepted))
    assert caught.value.message and caught.value.possible
    assert "%" not in caught.value.message.replace("%%", "")
    return caught.value.code


def repacked(data: bytes, **more: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename not in more:
                new.writestr(member.filename, old.read(member))
        for name, content in more.items():
            new.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (xlsx_bytes, "名册.xlsx"),
        (docx_bytes, "通知.docx"),
        (pdf_bytes, "通知.pdf"),
        (lambda: "姓名\n张三\n".encode(), "名册.csv"),
    ],
)
def test_a_good_file_is_taken_and_its_words_are_read(make, name):
    with accept(io.BytesIO(make()), name=name, allowed=ANY) as accepted:
        assert accepted.name == name
        assert "张三" in "\n".join(lines(accepted))


def test_csv_in_the_encoding_of_excel_in_china():
    with accept(io.BytesIO("姓名,单位\n喆堃,政协".encode("gb18030")), name="a.csv", allowed=ANY) as accepted:
        assert list(table(accepted).rows) == [(1, ["姓名", "单位"]), (2, ["喆堃", "政协"])]


def test_refusals_name_their_reason():
    book = xlsx_bytes()
    assert reason(b"", "a.xlsx") == "empty"
    assert reason(book[: len(book) // 2], "a.xlsx") == "truncated"
    assert reason(book, "a.docx") == "name_differs"
    assert reason(b"\x00\x01\x02", "a.csv") == "wrong_kind"
    assert reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls") == "old_office"
    secret = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert reason(secret, "a.xlsx") == "encrypted"
    assert reason(repacked(book, **{"xl/vbaProject.bin": b"x"}), "a.xlsx") == "macro"
    assert reason(repacked(book, **{"../../etc/passwd": b"x"}), "a.xlsx") == "bad_paths"
    assert reason(b"%PDF-1.7\nnothing", "a.pdf") == "truncated"
    assert reason(b"%PDF-1.7\nnothing\n%%EOF", "a.pdf") == "unreadable"
    assert reason(bytes(3 * 2**20), "a.csv", limits=Limits(bytes=2**20)) == "too_big"


@pytest.mark.parametrize(
    "prolog", [b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd">', b"<!ENTITY a 'b'>"]
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_a_document_type_declaration_is_refused(prolog, part):
    assert reason(repacked(docx_bytes(), **{part: prolog + b"<a/>"}), "a.docx") == "doctype"
    wide = (b"\xff\xfe" + (prolog.decode() + "<a/>").encode("utf-16-le"),)
    assert reason(repacked(docx_bytes(), **{part: wide[0]}), "a.docx") == "doctype"


def test_a_bomb_is_refused_by_the_directory_alone(monkeypatch):
    import time

    from touyan.core.intake import files

    monkeypatch.setattr(files.sandbox, "read", lambda *a, **k: pytest.fail("it was opened"))
    bomb = repacked(xlsx_bytes(), **{"xl/worksheets/sheet1.xml": bytes(512 * 2**20)})
    assert len(bomb) < 2**20
    begun = time.perf_counter()
    assert reason(bomb, "a.xlsx") == "bomb"
    assert time.perf_counter() - begun < 0.2


def test_too_many_parts_are_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for number in range(4000):
            package.writestr(f"xl/{number}.xml", b"")
    assert reason(target.getvalue(), "a.xlsx") == "too_many_members"


def test_a_lie_about_the_size_of_a_sheet_is_stopped_in_the_child():
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )
    assert reason(repacked(xlsx_bytes(), **{"xl/worksheets/sheet1.xml": sheet}), "a.xlsx") in {
        "too_big_inside",
        "too_many_cells",
        "unreadable",
    }


def test_a_picture_loses_its_place():
    with accept(io.BytesIO(jpeg_bytes(exif=b"GPS 30.25,120.16")), name="照片.jpg", allowed=ANY) as accepted:
        kept = accepted.path.read_bytes()
    assert b"GPS" not in kept
    assert kept.startswith(b"\xff\xd8") and kept.endswith(b"\xff\xd9")
    text = b"tEXt" + b"GPS=30"
    chunk = struct.pack(">I", 6) + text + struct.pack(">I", zlib.crc32(text))
    with accept(io.BytesIO(png_bytes(extra=chunk)), name="图.png", allowed=ANY) as accepted:
        assert b"GPS" not in accepted.path.read_bytes()
    assert reason(png_bytes(width=100_000, height=100_000), "大.png") == "too_many_pixels"


def test_a_name_is_made_harmless():
    with accept(io.BytesIO(b"a"), name="C:\\x\\..\\a\u202eb<>|.csv", allowed=ANY) as accepted:
        assert accepted.name == "ab___.csv"
