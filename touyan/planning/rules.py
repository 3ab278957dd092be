"""States, moves and permits of plans and tasks. Pure data and decisions, no queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.organizations.rules import LEADERS, SECRETARIES, STAFF, Permit, Role
from touyan.planning.rhythms import REPEATING, Beat, Rhythm

SOON = 7  # days before the deadline from which a task is shown as due soon


class ActionKind(models.TextChoices):
    """规定动作 and 自选动作."""

    PRESCRIBED = "prescribed", _("规定动作")
    OWN_CHOICE = "own_choice", _("自选动作")


class PlanState(models.TextChoices):
    """The life of a plan."""

    DRAFT = "draft", _("起草中")
    ISSUED = "issued", _("已下达")
    CLOSED = "closed", _("已结束")


class TaskState(models.TextChoices):
    """The life of a task. Overdue is not a state: it is read from the deadline."""

    ISSUED = "issued", _("待接收")
    ACCEPTED = "accepted", _("已接收")
    ASKED = "asked", _("请求换人")
    RETURNED = "returned", _("退回补充")
    DONE = "done", _("已完成")
    CANCELLED = "cancelled", _("已取消")


OPEN = frozenset({TaskState.ISSUED, TaskState.ACCEPTED, TaskState.ASKED, TaskState.RETURNED})


class RecordKind(models.TextChoices):
    """Kinds of records that prove a task; the rooms above hold the records themselves."""

    ACTIVITY = "activity", _("活动记录")
    MEETING = "meeting", _("会议记录")
    DOCUMENT = "document", _("文件")
    REPORT = "report", _("总结或报告")
    TALK = "talk", _("谈心谈话记录")
    DUTY = "duty", _("履职记录")
    NOTE = "note", _("责任人说明")


class OrderState(models.TextChoices):
    """How a large issuing in the background stands."""

    RUNNING = "running", _("正在下达")
    DONE = "done", _("已下达")
    REFUSED = "refused", _("没有下达")


class DemandKind(models.TextChoices):
    """What is asked of a unit besides tasks."""

    FORM = "form", _("填表")
    MEETING = "meeting", _("会议")
    REPORT = "report", _("报告")
    CHECK = "check", _("检查")
    INTERVIEW = "interview", _("面谈")


# Minutes of everybody together that a month may ask of a unit, until the office sets its own (principles: less work, measurably).
BUDGET = 9000
BUDGETS = {"committee": 12000, "activity_group": 3000, "town_group": 3000}


def budget_of(kind: str, own: dict[str, int]) -> int:
    """The budget of a unit of `kind` for a month: the office's own figure, else the product's."""
    return own.get(kind) or BUDGETS.get(kind, BUDGET)


@dataclass(frozen=True)
class Move:
    """One move of a task: from which states, to which, by whom, and whether a reason is asked for."""

    label: str | Promise
    before: frozenset[TaskState]
    after: TaskState
    action: str
    reason: bool = False
    responsible: bool = False  # the responsible person may do it without a role in the unit


MOVES: dict[str, Move] = {
    "accept": Move(
        _("接收"), frozenset({TaskState.ISSUED, TaskState.ASKED}), TaskState.ACCEPTED, "task.work", responsible=True
    ),
    "ask": Move(
        _("请求换人"),
        frozenset({TaskState.ISSUED, TaskState.ACCEPTED, TaskState.RETURNED}),
        TaskState.ASKED,
        "task.work",
        reason=True,
        responsible=True,
    ),
    "assign": Move(_("指定负责人"), OPEN, TaskState.ISSUED, "task.assign"),
    "prove": Move(_("完成"), OPEN, TaskState.DONE, "task.work", responsible=True),
    "unprove": Move(_("撤回材料"), frozenset({TaskState.DONE}), TaskState.ACCEPTED, "task.work", reason=True),
    "return": Move(_("退回补充"), frozenset({TaskState.DONE}), TaskState.RETURNED, "task.return", reason=True),
    "cancel": Move(_("取消"), OPEN, TaskState.CANCELLED, "task.cancel", reason=True),
    "restore": Move(_("恢复"), frozenset({TaskState.CANCELLED}), TaskState.ISSUED, "task.cancel", reason=True),
}


def is_quiet(hour: int, quiet_from: int, quiet_until: int) -> bool:
    """Whether `hour` lies in the quiet hours, which may go over midnight; equal ends mean none."""
    if quiet_from <= quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until


class Face(models.TextChoices):
    """How a task looks on a day: its state, seen together with its dates."""

    DONE = "done", _("已完成")
    DONE_LATE = "done_late", _("逾期完成")
    OVERDUE = "overdue", _("已过期")
    SOON = "soon", _("即将到期")
    OPEN = "open", _("进行中")
    AHEAD = "ahead", _("未到期")
    ASKED = "asked", _("请求换人")
    RETURNED = "returned", _("退回补充")
    CANCELLED = "cancelled", _("已取消")


def face(*, state: str, start: dt.date, due: dt.date, done_on: dt.date | None, today: dt.date) -> Face:
    """How a task looks on `today`; a deadline is kept through the whole of its day."""
    if state == TaskState.CANCELLED:
        return Face.CANCELLED
    if state == TaskState.DONE:
        return Face.DONE_LATE if done_on and done_on > due else Face.DONE
    if today > due:
        return Face.OVERDUE
    if state in (TaskState.ASKED, TaskState.RETURNED):
        return Face(state)
    if (due - today).days <= SOON:
        return Face.SOON
    return Face.OPEN if start <= today else Face.AHEAD


def moves_from(state: str) -> list[str]:
    """Moves that a task in `state` can make, in the table's order."""
    return [verb for verb, move in MOVES.items() if state in move.before]


def action_problems(*, beat: Beat, proofs: list[str], minutes: int, people: int) -> list[str]:
    """Everything that is wrong with an action's particulars, each as a sentence that says what to do."""
    found = []
    if beat.rhythm in REPEATING and not proofs:
        found.append(_t("这项动作要反复做，却没有说明凭什么记录算完成：请至少选一种证明材料。"))
    if beat.rhythm == Rhythm.WEEKDAY and (beat.nth is None or beat.weekday is None):
        found.append(_t("请选择每月第几个、星期几。"))
    if beat.rhythm == Rhythm.BY_DATE and (beat.month is None or beat.day is None):
        found.append(_t("请填写截止的月份和日期。"))
    if minutes <= 0 or people <= 0:
        found.append(_t("请填写大约需要多少分钟、多少人：下达前要让人看到工作量。"))
    if found or beat.rhythm == Rhythm.WEEKDAY or beat.after >= -27:
        return found
    return [_t("截止日期早于一期的开始，请调整提前的天数。")] if beat.rhythm == Rhythm.MONTH else []


ASKS = frozenset({Role.ASSESSMENT_OFFICE, Role.AUDITOR})

PERMITS: dict[str, Permit] = {
    "plan.view": Permit(_("查看计划"), STAFF | LEADERS | SECRETARIES | ASKS, own=True),
    "plan.write": Permit(_("编写计划"), STAFF | SECRETARIES),
    "plan.issue": Permit(_("下达计划"), STAFF | SECRETARIES),
    "task.view": Permit(_("查看任务"), STAFF | LEADERS | SECRETARIES | ASKS, own=True),
    "task.work": Permit(_("接收和完成任务"), STAFF | SECRETARIES, own=True),
    "task.assign": Permit(_("指定任务负责人"), STAFF | SECRETARIES),
    "task.return": Permit(_("退回任务补充材料"), STAFF | LEADERS),
    "task.cancel": Permit(_("取消任务"), STAFF),
    "holiday.write": Permit(_("维护节假日安排"), frozenset({Role.CITY_STAFF})),
    "feed.own": Permit(_("订阅自己的日程"), own=True),
    "jobs.view": Permit(_("查看后台任务"), frozenset({Role.SYSTEM_ADMIN})),
    "burden.view": Permit(_("查看减负账本"), STAFF | LEADERS | SECRETARIES | ASKS),
    "burden.ask": Permit(_("向单位要表、要材料"), STAFF | SECRETARIES),
    "burden.write": Permit(_("设定工作量预算"), frozenset({Role.CITY_STAFF})),
    "template.write": Permit(_("维护计划模板"), frozenset({Role.CITY_STAFF})),
    "update.answer": Permit(_("采用或不采用计划更新"), STAFF | SECRETARIES),
}
