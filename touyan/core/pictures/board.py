"""The plan board: units down, months across, a small sign each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from touyan.core.pictures import draw
from touyan.core.pictures.draw import Canvas, Picture


@dataclass(frozen=True)
class Cell:
    """One unit in one month: state done, due, late, ahead, rest or none; `count` tasks, of which `done` are done."""

    state: str
    done: int = 0
    count: int = 0
    url: str = ""


@dataclass(frozen=True)
class BoardRow:
    """One unit: its short name, its cells in the order of the columns, where it opens, its line (office, committee or '')."""

    label: str
    cells: Sequence[Cell]
    url: str = ""
    line: str = ""


STATES = {
    "done": ("check", draw.GREEN),
    "due": ("half", draw.AMBER),
    "late": ("diamond", draw.RED),
    "ahead": ("frame", draw.EDGE),
    "rest": ("bar", draw.REST),
}


def words() -> dict[str, str]:
    """What each state is called."""
    return {
        "done": _("已完成"),
        "due": _("快到期"),
        "late": _("已过期"),
        "ahead": _("未到期"),
        "rest": _("不要求"),
        "none": _("没有安排"),
    }


def plan_board(
    rows: Sequence[BoardRow], *, columns: Sequence[str], title: str, desc: str, now: int = -1, narrow: bool = False
) -> Picture:
    """Units × months. `now` is the index of the present column, which is tinted; `narrow` is drawn for a phone."""
    label, step, high, size = (102, 21, 26, 11.5) if narrow else (212, 42, 30, 13)
    top = 34
    canvas = Canvas(label + step * len(columns) + 6, top + high * len(rows) + (58 if narrow else 40))
    if 0 <= now < len(columns):
        canvas.box(label + step * now, 4, step, top - 6 + high * len(rows), rx=5, fill=draw.TIDE_SOFT)
    for number, name in enumerate(columns):
        canvas.text(
            label + step * (number + 0.5),
            top - 12,
            name,
            size=10.5 if narrow else 12,
            fill=draw.INK_2,
            anchor="middle",
            room=step + 4,
        )
    for number, row in enumerate(rows):
        _row(canvas, row, columns, y=top + high * number, label=label, step=step, high=high, size=size)
    said = words()
    marks = [(shape, colour, said[state]) for state, (shape, colour) in STATES.items()]
    draw.legend(canvas, canvas.height - (30 if narrow else 10), marks)
    return canvas.picture(
        title=title,
        desc=desc,
        columns=[_("单位"), *columns],
        rows=[[row.label, *(_cell_words(cell, said) for cell in row.cells)] for row in rows],
    )


def _row(
    canvas: Canvas,
    row: BoardRow,
    columns: Sequence[str],
    *,
    y: float,
    label: float,
    step: float,
    high: float,
    size: float,
) -> None:
    middle, left = y + high / 2, 0.0
    canvas.line(0, y + high, canvas.width, y + high, stroke="#e9ecef")
    if row.line in draw.LINES:
        draw.mark(canvas, "dot" if row.line == "office" else "triangle", 6, middle, 4, draw.LINES[row.line])
        left = 16
    with canvas.link(row.url, row.label):
        fill = draw.TIDE if row.url else draw.INK
        canvas.text(left, middle + size * 0.36, row.label, size=size, fill=fill, room=label - left - 8)
    for number, cell in enumerate(row.cells):
        if cell.state not in STATES:
            continue
        shape, colour = STATES[cell.state]
        note = f"{row.label} {columns[number]} {_cell_words(cell, words())}"
        with canvas.link(cell.url, note, reachable=False):
            draw.mark(canvas, shape, label + step * (number + 0.5), middle, 7 if step < 30 else 8, colour)


def _cell_words(cell: Cell, said: dict[str, str]) -> str:
    state = said.get(cell.state, said["none"])
    return f"{state} {cell.done}/{cell.count}" if cell.count > 1 else state
