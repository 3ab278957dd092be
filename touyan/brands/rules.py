"""Kinds, lives, rhythms, steps and permits of the brands room. Decisions only, no queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from touyan.organizations.rules import EVERYONE, LEADERS, SECRETARIES, STAFF, Kind, Permit, Role

PERMITS: dict[str, Permit] = {
    "brand.view": Permit(_("查看品牌"), EVERYONE, own=True),
    "brand.pulse": Permit(_("查看品牌的心跳和提醒"), STAFF | LEADERS | SECRETARIES | {Role.ASSESSMENT_OFFICE}),
    "brand.edit": Permit(_("创建和修改品牌、关联记录、说明情况"), STAFF | SECRETARIES),
    "brand.steer": Permit(_("审核创建步骤、实地查看、组织评选交流"), STAFF),
    "brand.sign": Permit(_("签署品牌认定决定"), LEADERS),
}


class BrandKind(models.TextChoices):
    """The places of the family (B1)."""

    PROVINCE = "province", _("省级品牌")
    CITY = "city", _("全市总品牌")
    OFFICE = "office", _("机关“六型”")
    COMMITTEE = "committee", _("一委一品")
    BRANCH = "branch", _("一支部一品牌")
    GROUP = "group", _("一党小组一品牌")
    REGION = "region", _("一区域一品牌")


# Which units may carry a brand of a kind: what the coverage of that kind is counted over.
CARRIERS: dict[str, tuple[Kind, ...]] = {
    BrandKind.OFFICE: (Kind.OFFICE_PARTY_GROUP, Kind.DEPARTMENT),
    BrandKind.COMMITTEE: (Kind.PARTY_SUBGROUP, Kind.SPECIAL_COMMITTEE),
    BrandKind.BRANCH: (Kind.TEMPORARY_BRANCH, Kind.OFFICE_BRANCH),
    BrandKind.GROUP: (Kind.ACTIVITY_GROUP, Kind.TOWN_GROUP),
    BrandKind.REGION: (Kind.COMMITTEE,),
    BrandKind.CITY: (Kind.LEADING_PARTY_GROUP, Kind.COMMITTEE),
}
# Coverage is counted over one kind of unit each, so that a committee and its sub-group are not two places.
COUNTED: dict[str, tuple[Kind, ...]] = {
    BrandKind.OFFICE: (Kind.OFFICE_PARTY_GROUP, Kind.DEPARTMENT),
    BrandKind.COMMITTEE: (Kind.PARTY_SUBGROUP,),
    BrandKind.BRANCH: (Kind.TEMPORARY_BRANCH, Kind.OFFICE_BRANCH),
    BrandKind.GROUP: (Kind.ACTIVITY_GROUP, Kind.TOWN_GROUP),
    BrandKind.REGION: (Kind.COMMITTEE,),
}


class SixType(models.TextChoices):
    """六型: which type of a model office a brand of the office carries."""

    LOYAL = "loyal", _("忠诚型")
    HARMONIOUS = "harmonious", _("和谐型")
    LEARNING = "learning", _("崇学型")
    HARDWORKING = "hardworking", _("实干型")
    INNOVATIVE = "innovative", _("创新型")
    CLEAN = "clean", _("清廉型")


class Life(models.TextChoices):
    """What people decided about a brand. How it is doing is read from its records, see `readings`."""

    DRAFT = "draft", _("筹备")
    PUBLISHED = "published", _("已发布")
    RESTING = "resting", _("休眠")
    HANDED = "handed", _("已移交")
    CLOSED = "closed", _("荣誉收官")


class State(models.TextChoices):
    """How a brand stands: what people decided together with what its records show."""

    DRAFT = "draft", _("筹备")
    GROWING = "growing", _("生长")
    STEADY = "steady", _("平稳")
    RESTING = "resting", _("休眠")
    HANDED = "handed", _("已移交")
    HONOURED = "honoured", _("荣誉收官")


class Rhythm(models.TextChoices):
    """How often a promise is kept."""

    MONTH = "month", _("每月一次")
    TWO_MONTHS = "two_months", _("每两月一次")
    QUARTER = "quarter", _("每季度一次")
    HALF_YEAR = "half_year", _("每半年一次")
    YEAR = "year", _("每年一次")


MONTHS: dict[str, int] = {"month": 1, "two_months": 2, "quarter": 3, "half_year": 6, "year": 12}


class ElementKind(models.TextChoices):
    """What a brand consists of besides its words (B4)."""

    CARRIER = "carrier", _("活动载体")
    MECHANISM = "mechanism", _("制度机制")
    FEATURE = "feature", _("特色")


class AlertState(models.TextChoices):
    """The life of a warning. An answered one rests; it is gone once what it saw is gone."""

    OPEN = "open", _("待说明")
    EXPLAINED = "explained", _("已说明")
    DISPUTED = "disputed", _("有不同意见")
    CLEARED = "cleared", _("已消除")


class StepCode(models.TextChoices):
    """The five steps (B3), in their order."""

    LAUNCH = "launch", _("宣传发动")
    ORGANISE = "organise", _("组织实施")
    CULTIVATE = "cultivate", _("培育调研")
    COMMEND = "commend", _("评选表彰")
    SPREAD = "spread", _("交流推广")


class StepState(models.TextChoices):
    """The life of one step of one brand."""

    UNDERWAY = "underway", _("进行中")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("已退回")
    PASSED = "passed", _("已完成")


@dataclass(frozen=True)
class Step:
    """One step as data: what must be there before it begins, what shows that it was made."""

    code: str
    needs: tuple[str, ...]
    proof: str | Words


STEPS: tuple[Step, ...] = (
    Step(StepCode.LAUNCH, ("words", "owner"), _("动员会、通知或方案的记录")),
    Step(StepCode.ORGANISE, ("launch", "whole"), _("品牌方案和责任分工的记录")),
    Step(StepCode.CULTIVATE, ("organise", "published", "three"), _("调研、走访、总结提炼的记录")),
    Step(StepCode.COMMEND, ("cultivate", "half_year", "checked"), _("质量认定或评选结果")),
    Step(StepCode.SPREAD, ("commend", "certified"), _("交流会、经验材料或被采用的做法")),
)
NEEDS: dict[str, str | Words] = {
    "words": _("有名称和核心理念"),
    "owner": _("有品牌负责人"),
    "launch": _("“宣传发动”已完成"),
    "whole": _("组成完整：承诺、载体、机制都已写明"),
    "organise": _("“组织实施”已完成"),
    "published": _("品牌已发布"),
    "three": _("至少有 3 条实际工作记录"),
    "cultivate": _("“培育调研”已完成"),
    "half_year": _("发布满 6 个月"),
    "checked": _("已按质量标准自查"),
    "commend": _("“评选表彰”已完成"),
    "certified": _("已通过质量认定"),
}


class Quality(models.TextChoices):
    """What a decision by the standard may grant."""

    NONE = "", _("未认定")
    CERTIFIED = "certified", _("达标品牌")
    MODEL = "model", _("示范品牌")


class ReviewState(models.TextChoices):
    """The life of one look by the standard."""

    CHECKING = "checking", _("自查中")
    SUBMITTED = "submitted", _("待实地查看")
    VISITED = "visited", _("待签署决定")
    DECIDED = "decided", _("已决定")


class Verdict(models.TextChoices):
    """What may be decided."""

    GRANT = "grant", _("认定")
    KEEP = "keep", _("复核保留")
    RAISE = "raise", _("晋级")
    LOWER = "lower", _("降级")
    WITHDRAW = "withdraw", _("撤销认定")


VALID_MONTHS = 12
"""How long a decision stands until it is checked again."""
RECHECK_AHEAD = 45
"""Days before the end of validity from which the re-check is on somebody's desk."""


def verdicts(level: str, *, reviewed: bool) -> list[str]:
    """What may be decided about a brand that stands at `level`; lowering and withdrawing need no review before."""
    possible = {
        Quality.NONE: [Verdict.GRANT],
        Quality.CERTIFIED: [Verdict.KEEP, Verdict.RAISE, Verdict.WITHDRAW],
        Quality.MODEL: [Verdict.KEEP, Verdict.LOWER, Verdict.WITHDRAW],
    }[Quality(level)]
    free = {Verdict.LOWER, Verdict.WITHDRAW}
    return [str(verdict) for verdict in possible if reviewed or verdict in free]


def level_after(level: str, verdict: str) -> str:
    """The level at which a brand stands once `verdict` is signed."""
    return {
        Verdict.GRANT: Quality.CERTIFIED,
        Verdict.RAISE: Quality.MODEL,
        Verdict.LOWER: Quality.CERTIFIED,
        Verdict.WITHDRAW: Quality.NONE,
        Verdict.KEEP: Quality(level),
    }[Verdict(verdict)].value


# From which life a verb leads where. Handing over and closing end a brand; resting does not.
MOVES: dict[str, tuple[frozenset[str], str]] = {
    "publish": (frozenset({Life.DRAFT}), Life.PUBLISHED),
    "rest": (frozenset({Life.PUBLISHED}), Life.RESTING),
    "wake": (frozenset({Life.RESTING}), Life.PUBLISHED),
    "hand_over": (frozenset({Life.PUBLISHED, Life.RESTING}), Life.HANDED),
    "close": (frozenset({Life.PUBLISHED, Life.RESTING}), Life.CLOSED),
}
