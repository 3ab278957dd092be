"""Life cycles of schemes, runs and objections; who may do what; what a state allows. No queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from touyan.organizations.rules import LEADERS, Permit, Role

OFFICE = frozenset({Role.ASSESSMENT_OFFICE})

PERMITS: dict[str, Permit] = {
    "scheme.view": Permit(_("查看考评细则"), OFFICE | LEADERS | {Role.CITY_STAFF, Role.DISTRICT_STAFF}, own=True),
    "scheme.edit": Permit(_("编制考评细则"), OFFICE),
    "scheme.adopt": Permit(_("签发考评细则"), frozenset({Role.CITY_LEADER})),
    "run.view": Permit(_("查看考评"), OFFICE | {Role.CITY_LEADER}),
    "run.start": Permit(_("组织考评"), OFFICE),
    "run.sign": Permit(_("签署考评结果"), frozenset({Role.CITY_LEADER})),
    "score.own": Permit(_("查看自己的得分"), own=True),
    "line.assign": Permit(_("分派评分、引用测评和外来结果"), OFFICE),
    "mark.give": Permit(_("按分工给单位评分"), own=True),
    "objection.answer": Permit(_("答复异议"), OFFICE),
    "result.use": Permit(_("运用考评结果"), frozenset({Role.CITY_LEADER})),
    "proposal.ask": Permit(_("送请领导研究结果运用"), OFFICE),
    "notice.view": Permit(_("查看公示"), own=True),
    "outside.view": Permit(_("查看外部考评填报"), OFFICE | LEADERS | {Role.CITY_STAFF, Role.DISTRICT_STAFF}, own=True),
    "outside.edit": Permit(_("编制外部考评填报"), OFFICE | {Role.CITY_STAFF, Role.DISTRICT_STAFF}),
    "proof.view": Permit(_("核验考评记录"), OFFICE | {Role.CITY_LEADER, Role.AUDITOR}),
}


class SchemeState(models.TextChoices):
    """A scheme is a draft until a leader signs it; a new version retires the old one."""

    DRAFT = "draft", _("起草")
    IN_FORCE = "in_force", _("施行")
    RETIRED = "retired", _("停止施行")


class RunState(models.TextChoices):
    """From computing to in force. Nothing takes effect before a named person has signed and the member has seen it."""

    QUEUED = "queued", _("等待计算")
    COMPUTING = "computing", _("计算中")
    FAILED = "failed", _("未算成")
    COMPUTED = "computed", _("已算出")
    REVIEWED = "reviewed", _("已复核")
    SIGNED = "signed", _("已签署")
    SHOWN = "shown", _("本人查看")
    NOTICE = "notice", _("公示中")
    IN_FORCE = "in_force", _("已生效")
    SUPERSEDED = "superseded", _("已被更正")


@dataclass(frozen=True)
class Step:
    """One move of a run: from which state to which, who may, and the words of button and consequence."""

    verb: str
    source: RunState
    target: RunState
    action: str
    word: object
    what: object
    whom: object


STEPS = (
    Step(
        "review",
        RunState.COMPUTED,
        RunState.REVIEWED,
        "run.start",
        _("复核完成"),
        _("确认缺项已处理、抽查无误，提请领导签署。"),
        _("签署前，任何人都看不到得分。"),
    ),
    Step(
        "sign",
        RunState.REVIEWED,
        RunState.SIGNED,
        "run.sign",
        _("签署"),
        _("以您的名义签署本次考评结果。"),
        _("签署后由考评办公室先送本人查看，再公示。"),
    ),
    Step(
        "show",
        RunState.SIGNED,
        RunState.SHOWN,
        "run.start",
        _("送本人查看"),
        _("每个人现在可以看到自己的得分、条款和记录，并可提出异议。"),
        _("只有本人看得到自己的得分。"),
    ),
    Step(
        "notice",
        RunState.SHOWN,
        RunState.NOTICE,
        "run.start",
        _("开始公示"),
        _("公示等次，不公示分数和名次。"),
        _("公示期内仍可提出异议。"),
    ),
    Step(
        "enforce",
        RunState.NOTICE,
        RunState.IN_FORCE,
        "run.sign",
        _("公示期满，生效"),
        _("结果自今天起生效，记入履职档案。"),
        _("以后发现差错，只能用一次新的考评更正。"),
    ),
)
BY_VERB = {step.verb: step for step in STEPS}
SEEN_BY_PERSON = frozenset({RunState.SHOWN, RunState.NOTICE, RunState.IN_FORCE})
OPEN_TO_OBJECTION = frozenset({RunState.SHOWN, RunState.NOTICE})
OBJECTION_DAYS = 10
ANSWER_DAYS = 10
NOTICE_DAYS = 5
SMALLEST_GROUP = 5


class ObjectionState(models.TextChoices):
    """What became of an objection."""

    OPEN = "open", _("待答复")
    EXPLAINED = "explained", _("已说明")
    UPHELD = "upheld", _("成立，待更正")
    CORRECTED = "corrected", _("已更正")


class Use(models.TextChoices):
    """What a leader does with a result (S6). Each is done by a person, told to a person, signed."""

    COMMENDED = "commended", _("表扬")
    REMINDED = "reminded", pgettext_lazy("use of a result", "提醒")
    TALKED = "talked", _("约谈")


def objection_deadline(shown_on: dt.date) -> dt.date:
    """The last day for an objection: ten days after the person could see the result."""
    return shown_on + dt.timedelta(days=OBJECTION_DAYS)


def answer_deadline(made_on: dt.date) -> dt.date:
    """The last day for the written answer: ten days after the objection."""
    return made_on + dt.timedelta(days=ANSWER_DAYS)


def steps_from(state: str) -> tuple[Step, ...]:
    """The moves that a state allows."""
    return tuple(step for step in STEPS if step.source == state)


class StudyKind(models.TextChoices):
    """What is computed beside the runs."""

    REPLAY = "replay", _("新旧对比")
    CASES = "cases", _("手算用例")
    AGAIN = "again", _("重算核对")


class ProposalState(models.TextChoices):
    """A proposal waits for a named person, who signs or declines."""

    OPEN = "open", _("待研究")
    SIGNED = "signed", _("已采纳")
    DECLINED = "declined", _("不采纳")


class ReturnState(models.TextChoices):
    """The return to another body."""

    OPEN = "open", _("填报中")
    SENT = "sent", _("已上报")


class Way(models.TextChoices):
    """How an indicator of another body is answered. Only what no record knows is asked of a person."""

    RECORDS = "records", _("履职台账中的件数")
    PEOPLE = "people", _("履职台账中的人数")
    HELD = "held", _("已开展的活动次数")
    ATTENDANCE = "attendance", _("活动出席率")
    TASKS = "tasks", _("计划任务完成率")
    GRADE = "grade", _("已生效的考评结果")
    ASKED = "asked", _("系统没有记录，请人填")
