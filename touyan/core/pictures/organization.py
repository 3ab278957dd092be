"""The organisation chart: two lines side by side, two levels one above the other; an indented list on the phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from touyan.core.pictures import draw
from touyan.core.pictures.draw import Canvas, Picture

LEAF, LEAF_TALL, HEAD, GAP = 34.0, 170.0, 106.0, 10.0
HEAD_TALL = 46.0


@dataclass(frozen=True)
class Node:
    """A unit: its short name, its line (office, committee or '' for both), where it opens, a note such as 23 人, units below it."""

    name: str
    line: str = ""
    url: str = ""
    note: str = ""
    children: Sequence[Node] = ()


def organization_chart(
    root: Node, *, lower: Sequence[Node] = (), lower_name: str = "", title: str, desc: str, narrow: bool = False
) -> Picture:
    """`root` with its office line to the left and its committee line to the right; `lower` is the level below it."""
    if narrow:
        return _outline(root, lower=lower, lower_name=lower_name, title=title, desc=desc)
    sides = [(line, [c for c in root.children if (c.line or "committee") == line]) for line in ("office", "committee")]
    sides = [(line, nodes) for line, nodes in sides if nodes]
    spans = [sum(_span(node) + GAP for node in nodes) + GAP for _line, nodes in sides]
    per_row = 7
    rows_below = -(-len(lower) // per_row)
    wide = max(sum(spans) + GAP * max(len(sides) - 1, 0), 760)
    tall = 96 + HEAD_TALL + 24 + LEAF_TALL + 60
    canvas = Canvas(wide, tall + (46 + rows_below * 52 if lower else 0))
    cx, left = wide / 2, (wide - sum(spans) - GAP * max(len(sides) - 1, 0)) / 2
    _box(canvas, cx - 130, 4, 260, 44, root, big=True)
    canvas.path(f"M{draw.short(cx)} 48V70", stroke=draw.EDGE)
    for (line, nodes), span in zip(sides, spans, strict=True):
        _side(canvas, line, nodes, left=left, span=span, cx=cx)
        left += span + GAP
    if lower:
        _below(canvas, lower, lower_name, top=tall + 4, wide=wide, per_row=per_row, cx=cx)
    return canvas.picture(title=title, desc=desc, columns=_columns(), rows=list(_rows(root, lower)))


def _span(node: Node) -> float:
    return max(HEAD, len(node.children) * LEAF)


def _side(canvas: Canvas, line: str, nodes: Sequence[Node], *, left: float, span: float, cx: float) -> None:
    colour, top = draw.LINES[line], 78.0
    canvas.box(left, top, span, HEAD_TALL + LEAF_TALL + 66, rx=10, fill=draw.SOFT[line], fill_opacity=0.55)
    draw.mark(canvas, "dot" if line == "office" else "triangle", left + 18, top + 17, 5, colour)
    canvas.text(
        left + 30, top + 22, _("机关线") if line == "office" else _("专委会线"), size=13, fill=colour, bold=True
    )
    bus, x = 70.0, left + GAP
    middles = []
    for node in nodes:
        width = _span(node)
        middles.append(x + width / 2)
        _box(canvas, x + (width - min(width, 170)) / 2, top + 34, min(width, 170), HEAD_TALL, node)
        _leaves(
            canvas,
            node,
            left=x + (width - len(node.children) * LEAF) / 2,
            top=top + 34 + HEAD_TALL,
            middle=x + width / 2,
        )
        x += width + GAP
    ends = [*middles, cx]
    canvas.line(min(ends), bus, max(ends), bus, stroke=draw.EDGE)
    for middle in middles:
        canvas.line(middle, bus, middle, top + 34, stroke=draw.EDGE)


def _leaves(canvas: Canvas, node: Node, *, left: float, top: float, middle: float) -> None:
    if not node.children:
        return
    bus = top + 9
    canvas.line(middle, top, middle, bus, stroke=draw.EDGE)
    canvas.line(left + LEAF / 2, bus, left + LEAF * (len(node.children) - 0.5), bus, stroke=draw.EDGE)
    for number, leaf in enumerate(node.children):
        x = left + LEAF * number
        canvas.line(x + LEAF / 2, bus, x + LEAF / 2, bus + 8, stroke=draw.EDGE)
        colour = draw.LINES.get(leaf.line or node.line, draw.EDGE)
        with canvas.link(leaf.url, " ".join(filter(None, (leaf.name, leaf.note)))):
            canvas.box(x + 3, bus + 8, LEAF - 6, LEAF_TALL, rx=5, fill=draw.WHITE, stroke=colour)
            canvas.upright(x + LEAF / 2, bus + 15, leaf.name, size=12.5, most=11)


def _box(canvas: Canvas, x: float, y: float, w: float, h: float, node: Node, *, big: bool = False) -> None:
    colour = draw.LINES.get(node.line, draw.RED)
    with canvas.link(node.url, " ".join(filter(None, (node.name, node.note)))):
        canvas.box(
            x, y, w, h, rx=7, fill=colour if big or not node.line else draw.WHITE, stroke=colour, stroke_width=1.4
        )
        ink, size = (draw.WHITE, 16.0) if big or not node.line else (draw.INK, 13.0)
        words = draw.wrap(node.name, w - 12, size, 2)
        for number, words_line in enumerate(words):
            canvas.text(
                x + w / 2,
                y + h / 2 + size * 0.36 + (number - (len(words) - 1) / 2) * size * 1.3,
                words_line,
                size=size,
                fill=ink,
                anchor="middle",
                bold=True,
            )


def _below(
    canvas: Canvas, lower: Sequence[Node], name: str, *, top: float, wide: float, per_row: int, cx: float
) -> None:
    tall = 40 + 52 * -(-len(lower) // per_row)
    canvas.path(
        f"M{draw.short(cx)} {draw.short(top - 20)}V{draw.short(top)}",
        stroke=draw.EDGE,
        stroke_width=1.4,
        stroke_dasharray="4 3",
    )
    canvas.box(0, top, wide, tall, rx=10, fill=draw.MIST)
    canvas.text(18, top + 23, name, size=13, bold=True, fill=draw.INK_2)
    step = (wide - 24) / per_row
    for number, node in enumerate(lower):
        x, y = 12 + step * (number % per_row), top + 34 + 52 * (number // per_row)
        with canvas.link(node.url, " ".join(filter(None, (node.name, node.note)))):
            canvas.box(x + 4, y, step - 8, 42, rx=6, fill=draw.WHITE, stroke=draw.EDGE)
            canvas.text(
                x + step / 2, y + (18 if node.note else 26), node.name, size=13, anchor="middle", room=step - 16
            )
            canvas.text(x + step / 2, y + 34, node.note, size=11, fill=draw.INK_2, anchor="middle", room=step - 16)


def _walk(node: Node, depth: int = 0) -> Iterator[tuple[int, Node]]:
    yield depth, node
    for child in node.children:
        yield from _walk(child, depth + 1)


def _outline(root: Node, *, lower: Sequence[Node], lower_name: str, title: str, desc: str) -> Picture:
    entries = list(_walk(root))
    entries += [(0, Node(lower_name)), *((1, node) for node in lower)] if lower else []
    step, wide = 34.0, 344.0
    canvas = Canvas(wide, step * len(entries) + 4)
    last_at: dict[int, float] = {}
    for number, (depth, node) in enumerate(entries):
        y, x = step * number + step / 2, 4 + 20.0 * depth
        if depth:
            canvas.path(
                f"M{draw.short(x - 10)} {draw.short(last_at.get(depth - 1, y) + 10)}V{draw.short(y)}H{draw.short(x)}",
                stroke="#c6ccd3",
            )
        last_at[depth] = y
        shape = {"office": "dot", "committee": "triangle"}.get(node.line, "square")
        draw.mark(canvas, shape, x + 7, y, 4.5, draw.LINES.get(node.line, draw.INK_2))
        room = wide - x - 22 - (draw.width_of(node.note, 12) + 8 if node.note else 0)
        with canvas.link(node.url, node.name):
            canvas.text(
                x + 18, y + 5, node.name, size=14, fill=draw.TIDE if node.url else draw.INK, bold=depth == 0, room=room
            )
        canvas.text(wide, y + 5, node.note, size=12, fill=draw.INK_2, anchor="end")
    return canvas.picture(title=title, desc=desc, columns=_columns(), rows=list(_rows(root, lower)))


def _columns() -> list[str]:
    return [_("单位"), _("条线"), _("上级"), _("说明")]


def _rows(root: Node, lower: Sequence[Node]) -> Iterator[list[str]]:
    names = {"office": _("机关线"), "committee": _("专委会线")}
    yield [root.name, "", "", root.note]
    above: list[tuple[Node, str]] = [(child, root.name) for child in root.children] + [
        (node, root.name) for node in lower
    ]
    while above:
        node, over = above.pop(0)
        yield [node.name, names.get(node.line, ""), over, node.note]
        above += [(child, node.name) for child in node.children]
