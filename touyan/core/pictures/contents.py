"""The picture of a brand's contents (品牌内涵图): a house — the core idea its roof, carriers its pillars, mechanisms its ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from touyan.core.pictures import draw
from touyan.core.pictures.draw import Canvas, Picture, short


@dataclass(frozen=True)
class Contents:
    """What a brand consists of; empty parts are drawn as an open place, so that a slogan alone is seen to be one."""

    name: str
    slogan: str = ""
    idea: str = ""
    orientation: str = ""
    carriers: Sequence[str] = ()
    mechanisms: Sequence[str] = ()
    features: Sequence[str] = ()


def brand_contents(brand: Contents, *, title: str = "", desc: str = "", narrow: bool = False) -> Picture:
    """The brand as a house; parts that nobody has written yet stand open with a dashed edge."""
    wide = 344.0 if narrow else 760.0
    per_row = 2 if narrow else 4
    carriers = list(brand.carriers) or [""]
    columns = -(-len(carriers) // -(-len(carriers) // (5 if narrow else 8)))
    pillar = 132.0 if narrow else 92.0
    pillar_rows = -(-len(carriers) // columns)
    roof = 132.0
    ground = [(_("制度机制"), list(brand.mechanisms)), (_("特色"), list(brand.features))]
    rows = [max(1, -(-len(items) // per_row)) for _name, items in ground]
    canvas = Canvas(wide, roof + 56 + pillar_rows * (pillar + 10) + 26 + sum(34 + 40 * n for n in rows) + 40)
    _roof(canvas, brand, wide=wide, tall=roof)
    y = roof + 8
    _part(canvas, 12, y, wide - 24, 42, _("工作导向"), brand.orientation, soft=draw.AMBER_SOFT, edge=draw.AMBER)
    y += 54
    canvas.text(14, y + 12, _("活动载体"), size=12, fill=draw.INK_2, bold=True)
    y = _pillars(canvas, carriers, y=y + 20, wide=wide, columns=columns, tall=pillar)
    for (name, items), count in zip(ground, rows, strict=True):
        y = _ground(canvas, name, items, y=y, wide=wide, per_row=per_row, count=count)
    _tide(canvas, y + 6, wide)
    missing = _("（待填写）")
    return canvas.picture(
        title=title or _("%(name)s的品牌内涵") % {"name": brand.name},
        desc=desc or "，".join(filter(None, (brand.slogan, brand.idea))),
        columns=[_("组成"), _("内容")],
        rows=[
            [_("核心理念"), brand.idea or missing],
            [_("工作导向"), brand.orientation or missing],
            [_("活动载体"), "；".join(brand.carriers) or missing],
            [_("制度机制"), "；".join(brand.mechanisms) or missing],
            [_("特色"), "；".join(brand.features) or missing],
        ],
    )


def _roof(canvas: Canvas, brand: Contents, *, wide: float, tall: float) -> None:
    cx = wide / 2
    eaves = f"M{short(cx)} 2C{short(cx + wide * 0.2)} {short(tall * 0.5)} {short(wide - 60)} {short(tall * 0.78)} {short(wide - 2)} {short(tall)}H2C60 {short(tall * 0.78)} {short(cx - wide * 0.2)} {short(tall * 0.5)} {short(cx)} 2Z"
    canvas.path(eaves, fill=draw.RED_DEEP)
    canvas.text(
        cx,
        tall * 0.56,
        brand.name,
        size=16 if canvas.width < 500 else 22,
        fill=draw.WHITE,
        anchor="middle",
        bold=True,
        room=wide * 0.62,
    )
    canvas.text(
        cx,
        tall * 0.75,
        brand.slogan,
        size=12 if canvas.width < 500 else 14,
        fill="#ffe9e6",
        anchor="middle",
        room=wide * 0.66,
    )
    idea = brand.idea or _("核心理念（待填写）")
    canvas.text(
        cx, tall * 0.92, idea, size=12 if canvas.width < 500 else 14, fill=draw.WHITE, anchor="middle", room=wide * 0.8
    )


def _part(
    canvas: Canvas, x: float, y: float, w: float, h: float, name: str, words: str, *, soft: str, edge: str
) -> None:
    canvas.box(
        x, y, w, h, rx=6, fill=soft if words else draw.WHITE, stroke=edge, stroke_dasharray=None if words else "5 4"
    )
    said = f"{name}：{words}" if words else f"{name}{_('（待填写）')}"
    canvas.text(
        x + w / 2, y + h / 2 + 5, said, size=14, anchor="middle", room=w - 20, fill=draw.INK if words else draw.INK_2
    )


def _pillars(canvas: Canvas, carriers: Sequence[str], *, y: float, wide: float, columns: int, tall: float) -> float:
    step = (wide - 24) / columns
    for number, carrier in enumerate(carriers):
        x, top = 12 + step * (number % columns), y + (number // columns) * (tall + 10)
        canvas.box(
            x + 4,
            top,
            step - 8,
            tall,
            rx=6,
            fill=draw.TIDE_SOFT if carrier else draw.WHITE,
            stroke=draw.TIDE,
            stroke_dasharray=None if carrier else "5 4",
        )
        if step < 84 and carrier:
            canvas.upright(x + step / 2, top + 10, carrier, size=13, most=8)
        else:
            lines = draw.wrap(carrier or _("（待填写）"), step - 28, 13.5, 5)
            for row, line in enumerate(lines):
                canvas.text(
                    x + step / 2,
                    top + tall / 2 + 5 + (row - (len(lines) - 1) / 2) * 20,
                    line,
                    size=13.5,
                    anchor="middle",
                )
    return y + -(-len(carriers) // columns) * (tall + 10) + 6


def _ground(
    canvas: Canvas, name: str, items: Sequence[str], *, y: float, wide: float, per_row: int, count: int
) -> float:
    tall = 26 + 40 * count
    canvas.box(0 if name == _("特色") else 6, y, wide if name == _("特色") else wide - 12, tall, rx=6, fill=draw.MIST)
    canvas.text(14, y + 18, name, size=12, fill=draw.INK_2, bold=True)
    shown = list(items) or [""]
    columns = min(per_row, len(shown))
    step = (wide - 24) / columns
    for number, item in enumerate(shown):
        x, top = 12 + step * (number % columns), y + 26 + 40 * (number // columns)
        canvas.box(
            x + 3, top, step - 6, 34, rx=5, fill=draw.WHITE, stroke=draw.EDGE, stroke_dasharray=None if item else "5 4"
        )
        canvas.text(
            x + step / 2,
            top + 22,
            item or _("（待填写）"),
            size=13,
            anchor="middle",
            room=step - 18,
            fill=draw.INK if item else draw.INK_2,
        )
    return y + tall + 8


def _tide(canvas: Canvas, y: float, wide: float) -> None:
    for row, (colour, high) in enumerate(((draw.TIDE, 6), ("#7fa6c2", 4))):
        step, x, d = 48.0, -12.0 * row, f"M{short(-12.0 * row)} {short(y + 8 + row * 9)}"
        while x < wide:
            d += f"q{short(step / 4)} {short(-high * 2)} {short(step / 2)} 0t{short(step / 2)} 0"
            x += step
        canvas.path(d, stroke=colour, stroke_width=2.4 - row * 0.8, stroke_linecap="round")
