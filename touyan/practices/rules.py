"""Words, lives and permits of practices, and what a whole recipe is. Decisions only, no queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.organizations.rules import EVERYONE, SECRETARIES, STAFF, Permit

PERMITS: dict[str, Permit] = {
    "practice.view": Permit(_("查看做法"), EVERYONE),
    "practice.write": Permit(_("写做法、采用做法、报告效果"), STAFF | SECRETARIES),
    "practice.settle": Permit(_("把做法固化为制度草稿"), STAFF | SECRETARIES),
}
REPORT_AFTER = 90  # days after adopting, from when on its effect is asked for


class Strength(models.TextChoices):
    """专·联·特 (四(三)1): what a practice is good at."""

    EXPERT = "expert", _("专")
    LINK = "link", _("联")
    SPECIAL = "special", _("特")


STRENGTH_WORDS = {
    Strength.EXPERT: _("专：把专业知识变成优势"),
    Strength.LINK: _("联：联系界别、委员和部门"),
    Strength.SPECIAL: _("特：有自己的特色"),
}


class State(models.TextChoices):
    """The life of a practice."""

    DRAFT = "draft", _("起草中")
    SHARED = "shared", _("可供采用")
    WITHDRAWN = "withdrawn", _("已停用")


BADGES = {State.DRAFT: "info", State.SHARED: "done", State.WITHDRAWN: "rest"}


class Part(models.TextChoices):
    """Which part of a recipe an adopting unit changed."""

    SITUATION = "situation", _("适用情形")
    STEPS = "steps", _("步骤")
    PEOPLE = "people", _("参加的人")
    COST = "cost", _("投入")
    TIME = "time", _("时间节奏")
    OTHER = "other", _("其他")


class Verdict(models.TextChoices):
    """What came of a practice, as its unit says. Bad ones are as welcome as good ones."""

    BETTER = "better", _("有好转")
    SAME = "same", _("没有变化")
    WORSE = "worse", _("变差了")
    STOPPED = "stopped", _("停下来了")


EFFECT_BADGES = {Verdict.BETTER: "done", Verdict.SAME: "info", Verdict.WORSE: "late", Verdict.STOPPED: "rest"}


@dataclass(frozen=True)
class Recipe:
    """What makes a practice usable by somebody else. Cost in minutes of one person, people, and 元."""

    situation: str
    steps: Sequence[str]
    minutes: int
    people: int
    failed: str
    avoid: str


def lacking(recipe: Recipe) -> list[str]:
    """Everything that keeps the recipe from being used elsewhere, each as what is missing."""
    found = []
    if not recipe.situation.strip():
        found.append(_t("在什么情况下用"))
    if not [step for step in recipe.steps if step.strip()]:
        found.append(_t("至少一个步骤"))
    if recipe.minutes <= 0 or recipe.people <= 0:
        found.append(_t("要多少分钟、多少人"))
    if not recipe.failed.strip():
        found.append(_t("什么没有做成（还没有发现也请写明）"))
    if not recipe.avoid.strip():
        found.append(_t("不要照搬什么"))
    return found
