"""States, moves, thresholds and permits of oversight. Pure data and decisions, no queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touyan.organizations.rules import LEADERS, SECRETARIES, STAFF, Permit, Role

ANSWER_WITHIN = 10  # working days in which a leader answers a difficulty
FIX_WITHIN = 20  # working days in which a finding is followed up
RATERS = 5  # fewest raters of a shown result
RATED_SHARE = 50  # per cent of those asked who must have answered


class ReportKind(models.TextChoices):
    """What a unit reports, and when (P4, P5)."""

    MIDYEAR = "midyear", _("年中总结")
    YEAREND = "yearend", _("年末报告")


class ReportState(models.TextChoices):
    """The life of a report."""

    DRAFT = "draft", _("起草中")
    SUBMITTED = "submitted", _("已上报")
    RETURNED = "returned", _("退回修改")
    READ = "read", _("党组已阅")


class DifficultyState(models.TextChoices):
    """The life of a difficulty (P6)."""

    RAISED = "raised", _("待答复")
    ANSWERED = "answered", _("已答复")
    SOLVED = "solved", _("已解决")
    WITHDRAWN = "withdrawn", _("已撤回")


class DifficultyKind(models.TextChoices):
    """What a difficulty is about; matters, never persons."""

    PEOPLE = "people", _("人手")
    TIME = "time", _("时间安排")
    VENUE = "venue", _("场地经费")
    CONTENT = "content", _("内容方法")
    COORDINATION = "coordination", _("上下协调")
    OTHER = "other", _("其他")


class CheckState(models.TextChoices):
    """The life of a spot check."""

    DRAWN = "drawn", _("已抽中")
    DONE = "done", _("已检查")


class FindingState(models.TextChoices):
    """The life of a finding: first an offer of help, followed until it is closed."""

    OPEN = "open", _("待跟进")
    FIXED = "fixed", _("已整改")
    CLOSED = "closed", _("已销号")


class Share(models.TextChoices):
    """The part a post has in a responsibility."""

    FIRST = "first", _("第一责任")
    MAIN = "main", _("主体责任")
    DOUBLE = "double", _("一岗双责")
    DIRECT = "direct", _("直接责任")
    SPECIAL = "special", _("专门责任")


@dataclass(frozen=True)
class Move:
    """One move: from which states, to which, by whom; whether a reason is asked for."""

    label: str | Promise
    before: frozenset[str]
    after: str
    action: str
    reason: bool = False


REPORT_MOVES: dict[str, Move] = {
    "save": Move(_("保存"), frozenset({ReportState.DRAFT, ReportState.RETURNED}), ReportState.DRAFT, "report.write"),
    "submit": Move(_("上报"), frozenset({ReportState.DRAFT}), ReportState.SUBMITTED, "report.write"),
    "return": Move(_("退回修改"), frozenset({ReportState.SUBMITTED}), ReportState.RETURNED, "report.return", True),
    "read": Move(_("党组已阅"), frozenset({ReportState.SUBMITTED}), ReportState.READ, "report.read"),
}


@dataclass(frozen=True)
class Rated:
    """What raters said of the help of one leader: how many were asked, and the marks given (1–5)."""

    key: int
    asked: int
    timely: tuple[int, ...]
    useful: tuple[int, ...]


def releasable(groups: list[Rated]) -> tuple[set[int], bool]:
    """(groups that may be shown, whether the sum of all may be shown).

    A group is shown from RATERS answers and RATED_SHARE per cent on. The sum of all is shown only when what is left after
    taking away the shown groups is nobody or again enough, so that no rater is found by difference.
    """
    shown = {g.key for g in groups if len(g.timely) >= RATERS and len(g.timely) * 100 >= g.asked * RATED_SHARE}
    hidden = sum(len(g.timely) for g in groups if g.key not in shown)
    total = sum(len(g.timely) for g in groups)
    return shown, total >= RATERS and (hidden == 0 or hidden >= RATERS)


OFFICE = STAFF | LEADERS
UNITS = STAFF | SECRETARIES
SEES = STAFF | LEADERS | SECRETARIES | {Role.ASSESSMENT_OFFICE, Role.AUDITOR}

PERMITS: dict[str, Permit] = {
    "report.view": Permit(_("查看总结和报告"), SEES),
    "report.write": Permit(_("起草和上报总结"), UNITS),
    "report.return": Permit(_("退回总结修改"), OFFICE),
    "report.read": Permit(_("阅看总结"), OFFICE),
    "guidance.view": Permit(_("查看分管联系"), SEES, own=True),
    "guidance.assign": Permit(_("安排分管联系"), STAFF),
    "difficulty.view": Permit(_("查看困难"), SEES, own=True),
    "difficulty.raise": Permit(_("反映困难"), UNITS),
    "difficulty.answer": Permit(_("答复困难"), OFFICE, own=True),
    "rating.open": Permit(_("组织评价"), STAFF),
    "rating.give": Permit(_("评价所得到的帮助"), SECRETARIES | {Role.DISTRICT_STAFF}),
    "rating.view": Permit(_("查看评价结果"), SEES),
    "meeting.view": Permit(_("查看会议和面谈"), SEES),
    "meeting.write": Permit(_("记录会议和面谈"), OFFICE | {Role.SUBGROUP_SECRETARY}),
    "check.view": Permit(_("查看抽查"), SEES),
    "check.write": Permit(_("组织抽查"), STAFF),
    "finding.fix": Permit(_("整改问题"), UNITS),
    "finding.close": Permit(_("销号"), OFFICE),
    "responsibility.view": Permit(_("查看责任清单"), SEES),
    "responsibility.write": Permit(_("维护责任清单"), frozenset({Role.CITY_STAFF})),
}
