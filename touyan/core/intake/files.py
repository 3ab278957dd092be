"""The three verbs of intake: accept a file, read it as a table, read it as lines of text."""

from __future__ import annotations

import hashlib
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from touyan.core.intake import sandbox
from touyan.core.intake.images import without_traces
from touyan.core.intake.kinds import CONTENT_TYPES, kind_of
from touyan.core.intake.limits import DEFAULT, Limits
from touyan.core.intake.refusals import FileRefused

TABLES = frozenset({"xlsx", "csv"})
TEXTS = {"docx": "docx", "pdf": "pdf", "xlsx": "xlsx-text", "csv": "csv"}
NAME = 100


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: its clean name, kind, size in bytes and SHA-256; `path` lives as long as the `with`."""

    path: Path
    name: str
    kind: str
    size: int
    digest: str

    @property
    def content_type(self) -> str:
        """The media type to answer with, by content, never by what the browser claimed."""
        return CONTENT_TYPES[self.kind]


@contextmanager
def accept(upload: Any, *, name: str, allowed: frozenset[str], limits: Limits = DEFAULT) -> Iterator[Accepted]:
    """Copy an upload (anything with `read` or `chunks`) aside and look at it from outside.

    Afterwards it is of one of the `allowed` kinds, within size and ratio, without macros, secrets or a document type
    declaration; a picture has lost its EXIF. Raises FileRefused.
    """
    with tempfile.TemporaryDirectory(prefix="touyan-intake-") as folder:
        path = Path(folder) / "file"
        _copy(upload, path, limits)
        with path.open("rb") as stream:
            kind = kind_of(stream, name, allowed=allowed, limits=limits)
        if kind in {"jpeg", "png"}:
            path.write_bytes(without_traces(path.read_bytes()))
        if kind in {"xlsx", "docx"}:
            for _nothing in sandbox.read(path, "zip-check", limits=limits):
                pass
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        yield Accepted(path=path, name=clean_name(name), kind=kind, size=path.stat().st_size, digest=digest)


def _copy(upload: Any, path: Path, limits: Limits) -> None:
    size = 0
    with path.open("wb") as target:
        for block in _blocks(upload):
            size += len(block)
            if size > limits.bytes:
                raise FileRefused("too_big", size=max(size, getattr(upload, "size", 0) or 0), limit=limits.bytes)
            target.write(block)
    if not size:
        raise FileRefused("empty")


def _blocks(upload: Any) -> Iterator[bytes]:
    if hasattr(upload, "chunks"):
        yield from upload.chunks()
        return
    stream: BinaryIO = upload
    while block := stream.read(2**18):
        yield block


def clean_name(name: str) -> str:
    """A name to show and to download by: no path, no control or direction characters, at most 100 characters."""
    base = PurePath(name.replace("\\", "/")).name
    base = "".join(c for c in unicodedata.normalize("NFC", base) if unicodedata.category(c)[0] != "C")
    base = re.sub(r'[<>:"/|?*%;]', "_", base).strip(" .") or "file"
    stem, suffix = PurePath(base).stem, PurePath(base).suffix
    return stem[: NAME - len(suffix)] + suffix


@dataclass(frozen=True)
class Table:
    """Rows of one sheet as they stand, numbered from 1; read once, in a stream. `rows_expected` is None for text files."""

    sheet: str
    rows_expected: int | None
    rows: Iterator[tuple[int, list[Any]]]


def table(accepted: Accepted, *, sheet: str | None = None, limits: Limits = DEFAULT) -> Table:
    """Open .xlsx or .csv in the child. A date arrives as {"d": ISO text}, everything else as text, number or bool."""
    if accepted.kind not in TABLES:
        raise FileRefused("wrong_kind", allowed=".xlsx、.csv", found=accepted.name)
    found = sandbox.read(accepted.path, accepted.kind, limits=limits, sheet=sheet)
    head = next(found, None)
    if head is None:
        raise FileRefused("empty")
    return Table(sheet=head["sheet"], rows_expected=head["rows"], rows=enumerate(found, start=1))


def lines(accepted: Accepted, *, limits: Limits = DEFAULT) -> Iterator[str]:
    """The words of a .docx, .pdf, .xlsx or .csv, line by line; pictures and scans yield nothing."""
    reader = TEXTS.get(accepted.kind)
    if reader is None:
        return
    for item in sandbox.read(accepted.path, reader, limits=limits):
        if isinstance(item, str):
            yield item
        elif isinstance(item, list):
            yield "\t".join(str(cell) for cell in item if cell not in ("", None))
