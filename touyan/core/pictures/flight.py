"""The family of brands as a flight of geese: the lead goose first, each level its own wedge behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from touyan.core.pictures import draw
from touyan.core.pictures.draw import Canvas, Picture, short

# The goose of the mark, in flight, in a box of about 24 × 18 around (0, 0).
GOOSE = (
    "M-11.5 3.6C-8 4-5.7 3.4-3.5 1.8C.2-1 3-3.9 6.3-5.1C7.3-5.4 8.4-5.3 9.8-4.6C8.2-4.4 7.5-3.8 6.8-2.6"
    "C4.3 1.7 1.6 4.9-2.8 5.3C-6.1 5.6-9.2 4.9-11.5 3.6Z"
    "M-7.2 1.9C-8.1-2-6.7-5.6-3.2-7.9C-3.2-4.5-2.2-2.2-.2-.5C-2.3 1.2-4.3 2.1-7.2 1.9Z"
)


@dataclass(frozen=True)
class Bird:
    """A brand in the flight: name, who carries it, its state (growing, steady, resting, handed, honoured), its line."""

    name: str
    carrier: str = ""
    state: str = "steady"
    line: str = ""
    url: str = ""


STATES = {
    "growing": (1.0, None),
    "steady": (1.0, None),
    "resting": (0.0, "2.5 2"),
    "handed": (0.0, None),
    "honoured": (0.35, None),
}


def words() -> dict[str, str]:
    """What each state is called."""
    return {
        "growing": _("生长"),
        "steady": _("平稳"),
        "resting": _("休眠"),
        "handed": _("已移交"),
        "honoured": _("荣誉收官"),
    }


def flight(levels: Sequence[tuple[str, Sequence[Bird]]], *, title: str, desc: str, narrow: bool = False) -> Picture:
    """Levels from the lead goose down, each (name of the level, its brands); a level opens as a wedge."""
    if narrow:
        return _rows_of_geese(levels, title=title, desc=desc)
    dx, dy, lead = 62.0, 21.0, 74.0
    widest = max([len(birds) for _name, birds in levels] or [1])
    wide = max(720.0, (widest + 1) * dx + 120)
    tops, y = [], 10.0
    for _name, birds in levels:
        tops.append(y)
        y += lead + dy * (len(birds) // 2)
    canvas = Canvas(wide, y + 44)
    for (name, birds), top in zip(levels, tops, strict=True):
        canvas.text(4, top + 30, name, size=13, fill=draw.INK_2, bold=True)
        canvas.text(4, top + 47, f"{len(birds)}", size=12, fill=draw.INK_3)
        for number, bird in enumerate(birds):
            place = (
                (number + 1) // 2 * (1 if number % 2 else -1)
                if len(birds) % 2
                else (number // 2 + 0.5) * (1 if number % 2 else -1)
            )
            _goose(canvas, bird, wide / 2 + place * dx, top + 24 + abs(place) * dy, big=len(birds) == 1)
    _legend(canvas, canvas.height - 12)
    return _close(canvas, levels, title, desc)


def _goose(canvas: Canvas, bird: Bird, x: float, y: float, *, big: bool) -> None:
    colour = draw.LINES.get(bird.line, draw.RED)
    scale, size = (2.1, 15.0) if big else (1.2, 11.5)
    with canvas.link(bird.url, " ".join(filter(None, (bird.name, bird.carrier, words().get(bird.state, ""))))):
        _body(canvas, bird, x, y, scale, colour)
        canvas.text(
            x,
            y + 11 * scale + size + 1,
            bird.name,
            size=size,
            anchor="middle",
            bold=big,
            room=None if big else 62 * 1.7,
        )


def _body(canvas: Canvas, bird: Bird, x: float, y: float, scale: float, colour: str) -> None:
    solid, dash = STATES.get(bird.state, STATES["steady"])
    with canvas.group(transform=f"translate({short(x)} {short(y)}) scale({short(scale)})"):
        canvas.path(
            GOOSE,
            fill=colour if solid else draw.WHITE,
            fill_opacity=solid or None,
            stroke=colour,
            stroke_width=1.3,
            stroke_dasharray=dash,
        )
        if bird.state == "growing":
            canvas.path("M9.5-12v5M7-9.5h5", stroke=colour, stroke_width=1.5)
        elif bird.state == "handed":
            canvas.path("M6-10h6M10-12l2 2-2 2", stroke=colour, stroke_width=1.3)
        elif bird.state == "honoured":
            canvas.put("circle", cx=9.5, cy=-9.5, r=2.4, fill=colour)


def _legend(canvas: Canvas, y: float) -> None:
    x = 4.0
    for state, word in words().items():
        if x + 90 > canvas.width:
            x, y = 4.0, y + 26
        _body(canvas, Bird("", state=state), x + 13, y - 4, 0.85, draw.INK_2)
        canvas.text(x + 30, y, word, size=12, fill=draw.INK_2)
        x += 46 + draw.width_of(word, 12)


def _rows_of_geese(levels: Sequence[tuple[str, Sequence[Bird]]], *, title: str, desc: str) -> Picture:
    wide, step = 344.0, 38.0
    count = sum(len(birds) for _name, birds in levels)
    canvas = Canvas(wide, 34.0 * len(levels) + step * count + 66)
    y = 0.0
    for depth, (name, birds) in enumerate(levels):
        canvas.text(0, y + 22, f"{name}  {len(birds)}", size=13, fill=draw.INK_2, bold=True)
        y += 34
        for bird in birds:
            colour, x = draw.LINES.get(bird.line, draw.RED), 16 + 10.0 * min(depth, 4)
            with canvas.link(bird.url, bird.name):
                _body(canvas, bird, x, y + 12, 1.0, colour)
                canvas.text(
                    x + 22,
                    y + 17,
                    bird.name,
                    size=14,
                    fill=draw.TIDE if bird.url else draw.INK,
                    room=190 - 10 * min(depth, 4),
                )
            canvas.text(wide, y + 17, bird.carrier, size=12, fill=draw.INK_2, anchor="end", room=112)
            y += step
    _legend(canvas, y + 22)
    return _close(canvas, levels, title, desc)


def _close(canvas: Canvas, levels: Sequence[tuple[str, Sequence[Bird]]], title: str, desc: str) -> Picture:
    said = words()
    return canvas.picture(
        title=title,
        desc=desc,
        columns=[_("层级"), _("品牌"), _("单位"), _("状态")],
        rows=[[name, bird.name, bird.carrier, said.get(bird.state, "")] for name, birds in levels for bird in birds],
    )
