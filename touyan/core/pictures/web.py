"""The map of who works with whom: units on a ring, a line for what they did together, thicker for more."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from touyan.core.pictures import draw
from touyan.core.pictures.draw import Canvas, Picture, short
from touyan.core.words import grouped


@dataclass(frozen=True)
class Unit:
    """A unit on the ring: key, short name, line, where it opens."""

    key: str
    name: str
    line: str = ""
    url: str = ""


def web(
    units: Sequence[Unit], ties: Sequence[tuple[str, str, int]], *, title: str, desc: str, narrow: bool = False
) -> Picture:
    """Units in the order given, clockwise from the top; each tie is (key, key, number of things done together)."""
    reach, side = (96.0, 76.0) if narrow else (210.0, 150.0)
    canvas = Canvas(2 * (reach + side), 2 * reach + (70 if narrow else 60))
    cx, cy, count = reach + side, reach + (35 if narrow else 30), max(len(units), 1)
    turns = {unit.key: 2 * math.pi * number / count - math.pi / 2 for number, unit in enumerate(units)}
    most = max([number for _a, _b, number in ties] or [1])
    known = sorted(
        ((a, b, n) for a, b, n in ties if a in turns and b in turns and a != b and n > 0), key=lambda tie: tie[2]
    )
    names = {unit.key: unit.name for unit in units}
    for here, there, number in known:
        x1, y1 = cx + reach * math.cos(turns[here]), cy + reach * math.sin(turns[here])
        x2, y2 = cx + reach * math.cos(turns[there]), cy + reach * math.sin(turns[there])
        pull = 0.5 - 0.38 * math.hypot(x2 - x1, y2 - y1) / (2 * reach)
        canvas.put(
            "path",
            f"{names[here]} — {names[there]} {grouped(number)}",
            d=f"M{short(x1)} {short(y1)}Q{short(cx + (x1 + x2 - 2 * cx) * pull)} {short(cy + (y1 + y2 - 2 * cy) * pull)} {short(x2)} {short(y2)}",
            fill="none",
            stroke=draw.TIDE,
            stroke_width=0.8 + 5.2 * number / most,
            stroke_opacity=0.25 + 0.5 * number / most,
            stroke_linecap="round",
        )
    lonely = set(turns) - {key for a, b, _n in known for key in (a, b)}
    for unit in units:
        _name(
            canvas,
            unit,
            turns[unit.key],
            cx=cx,
            cy=cy,
            reach=reach,
            side=side,
            alone=unit.key in lonely,
            size=11 if narrow else 12.5,
        )
    return canvas.picture(
        title=title,
        desc=desc,
        columns=[_("单位"), _("单位"), _("一起办的事")],
        rows=[[names[a], names[b], grouped(n)] for a, b, n in reversed(known)]
        + [[names[key], "—", "0"] for key in turns if key in lonely],
    )


def _name(
    canvas: Canvas,
    unit: Unit,
    turn: float,
    *,
    cx: float,
    cy: float,
    reach: float,
    side: float,
    alone: bool,
    size: float,
) -> None:
    x, y = cx + reach * math.cos(turn), cy + reach * math.sin(turn)
    shape = "ring" if alone else {"office": "dot", "committee": "triangle"}.get(unit.line, "square")
    lean = math.cos(turn)
    anchor = "middle" if abs(lean) < 0.12 else "start" if lean > 0 else "end"
    away = 12.0 if anchor != "middle" else 0.0
    drop = size * 0.36 if anchor != "middle" else (22.0 if math.sin(turn) > 0 else -12.0)
    with canvas.link(unit.url, unit.name):
        draw.mark(canvas, shape, x, y, 6, draw.LINES.get(unit.line, draw.INK_2), unit.name)
        canvas.text(x + (away if lean > 0 else -away), y + drop, unit.name, size=size, anchor=anchor, room=side - 12)
