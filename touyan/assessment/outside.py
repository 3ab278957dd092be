"""How own records answer the indicators of another body. Each answer says where it comes from and opens to its records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.activities.kind_words import labels as kind_words_of_activities
from touyan.activities.models import Activity
from touyan.activities.rules import State
from touyan.assessment import scheme as schemes
from touyan.assessment.models import OutsideItem, OutsideScheme, Result
from touyan.assessment.rules import ReturnState, RunState, Way
from touyan.core import clock
from touyan.core.words import date_words
from touyan.duties.models import DutyRecord
from touyan.duties.words import CAME, Outcome, Stage, WorkKind
from touyan.organizations.models import Closure
from touyan.planning.models import Task
from touyan.planning.rules import TaskState

SHOWN = 300


@dataclass(frozen=True)
class Answer:
    """What stands in the return for one indicator. `number` is what a target is held against."""

    text: str
    note: str
    url: str
    number: int | None = None
    missing: bool = False


@dataclass(frozen=True)
class Line:
    """An indicator with its answer."""

    item: OutsideItem
    answer: Answer

    @property
    def short(self) -> int | None:
        """How much is missing to the number asked for; None when there is none or it is reached."""
        if self.item.target is None or self.answer.number is None or self.answer.number >= self.item.target:
            return None
        return self.item.target - self.answer.number


def units_of(outside: OutsideScheme) -> QuerySet[Closure, int]:
    """The unit assessed and everything below it."""
    return Closure.objects.filter(ancestor=outside.unit_id).values_list("descendant_id", flat=True)


def records(item: OutsideItem) -> QuerySet[DutyRecord]:
    """The standing rows of the ledger that an indicator counts."""
    outside = item.outside
    rows = DutyRecord.objects.counting().filter(
        unit_id__in=units_of(outside), business_date__range=(outside.start, outside.end)
    )
    rows = rows.filter(kind=item.what) if item.what else rows
    return rows.filter(stage=item.narrowed) if item.narrowed else rows


def held(item: OutsideItem) -> QuerySet[Activity]:
    """The activities that an indicator counts."""
    outside = item.outside
    found = Activity.objects.filter(
        unit_id__in=units_of(outside), state=State.HELD, day__range=(outside.start, outside.end)
    )
    return found.filter(kind__code=item.what) if item.what else found


def tasks(item: OutsideItem) -> QuerySet[Task]:
    """The tasks that were due in the time of the assessment."""
    outside = item.outside
    return Task.objects.filter(
        unit_id__in=units_of(outside), due__range=(outside.start, min(outside.end, clock.today()))
    ).exclude(state=TaskState.CANCELLED)


def _records(item: OutsideItem) -> Answer:
    found = records(item)
    works = found.exclude(work=None).values("work_id").distinct().count()
    number = works + found.filter(work=None).count()
    return _counted(item, _("%(n)s 件") % {"n": number}, number, _("履职台账%(kind)s，同一件只计一次"))


def _people(item: OutsideItem) -> Answer:
    number = records(item).exclude(person=None).values("person_id").distinct().count()
    return _counted(item, _("%(n)s 人") % {"n": number}, number, _("履职台账%(kind)s，同一人只计一次"))


def _held(item: OutsideItem) -> Answer:
    number = held(item).count()
    return _counted(item, _("%(n)s 次") % {"n": number}, number, _("活动记录%(kind)s，已举行的"))


def _attendance(item: OutsideItem) -> Answer:
    rows = records(item).filter(stage=Stage.ATTENDANCE)
    counted = dict(rows.values_list("outcome").annotate(n=Count("pk")))
    came = sum(counted.get(outcome, 0) for outcome in CAME)
    due = came + counted.get(Outcome.ABSENT, 0) + counted.get(Outcome.EXCUSED, 0)
    if not due:
        return _counted(item, _("没有应到记录"), None, _("出席记录%(kind)s"))
    text = _("%(rate)s%%（应到 %(due)s 人次，实到 %(came)s 人次）") % {
        "rate": _share(came, due),
        "due": due,
        "came": came,
    }
    return _counted(item, text, came * 100 // due, _("出席记录%(kind)s，请假计入应到"))


def _tasks(item: OutsideItem) -> Answer:
    found = tasks(item)
    due, done = found.count(), found.filter(state=TaskState.DONE).count()
    if not due:
        return _counted(item, _("没有到期的任务"), None, _("年度计划的任务"))
    text = _("%(rate)s%%（到期 %(due)s 项，完成 %(done)s 项）") % {"rate": _share(done, due), "due": due, "done": done}
    return _counted(item, text, done * 100 // due, _("年度计划中到期的任务"))


def _grade(item: OutsideItem) -> Answer:
    outside = item.outside
    result = (
        Result.objects.filter(
            unit_id=outside.unit_id, run__state=RunState.IN_FORCE, run__as_of__range=(outside.start, outside.end)
        )
        .select_related("run__scheme")
        .order_by("-run__as_of", "-pk")
        .first()
    )
    if result is None:
        return Answer(_("没有已生效的结果"), _("考评结果"), "", missing=True)
    chosen = schemes.scheme_of(result.run.scheme.text, result.run.scheme_key)
    title = next((grade.title for grade in chosen.grades if grade.key == result.grade), "")
    points = f"{result.total // 10_000}.{result.total % 10_000 // 100:02d}"
    text = _("%(points)s 分 %(grade)s") % {"points": points, "grade": title}
    return Answer(text.strip(), str(result.run), reverse("run_page", args=[result.run_id]), result.total // 10_000)


def _asked(item: OutsideItem) -> Answer:
    if not item.answer:
        note = _("系统没有这项记录，还没有指定填报人")
        if item.asked:
            note = _("系统没有这项记录，由%(who)s填写") % {"who": item.asked.name}
        return Answer(_("待填"), note, "", missing=True)
    note = _("%(who)s于%(day)s填写") % {"who": item.answered_by, "day": date_words(item.answered_on)}
    return Answer(item.answer, note, "")


WAYS: dict[str, Callable[[OutsideItem], Answer]] = {
    Way.RECORDS: _records,
    Way.PEOPLE: _people,
    Way.HELD: _held,
    Way.ATTENDANCE: _attendance,
    Way.TASKS: _tasks,
    Way.GRADE: _grade,
    Way.ASKED: _asked,
}


def _share(part: int, whole: int) -> str:
    """Per cent with one place, half up, without floats."""
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def _counted(item: OutsideItem, text: str, number: int | None, source: str) -> Answer:
    kind = f"“{kind_words().get(item.what, item.what)}”" if item.what else ""
    stage = dict(Stage.choices).get(item.narrowed, "")
    outside = item.outside
    note = source % {"kind": f"{kind}{stage}"} if "%(kind)s" in source else source
    days = _("%(a)s至%(b)s") % {"a": date_words(outside.start), "b": date_words(min(outside.end, clock.today()))}
    return Answer(text, f"{note}{_('，')}{days}", reverse("outside_source", args=[item.pk]), number)


def kind_words() -> dict[str, str]:
    """Kinds of works and of activities by code."""
    return {code: str(label) for code, label in WorkKind.choices} | kind_words_of_activities()


def lines(outside: OutsideScheme) -> list[Line]:
    """The return as it stands: answered from records today, or as it was when it was sent."""
    items = list(outside.items.select_related("asked", "outside"))
    if outside.state == ReturnState.SENT:
        kept = {row["item"]: row for row in outside.frozen}
        return [Line(item, _kept(kept.get(item.pk))) for item in items]
    return [Line(item, WAYS[item.way](item)) for item in items]


def _kept(row: dict[str, Any] | None) -> Answer:
    if row is None:
        return Answer("", "", "", missing=True)
    return Answer(row["text"], row["note"], row["url"], row["number"])


def source_rows(item: OutsideItem) -> Iterator[tuple[str, Any, str, str]]:
    """(title, day, unit, address) of what an answer was counted from, the newest first, some hundreds at most."""
    if item.way in {Way.RECORDS, Way.PEOPLE, Way.ATTENDANCE}:
        for row in records(item).select_related("unit", "person", "work").order_by("-business_date", "-pk")[:SHOWN]:
            title = row.title or (row.work.title if row.work else "")
            yield (
                f"{title}（{row.person.name}）" if row.person else title,
                row.business_date,
                row.unit.short,
                reverse("record_page", args=[row.pk]),
            )
    elif item.way == Way.HELD:
        for activity in held(item).select_related("unit").order_by("-day", "-pk")[:SHOWN]:
            yield activity.title, activity.day, activity.unit.short, reverse("activity_page", args=[activity.pk])
    elif item.way == Way.TASKS:
        for task in tasks(item).select_related("unit", "action").order_by("-due", "-pk")[:SHOWN]:
            title = f"{task.action.title}（{task.get_state_display()}）"
            yield title, task.due, task.unit.short, reverse("task_page", args=[task.pk])


EXAMPLES: dict[str, tuple[str, tuple[tuple[str, str, str, str, str, str, int | None], ...]]] = {
    "support": (
        "区县（市）党委重视支持政协工作考核（示例，据沛县公开细则第一部分）",
        (
            ("1", "政协工作列入党委议事日程，每年至少专题听取一次汇报", "2", Way.ASKED, "", "", None),
            ("2", "明确专人负责政协联络工作", "2", Way.ASKED, "", "", None),
            ("3", "每年交办1至2项重要课题", "3", Way.RECORDS, WorkKind.RESEARCH, "", 1),
            ("4", "领导阅批并答复委员意见建议", "3", Way.RECORDS, "", Stage.ANSWERED, None),
            ("5", "委员之家通过验收", "10", Way.ASKED, "", "", None),
            ("6", "每年至少组织一次专题调研视察", "5", Way.HELD, "", "", 1),
        ),
    ),
    "party": (
        "党建工作考评（示例，据荆门市、江西“三送”公开细则）",
        (
            ("1", "制定年度党建工作计划，任务按序时完成", "2", Way.TASKS, "", "", None),
            ("2", "党支部主题党日按月开展", "10", Way.HELD, "theme_party_day", "", 12),
            ("3", "主题党日党员出席情况", "5", Way.ATTENDANCE, "theme_party_day", "", 80),
            ("4", "支部书记述职", "2", Way.ASKED, "", "", None),
            ("5", "党建与履职融合，形成调研报告", "5", Way.RECORDS, WorkKind.RESEARCH, "", None),
            ("6", "党员委员为群众办实事", "5", Way.PEOPLE, WorkKind.SERVICE, "", None),
            ("7", "按期换届", "3", Way.ASKED, "", "", None),
        ),
    ),
}
"""Indicators to begin with: (number, words, points, way, what, narrowed, number asked for)."""
