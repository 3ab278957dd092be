"""Text as a clerk writes it: one paragraph a line, headings by their numbers, 〔注3〕 for the third source, {{名称}} to fill in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.documents.typeset.model import Block, Heading, Paragraph, Run

HEADS = (
    (1, re.compile(r"^[一二三四五六七八九十百]+、")),
    (2, re.compile(r"^[（(][一二三四五六七八九十百]+[)）]")),
    (3, re.compile(r"^\d{1,2}[.．](?!\d)")),
    (4, re.compile(r"^[（(]\d{1,2}[)）]")),
)
NOTE = re.compile(r"〔注(\d{1,4})〕")
PLACE = re.compile(r"\{\{\s*(.*?)\s*\}\}")
HEADING_LENGTH = 40


@dataclass(frozen=True)
class Source:
    """The record behind a sentence: what it is called, and where it opens."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Fill:
    """What is put in a place: plain text, with the record it comes from."""

    text: str
    source: Source | None = None


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a wording: line, place and sentence."""

    line: int
    place: str
    message: str


def heading_level(line: str) -> int:
    """1 to 4 when the line is a heading by its number and its length, else 0."""
    if len(NOTE.sub("", line)) > HEADING_LENGTH or line.rstrip().endswith(("。", "；")):
        return 0
    return next((level for level, pattern in HEADS if pattern.match(line)), 0)


def to_blocks(text: str, sources: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Headings and paragraphs with their sources as notes. A number without a source stays as it was typed."""
    blocks: list[Block] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        runs = _runs(line.strip(), sources)
        level = heading_level(line.strip())
        if level:
            last = next((run for run in runs if run.note), Run(""))
            blocks.append(Heading("".join(run.text for run in runs), level, last.note, last.url))
        else:
            blocks.append(Paragraph(tuple(_first_sentence(runs, line.strip()))))
    return blocks


def _runs(line: str, sources: Sequence[Mapping[str, Any]]) -> list[Run]:
    runs: list[Run] = []
    start = 0
    for mark in NOTE.finditer(line):
        at = int(mark[1]) - 1
        if not 0 <= at < len(sources):
            continue
        runs.append(Run(line[start : mark.start()], note=sources[at]["label"], url=sources[at].get("url", "")))
        start = mark.end()
    if start < len(line) or not runs:
        runs.append(Run(line[start:]))
    return runs


def _first_sentence(runs: list[Run], line: str) -> list[Run]:
    # “一是……。” keeps the body face; a paragraph that opens with a heading keeps the heading's face up to its first stop.
    level = next((level for level, pattern in HEADS if level < 3 and pattern.match(line)), 0)
    stop = runs[0].text.find("。")
    if not level or stop < 0 or stop > HEADING_LENGTH:
        return runs
    face = {1: "hei", 2: "kai"}[level]
    first = runs[0]
    rest = Run(first.text[stop + 1 :], note=first.note, url=first.url)
    return [Run(first.text[: stop + 1], face), *([rest] if rest.text or rest.note else []), *runs[1:]]


def from_blocks(blocks: Sequence[Heading | Paragraph], sources: list[dict[str, str]]) -> str:
    """The same blocks as text to correct; their notes are appended to `sources` and marked in the text."""
    lines = []
    for block in blocks:
        runs = [Run(block.text, note=block.note, url=block.url)] if isinstance(block, Heading) else block.runs
        lines.append("".join(run.text + _mark(run, sources) for run in runs))
    return "\n".join(lines)


def _mark(run: Run, sources: list[dict[str, str]]) -> str:
    if not run.note:
        return ""
    entry = {"label": run.note, "url": run.url}
    if entry not in sources:
        sources.append(entry)
    return f"〔注{sources.index(entry) + 1}〕"


def mistakes(text: str, places: Sequence[str], blocks: Sequence[str] = ()) -> list[Mistake]:
    """Every place that the paper does not know, and every block place that does not stand alone on its line."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        for place in PLACE.finditer(line):
            name = place[1]
            if name in blocks and line.strip() != place[0]:
                found.append(Mistake(number, place[0], _("%(place)s 要单独占一行。") % {"place": place[0]}))
            elif name not in places and name not in blocks:
                known = "、".join([*places, *blocks])
                sentence = _("没有 %(place)s 这一项，可以用的有：%(known)s。") % {"place": place[0], "known": known}
                found.append(Mistake(number, place[0], sentence))
        rest = PLACE.sub("", line)
        if "{{" in rest or "}}" in rest:
            found.append(Mistake(number, "{{", _("花括号没有成对，请写成 {{名称}}。")))
    return found


def require_sound(text: str, places: Sequence[str], blocks: Sequence[str] = ()) -> None:
    """Refused with all mistakes and their lines."""
    if found := mistakes(text, places, blocks):
        said = " ".join(_("第 %(line)d 行：%(message)s") % {"line": m.line, "message": m.message} for m in found)
        raise Refused(said, possible=_("请按列出的名称修改后再保存。"))


def filled(text: str, fills: Mapping[str, Fill], sources: list[dict[str, str]]) -> str:
    """The text with every place filled, each with the mark of its source. What is filled in is never looked at again."""

    def put(place: re.Match[str]) -> str:
        fill = fills[place[1]]
        note = Run("", note=fill.source.label, url=fill.source.url) if fill.source else Run("")
        return fill.text + _mark(note, sources)

    return PLACE.sub(put, text)
