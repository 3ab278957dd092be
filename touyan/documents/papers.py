"""Papers that are made from records. Each room declares its own in its `papers.py` as PAPERS; these are everybody's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touyan.core.errors import Refused
from touyan.core.rooms import collect
from touyan.documents import records
from touyan.documents.content import Content
from touyan.documents.rules import DocumentKind
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor


@dataclass(frozen=True)
class Paper:
    """A paper whose wording a unit may change.

    `places` are the names that stand for a word or a number, `blocks` those that stand for a table, drawing or list on a
    line of their own; both with what they hold. `title` and `text` are the wording that the house brings. `make` reads
    the records of a unit and a year; a paper with places and without it is started from its own room's page.
    """

    name: str | Promise
    kind: str
    title: str
    text: str
    places: Mapping[str, str | Promise] = field(default_factory=dict)
    blocks: Mapping[str, str | Promise] = field(default_factory=dict)
    addressees: str = ""
    make: Callable[[Actor, Unit, int], Content] | None = None


# Every paper knows these without being told.
COMMON: Mapping[str, str | Promise] = {
    "单位": _("发文单位全称"),
    "简称": _("发文单位简称"),
    "年度": _("年度，四位数字"),
    "今日": _("当天日期"),
}

PAPERS: dict[str, Paper] = {
    "documents.notice": Paper(
        name=_("会议通知"),
        kind=DocumentKind.NOTICE,
        title="关于召开会议的通知",
        text="经研究，定于近期召开会议。现将有关事项通知如下。\n一、会议时间\n二、会议地点\n三、参加人员\n四、有关要求\n请于会前两个工作日报送参会人员名单。因故不能参加的，请按规定履行请假手续。",
    ),
    "documents.circular": Paper(
        name=_("情况通报"),
        kind=DocumentKind.CIRCULAR,
        title="关于工作情况的通报",
        text="现将{{年度}}年有关工作情况通报如下。\n一、总体情况\n二、主要做法\n三、下一步要求",
    ),
    "documents.request": Paper(
        name=_("请示"),
        kind=DocumentKind.REQUEST,
        title="关于有关事项的请示",
        text="为做好有关工作，现就有关事项请示如下。\n一、基本情况\n二、请示事项\n妥否，请批示。",
    ),
    "documents.report": Paper(
        name=_("工作报告"),
        kind=DocumentKind.REPORT,
        title="关于{{年度}}年工作情况的报告",
        text="现将{{单位}}{{年度}}年工作情况报告如下。\n一、主要工作\n二、存在问题\n三、下一步打算\n特此报告。",
    ),
    "documents.letter": Paper(
        name=_("商洽函"),
        kind=DocumentKind.LETTER,
        title="关于商请支持有关工作的函",
        text="为做好有关工作，现商请贵单位给予支持，有关事项函告如下。\n请予支持为盼。",
    ),
    "documents.minutes": Paper(
        name=_("会议纪要"),
        kind=DocumentKind.MINUTES,
        title="会议纪要",
        text="{{今日}}，{{单位}}召开会议。现将会议议定事项纪要如下。\n一、会议听取了有关情况汇报\n二、会议研究议定了以下事项",
    ),
    "documents.opinion": Paper(
        name=_("实施意见"),
        kind=DocumentKind.OPINION,
        title="关于加强有关工作的意见",
        text="为深入推进有关工作，现提出如下意见。\n一、总体要求\n二、主要任务\n三、工作保障",
    ),
    "documents.research": Paper(
        name=_("调研报告"),
        kind=DocumentKind.PAPER,
        title="调研报告",
        text="{{年度}}年，{{单位}}开展专题调研。现将情况报告如下。\n一、调研开展情况\n二、现状与成效\n三、存在的问题\n四、对策建议",
    ),
    "documents.set_up": Paper(
        name=_("组织架构图和设置情况表"),
        kind=DocumentKind.LISTING,
        title="{{单位}}组织设置情况",
        text="截至{{今日}}，{{单位}}及其下级共设立组织{{组织数}}个。\n{{组织架构图}}\n{{设置情况表}}",
        places={"组织数": _("所辖组织的个数")},
        blocks={"组织架构图": _("两条线、两级的图"), "设置情况表": _("名称、类别、上级、负责人、人数")},
        make=records.set_up,
    ),
    "documents.name_list": Paper(
        name=_("名册（按姓氏笔画）"),
        kind=DocumentKind.LISTING,
        title="{{单位}}人员名册",
        text="（{{人数}}名，按姓氏笔画为序）\n{{名单}}",
        places={"人数": _("名册上的人数")},
        blocks={"名单": _("按姓氏笔画排列的姓名")},
        make=records.name_list,
    ),
    "documents.sign_in": Paper(
        name=_("会议签到表"),
        kind=DocumentKind.LISTING,
        title="{{单位}}会议签到表",
        text="时间：　　　　　　　　地点：\n{{签到表}}",
        blocks={"签到表": _("姓名和签名栏，按姓氏笔画排列")},
        make=records.sign_in,
    ),
    "documents.norms": Paper(
        name=_("制度目录"),
        kind=DocumentKind.LISTING,
        title="{{单位}}现行制度目录",
        text="截至{{今日}}，现行有效的制度共{{制度数}}项。\n{{目录}}",
        places={"制度数": _("现行有效的制度项数")},
        blocks={"目录": _("名称、文号、效力、施行日期")},
        make=records.norms,
    ),
}


@cache
def papers() -> dict[str, Paper]:
    """Every paper of every installed room, by code. A code declared twice is an error."""
    found: dict[str, Paper] = {}
    for room, declared in collect("papers", "PAPERS"):
        for code, paper in declared.items():
            if code in found:
                raise ValueError(f"paper {code!r} is declared twice, again in {room}")
            found[code] = paper
    return found


def paper_get(code: str) -> Paper:
    """One paper; Refused with 404 when no room brings it."""
    if code not in papers():
        raise Refused(_("没有这种材料。"), status=404)  # type: ignore[arg-type]
    return papers()[code]
