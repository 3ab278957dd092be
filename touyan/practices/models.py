"""Practices as recipes, their steps, what an adopting unit changed, what came of it, and the norm that was made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from touyan.activities.models import Activity
from touyan.brands.models import Brand
from touyan.core import clock
from touyan.documents.models import Norm, OfficialDocument
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.practices.rules import Part, Recipe, State, Strength, Verdict

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class PracticeQuerySet(models.QuerySet["Practice"]):
    """Questions about practices."""

    def visible_to(self, actor: Actor, action: str = "practice.view") -> PracticeQuerySet:
        """Practices of units in which `actor` may do `action`; for looking, whoever may look sees every shared one.

        Drafts stay with those who write in the unit. What was shared and then stopped stays readable: its children hang on it.
        """
        if action != "practice.view":
            return self.filter(unit_id__in=policy.units(actor, action))
        own = Q(unit_id__in=policy.units(actor, "practice.write"))
        return self.filter(own | ~Q(state=State.DRAFT)) if actor.may(action) else self.none()


class Practice(models.Model):
    """A way of working that another unit can cook again. With an `origin` it was adopted from there, with named changes."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="practices", verbose_name=_("单位"))
    brand = models.ForeignKey(
        Brand, on_delete=models.PROTECT, null=True, blank=True, related_name="practices", verbose_name=_("所属品牌")
    )
    origin = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="adopted", verbose_name=_("源自")
    )
    title = models.CharField(_("名称"), max_length=60)
    strength = models.CharField(_("专·联·特"), max_length=8, choices=Strength)
    situation = models.TextField(_("在什么情况下用"), max_length=600, blank=True)
    minutes = models.PositiveIntegerField(_("每次每人分钟数"), default=0)
    people = models.PositiveIntegerField(_("要多少人"), default=0)
    money = models.PositiveIntegerField(_("每次花多少元"), default=0)
    failed = models.TextField(_("什么没有做成"), max_length=600, blank=True)
    avoid = models.TextField(_("不要照搬什么"), max_length=600, blank=True)
    started = models.DateField(_("开始日期"), default=clock.today)
    why = models.CharField(_("为什么采用"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    shared_on = models.DateField(_("公布日期"), null=True, blank=True)
    reason = models.CharField(_("停用理由"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ["-started", "-pk"]
        indexes = [models.Index(fields=["state", "strength"])]
        constraints = [
            models.CheckConstraint(condition=~Q(origin=F("pk")), name="practice_not_from_itself"),
            models.UniqueConstraint(
                fields=["origin", "unit"], condition=Q(origin__isnull=False), name="practice_adopted_once"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(shared_on__isnull=False), name="practice_shared_has_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def recipe(self) -> Recipe:
        """What another unit would cook by."""
        steps = [step.text for step in self.steps.all()]
        return Recipe(self.situation, steps, self.minutes, self.people, self.failed, self.avoid)


class Step(models.Model):
    """One step of the recipe."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("步骤"), max_length=300)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["practice", "order"], name="step_once")]

    def __str__(self) -> str:
        return self.text


class Change(models.Model):
    """What an adopting unit does otherwise, by name: what it was, what it is now, why."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="changes")
    part = models.CharField(_("改了哪一部分"), max_length=10, choices=Part)
    was = models.CharField(_("原来"), max_length=200)
    now = models.CharField(_("改为"), max_length=200)
    why = models.CharField(_("为什么"), max_length=200)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.was} → {self.now}"


class Effect(models.Model):
    """What came of a practice in its unit by a day; the activity where it can be seen, if there is one."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="effects")
    day = models.DateField(_("日期"), default=clock.today)
    verdict = models.CharField(_("效果"), max_length=8, choices=Verdict)
    words = models.CharField(_("看到了什么"), max_length=400)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("从哪次活动看得出")
    )
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.words}"


class Settling(models.Model):
    """固化: the draft document made of a practice or of a brand, and the norm that came of it. The thread is kept both ways."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, null=True, blank=True, related_name="settlings")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, blank=True, related_name="settlings")
    document = models.OneToOneField(OfficialDocument, on_delete=models.PROTECT, related_name="+")
    norm = models.ForeignKey(Norm, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_on = models.DateField(default=clock.today)
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(practice__isnull=False, brand__isnull=True) | Q(practice__isnull=True, brand__isnull=False),
                name="settled_from_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.document)

    @property
    def source(self) -> Practice | Brand:
        """What it was made of."""
        return self.practice or self.brand  # type: ignore[return-value]
