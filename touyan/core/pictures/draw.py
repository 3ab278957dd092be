"""The drawing board of every picture: safe SVG text from plain shapes, one table of colours, a text alternative, a table.

Nothing a user wrote is ever pasted into markup: elements are built with xml.etree, which escapes text and attributes.
The same text serves the page, the PDF and the Word file, so colours and faces are attributes and nothing is referred to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

INK, INK_2, INK_3 = "#1e232a", "#4a5361", "#5f6976"
WHITE, PAPER, MIST, LINE, EDGE = "#ffffff", "#fbfaf7", "#f1f3f5", "#d9dee3", "#7b8593"
RED, RED_DEEP, RED_SOFT = "#a8201a", "#7f1712", "#fbebe9"
TIDE, TIDE_DEEP, TIDE_SOFT = "#1c5d8c", "#123f61", "#e8f1f8"
GREEN, GREEN_SOFT, AMBER, AMBER_SOFT, REST, REST_SOFT = "#1f6b43", "#e6f3eb", "#855600", "#fbf1dc", "#5a6472", "#eef0f3"
PARTS = (TIDE, "#5f93b8", GREEN, AMBER, REST)
SERIES = (TIDE, RED_DEEP, GREEN, AMBER, REST, "#5b3f8c")
LINES = {"office": TIDE, "committee": RED_DEEP}
SOFT = {"office": TIDE_SOFT, "committee": RED_SOFT}
FACE = "PingFang SC, HarmonyOS Sans SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
# What XML 1.0 cannot carry: control characters and half surrogates, which a pasted text may hold.
UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HERE = re.compile(r"^(/(?!/)|#|\?)[^\s\\]*$")


@dataclass(frozen=True)
class Picture:
    """A drawing, what it says in one sentence, and its data as a table.

    `svg` is safe markup; `width` and `height` are in CSS pixels; `columns` and `rows` are plain words.
    """

    svg: SafeString
    title: str
    desc: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: int
    height: int


def clean(text: object) -> str:
    """Words fit for XML; what it cannot carry is left out."""
    return UNFIT.sub("", str(text))


def short(value: float) -> str:
    """A coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def width_of(text: str, size: float) -> float:
    """How wide a line of text is, in pixels, near enough for layout: wide characters 1 em, others 0.56 em."""
    return sum(size if ord(letter) > 0x2E7F else size * 0.56 for letter in text)


def fit(text: object, room: float, size: float) -> str:
    """The text, cut with … where it would not fit into `room` pixels."""
    words = clean(text)
    if width_of(words, size) <= room:
        return words
    while words and width_of(words, size) + size > room:
        words = words[:-1]
    return words + "…"


def wrap(text: object, room: float, size: float, lines: int) -> list[str]:
    """The text in at most `lines` lines of `room` pixels, the last one cut with …."""
    rest = clean(text).replace("\n", " ").strip()
    found: list[str] = []
    while rest and len(found) < lines - 1 and width_of(rest, size) > room:
        cut = len(rest)
        while cut > 1 and width_of(rest[:cut], size) > room:
            cut -= 1
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, fit(rest, room, size)] if rest else found


class Canvas:
    """A sheet of `width` × `height` pixels on which shapes are put; `picture` closes it."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height, self.linked = round(width), round(height), False
        self.root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg"})
        self.at = self.root

    def put(self, tag: str, title: str = "", **attributes: Any) -> ET.Element:
        """One element at the present place; numbers are shortened, None left out, `_` in names read as `-`."""
        fixed = {
            name.rstrip("_").replace("_", "-"): short(value) if isinstance(value, int | float) else clean(value)
            for name, value in attributes.items()
            if value is not None
        }
        element = ET.SubElement(self.at, tag, fixed)
        if title:
            ET.SubElement(element, "title").text = clean(title)
        return element

    def text(
        self,
        x: float,
        y: float,
        words: object,
        *,
        size: float = 13,
        fill: str = INK,
        anchor: str | None = None,
        bold: bool = False,
        room: float | None = None,
    ) -> None:
        """One line of text with its base line at `y`, cut to `room` if given."""
        said = fit(words, room, size) if room else clean(words)
        self.put(
            "text", x=x, y=y, font_size=size, fill=fill, text_anchor=anchor, font_weight=600 if bold else None
        ).text = said

    def upright(self, x: float, y: float, words: object, *, size: float = 13, fill: str = INK, most: int = 12) -> None:
        """Text set from top to bottom, one character under the other, centred on `x`."""
        said = clean(words)
        said = said if len(said) <= most else said[: most - 1] + "…"
        for number, letter in enumerate(said):
            turned = {"（": "︵", "）": "︶", "(": "︵", ")": "︶", "…": "⋮", "—": "︱"}.get(letter, letter)
            self.text(x, y + (number + 0.85) * size * 1.14, turned, size=size, fill=fill, anchor="middle")

    def box(self, x: float, y: float, w: float, h: float, **attributes: Any) -> None:
        """A rectangle."""
        self.put("rect", x=x, y=y, width=w, height=h, **attributes)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        stroke: str = LINE,
        width: float = 1,
        dash: str | None = None,
    ) -> None:
        """A straight line."""
        self.put("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, stroke_dasharray=dash)

    def path(self, d: str, **attributes: Any) -> None:
        """A free shape; `d` is made of numbers by the caller, never of anybody's words."""
        self.put("path", d=d, **{"fill": "none", **attributes})

    @contextmanager
    def group(self, **attributes: Any) -> Iterator[None]:
        """Shapes put inside belong together."""
        outer = self.at
        self.at = self.put("g", **attributes)
        yield
        self.at = outer

    @contextmanager
    def link(self, url: str, label: str, *, reachable: bool = True, named: bool = True) -> Iterator[None]:
        """Shapes put inside open `url`, if it is an address of this site; otherwise they only carry the label.

        `reachable=False` leaves the link out of the keyboard's way; `named=False` lets the words inside be its name.
        """
        outer, safe = self.at, bool(url and HERE.match(url))
        self.linked = self.linked or safe
        if safe:
            self.at = self.put("a", href=url, aria_label=label if named else None, tabindex=None if reachable else "-1")
        else:
            self.at = self.put("g")
        if label:
            ET.SubElement(self.at, "title").text = clean(label)
        yield
        self.at = outer

    def picture(
        self, *, title: str, desc: str, columns: Sequence[object], rows: Sequence[Sequence[object]], look: str = ""
    ) -> Picture:
        """The finished drawing with its name, its sentence and its table."""
        self.root.attrib.update(
            {
                "viewBox": f"0 0 {self.width} {self.height}",
                "width": str(self.width),
                "height": str(self.height),
                "font-family": FACE,
                "role": "group" if self.linked else "img",
                "aria-label": clean(title + _("。") + desc if desc else title),
            }
        )
        if look:
            self.root.set("class", look)
        said = ET.Element("desc")
        said.text = clean(desc)
        name = ET.Element("title")
        name.text = clean(title)
        self.root[0:0] = [name, said]
        markup = ET.tostring(self.root, encoding="unicode")
        # Built by the serialiser above, which has escaped every word and attribute.
        return Picture(
            svg=mark_safe(markup),
            title=clean(title),
            desc=clean(desc),
            columns=tuple(clean(column) for column in columns),
            rows=tuple(tuple(clean(cell) for cell in row) for row in rows),
            width=self.width,
            height=self.height,
        )


def legend(canvas: Canvas, y: float, marks: Sequence[tuple[str, str, str]], *, x: float = 0, size: float = 12) -> float:
    """Marks with their words in a row; each is (shape, colour, word). Returns the right edge of the last line's y."""
    left = x
    for shape, colour, word in marks:
        need = 22 + width_of(word, size) + 14
        if left > x and left + need > canvas.width:
            left, y = x, y + size * 1.9
        mark(canvas, shape, left + 8, y - size * 0.36, 6, colour)
        canvas.text(left + 20, y, word, size=size, fill=INK_2)
        left += need
    return y


def mark(canvas: Canvas, shape: str, x: float, y: float, r: float, colour: str, title: str = "") -> None:
    """A small sign at (x, y): the shape says it, the colour helps."""
    MARKS.get(shape, _dot)(canvas, x, y, r, colour, title)


def _dot(canvas: Canvas, x: float, y: float, r: float, colour: str, title: str) -> None:
    canvas.put("circle", title, cx=x, cy=y, r=r, fill=colour)


def _ring(canvas: Canvas, x: float, y: float, r: float, colour: str, title: str) -> None:
    canvas.put("circle", title, cx=x, cy=y, r=r - 0.9, fill=WHITE, stroke=colour, stroke_width=1.8)


def _broken_ring(canvas: Canvas, x: float, y: float, r: float, colour: str, title: str) -> None:
    canvas.put(
        "circle", title, cx=x, cy=y, r=r - 0.9, fill=WHITE, stroke=colour, stroke_width=1.4, stroke_dasharray="2.5 2.2"
    )


def _square(canvas: Canvas, x: float, y: float, r: float, colour: str, title: str) -> None:
    canvas.put("rect", title, x=x - r, y=y - r, width=2 * r, height=2 * r, rx=r * 0.25, fill=colour)


def _frame(canvas: Canvas, x: float, y: float, r: float, colour: str, title: str) -> None:
    canvas.put(
        "rect",
        title,
        x=x - r + 0.8,
        y=y - r + 0.8,
        width=2 * r - 1.6,
        height=2 * r - 1.6,
        rx=r * 0.25,
        fill=WHITE,
        stroke=colour,
        stroke_width=1.6,
    )


def _triangle(canvas: Canvas, x: float, y: float, r: float, colour: str, title: str) -> None:
    points = f"{short(x)},{short(y - r)} {short(x + r)},{short(y + r * 0.85)} {short(x - r)},{short(y + r * 0.85)}"
    canvas.put("polygon", title, points=points, fill=colour)


def _diamond(canvas: Canvas, x: float, y: float, r: float, colour: str, title: str) -> None:
    points = f"{short(x)},{short(y - r)} {short(x + r)},{short(y)} {short(x)},{short(y + r)} {short(x - r)},{short(y)}"
    canvas.put("polygon", title, points=points, fill=colour)


def _cross(canvas: Canvas, x: float, y: float, r: float, colour: str, title: str) -> None:
    canvas.put("circle", title, cx=x, cy=y, r=r - 0.9, fill=WHITE, stroke=colour, stroke_width=1.8)
    d = r * 0.4
    canvas.path(
        f"M{short(x - d)} {short(y - d)}L{short(x + d)} {short(y + d)}M{short(x + d)} {short(y - d)}L{short(x - d)} {short(y + d)}",
        stroke=colour,
        stroke_width=1.8,
    )


def _half(canvas: Canvas, x: float, y: float, r: float, colour: str, title: str) -> None:
    _frame(canvas, x, y, r, colour, title)
    canvas.box(x - r + 1, y, 2 * r - 2, r - 1, fill=colour)


def _bar(canvas: Canvas, x: float, y: float, r: float, colour: str, title: str) -> None:
    canvas.put("rect", title, x=x - r, y=y - r * 0.22, width=2 * r, height=r * 0.44, rx=r * 0.2, fill=colour)


def _check(canvas: Canvas, x: float, y: float, r: float, colour: str, title: str) -> None:
    canvas.put("rect", title, x=x - r, y=y - r, width=2 * r, height=2 * r, rx=r * 0.35, fill="#d3eadc")
    d = f"M{short(x - r * 0.5)} {short(y + r * 0.05)}l{short(r * 0.36)} {short(r * 0.4)}l{short(r * 0.64)} {short(-r * 0.8)}"
    canvas.path(d, stroke=colour, stroke_width=max(r * 0.26, 1.6), stroke_linecap="round", stroke_linejoin="round")


MARKS = {
    "check": _check,
    "dot": _dot,
    "ring": _ring,
    "broken": _broken_ring,
    "square": _square,
    "frame": _frame,
    "triangle": _triangle,
    "diamond": _diamond,
    "cross": _cross,
    "half": _half,
    "bar": _bar,
}
