"""What a file is, by its content; the name only has to agree."""

from __future__ import annotations

from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from touyan.core.intake.images import image_facts
from touyan.core.intake.limits import Limits
from touyan.core.intake.package import package_parts
from touyan.core.intake.refusals import FileRefused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECRET = "EncryptedPackage".encode("utf-16-le")
SUFFIXES = {
    "xlsx": (".xlsx",),
    "docx": (".docx",),
    "pdf": (".pdf",),
    "csv": (".csv", ".txt"),
    "jpeg": (".jpg", ".jpeg"),
    "png": (".png",),
}
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
MACROS = ("vbaproject.bin", "vbadata.xml", "macrosheets/", "activex/", "attachedtoolbars.bin")


def kind_of(stream: BinaryIO, name: str, *, allowed: frozenset[str], limits: Limits) -> str:
    """The kind, one of `allowed`. Refuses when content and name differ, or when the content is dangerous."""
    stream.seek(0)
    head = stream.read(8)
    if not head:
        raise FileRefused("empty")
    found = _by_content(stream, head, limits)
    suffix = PurePath(name).suffix.lower()
    if found not in allowed:
        raise FileRefused("wrong_kind", allowed=allowed_names(allowed), found=_said(found))
    if suffix not in SUFFIXES[found]:
        raise FileRefused("name_differs", suffix=suffix or _("无后缀"), found=_said(found))
    return found


def allowed_names(allowed: frozenset[str]) -> str:
    """Suffixes for people: `.docx、.pdf`."""
    return "、".join(suffix for kind in sorted(allowed) for suffix in SUFFIXES[kind])


def _said(kind: str) -> str:
    return "/".join(SUFFIXES[kind]) if kind in SUFFIXES else _("其他类型的文件")


def _by_content(stream: BinaryIO, head: bytes, limits: Limits) -> str:
    if head.startswith(OLE):
        stream.seek(0)
        raise FileRefused("encrypted" if SECRET in stream.read(limits.bytes) else "old_office")
    if head.startswith(b"PK"):
        return _office(package_parts(stream, limits=limits))
    if head.startswith(b"%PDF-"):
        return _whole_pdf(stream)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return image_facts(stream, limits=limits).kind
    stream.seek(0)
    block = stream.read(64 * 1024)
    if b"\x00" in block and block[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return "other"
    return "csv"


def _office(parts: dict[str, int]) -> str:
    lower = {name.lower() for name in parts}
    if any(mark in name for name in lower for mark in MACROS):
        raise FileRefused("macro")
    if "[content_types].xml" not in lower:
        return "other"
    for kind, part in (("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")):
        if part in lower:
            return kind
    return "other"


def _whole_pdf(stream: BinaryIO) -> str:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 2048))
    if b"%%EOF" not in stream.read():
        raise FileRefused("truncated")
    return "pdf"
