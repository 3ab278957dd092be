"""The chain from a theme Party day to an adopted proposal: what came out of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from touyan.core.pictures import draw
from touyan.core.pictures.draw import Canvas, Picture, short


@dataclass(frozen=True)
class Link:
    """One piece of work: its key, the stage it stands in, what it is, when, where it opens; `adopted` closes the chain well."""

    key: str
    stage: str
    title: str
    when: str = ""
    url: str = ""
    adopted: bool = False


WIDE, TALL, GAP_X, GAP_Y = 176.0, 92.0, 46.0, 22.0


def chain(
    works: Sequence[Link], edges: Sequence[tuple[str, str]], *, title: str, desc: str, narrow: bool = False
) -> Picture:
    """Works in columns by stage, in the order the stages first appear; `edges` say which key led to which."""
    stages = list(dict.fromkeys(work.stage for work in works))
    spots = _stand(works, stages, narrow=narrow)
    right = max([x + (340 if narrow else WIDE) for x, _y in spots.values()] or [240])
    bottom = max([y + TALL for _x, y in spots.values()] or [60])
    canvas = Canvas(344 if narrow else right + 4, bottom + 6)
    for here, there in edges:
        if here in spots and there in spots:
            _arrow(canvas, spots[here], spots[there], narrow=narrow)
    for work in works:
        _work(canvas, work, *spots[work.key], wide=300 if narrow else WIDE)
    names = {work.key: work.title for work in works}
    came = {there: names.get(here, "") for here, there in edges}
    return canvas.picture(
        title=title,
        desc=desc,
        columns=[_("环节"), _("内容"), _("时间"), _("由何而来"), _("结果")],
        rows=[[w.stage, w.title, w.when, came.get(w.key, ""), _("已采纳") if w.adopted else ""] for w in works],
    )


def _stand(works: Sequence[Link], stages: Sequence[str], *, narrow: bool) -> dict[str, tuple[float, float]]:
    """Where each work stands: beside each other by stage, or one under the other on the phone."""
    spots: dict[str, tuple[float, float]] = {}
    if narrow:
        ordered = sorted(works, key=lambda work: stages.index(work.stage))
        return {work.key: (36.0, 4 + number * (TALL + GAP_Y)) for number, work in enumerate(ordered)}
    filled: dict[str, int] = {}
    for work in works:
        row = filled.get(work.stage, 0)
        filled[work.stage] = row + 1
        spots[work.key] = (2 + stages.index(work.stage) * (WIDE + GAP_X), 4 + row * (TALL + GAP_Y))
    return spots


def _arrow(canvas: Canvas, start: tuple[float, float], end: tuple[float, float], *, narrow: bool) -> None:
    if narrow:
        x, y1, y2 = 36.0, start[1] + TALL / 2, end[1] + TALL / 2
        bend = min(30.0, 10 + (y2 - y1) / TALL * 5)
        canvas.path(
            f"M{short(x)} {short(y1)}C{short(x - bend)} {short(y1)} {short(x - bend)} {short(y2)} {short(x - 4)} {short(y2)}",
            stroke=draw.TIDE,
            stroke_width=1.8,
        )
        canvas.put(
            "polygon",
            points=f"{short(x)},{short(y2)} {short(x - 8)},{short(y2 - 4.5)} {short(x - 8)},{short(y2 + 4.5)}",
            fill=draw.TIDE,
        )
        return
    x1, y1, x2, y2 = start[0] + WIDE, start[1] + TALL / 2, end[0], end[1] + TALL / 2
    if x2 - x1 > GAP_X + 1:
        # A step over a stage runs in the lane below, so that it does not seem to pass through another work.
        lane = min(start[1], end[1]) + TALL + GAP_Y / 2
        canvas.path(
            f"M{short(x1)} {short(y1)}C{short(x1 + 23)} {short(y1)} {short(x1 + 14)} {short(lane)} {short(x1 + 46)} {short(lane)}"
            f"H{short(x2 - 46)}C{short(x2 - 14)} {short(lane)} {short(x2 - 30)} {short(y2)} {short(x2 - 6)} {short(y2)}",
            stroke=draw.TIDE,
            stroke_width=1.8,
        )
        _head(canvas, x2, y2)
        return
    half = max((x2 - x1) / 2, 20)
    canvas.path(
        f"M{short(x1)} {short(y1)}C{short(x1 + half)} {short(y1)} {short(x2 - half)} {short(y2)} {short(x2 - 6)} {short(y2)}",
        stroke=draw.TIDE,
        stroke_width=1.8,
    )
    _head(canvas, x2, y2)


def _head(canvas: Canvas, x: float, y: float) -> None:
    points = f"{short(x - 1)},{short(y)} {short(x - 9)},{short(y - 4.5)} {short(x - 9)},{short(y + 4.5)}"
    canvas.put("polygon", points=points, fill=draw.TIDE)


def _work(canvas: Canvas, work: Link, x: float, y: float, *, wide: float) -> None:
    colour = draw.GREEN if work.adopted else draw.TIDE
    with canvas.link(work.url, f"{work.stage} {work.title}", named=False):
        canvas.box(
            x,
            y,
            wide,
            TALL,
            rx=8,
            fill=draw.GREEN_SOFT if work.adopted else draw.WHITE,
            stroke=colour,
            stroke_width=2 if work.adopted else 1.2,
        )
        canvas.text(
            x + 12, y + 21, work.stage + (" ✓" if work.adopted else ""), size=12, fill=colour, bold=True, room=wide - 24
        )
        for number, line in enumerate(draw.wrap(work.title, wide - 24, 13.5, 2)):
            canvas.text(x + 12, y + 42 + 19 * number, line, size=13.5)
        canvas.text(x + 12, y + TALL - 10, work.when, size=11.5, fill=draw.INK_2, room=wide - 24)
