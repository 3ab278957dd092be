"""The radar of six types: one shape per department or year, with its numbers at the points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from touyan.core.pictures import draw
from touyan.core.pictures.draw import Canvas, Picture
from touyan.core.words import grouped

Value = int | Decimal | None


def radar(
    axes: Sequence[str], series: Sequence[tuple[str, Sequence[Value]]], *, title: str, desc: str, most: int = 100
) -> Picture:
    """Values from 0 to `most` on each axis, at most three series; a missing value has no point and is said as —."""
    canvas, cx, cy, reach = Canvas(420, 392), 210.0, 182.0, 118.0
    count = len(axes)
    for ring in (1.0, 0.75, 0.5, 0.25):
        corners = " ".join(_pair(cx, cy, reach * ring, i, count) for i in range(count))
        canvas.put("polygon", points=corners, fill="none" if ring < 1 else draw.WHITE, stroke=draw.LINE)
    for number, name in enumerate(axes):
        x, y = _point(cx, cy, reach, number, count)
        canvas.line(cx, cy, x, y)
        tx, ty = _point(cx, cy, reach + 20, number, count)
        anchor = "middle" if abs(tx - cx) < 8 else "start" if tx > cx else "end"
        value = series[0][1][number] if series else None
        canvas.text(tx, ty + 1, name, size=13, anchor=anchor, room=96)
        canvas.text(
            tx, ty + 16, grouped(value) if value is not None else "—", size=12, fill=draw.TIDE_DEEP, anchor=anchor
        )
    for order, (name, values) in reversed(list(enumerate(series[:3]))):
        _shape(canvas, name, values, order=order, cx=cx, cy=cy, reach=reach, most=most)
    marks = [(("dot", "triangle", "square")[i], draw.SERIES[i], name) for i, (name, _values) in enumerate(series[:3])]
    draw.legend(canvas, canvas.height - 14, marks, x=16)
    return canvas.picture(
        title=title,
        desc=desc,
        columns=[_("项目"), *(name for name, _values in series)],
        rows=[
            [axis, *(grouped(v[i]) if v[i] is not None else "—" for _name, v in series)] for i, axis in enumerate(axes)
        ],
    )


def _shape(
    canvas: Canvas, name: str, values: Sequence[Value], *, order: int, cx: float, cy: float, reach: float, most: int
) -> None:
    colour, count = draw.SERIES[order], len(values)
    shares = [(i, min(max(float(v) / most, 0), 1)) for i, v in enumerate(values) if v is not None]
    corners = " ".join(_pair(cx, cy, reach * share, i, count) for i, share in shares)
    canvas.put(
        "polygon",
        points=corners,
        fill=colour if order == 0 else "none",
        fill_opacity=0.14,
        stroke=colour,
        stroke_width=2,
        stroke_dasharray=(None, "6 4", "2 3")[order],
        stroke_linejoin="round",
    )
    for number, share in shares:
        x, y = _point(cx, cy, reach * share, number, count)
        draw.mark(canvas, ("dot", "triangle", "square")[order], x, y, 4, colour, f"{name} {grouped(values[number])}")


def _point(cx: float, cy: float, r: float, number: int, count: int) -> tuple[float, float]:
    turn = 2 * math.pi * number / max(count, 1) - math.pi / 2
    return cx + r * math.cos(turn), cy + r * math.sin(turn)


def _pair(cx: float, cy: float, r: float, number: int, count: int) -> str:
    x, y = _point(cx, cy, r, number, count)
    return f"{draw.short(x)},{draw.short(y)}"
