"""The words of the ledger: kinds of work, stages, levels, outcomes. Codes are what a scheme's conditions name."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from touyan.core.rooms import collect


class WorkKind(models.TextChoices):
    """What a piece of work is (A6). Kinds of activities are data of the room above."""

    PROPOSAL = "proposal", _("提案")
    OPINION_REPORT = "opinion_report", _("社情民意信息")
    SPEECH = "speech", _("大会发言")
    RESEARCH = "research", _("调研报告")
    ADVICE = "advice", _("协商建言")
    SUPERVISION_REPORT = "supervision_report", _("监督意见")
    HISTORY = "history", _("文史资料")
    SERVICE = "service", _("为民服务")
    LECTURE = "lecture", _("宣讲")
    COMMENDATION = "commendation", _("表彰")
    ACTIVITY = "activity", _("活动")


class Stage(models.TextChoices):
    """A station in the life of a work. `attendance` is the station of a person at an activity, `held` of a unit."""

    ATTENDANCE = "attendance", pgettext("stage", "出席")
    HELD = "held", _("组织开展")
    SUBMITTED = "submitted", pgettext("stage", "提交")
    FILED = "filed", _("立案")
    MERGED = "merged", _("并案")
    TURNED = "turned", _("转为社情民意信息")
    NOT_FILED = "not_filed", _("未立案")
    KEY = "key", _("列为重点")
    EXCELLENT = "excellent", _("评为优秀")
    ADOPTED = "adopted", _("采用")
    COMMENDED = "commended", pgettext("stage", "表彰")
    ANSWERED = "answered", _("办复")
    CARRIED_OUT = "carried_out", _("落实")


class AdoptionLevel(models.TextChoices):
    """The level at which a work was adopted, answered or commended."""

    TOWN = "town", _("镇街")
    DISTRICT = "district", _("区县（市）")
    CITY = "city", _("市级")
    PROVINCE = "province", _("省级")
    NATION = "nation", _("全国")


class Form(models.TextChoices):
    """How a work was brought."""

    INDIVIDUAL = "individual", _("个人")
    JOINT = "joint", _("联名")
    COLLECTIVE = "collective", _("集体")
    SPOKEN = "spoken", _("口头")
    WRITTEN = "written", _("书面")
    SINGLE = "single", _("单篇")
    COMPILED = "compiled", _("综合")


class Outcome(models.TextChoices):
    """How a person stood to an activity. Not being invited is the absence of a row."""

    PRESENT = "present", pgettext("outcome", "出席")
    PARTIAL = "partial", _("部分出席")
    LATE = "late", _("迟到")
    LEFT_EARLY = "left_early", _("早退")
    EXCUSED = "excused", _("请假")
    ABSENT = "absent", _("缺席")


CAME = frozenset({Outcome.PRESENT, Outcome.PARTIAL, Outcome.LATE, Outcome.LEFT_EARLY})


class AuthorRole(models.TextChoices):
    """What a person was to a work."""

    LEAD = "lead", _("第一作者")
    CO = "co", _("共同作者")
    ORGANISER = "organiser", _("组织者")
    PARTICIPANT = "participant", _("参加者")


class Nature(models.TextChoices):
    """What a row of the ledger is: a fact, the correction of an earlier row, or its withdrawal."""

    FACT = "fact", _("记录")
    CORRECTION = "correction", pgettext("nature", "更正")
    VOID = "void", pgettext("nature", "作废")


class Source(models.TextChoices):
    """How a row came in. A claimed row was entered by the person concerned and counts once it is verified."""

    RECORDED = "recorded", _("登记")
    IMPORTED = "imported", _("导入")
    CLAIMED = "claimed", _("自报")


class Verdict(models.TextChoices):
    """What was said about a row."""

    CONFIRMED = "confirmed", _("本人确认")
    OBJECTED = "objected", _("本人有异议")
    KEPT = "kept", _("核实无误，维持原记录")
    VERIFIED = "verified", _("核实通过")


class LinkKind(models.TextChoices):
    """How one work led to another (A3)."""

    BECAME = "became", _("形成")
    SUPPORTED = "supported", _("支撑")


# Stations that show that a work was taken up: the numerator of the contribution rate (出彩率).
SHONE = frozenset({Stage.ADOPTED, Stage.EXCELLENT, Stage.KEY, Stage.COMMENDED})


def label(kind: type[models.TextChoices], code: str) -> str:
    """The Chinese word for a code, or the code itself when another system brought it."""
    return str(kind(code).label) if code in kind.values else code


def kind_labels() -> dict[str, str]:
    """Code → word for every kind of record: those of this room, and those that rooms above name in `kind_words.py`."""
    words = {code: str(word) for code, word in WorkKind.choices}
    for _room, labels in collect("kind_words", "labels"):
        words.update(labels())
    return words
