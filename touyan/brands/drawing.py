"""Brands as pictures: the family in flight, the framework, a brand's contents, its heartbeat, its path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.brands import said, selectors
from touyan.brands.beats import Beat, periods, plus_months
from touyan.brands.models import Brand, BrandEvent, BrandStep, Element, Frame, Promise
from touyan.brands.readings import Subject
from touyan.brands.rules import BrandKind, ElementKind, Life, StepState
from touyan.core import clock, pictures
from touyan.core.pictures import Bird, Canvas, Contents, Picture, draw
from touyan.core.words import date_words
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


ABREAST = 11
"""Geese in one wedge of the wide picture; more fly in a second one behind."""


def family(brands: Sequence[Brand], *, narrow: bool) -> Picture:
    """The family as a flight of geese, level by level; drafts do not fly yet."""
    levels = []
    for kind in LEVELS:
        birds = [_bird(brand) for brand in brands if brand.kind == kind and brand.life != Life.DRAFT]
        step = len(birds) if narrow else ABREAST
        for at in range(0, len(birds), step or 1):
            levels.append((str(kind.label) if not at else _("接上"), birds[at : at + step]))
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


def heartbeat(
    brand: Brand,
    promises: Sequence[Promise],
    beats: Sequence[Beat],
    subject: Subject,
    today: dt.date,
    *,
    narrow: bool = False,
) -> Picture:
    """The strip of rhythm: each promise's beats over the window and a little ahead; what was done besides is shown too."""
    first = subject.start
    last = plus_months(today.replace(day=1), 3) - dt.timedelta(days=1)
    beats = [*beats, *_coming(brand, beats, subject, last)]
    strips = [
        pictures.Promise(promise.what, _strip(promise, beats, subject, first, last))
        for promise in promises
        if promise.runs_on(today) or any(beat.promise == promise.pk for beat in beats)
    ]
    due = [beat for beat in beats if beat.state in ("kept", "missed")]
    kept = sum(1 for beat in due if beat.state == "kept")
    return pictures.rhythm(
        strips,
        ticks=_ticks(first, last, narrow),
        title=_("%(name)s的节拍") % {"name": brand.name},
        desc=_("近%(months)d个月到期 %(due)d 拍，办到 %(kept)d 拍。空心是约了没办，实心是按约办了。")
        % {"months": subject.window_months, "due": len(due), "kept": kept},
        now=span(first, last, today),
        narrow=narrow,
    )


def _coming(brand: Brand, beats: Sequence[Beat], subject: Subject, last: dt.date) -> list[Beat]:
    """Beats that begin after today, for a brand that goes on."""
    if brand.life != Life.PUBLISHED or subject.end < subject.today:
        return []
    known = {(beat.promise, beat.start) for beat in beats}
    return [
        Beat(vow.id, start, end, end, "ahead")
        for vow in subject.vows
        for start, end in periods(vow, subject.start, last)
        if (vow.id, start) not in known and start > subject.today
    ]


def _strip(
    promise: Promise, beats: Sequence[Beat], subject: Subject, first: dt.date, last: dt.date
) -> list[pictures.Beat]:
    own = [beat for beat in beats if beat.promise == promise.pk and beat.start <= last]
    used = {beat.day for beat in own if beat.day}
    found = [_mark(beat, first, last) for beat in own if beat.state != "excused"]
    extra = {one.day for one in subject.counted if one.promise == promise.pk and one.day not in used}
    found += [pictures.Beat(span(first, last, day), "extra", date_words(day)) for day in sorted(extra)]
    return sorted(found, key=lambda beat: beat.at)


def _mark(beat: Beat, first: dt.date, last: dt.date) -> pictures.Beat:
    day = beat.day or beat.start + (beat.end - beat.start) / 2
    note = (
        date_words(beat.day)
        if beat.day
        else _("%(one)s至%(two)s") % {"one": date_words(beat.start), "two": date_words(beat.end)}
    )
    return pictures.Beat(span(first, last, day), beat.state, note)


def _ticks(first: dt.date, last: dt.date, narrow: bool) -> list[str]:
    """The months of the strip; of a long one every third is named."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [(first.month - 1 + at) % 12 + 1 for at in range(count)]
    every = 1 if count <= 18 else 3
    return [
        ("" if at % every else str(month) if narrow else _("%(n)d月") % {"n": month}) for at, month in enumerate(months)
    ]


def path(
    brand: Brand, steps: Sequence[BrandStep], events: Sequence[BrandEvent], today: dt.date, *, narrow: bool = False
) -> Picture:
    """The path of a brand on one line of time: the five steps above the line, what else happened below it."""
    wide, left = (344.0, 8.0) if narrow else (860.0, 20.0)
    days = [clock.business_date(event.at) for event in events]
    first, last = min([brand.since, *days]), max([today, *days])
    canvas = Canvas(wide, 172)
    y = 92.0
    canvas.line(left, y, wide - left, y, stroke=draw.EDGE, width=2)
    rows, ends = [], [-99.0, -99.0]
    for step in steps:
        day = step.passed_on or step.started
        x = left + (wide - 2 * left) * span(first, last, day)
        colour = (
            draw.GREEN
            if step.state == StepState.PASSED
            else draw.RED
            if step.state == StepState.RETURNED
            else draw.TIDE
        )
        name = str(step.get_code_display())
        width = draw.width_of(name, 12.5)
        at = min(max(x, left + width / 2), wide - left - width / 2)
        level = 0 if at - width / 2 > ends[0] + 6 else 1
        ends[level] = at + width / 2
        canvas.line(x, y - 6, x, y - 22 - 24 * level, stroke=colour, width=1.4)
        draw.mark(canvas, "dot" if step.state == StepState.PASSED else "ring", x, y, 6, colour, name)
        canvas.text(at, y - 28 - 24 * level, name, size=12.5, fill=colour, anchor="middle", bold=True)
        rows.append([name, str(step.get_state_display()), date_words(day)])
    for event in events:
        if event.verb not in MILESTONES:
            continue
        x = left + (wide - 2 * left) * span(first, last, clock.business_date(event.at))
        draw.mark(canvas, "square", x, y, 4.5, draw.AMBER, str(said.event(event.verb, event.subject)))
        rows.append(
            [str(said.event(event.verb, event.subject)), event.by_name, date_words(clock.business_date(event.at))]
        )
    canvas.text(left, y + 26, date_words(first), size=12, fill=draw.INK_2)
    canvas.text(wide - left, y + 26, date_words(last), size=12, fill=draw.INK_2, anchor="end")
    draw.legend(canvas, 158, [("dot", draw.GREEN, _("步骤已完成")), ("ring", draw.TIDE, _("步骤进行中")), ("square", draw.AMBER, _("发布、休眠、认定等"))], x=left)  # fmt: skip
    return canvas.picture(
        title=_("%(name)s走过的路") % {"name": brand.name},
        desc=_("自%(day)s提出以来，完成%(n)d步。")
        % {"day": date_words(brand.since), "n": sum(1 for step in steps if step.state == StepState.PASSED)},
        columns=[_("步骤或事项"), _("情况"), _("日期")],
        rows=rows,
    )


MILESTONES = frozenset({"publish", "rest", "wake", "hand_over", "close", "decision", "received"})
