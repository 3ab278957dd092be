"""Papers of activities: the year's list, and the research report from visits and seminars (D3). See `documents.papers`."""

from __future__ import annotations

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from touyan.activities import of_one
from touyan.activities.models import Activity
from touyan.activities.rules import Group, State
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

RESEARCH = (Group.VISIT, Group.MEETING)
EXPERTS = "expert_session"


def _held(actor: Actor, unit: Unit, year: int) -> list[Activity]:
    rows = Activity.objects.visible_to(actor).filter(unit_id__in=below(unit), day__year=year, state=State.HELD)
    return list(rows.select_related("kind", "unit").order_by("day", "pk"))


def year_list(actor: Actor, unit: Unit, year: int) -> Content:
    """Every activity held in the year by the unit and those below it."""
    held = _held(actor, unit, year)
    rows = [
        (at, _named(activity), str(activity.kind), activity.unit.short, date_words(activity.day))
        for at, activity in enumerate(held, start=1)
    ]
    kinds = Counter(str(activity.kind) for activity in held)
    said = "、".join(f"{name}{count}次" for name, count in kinds.most_common(6)) or "暂无"
    columns = [
        ("序号", 1, "center"),
        ("名称", 5, "left"),
        ("种类", 2, "left"),
        ("单位", 2.4, "left"),
        ("日期", 2.6, "left"),
    ]
    return Content(
        fills={"活动次数": Fill(str(len(held)), _source(held)), "种类分布": Fill(said, _source(held))},
        blocks={"活动清单": [table(columns, rows, size=10.5)] if rows else [_nothing()]},
        subject=f"activities:{unit.pk}:{year}",
    )


def research(actor: Actor, unit: Unit, year: int) -> Content:
    """Visits, inspections, seminars and consultations of the year, each a sentence that names its record."""
    held = [activity for activity in _held(actor, unit, year) if activity.kind.group in RESEARCH]
    went: list[Block] = []
    for at, (words, found) in enumerate(_ways(held)):
        went.append(Heading(f"（{'一二三'[at]}）{words}{len(found)}次", 2))
        went += [Paragraph((_sentence(activity),)) for activity in found]
    results = [activity for activity in held if activity.outcome.strip()]
    came: list[Block] = [
        Paragraph((Run(activity.outcome.strip().replace("\n", " "), note=_label(activity), url=_url(activity)),))
        for activity in results
    ]
    return Content(
        fills={
            "调研次数": Fill(str(len(held)), _source(held)),
            "调研题目": Fill("、".join(dict.fromkeys(a.topic for a in held if a.topic)) or "（请填写题目）"),
        },
        blocks={"调研经过": went or [_nothing()], "已有成效": came or [_nothing()]},
        attachments=(("调研活动一览表", (_research_list(held),)),) if held else (),
        subject=f"research:{unit.pk}:{year}",
    )


def _ways(held: list[Activity]) -> list[tuple[str, list[Activity]]]:
    """Visits on the spot, seminars, sessions with experts; those that took place, in this order."""
    visits = [one for one in held if one.kind.group == Group.VISIT]
    experts = [one for one in held if one.kind.code == EXPERTS]
    seminars = [one for one in held if one.kind.group == Group.MEETING and one.kind.code != EXPERTS]
    found = [("实地视察调研", visits), ("召开座谈协商会议", seminars), ("开展专家论证", experts)]
    return [(words, rows) for words, rows in found if rows]


def _research_list(held: list[Activity]) -> Block:
    rows = [
        (at, date_words(one.day), _named(one), str(one.kind), one.place or "—", one.topic or "—")
        for at, one in enumerate(held, start=1)
    ]
    columns = [("序号", 0.8, "center"), ("日期", 2, "left"), ("活动", 3.4, "left"), ("方式", 1.5, "left")]
    columns += [("地点", 1.8, "left"), ("题目", 2, "left")]
    return table(columns, rows, size=10.5)


def _sentence(activity: Activity) -> Run:
    place = f"在{activity.place}" if activity.place else ""
    topic = f"，题目为“{activity.topic}”" if activity.topic else ""
    text = f"{date_words(activity.day)}，{activity.unit.name}{place}开展{activity.kind}“{activity.title}”{topic}。"
    return Run(text, note=_label(activity), url=_url(activity))


def _named(activity: Activity) -> Cell:
    return Cell(activity.title, note=_label(activity), url=_url(activity))


def _label(activity: Activity) -> str:
    return f"活动记录 {activity.day:%Y-%m-%d} {activity.title}"[:80]


def _url(activity: Activity) -> str:
    return reverse("activity_page", args=[activity.pk])


def _source(held: list[Activity]) -> Source:
    return Source(f"活动记录 {len(held)} 条", reverse("activity_list"))


def _nothing() -> Paragraph:
    return Paragraph((Run("（这一年还没有可用的活动记录。）"),))


PAPERS = {
    **of_one.PAPERS,
    "activities.year_list": Paper(
        name=_("年度活动台账"),
        kind=DocumentKind.LISTING,
        title="{{单位}}{{年度}}年活动台账",
        text="{{年度}}年共开展活动{{活动次数}}次，其中{{种类分布}}。\n{{活动清单}}",
        places={"活动次数": _("已举行的活动次数"), "种类分布": _("次数最多的六种")},
        blocks={"活动清单": _("名称、种类、单位、日期")},
        make=year_list,
    ),
    "activities.research": Paper(
        name=_("调研报告（由调研活动生成）"),
        kind=DocumentKind.PAPER,
        title="{{单位}}{{年度}}年调研报告",
        text="{{年度}}年，{{单位}}围绕{{调研题目}}，开展调研、视察和座谈{{调研次数}}次。现将情况报告如下。\n一、调研开展情况\n{{调研经过}}\n"
        "二、现状与成效\n{{已有成效}}\n三、存在的问题\n四、对策建议",
        places={"调研次数": _("视察、调研和协商活动的次数"), "调研题目": _("活动记录里的调研题目")},
        blocks={"调研经过": _("每次活动一句，注明记录"), "已有成效": _("活动记录里写下的成效")},
        make=research,
    ),
}
