"""Papers of the plan: the notice that issues it, and the list of tasks of each unit. See `documents.papers`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from touyan.core.words import date_words
from touyan.documents.content import Content
from touyan.documents.papers import Paper
from touyan.documents.records import table
from touyan.documents.rules import DocumentKind
from touyan.documents.typeset.model import Block, Cell, Heading, Paragraph, Run
from touyan.documents.wording import Fill, Source
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.organizations.selectors import below
from touyan.planning.models import Task
from touyan.planning.rules import TaskState

NUMERALS = "一二三四五六七八九十"


def _tasks(actor: Actor, unit: Unit, year: int) -> list[Task]:
    rows = Task.objects.visible_to(actor).filter(unit_id__in=below(unit), plan__year=year)
    rows = rows.exclude(state=TaskState.CANCELLED).select_related("action", "unit", "responsible")
    return list(rows.order_by("unit__order", "unit__code", "due", "pk"))


def annual_plan(actor: Actor, unit: Unit, year: int) -> Content:
    """Every action of the year with its units and deadlines; behind it the tasks of each unit."""
    tasks = _tasks(actor, unit, year)
    by_action: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        by_action[task.action_id].append(task)
    rows = []
    for at, found in enumerate(by_action.values(), start=1):
        units = list(dict.fromkeys(task.unit.short for task in found))
        who = "、".join(units[:3]) + (f"等{len(units)}个单位" if len(units) > 3 else "")
        due = list(dict.fromkeys(task.period_words for task in found))
        shown = "、".join(due[:4]) + (f"等{len(due)}期" if len(due) > 4 else "")
        name = Cell(
            found[0].action.title, note=f"计划任务 {len(found)} 项", url=reverse("task_page", args=[found[0].pk])
        )
        rows.append((at, name, who, shown))
    columns = [("序号", 1, "center"), ("任务", 4.4, "left"), ("责任单位", 3.4, "left"), ("完成时限", 3, "left")]
    body: list[Block] = [table(columns, rows, size=10.5)] if rows else [_nothing()]
    return Content(
        fills=_counts(tasks, year),
        attachments=((f"{unit.name}{year}年工作计划", tuple(body)),),
        subject=f"plan:{unit.pk}:{year}",
    )


def task_lists(actor: Actor, unit: Unit, year: int) -> Content:
    """The tasks of each unit, one list after the other."""
    tasks = _tasks(actor, unit, year)
    by_unit: dict[Unit, list[Task]] = defaultdict(list)
    for task in tasks:
        by_unit[task.unit].append(task)
    blocks: list[Block] = []
    for at, (each, found) in enumerate(by_unit.items(), start=1):
        blocks.append(Heading(f"{_numeral(at)}、{each.name}（{len(found)}项）", 1))
        blocks.append(_list(found))
    return Content(
        fills=_counts(tasks, year), blocks={"任务清单": blocks or [_nothing()]}, subject=f"tasks:{unit.pk}:{year}"
    )


def _list(tasks: Iterable[Task]) -> Block:
    rows = []
    for at, task in enumerate(tasks, start=1):
        name = Cell(str(task), note=f"任务 {task.pk}", url=reverse("task_page", args=[task.pk]))
        who = task.responsible.name if task.responsible else ""
        rows.append((at, name, date_words(task.due), who, TaskState(task.state).label))
    columns = [("序号", 1, "center"), ("任务", 5, "left"), ("截止日期", 2.4, "left"), ("负责人", 1.6, "left")]
    return table([*columns, ("状态", 1.4, "center")], rows, size=10.5)


def _counts(tasks: list[Task], year: int) -> dict[str, Fill]:
    source = Source(f"计划任务 {len(tasks)} 项", reverse("plan_list"))
    minutes = sum(task.cost for task in tasks)
    return {
        "任务数": Fill(str(len(tasks)), source),
        "单位数": Fill(str(len({task.unit_id for task in tasks})), source),
        "工作量": Fill(f"{minutes // 60}小时", source),
    }


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens - 1] + "十"
    return head + (NUMERALS[ones - 1] if ones else "")


def _nothing() -> Paragraph:
    return Paragraph((Run("（这一年还没有下达任务。）"),))


COUNTS = {"任务数": _("下达的任务项数"), "单位数": _("有任务的单位个数"), "工作量": _("任务合计所需的人时")}
PAPERS = {
    "planning.annual_plan": Paper(
        name=_("年度计划印发通知"),
        kind=DocumentKind.NOTICE,
        title="关于印发{{单位}}{{年度}}年工作计划的通知",
        text="现将《{{单位}}{{年度}}年工作计划》印发给你们，共安排任务{{任务数}}项，涉及单位{{单位数}}个，合计约需{{工作量}}。"
        "请明确责任人，按时组织实施。",
        places=COUNTS,
        make=annual_plan,
    ),
    "planning.task_lists": Paper(
        name=_("各单位任务清单"),
        kind=DocumentKind.LISTING,
        title="{{单位}}{{年度}}年任务清单",
        text="{{年度}}年共下达任务{{任务数}}项，涉及单位{{单位数}}个，合计约需{{工作量}}。\n{{任务清单}}",
        places=COUNTS,
        blocks={"任务清单": _("每个单位一张表：任务、截止日期、负责人、状态")},
        make=task_lists,
    ),
}
