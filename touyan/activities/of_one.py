"""Papers of one activity: its notice with the list of those asked, sign-in sheet, name list, minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.activities import selectors
from touyan.activities.models import Activity
from touyan.activities.rules import Answer
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.words import date_words
from touyan.documents import services as documents
from touyan.documents.content import Content
from touyan.documents.models import OfficialDocument
from touyan.documents.papers import Paper
from touyan.documents.records import table
from touyan.documents.rules import DocumentKind
from touyan.documents.typeset.model import Block, NameList, Paragraph, Run
from touyan.documents.wording import Fill, Source
from touyan.organizations import policy
from touyan.organizations.policy import Actor

CAME = ("present", "late", "left_early")


@transaction.atomic
def activity_paper(*, actor: Actor, activity: Activity, what: str) -> OfficialDocument:
    """A draft made from this activity's records: `notice`, `sign_in`, `name_list` or `minutes`. Names need the right to
    see them."""
    if what not in MAKERS:
        raise Refused(_t("没有这种材料。"), status=404)
    policy.require(actor, "activity.names", activity.unit)
    with translation.override("zh-hans"):
        content = MAKERS[what](activity)
    return documents.document_from_paper(
        actor=actor,
        unit=activity.unit,
        code=f"activities.{what}",
        fills=content.fills,
        blocks=content.blocks,
        year=activity.day.year,
        attachments=[documents.Extra(name, tuple(body)) for name, body in content.attachments],
        subject=f"activity:{activity.pk}:{what}",
    )


def _fills(activity: Activity) -> dict[str, Fill]:
    source = Source(
        f"活动记录 {activity.day:%Y-%m-%d} {activity.title}"[:80], reverse("activity_page", args=[activity.pk])
    )
    starts, ends = (moment.astimezone(clock.SHANGHAI) for moment in (activity.starts, activity.ends))
    last = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{date_words(ends.date())}{ends:%H:%M}"
    return {
        "活动名称": Fill(activity.title, source),
        "活动时间": Fill(f"{date_words(starts.date())}{starts:%H:%M}至{last}", source),
        "活动地点": Fill(activity.place or "（待定）", source),
    }


def _names(activity: Activity, *, coming: bool = False) -> list[str]:
    """Names of those asked, by strokes; with `coming` without those on leave."""
    rows = selectors.invited(activity)
    return [row.person.name for row in rows if not coming or row.answer != Answer.LEAVE]


def notice(activity: Activity) -> Content:
    names = _names(activity)
    agenda: list[Block] = [Paragraph((Run(line.strip()),)) for line in activity.agenda.splitlines() if line.strip()]
    until = activity.leave_until.astimezone(clock.SHANGHAI) if activity.leave_until else None
    fills = {
        **_fills(activity),
        "参加人数": Fill(
            str(len(names)), Source(f"邀请名单 {len(names)} 人", reverse("activity_page", args=[activity.pk]))
        ),
        "请假期限": Fill(f"{date_words(until.date())}{until:%H:%M}前" if until else "会前"),
    }
    attached = (("参加人员名单", (NameList(tuple(names)),)),) if names else ()
    return Content(fills=fills, blocks={"活动安排": agenda or [_nothing("见会议材料")]}, attachments=attached)


def sign_in(activity: Activity) -> Content:
    names = _names(activity, coming=True)
    rows = [(at, name, "", "") for at, name in enumerate([*names, *[""] * 5], start=1)]
    columns = [("序号", 1, "center"), ("姓名", 2.2, "center"), ("签名", 3.4, "center"), ("备注", 2.2, "left")]
    return Content(fills=_fills(activity), blocks={"签到表": [table(columns, rows, row_mm=11, size=14)]})  # type: ignore[arg-type]


def name_list(activity: Activity) -> Content:
    names = _names(activity)
    block: Block = NameList(tuple(names)) if names else _nothing("还没有邀请人员")
    return Content(fills={**_fills(activity), "参加人数": Fill(str(len(names)))}, blocks={"名单": [block]})


def minutes(activity: Activity) -> Content:
    """When, where, how many came, what was on the agenda and what came of it. Nobody's words."""
    source = Source(f"到会记录 {activity.day:%Y-%m-%d}", reverse("attendance_roll", args=[activity.pk]))
    states = Counter(place.state for half in selectors.attendance(activity)[:1] for place in half.places)
    due, came = sum(states.values()), sum(states[state] for state in CAME)
    items: list[Block] = [
        Paragraph((Run(f"{at}.{line.strip().rstrip('。')}。"),))
        for at, line in enumerate(filter(str.strip, activity.agenda.splitlines()), start=1)
    ]
    told = [activity.outcome.strip().replace("\n", " ")] if activity.outcome.strip() else []
    told += [f"{result.get_kind_display()}：{result.title}。" for result in activity.results.all()]
    outcome: list[Block] = [
        Paragraph((Run(words, note=source.label, url=reverse("activity_page", args=[activity.pk])),)) for words in told
    ]
    fills = {**_fills(activity), "应到": Fill(str(due), source), "实到": Fill(str(came), source)}
    blocks: dict[str, Sequence[Block]] = {
        "议程": items or [_nothing("请填写议题")],
        "成效": outcome or [_nothing("请填写议定事项")],
    }
    return Content(fills=fills, blocks=blocks)


def _nothing(words: str) -> Paragraph:
    return Paragraph((Run(f"（{words}）"),))


MAKERS: dict[str, Callable[[Activity], Content]] = {
    "notice": notice,
    "sign_in": sign_in,
    "name_list": name_list,
    "minutes": minutes,
}
PLACES = {"活动名称": _("活动的名称"), "活动时间": _("开始和结束的时间"), "活动地点": _("活动的地点")}
PAPERS = {
    "activities.notice": Paper(
        name=_("活动通知（由活动生成）"),
        kind=DocumentKind.NOTICE,
        title="关于举行{{活动名称}}的通知",
        text="经研究，定于近期举行{{活动名称}}。现将有关事项通知如下。\n一、时间\n{{活动时间}}。\n二、地点\n{{活动地点}}。\n三、参加人员\n"
        "共{{参加人数}}名，名单附后。\n四、安排\n{{活动安排}}\n五、有关要求\n请按时参加。因故不能参加的，请于{{请假期限}}在系统中请假。",
        places={**PLACES, "参加人数": _("邀请的人数"), "请假期限": _("请假截止的时间")},
        blocks={"活动安排": _("活动记录里的议程")},
    ),
    "activities.sign_in": Paper(
        name=_("活动签到表（由活动生成）"),
        kind=DocumentKind.LISTING,
        title="{{活动名称}}签到表",
        text="时间：{{活动时间}}\n地点：{{活动地点}}\n{{签到表}}",
        places=PLACES,
        blocks={"签到表": _("邀请的人员按姓氏笔画排列，已请假的不列")},
    ),
    "activities.name_list": Paper(
        name=_("活动人员名单（由活动生成）"),
        kind=DocumentKind.LISTING,
        title="{{活动名称}}参加人员名单",
        text="（{{参加人数}}名，按姓氏笔画为序）\n{{名单}}",
        places={"活动名称": PLACES["活动名称"], "参加人数": _("邀请的人数")},
        blocks={"名单": _("按姓氏笔画排列的姓名")},
    ),
    "activities.minutes": Paper(
        name=_("活动纪要（由活动生成）"),
        kind=DocumentKind.MINUTES,
        title="{{活动名称}}纪要",
        text="{{活动时间}}，{{单位}}在{{活动地点}}举行{{活动名称}}，应到{{应到}}人，实到{{实到}}人。现纪要如下。\n一、议程\n{{议程}}\n"
        "二、议定事项和成效\n{{成效}}",
        places={**PLACES, "应到": _("应到人数"), "实到": _("实到人数")},
        blocks={"议程": _("活动记录里的议程，一行一项"), "成效": _("活动记录里写下的成效和成果")},
    ),
}
