"""Periods, states, how facts become a reading, and the permits of this room. Pure data and decisions, no queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from touyan.organizations.rules import LEADERS, STAFF, Kind, Permit, Role

HEADS = frozenset({Role.SUBGROUP_SECRETARY, Role.BRANCH_SECRETARY})
SEES = STAFF | LEADERS | HEADS | {Role.ASSESSMENT_OFFICE}
SUBJECTS = (Kind.DEPARTMENT, Kind.SPECIAL_COMMITTEE)  # 四(一): 针对各专委会、部门处室特点

PERMITS: dict[str, Permit] = {
    "model.view": Permit(_("查看六型机关"), SEES),
    "model.write": Permit(_("六型自评和登记"), STAFF | HEADS),
    "model.verify": Permit(_("核定六型自评"), STAFF | LEADERS),
    "model.answer": Permit(_("答复请示报告"), STAFF | LEADERS),
    "model.arrange": Permit(_("设定一并读取的单位"), STAFF),
}


class State(models.TextChoices):
    """The life of a self-assessment."""

    DRAFT = "draft", _("自评中")
    SUBMITTED = "submitted", _("待核定")
    RETURNED = "returned", _("退回补充")
    VERIFIED = "verified", _("已核定")


BADGES = {State.DRAFT: "info", State.SUBMITTED: "due", State.RETURNED: "late", State.VERIFIED: "done"}
OPEN = frozenset({State.DRAFT, State.RETURNED})


class MajorKind(models.TextChoices):
    """请示 asks for an answer, 报告 tells."""

    ASK = "ask", _("请示")
    REPORT = "report", _("报告")


class MajorState(models.TextChoices):
    """The life of a major matter."""

    DUE = "due", _("待报")
    SENT = "sent", _("已报")
    ANSWERED = "answered", _("已答复")
    WITHDRAWN = "withdrawn", _("已撤销")


class VisitKind(models.TextChoices):
    """What was done for colleagues. No kind tells anything about a person's health, family or need."""

    GREETING = "greeting", _("走访慰问")
    WELCOME = "welcome", _("入职关怀")
    FAREWELL = "farewell", _("荣退欢送")
    SUPPORT = "support", _("岗位支持")
    SPORT = "sport", _("文体活动")


class Occasion(models.TextChoices):
    """When people are reminded."""

    HOLIDAY = "holiday", _("节假日前")
    POST = "post", _("任职调岗")
    PROJECT = "project", _("项目采购前")
    TRAVEL = "travel", _("外出考察前")
    REGULAR = "regular", _("日常")


class BenchmarkState(models.TextChoices):
    """The life of a benchmark."""

    OPEN = "open", _("推进中")
    DONE = "done", _("已落实")
    DROPPED = "dropped", _("不再推进")


@dataclass(frozen=True)
class Half:
    """Half a year: what is assessed at once."""

    year: int
    half: int

    @property
    def start(self) -> dt.date:
        return dt.date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def end(self) -> dt.date:
        return dt.date(self.year, 6, 30) if self.half == 1 else dt.date(self.year, 12, 31)

    @property
    def before(self) -> Half:
        return Half(self.year, 1) if self.half == 2 else Half(self.year - 1, 2)


def half_of(day: dt.date) -> Half:
    """The half-year in which `day` lies."""
    return Half(day.year, 1 if day.month <= 6 else 2)


def quarters(start: dt.date, end: dt.date) -> list[tuple[dt.date, dt.date]]:
    """First and last day of every quarter that begins between `start` and `end`."""
    found, year, month = [], start.year, (start.month - 1) // 3 * 3 + 1
    while dt.date(year, month, 1) <= end:
        after = dt.date(year + (month == 10), month % 12 + 3 if month < 10 else 1, 1)
        found.append((dt.date(year, month, 1), after - dt.timedelta(1)))
        year, month = after.year, after.month
    return found


@dataclass(frozen=True)
class Fact:
    """One record behind a reading: whose, of which day, whether it speaks for the measure, what it is, where it opens."""

    unit_id: int
    day: dt.date
    ok: bool
    label: str
    url: str = ""


@dataclass(frozen=True)
class Reading:
    """`done` of `asked`, and the facts. `value` is 0–100, rounded down; None where nothing was due."""

    done: int = 0
    asked: int = 0
    facts: tuple[Fact, ...] = field(default=(), compare=False)

    @property
    def value(self) -> int | None:
        return self.done * 100 // self.asked if self.asked else None


def read(facts: Iterable[Fact], *, start: dt.date, end: dt.date, every: int, today: dt.date) -> Reading:
    """The reading of the facts whose day lies from `start` to `end`, not after `today`.

    With `every` = 0 it is the share of facts that speak for it. Otherwise each quarter that is over wants one such fact; the
    running quarter counts as soon as it has one, and is not held against anybody before it is over.
    """
    inside = tuple(f for f in facts if start <= f.day <= min(end, today))
    if not every:
        return Reading(sum(f.ok for f in inside), len(inside), inside)
    done = asked = 0
    for first, last in quarters(start, min(end, today)):
        kept = any(f.ok and first <= f.day <= last for f in inside)
        done += kept
        asked += kept or last <= today
    return Reading(done, asked, inside)


def mean(values: Sequence[int | None]) -> tuple[int | None, int]:
    """(mean rounded down, of how many) of the values that are known."""
    known = [value for value in values if value is not None]
    return (sum(known) // len(known) if known else None), len(known)
