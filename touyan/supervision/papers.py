"""Papers of oversight: the five responsibility lists, minutes and sign-in sheet of a meeting, the whole report of a unit
with everything below it. See `documents.papers`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.core.words import date_words
from touyan.documents.content import Content
from touyan.documents.papers import Paper
from touyan.documents.records import figure, table
from touyan.documents.rules import DocumentKind
from touyan.documents.typeset.model import Block, Cell, Heading, Paragraph, Run
from touyan.documents.wording import Fill, Source
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.supervision import drafting, selectors, whole
from touyan.supervision.models import AgendaItem, Meeting
from touyan.supervision.rules import ReportKind

NUMERALS = "一二三四五六七八九十"
Columns = list[tuple[str, float, str]]


def responsibilities(actor: Actor, unit: Unit, year: int) -> Content:
    """The five lists as they live: duty, post, who holds it today, and how its tasks of the year stand."""
    shown = selectors.lists_page(actor, year=year)["lists"]
    blocks: list[Block] = []
    columns: Columns = [("职责", 4, "left"), ("岗位", 1.5, "left"), ("责任", 1.5, "left"), ("责任人", 2.6, "left")]
    columns.append(("任务完成", 1.5, "center"))
    for at, (register, lines) in enumerate(shown):
        rows = [
            (
                Cell(line["duty"].words, note=f"责任清单 {register.name}", url=reverse("responsibility_page")),
                line["duty"].post,
                line["duty"].get_share_display(),
                _named(line["holders"]),
                f"{line['done']}/{line['total']}" if line["total"] else "—",
            )
            for line in lines
        ]
        blocks.append(Heading(f"{NUMERALS[at % 10]}、{register.name}", 1))
        blocks.append(table(columns, rows, size=10.5) if rows else _nothing("这张清单还没有条目。"))
    total = sum(len(lines) for _register, lines in shown)
    fills = {
        "清单数": Fill(str(len(shown)), Source(f"责任清单 {len(shown)} 张", reverse("responsibility_page"))),
        "职责数": Fill(str(total), Source(f"责任清单条目 {total} 条", reverse("responsibility_page"))),
    }
    return Content(fills=fills, blocks={"责任清单": blocks}, subject=f"responsibilities:{unit.pk}:{year}")


def _named(held: Sequence[selectors.Holder], most: int = 4) -> str:
    names = "、".join(dict.fromkeys(one.person for one in held[:most]))
    return names + (f"等{len(held)}人" if len(held) > most else "") if held else "（待明确）"


def minutes(meeting: Meeting) -> Content:
    """What the meeting dealt with, item by item, and what was decided, for whom, by when."""
    here = reverse("meeting_page", args=[meeting.pk])
    note = f"会议记录 {date_words(meeting.day)} {meeting.title}"
    items = list(meeting.items.select_related("unit"))
    decisions = list(meeting.decisions.select_related("unit", "item"))
    talked: list[Block] = [Paragraph((_item(at, item, note, here),)) for at, item in enumerate(items, start=1)]
    if meeting.record:
        talked += [Paragraph((Run(line.strip(), note=note, url=here),)) for line in meeting.record.splitlines() if line]
    decided: list[Block] = [
        Paragraph(
            (
                Run(
                    f"{at}.{one.words.rstrip('。')}，由{one.unit.name}承办，{date_words(one.due)}前完成。",
                    note=f"任务 {one.task_id}",
                    url=reverse("task_page", args=[one.task_id]),
                ),
            )
        )
        for at, one in enumerate(decisions, start=1)
    ]
    fills = {
        "会议名称": Fill(meeting.title, Source(note, here)),
        "会议日期": Fill(date_words(meeting.day)),
        "会议地点": Fill(f"在{meeting.place}" if meeting.place else ""),
        "主持": Fill(f"{meeting.leader.name}主持会议。" if meeting.leader else ""),
    }
    blocks: dict[str, Sequence[Block]] = {
        "议题": talked or [_nothing("还没有记录议题和结论。")],
        "议定事项": decided or [_nothing("本次会议没有议定事项。")],
    }
    return Content(fills=fills, blocks=blocks, subject=f"meeting:{meeting.pk}:minutes")


def _item(at: int, item: AgendaItem, note: str, url: str) -> Run:
    brought = f"，听取{item.unit.name}汇报" if item.unit else ""
    came = f"。{item.outcome.rstrip('。')}。" if item.outcome else "。"
    return Run(f"{at}.{item.title.rstrip('。')}{brought}{came}", note=note, url=url)


def attending(meeting: Meeting) -> str:
    """出席 line of the minutes: the first responsible persons of the units that were asked."""
    return "出席：" + "、".join(f"{name}（{unit.short}）" if name else unit.short for unit, name in _asked(meeting))


def _asked(meeting: Meeting) -> list[tuple[Unit, str]]:
    return selectors.attending(meeting)


def sign_in(meeting: Meeting) -> Content:
    """A sheet to sign by hand, one line for each unit's responsible person and five for others."""
    rows = [(at, unit.short, name, "", "") for at, (unit, name) in enumerate(_asked(meeting), start=1)]
    rows += [(len(rows) + more, "", "", "", "") for more in range(1, 6)]
    columns: Columns = [("序号", 0.8, "center"), ("单位", 3, "left"), ("姓名", 1.6, "center"), ("签名", 2.4, "center")]
    fills = {
        "会议名称": Fill(meeting.title),
        "会议日期": Fill(date_words(meeting.day)),
        "会议地点": Fill(meeting.place or "　　　　　　"),
    }
    block = table([*columns, ("备注", 1.4, "left")], rows, row_mm=11, size=12)
    return Content(fills=fills, blocks={"签到表": [block]}, subject=f"meeting:{meeting.pk}:sign_in")


OF_A_MEETING: dict[str, Callable[[Meeting], Content]] = {"minutes": minutes, "sign_in": sign_in}


def _whole(kind: str) -> Callable[[Actor, Unit, int], Content]:
    def make(actor: Actor, unit: Unit, year: int) -> Content:
        first, last, today = dt.date(year, 1, 1), whole.last_day(kind, year), clock.today()
        rows = whole.lines(actor, unit, kind, first, last, today)
        text: list[Block] = []
        for section in drafting.draft(unit, kind, year, today=today):
            text.append(Heading(section["heading"], 1))
            text += [Paragraph((_said(one),)) for one in section["sentences"]]
        source = Source(f"计划任务 {sum(row.due for row in rows)} 项", f"{reverse('overview')}?year={year}")
        fills = {
            "单位数": Fill(str(len(rows)), source),
            "应办": Fill(str(sum(row.due for row in rows)), source),
            "完成": Fill(str(sum(row.done for row in rows)), source),
        }
        picture = whole.months(actor, unit, first, last)
        blocks: dict[str, Sequence[Block]] = {
            "报告正文": text or [_nothing("这一时期还没有记录。")],
            "完成情况图": [figure(picture, note=source.label, url=source.url)] if picture else [],
            "各单位情况表": [_lines(rows)] if rows else [_nothing("这一时期还没有单位的记录。")],
        }
        return Content(fills=fills, blocks=blocks, subject=f"whole:{kind}:{unit.pk}:{year}")

    return make


def _said(sentence: dict) -> Run:  # type: ignore[type-arg]
    labels = "；".join(record["label"] for record in sentence["notes"])
    url = next((record["url"] for record in sentence["notes"] if record["url"]), "")
    return Run(sentence["text"], note=labels, url=url)


def _lines(rows: Sequence[whole.Line]) -> Block:
    columns: Columns = [("单位", 3.4, "left"), ("应办", 1, "right"), ("完成", 1, "right"), ("过期", 1, "right")]
    columns += [("活动", 1, "right"), ("困难（解决/反映）", 1.6, "center"), ("报告", 1, "center")]
    cells = [
        (
            Cell(
                row.unit.short, note=f"{row.unit.short}任务 {row.due} 项", url=reverse("unit_tasks", args=[row.unit.pk])
            ),
            row.due,
            row.done,
            row.late,
            row.held,
            f"{row.solved}/{row.raised}" if row.raised else "—",
            "已报" if row.reported else "—",
        )
        for row in rows
    ]
    return table(columns, cells, caption="各单位工作情况", size=10.5)


def _nothing(words: str) -> Paragraph:
    return Paragraph((Run(f"（{words}）"),))


MEETING_PLACES = {"会议名称": _("会议的名称"), "会议日期": _("会议的日期"), "会议地点": _("会议的地点")}
WHOLE_PLACES = {"单位数": _("有任务或活动的单位个数"), "应办": _("到期任务项数"), "完成": _("完成的任务项数")}
WHOLE_BLOCKS = {
    "报告正文": _("按记录写成的各部分，逐句注明出处"),
    "完成情况图": _("各月任务完成情况"),
    "各单位情况表": _("任务、活动、困难、报告，一个单位一行"),
}
OPENING = "{{单位}}及所辖共{{单位数}}个单位，到期任务{{应办}}项，完成{{完成}}项。现将有关情况报告如下。\n"
PAPERS = {
    "supervision.responsibilities": Paper(
        name=_("五张责任清单"),
        kind=DocumentKind.LISTING,
        title="{{单位}}{{年度}}年党建工作责任清单",
        text="截至{{今日}}，共有责任清单{{清单数}}张、职责{{职责数}}项，责任人按现任职务列出。\n{{责任清单}}",
        places={"清单数": _("责任清单的张数"), "职责数": _("职责的项数")},
        blocks={"责任清单": _("每张清单一个表：职责、岗位、责任、责任人、任务完成")},
        make=responsibilities,
    ),
    "supervision.whole_year": Paper(
        name=_("年末综合报告（含所辖单位）"),
        kind=DocumentKind.REPORT,
        title="关于{{单位}}{{年度}}年工作情况的报告",
        text="{{年度}}年，" + OPENING + "{{报告正文}}\n{{完成情况图}}\n{{各单位情况表}}\n特此报告。",
        places=WHOLE_PLACES,
        blocks=WHOLE_BLOCKS,
        make=_whole(ReportKind.YEAREND),
    ),
    "supervision.whole_half": Paper(
        name=_("年中综合总结（含所辖单位）"),
        kind=DocumentKind.SUMMARY,
        title="{{单位}}{{年度}}年上半年工作总结",
        text="{{年度}}年上半年，" + OPENING + "{{报告正文}}\n{{完成情况图}}\n{{各单位情况表}}",
        places=WHOLE_PLACES,
        blocks=WHOLE_BLOCKS,
        make=_whole(ReportKind.MIDYEAR),
    ),
    "supervision.minutes": Paper(
        name=_("会议纪要（由会议记录生成）"),
        kind=DocumentKind.MINUTES,
        title="{{会议名称}}纪要",
        text="{{会议日期}}，{{单位}}{{会议地点}}召开{{会议名称}}。{{主持}}现将会议情况纪要如下。\n一、会议议题\n{{议题}}\n二、议定事项\n{{议定事项}}",
        places={**MEETING_PLACES, "主持": _("由谁主持，一句话")},
        blocks={"议题": _("每个议题及其结论"), "议定事项": _("事项、承办单位和期限")},
    ),
    "supervision.sign_in": Paper(
        name=_("会议签到表（由会议记录生成）"),
        kind=DocumentKind.LISTING,
        title="{{会议名称}}签到表",
        text="时间：{{会议日期}}　　地点：{{会议地点}}\n{{签到表}}",
        places=MEETING_PLACES,
        blocks={"签到表": _("参加单位、责任人和签名栏")},
    ),
}
