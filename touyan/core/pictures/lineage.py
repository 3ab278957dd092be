"""The family tree of practices: who took what from whom, what was changed on the way, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from touyan.core.pictures import draw
from touyan.core.pictures.draw import Canvas, Picture, short


@dataclass(frozen=True)
class Offspring:
    """One practice in the tree: its key and its parent's, name, unit, since when, what came of it, named changes, address."""

    key: str
    parent: str
    name: str
    carrier: str
    when: str = ""
    state: str = "new"
    changes: int = 0
    url: str = ""


# state → (mark, colour): told apart by shape as well as by colour.
STATES = {
    "new": ("ring", draw.EDGE),
    "better": ("dot", draw.GREEN),
    "same": ("square", draw.TIDE),
    "worse": ("triangle", draw.RED),
    "stopped": ("diamond", draw.REST),
}
WIDE, TALL, GAP_X, GAP_Y = 178.0, 62.0, 78.0, 16.0
NARROW = 300.0  # what a phone shows inside a card without scrolling
MOST = 60  # practices drawn in one tree


def words() -> dict[str, str]:
    """What each state is called."""
    return {
        "new": _("还没有报告"),
        "better": _("有好转"),
        "same": _("没有变化"),
        "worse": _("变差了"),
        "stopped": _("停下来了"),
    }


def lineage(members: Sequence[Offspring], *, title: str, desc: str, narrow: bool = False) -> Picture:
    """Generations from left to right, or as an indented outline when `narrow`. A parent that is not there makes a root."""
    members = members[:MOST]
    keys = {one.key for one in members}
    children: dict[str, list[Offspring]] = {}
    for one in members:
        children.setdefault(one.parent if one.parent in keys and one.parent != one.key else "", []).append(one)
    ordered = _walk(children)
    canvas = _outline(ordered) if narrow else _tree(ordered, children)
    said, names = words(), {one.key: one.carrier for one in members}
    return canvas.picture(
        title=title,
        desc=desc,
        columns=[_("第几代"), _("单位"), _("做法"), _("源自"), _("改动"), _("效果")],
        rows=[
            [depth + 1, one.carrier, one.name, names.get(one.parent, ""), one.changes, said[one.state]]
            for one, depth in ordered
        ],
    )


def _walk(children: dict[str, list[Offspring]]) -> list[tuple[Offspring, int]]:
    """Every practice with its generation, each before its children; what hangs in a loop is not reached."""
    found: list[tuple[Offspring, int]] = []
    waiting = [(one, 0) for one in reversed(children.get("", []))]
    while waiting:
        one, depth = waiting.pop()
        found.append((one, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(one.key, []))]
    return found


def _rows_of(ordered: Sequence[tuple[Offspring, int]], children: dict[str, list[Offspring]]) -> dict[str, float]:
    """key → its row: leaves one under the other, a parent in the middle of its children."""
    rows: dict[str, float] = {}
    at = 0
    for one, _depth in ordered:
        if not children.get(one.key):
            rows[one.key], at = float(at), at + 1
    for one, _depth in reversed(ordered):
        if below := [rows[child.key] for child in children.get(one.key, ()) if child.key in rows]:
            rows[one.key] = (below[0] + below[-1]) / 2
    return rows


def _tree(ordered: Sequence[tuple[Offspring, int]], children: dict[str, list[Offspring]]) -> Canvas:
    rows = _rows_of(ordered, children)
    deep = max([depth for _one, depth in ordered] or [0])
    count = int(max(rows.values(), default=0)) + 1
    canvas = Canvas(deep * (WIDE + GAP_X) + WIDE + 4, count * (TALL + GAP_Y) + 40)
    spots = {one.key: (2 + depth * (WIDE + GAP_X), 4 + rows[one.key] * (TALL + GAP_Y)) for one, depth in ordered}
    for one, _depth in ordered:
        for child in children.get(one.key, ()):
            _branch(canvas, spots[one.key], spots[child.key], child.changes)
    for one, _depth in ordered:
        x, y = spots[one.key]
        _card(canvas, one, x, y)
    _legend(canvas)
    return canvas


def _branch(canvas: Canvas, start: tuple[float, float], end: tuple[float, float], changes: int) -> None:
    x1, y1, x2, y2 = start[0] + WIDE, start[1] + TALL / 2, end[0], end[1] + TALL / 2
    half = (x2 - x1) / 2
    canvas.path(
        f"M{short(x1)} {short(y1)}C{short(x1 + half)} {short(y1)} {short(x1 + half)} {short(y2)} {short(x2)} {short(y2)}",
        stroke=draw.TIDE,
        stroke_width=1.6,
    )
    canvas.text(
        x2 - 6,
        y2 + 14 if y2 > y1 + 1 else y2 - 6,
        _changed(changes),
        size=11,
        fill=draw.INK_2,
        anchor="end",
        room=GAP_X - 8,
    )


def _changed(number: int) -> str:
    return ngettext("改 %(n)d 处", "改 %(n)d 处", number) % {"n": number} if number else _("照做")


def _card(canvas: Canvas, one: Offspring, x: float, y: float) -> None:
    shape, colour = STATES[one.state]
    with canvas.link(one.url, f"{one.carrier} {one.name} {words()[one.state]}", named=False):
        canvas.box(x, y, WIDE, TALL, rx=8, fill=draw.WHITE, stroke=colour, stroke_width=1.4)
        draw.mark(canvas, shape, x + 15, y + 19, 5, colour)
        canvas.text(x + 28, y + 24, one.carrier, size=13.5, bold=True, room=WIDE - 38)
        fill = draw.TIDE if one.url else draw.INK_2
        canvas.text(x + 12, y + 42, one.name, size=12, fill=fill, room=WIDE - 22)
        canvas.text(x + 12, y + 56, one.when, size=10.5, fill=draw.INK_3, room=WIDE - 22)


def _outline(ordered: Sequence[tuple[Offspring, int]]) -> Canvas:
    high = 54.0
    canvas = Canvas(NARROW, high * len(ordered) + 66)
    for number, (one, depth) in enumerate(ordered):
        x, y = 4 + 16.0 * min(depth, 5), high * number + 4
        shape, colour = STATES[one.state]
        if depth:
            canvas.path(
                f"M{short(x - 8)} {short(y - 16)}V{short(y + 14)}H{short(x)}", stroke=draw.TIDE, stroke_width=1.4
            )
        with canvas.link(one.url, f"{one.carrier} {one.name} {words()[one.state]}", named=False):
            draw.mark(canvas, shape, x + 8, y + 14, 5, colour)
            canvas.text(x + 22, y + 19, one.carrier, size=14, bold=True, room=200 - x)
            canvas.text(x + 22, y + 37, one.name, size=12, fill=draw.TIDE if one.url else draw.INK_2, room=270 - x)
        if depth:
            canvas.text(NARROW, y + 19, _changed(one.changes), size=11.5, fill=draw.INK_2, anchor="end", room=90)
    _legend(canvas)
    return canvas


def _legend(canvas: Canvas) -> None:
    said = words()
    marks = [(shape, colour, said[state]) for state, (shape, colour) in STATES.items()]
    draw.legend(canvas, canvas.height - (34 if canvas.width < 420 else 12), marks, x=2)
