"""Bars, stacked bars, lines and the small line beside a number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from touyan.core.pictures import draw
from touyan.core.pictures.draw import Canvas, Picture, short
from touyan.core.words import grouped

Value = int | Decimal | None


def bars(
    items: Sequence[tuple[str, Value]],
    *,
    title: str,
    desc: str,
    unit: str = "",
    colour: str = draw.TIDE,
    narrow: bool = False,
    most: int = 0,
) -> Picture:
    """Lying bars against `most` (or the longest), one per item, with the number at the end; a missing number is said as —."""
    label, wide, high = (96, 190, 30) if narrow else (180, 420, 32)
    canvas = Canvas(label + wide + 74, high * max(len(items), 1) + 8)
    full = most or max([float(value) for _name, value in items if value is not None] or [1]) or 1
    for number, (name, value) in enumerate(items):
        y = high * number + high / 2 + 4
        canvas.text(label - 10, y + 4.5, name, size=13, anchor="end", room=label - 12)
        length = wide * min(max(float(value or 0), 0) / full, 1)
        canvas.box(label, y - 9, wide, 18, rx=3, fill=draw.MIST)
        if length:
            canvas.box(label, y - 9, max(length, 2), 18, rx=3, fill=colour)
        canvas.text(
            label + max(length, 0) + 8 if length < wide - 4 else label + wide + 8,
            y + 4.5,
            f"{grouped(value)}{unit}" if value is not None else "—",
            size=12.5,
            fill=draw.INK,
        )
    return canvas.picture(
        title=title,
        desc=desc,
        columns=[_("项目"), unit or _("数值")],
        rows=[[name, grouped(value) if value is not None else "—"] for name, value in items],
    )


def stacked(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int]]],
    *,
    title: str,
    desc: str,
    unit: str = "",
    limit: int | None = None,
    narrow: bool = False,
) -> Picture:
    """Standing bars of several parts, such as minutes asked of a unit per month; `limit` is a budget, drawn across."""
    left, wide, tall, top = (40, 312, 190, 14) if narrow else (56, 620, 220, 16)
    canvas = Canvas(left + wide + 8, top + tall + 66)
    sums = [sum(values[i] for _name, values in series) for i in range(len(labels))]
    most = _round_up(max([*sums, limit or 0, 1]))
    for part in range(5):
        y = top + tall * (1 - part / 4)
        canvas.line(left, y, left + wide, y, stroke="#e9ecef" if part else draw.EDGE)
        canvas.text(left - 6, y + 4, grouped(most * part // 4), size=11, fill=draw.INK_3, anchor="end")
    step = wide / max(len(labels), 1)
    every = max(1, -(-int(max([draw.width_of(name, 10.5) for name in labels] or [1])) // max(int(step), 1)))
    for number, name in enumerate(labels):
        x, base = left + step * number + step * 0.18, float(top + tall)
        for order, (part_name, values) in enumerate(series):
            height = tall * values[number] / most
            base -= height
            _part(canvas, x, base, step * 0.64, height, order, f"{name} {part_name} {grouped(values[number])}{unit}")
        if number % every:
            continue
        canvas.text(
            left + step * (number + 0.5),
            top + tall + 17,
            name,
            size=10.5 if narrow else 12,
            fill=draw.INK_2,
            anchor="middle",
            room=step + 8,
        )
    if limit is not None:
        y = top + tall * (1 - limit / most)
        canvas.line(left, y, left + wide, y, stroke=draw.RED, width=1.6, dash="6 4")
        canvas.text(left + wide, y - 5, f"{_('上限')} {grouped(limit)}{unit}", size=11.5, fill=draw.RED, anchor="end")
    marks = [("square", draw.PARTS[i % len(draw.PARTS)], name) for i, (name, _values) in enumerate(series)]
    draw.legend(canvas, top + tall + 42, marks, x=2)
    return canvas.picture(
        title=title,
        desc=desc,
        columns=[_("时间"), *(name for name, _values in series), _("合计")],
        rows=[[name, *(grouped(v[i]) for _name, v in series), grouped(sums[i])] for i, name in enumerate(labels)],
    )


def _part(canvas: Canvas, x: float, y: float, w: float, h: float, order: int, title: str) -> None:
    """A part of a bar; besides its colour each has its own white ruling."""
    if h <= 0:
        return
    canvas.put(
        "rect",
        title,
        x=x,
        y=y,
        width=w,
        height=h,
        fill=draw.PARTS[order % len(draw.PARTS)],
        stroke=draw.WHITE,
        stroke_width=0.8,
    )
    rules = []
    if order in (1, 3):
        rules += [f"M{short(x)} {short(y + d)}h{short(w)}" for d in range(4, int(h), 5)]
    if order in (2, 3):
        rules += [f"M{short(x + d)} {short(y)}v{short(h)}" for d in range(4, int(w), 6)]
    if rules:
        canvas.path("".join(rules), stroke=draw.WHITE, stroke_width=1, stroke_opacity=0.55)


def lines(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[Value]]],
    *,
    title: str,
    desc: str,
    unit: str = "",
    narrow: bool = False,
    most: int = 0,
) -> Picture:
    """Lines over time, from 0 to `most` (or the next round number); each series has its own colour, dash and mark, and its last number is written."""
    left, wide, tall, top = (40, 262, 180, 14) if narrow else (56, 540, 220, 16)
    canvas = Canvas(left + wide + 62, top + tall + 62)
    known = [float(value) for _name, values in series for value in values if value is not None]
    top_value = most or _round_up(max([*known, 1]))
    for part in range(5):
        y = top + tall * (1 - part / 4)
        canvas.line(left, y, left + wide, y, stroke="#e9ecef" if part else draw.EDGE)
        canvas.text(left - 6, y + 4, grouped(top_value * part // 4), size=11, fill=draw.INK_3, anchor="end")
    step = wide / max(len(labels) - 1, 1)
    every = max(1, -(-len(labels) // (7 if narrow else 14)))
    for number, name in enumerate(labels):
        if number % every == 0:
            canvas.text(
                left + step * number,
                top + tall + 17,
                name,
                size=11,
                fill=draw.INK_2,
                anchor="middle",
                room=step * every + 10,
            )
    for order, (name, values) in enumerate(series[:6]):
        spots = [
            (left + step * i, top + tall * (1 - float(v) / top_value), v) for i, v in enumerate(values) if v is not None
        ]
        _curve(canvas, name, spots, order, unit)
    marks = [
        (("dot", "triangle", "square", "diamond", "ring", "frame")[i], draw.SERIES[i], name)
        for i, (name, _v) in enumerate(series[:6])
    ]
    draw.legend(canvas, top + tall + 44, marks, x=2)
    return canvas.picture(
        title=title,
        desc=desc,
        columns=[_("时间"), *(name for name, _values in series)],
        rows=[
            [label, *(grouped(v[i]) if v[i] is not None else "—" for _name, v in series)]
            for i, label in enumerate(labels)
        ],
    )


def _curve(canvas: Canvas, name: str, spots: Sequence[tuple[float, float, Value]], order: int, unit: str) -> None:
    if not spots:
        return
    colour = draw.SERIES[order]
    points = " ".join(f"{short(x)},{short(y)}" for x, y, _value in spots)
    canvas.put(
        "polyline",
        points=points,
        fill="none",
        stroke=colour,
        stroke_width=2.2,
        stroke_linejoin="round",
        stroke_dasharray=(None, "7 4", "2 3", None, "7 4", "2 3")[order],
    )
    shape = ("dot", "triangle", "square", "diamond", "ring", "frame")[order]
    for x, y, value in spots if len(spots) <= 16 else spots[-1:]:
        draw.mark(canvas, shape, x, y, 4, colour, f"{name} {grouped(value)}{unit}")
    x, y, value = spots[-1]
    canvas.text(x + 8, y + 4, f"{grouped(value)}{unit}", size=12, fill=colour, bold=True)


def spark(values: Sequence[Value], *, title: str, unit: str = "") -> Picture:
    """A line the size of a word; said in full by its title."""
    canvas = Canvas(96, 28)
    known = [(i, float(v)) for i, v in enumerate(values) if v is not None]
    low, high = min([v for _i, v in known] or [0]), max([v for _i, v in known] or [1])
    spots = [
        (4 + 84 * i / max(len(values) - 1, 1), 23 - 18 * ((v - low) / (high - low) if high > low else 0.5))
        for i, v in known
    ]
    if spots:
        canvas.put(
            "polyline",
            points=" ".join(f"{short(x)},{short(y)}" for x, y in spots),
            fill="none",
            stroke=draw.TIDE,
            stroke_width=1.8,
            stroke_linejoin="round",
        )
        draw.mark(canvas, "dot", *spots[-1], 3, draw.RED)
    said = "、".join(grouped(v) if v is not None else "—" for v in values)
    return canvas.picture(
        title=title,
        desc=f"{said}{unit}",
        columns=[_("次序"), unit or _("数值")],
        rows=[[i + 1, grouped(v) if v is not None else "—"] for i, v in enumerate(values)],
        look="spark",
    )


def _round_up(value: float) -> int:
    """The next round number that divides well by four."""
    scale = 4
    while scale < value:
        for step in (4, 8, 12, 20, 40):
            if step * scale // 4 >= value:
                return step * scale // 4
        scale *= 10
    return scale
