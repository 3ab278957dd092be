"""Brands as pictures: the family in flight, the framework, a brand's contents, its heartbeat, its path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.brands import selectors
from touyan.brands.models import Brand, Element, Frame
from touyan.brands.rules import BrandKind, ElementKind, Life
from touyan.core import pictures
from touyan.core.pictures import Bird, Canvas, Contents, Picture, draw
from touyan.organizations.rules import Line

LEVELS = (
    BrandKind.PROVINCE,
    BrandKind.CITY,
    BrandKind.OFFICE,
    BrandKind.COMMITTEE,
    BrandKind.BRANCH,
    BrandKind.GROUP,
    BrandKind.REGION,
)


def family(brands: Sequence[Brand], *, narrow: bool) -> Picture:
    """The family as a flight of geese, level by level; drafts do not fly yet."""
    levels = []
    for kind in LEVELS:
        birds = [_bird(brand) for brand in brands if brand.kind == kind and brand.life != Life.DRAFT]
        if birds:
            levels.append((str(kind.label), birds))
    flying = [bird for _name, birds in levels for bird in birds]
    resting = sum(1 for bird in flying if bird.state == "resting")
    return pictures.flight(
        levels,
        title=_("品牌家族"),
        desc=_("共 %(n)d 个品牌在飞，其中 %(resting)d 个在休眠；点开看它的组成和承诺。")
        % {"n": len(flying), "resting": resting},
        narrow=narrow,
    )


def _bird(brand: Brand) -> Bird:
    line = brand.unit.line if brand.unit and brand.unit.line != Line.TERRITORY else ""
    return Bird(
        name=brand.name,
        carrier=brand.carried_by,
        state=selectors.state_of(brand),
        line=line,
        url=reverse("brand_page", args=[brand.pk]),
    )


def contents(brand: Brand, elements: Sequence[Element], *, narrow: bool = False) -> Picture:
    """品牌内涵图: the house of one brand (B4)."""
    named = {kind: [one.name for one in elements if one.kind == kind] for kind in ElementKind.values}
    return pictures.brand_contents(
        Contents(
            name=brand.name,
            slogan=brand.slogan,
            idea=brand.idea,
            orientation=brand.orientation,
            carriers=named[ElementKind.CARRIER],
            mechanisms=named[ElementKind.MECHANISM],
            features=named[ElementKind.FEATURE],
        ),
        narrow=narrow,
    )


def framework(brand: Brand, frames: Sequence[Frame], *, narrow: bool = False) -> Picture:
    """The 123456 framework (B2): a stair from one principle to six types, each line with what it names."""
    wide, left = (344.0, 62.0) if narrow else (860.0, 150.0)
    size, per = 13.0, (2 if narrow else 3)
    rows = [(frame, _grid(frame.items, per, (wide - left - 12) / per - 10, size)) for frame in frames]
    heights = [max(58.0, 18 + sum(high for high, _cells in grid)) for _frame, grid in rows]
    canvas = Canvas(wide, sum(heights) + 10 * len(rows) + 8)
    y = 4.0
    for at, ((frame, grid), high) in enumerate(zip(rows, heights, strict=True)):
        colour = draw.RED_DEEP if at == 0 else draw.TIDE
        canvas.box(0, y, left - 10, high, rx=8, fill=colour)
        canvas.text((left - 10) / 2, y + high / 2 + (2 if narrow else 8), str(frame.number), size=26 if narrow else 32, fill=draw.WHITE, anchor="middle", bold=True)  # fmt: skip
        canvas.text((left - 10) / 2, y + high / 2 + (20 if narrow else 27), frame.label, size=12.5, fill=draw.WHITE, anchor="middle", room=left - 14)  # fmt: skip
        canvas.box(left - 6, y, wide - left + 4, high, rx=8, fill=draw.RED_SOFT if at == 0 else draw.TIDE_SOFT)
        _cells(canvas, grid, left + 4, y + 10, (wide - left - 12) / per, size)
        y += high + 10
    return canvas.picture(
        title=_("“%(name)s”创建思路") % {"name": brand.name},
        desc="、".join(f"{frame.number}{frame.label}" for frame in frames),
        columns=[_("数字"), _("名目"), _("内容")],
        rows=[[str(frame.number), frame.label, "；".join(frame.items)] for frame in frames],
    )


def _grid(items: Sequence[str], per: int, room: float, size: float) -> list[tuple[float, list[list[str]]]]:
    """Rows of cells, each cell wrapped into lines; a lone long item takes the whole row."""
    if len(items) == 1 or any(draw.width_of(item, size) > room * 1.6 for item in items):
        whole = room * per + 10 * (per - 1)
        return [(len(lines) * 21.0, [lines]) for lines in (draw.wrap(item, whole, size, 4) for item in items)]
    found = []
    for at in range(0, len(items), per):
        cells = [draw.wrap(item, room, size, 3) for item in items[at : at + per]]
        found.append((max(len(lines) for lines in cells) * 21.0, cells))
    return found


def _cells(
    canvas: Canvas, grid: list[tuple[float, list[list[str]]]], x: float, y: float, step: float, size: float
) -> None:
    for high, cells in grid:
        for column, lines in enumerate(cells):
            for row, line in enumerate(lines):
                canvas.text(x + column * step, y + 14 + row * 21, line, size=size)
        y += high


def span(first: dt.date, last: dt.date, day: dt.date) -> float:
    """Where `day` lies between two days, from 0 to 1."""
    whole = (last - first).days or 1
    return min(max((day - first).days / whole, 0.0), 1.0)
