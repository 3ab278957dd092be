"""The heartbeat as a rhythm strip: promised beats hollow, kept beats filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from touyan.core.pictures import draw
from touyan.core.pictures.draw import Canvas, Picture


@dataclass(frozen=True)
class Beat:
    """One beat at `at` (0 to 1 along the strip): kept, missed, ahead (promised, not yet due) or extra (kept, not promised)."""

    at: float
    state: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Promise:
    """One promise and its beats."""

    label: str
    beats: Sequence[Beat]


BEATS = {
    "kept": ("dot", draw.TIDE),
    "missed": ("ring", draw.RED),
    "ahead": ("broken", draw.EDGE),
    "extra": ("diamond", draw.GREEN),
}


def words() -> dict[str, str]:
    """What each beat is called."""
    return {"kept": _("按约办了"), "missed": _("约了没办"), "ahead": _("约好未到"), "extra": _("约外多办")}


def rhythm(
    promises: Sequence[Promise],
    *,
    ticks: Sequence[str],
    title: str,
    desc: str,
    now: float | None = None,
    narrow: bool = False,
) -> Picture:
    """One strip per promise over the same stretch of time, which `ticks` divide evenly; `now` (0 to 1) is marked."""
    label, wide, high, top = (0, 340, 62, 26) if narrow else (190, 520, 46, 26)
    canvas = Canvas(label + wide + 14, top + high * max(len(promises), 1) + (62 if narrow else 40))
    step = wide / max(len(ticks), 1)
    for number, name in enumerate(ticks):
        canvas.text(
            label + step * (number + 0.5),
            16,
            name,
            size=10 if narrow else 12,
            fill=draw.INK_2,
            anchor="middle",
            room=step + 6,
        )
    bottom = top + high * len(promises)
    if now is not None:
        canvas.line(label + wide * now, 22, label + wide * now, bottom, stroke=draw.RED, dash="3 3")
    for number, promise in enumerate(promises):
        y = top + high * number + (40 if narrow else high / 2)
        canvas.text(0, y - 18 if narrow else y + 4.5, promise.label, size=13, room=wide if narrow else label - 12)
        canvas.line(label, y, label + wide, y, stroke=draw.LINE, width=2)
        for beat in promise.beats:
            shape, colour = BEATS.get(beat.state, BEATS["ahead"])
            with canvas.link(beat.url, beat.note or words().get(beat.state, ""), reachable=False):
                draw.mark(canvas, shape, label + 8 + (wide - 16) * min(max(beat.at, 0), 1), y, 7, colour)
    said = words()
    draw.legend(canvas, canvas.height - (34 if narrow else 10), [(s, c, said[k]) for k, (s, c) in BEATS.items()])
    return canvas.picture(
        title=title,
        desc=desc,
        columns=[_("承诺"), _("状态"), _("说明")],
        rows=[[promise.label, said.get(beat.state, ""), beat.note] for promise in promises for beat in promise.beats],
    )
