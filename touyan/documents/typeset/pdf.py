"""Document → PDF (PDF/A-2a: archival and tagged) or page pictures. No system font, no network, no Typst from user text."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from touyan.documents.typeset.faces import FontSet, from_environment
from touyan.documents.typeset.model import (
    Block,
    Document,
    Figure,
    Form,
    Heading,
    NameList,
    PageBreak,
    Paragraph,
    Table,
    said_date,
)
from touyan.documents.typeset.problems import NotPrintable
from touyan.documents.typeset.titles import title_lines

TEMPLATES = Path(__file__).parents[1] / "data" / "typst"
STANDARD = "a-2a"
KINDS: dict[type, str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Table: "table",
    Figure: "figure",
    NameList: "names",
    PageBreak: "newpage",
}
MASTHEAD = {Form.RED: 46, Form.LETTER: 36, Form.MINUTES: 46, Form.PLAIN: 0}
TAIL = 260  # characters: a last paragraph up to this length stays with the sign-off, so that none stands alone
_compiling = threading.Lock()


def pdf(document: Document, *, fonts: FontSet | None = None, at: datetime | None = None) -> bytes:
    """The document as PDF/A-2a. The same document at the same moment gives the same bytes. Raises NotPrintable."""
    moment = (at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    return _compile(document, fonts, pdf_standards=STANDARD, format="pdf", timestamp=moment)


def pictures(document: Document, *, fonts: FontSet | None = None, dots_per_inch: int = 96) -> list[bytes]:
    """One PNG for each page."""
    made = _compile(document, fonts, format="png", ppi=float(dots_per_inch))
    return made if isinstance(made, list) else [made]


def drawing_picture(figure: Figure, *, fonts: FontSet | None = None, dots_per_inch: int = 220) -> bytes:
    """The drawing alone as PNG, for programs that do not show SVG."""
    compiler, _ = _compiler((fonts or from_environment()).folders)
    svg = _with_our_faces(figure.svg, fonts or from_environment())
    data = json.dumps({"svg": svg, "width": figure.width_mm}, ensure_ascii=False)
    with _compiling:
        try:
            made = compiler.compile(
                str(TEMPLATES / "drawing.typ"), sys_inputs={"data": data}, format="png", ppi=float(dots_per_inch)
            )
        except RuntimeError as stopped:
            raise _reason(stopped) from stopped
    return bytes(made[0] if isinstance(made, list) else made)


def _compile(document: Document, fonts: FontSet | None, **wish: Any) -> Any:
    fonts = fonts or from_environment()
    data = json.dumps(facts(document, fonts), ensure_ascii=False)
    compiler, families = _compiler(fonts.folders)
    if missing := [family for family in fonts.families.values() if family not in families]:
        raise NotPrintable("font", missing=missing, found=sorted(families))
    with _compiling:  # one compiler is kept because reading the fonts takes longer than a page
        try:
            made, warnings = compiler.compile_with_warnings(
                str(TEMPLATES / "official.typ"), sys_inputs={"data": data}, **wish
            )
        except RuntimeError as stopped:
            raise _reason(stopped) from stopped
    if warnings:
        raise NotPrintable("layout", detail="; ".join(str(warning.message) for warning in warnings)[:300])
    return made


@cache
def _compiler(folders: tuple[str, ...]) -> tuple[Any, frozenset[str]]:
    import typst

    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
    compiler = typst.Compiler(
        str(TEMPLATES / "official.typ"), root=str(TEMPLATES), font_paths=found, ignore_system_fonts=True
    )
    return compiler, frozenset(found.families())


def _reason(stopped: RuntimeError) -> NotPrintable:
    said = str(getattr(stopped, "message", stopped)) + " " + str(getattr(stopped, "diagnostic", ""))
    if found := re.search(r'the text `"(.+?)"` could not be displayed', said):
        return NotPrintable("character", text=found[1][:40], detail=said[:600])
    return NotPrintable("layout", detail=said[:600])


def facts(document: Document, fonts: FontSet) -> dict[str, Any]:
    """What the template reads: words, numbers, font names; nothing that could be run."""
    plain = asdict(document)
    body, tail = _tail(document)
    plain.update(
        title_lines=title_lines(document.title),
        faces=fonts.stacks(),
        masthead_pt=MASTHEAD[document.form],
        body=[_block(block, fonts) for block in body],
        tail=[_block(block, fonts) for block in tail],
        attachments=[
            {"name": p.name, "lines": title_lines(p.name), "body": [_block(b, fonts) for b in p.body]}
            for p in document.attachments
        ],
        date=said_date(document.date) if document.date else "",
        printed_on=said_date(document.printed_on) + "印发" if document.printed_on else "",
        attending=[{"label": label, "names": names} for label, names in document.attending],
    )
    return plain


def _block(block: Block, fonts: FontSet) -> dict[str, Any]:
    plain = {"kind": KINDS[type(block)], **asdict(block)}
    if isinstance(block, Figure):
        plain["svg"] = _with_our_faces(block.svg, fonts)
    return plain


def _with_our_faces(svg: str, fonts: FontSet) -> str:
    # Drawings name the faces of a visitor's computer; on paper there is only the pack.
    return re.sub(r'font-family="[^"]*"', f'font-family="{fonts.families["hei"]}, Touyan Song"', svg)


def _tail(document: Document) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    last = document.body[-1] if document.body else None
    signed = document.signed_by or document.date
    if signed and isinstance(last, Paragraph) and sum(len(run.text) for run in last.runs) <= TAIL:
        return document.body[:-1], (last,)
    return document.body, ()
