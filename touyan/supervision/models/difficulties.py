"""Which leader guides which unit; what a unit finds difficult and what became of it; how the help was rated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.organizations.models import Dated, Person, Unit
from touyan.supervision.rules import DifficultyKind, DifficultyState

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class Guidance(Dated):
    """A leader guides a unit for a time (分管联系, P7)."""

    leader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guidance", verbose_name=_("领导"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="guidance", verbose_name=_("单位"))

    class Meta:
        ordering = ["unit__order", "start"]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(end__isnull=True), name="one_leader_guides_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.leader} → {self.unit}"


class DifficultyQuerySet(models.QuerySet["Difficulty"]):
    """Questions about difficulties."""

    def visible_to(self, actor: Actor, action: str = "difficulty.view") -> DifficultyQuerySet:
        """Difficulties of units in the actor's charge, and those put to the actor."""
        from touyan.organizations import policy

        seen = Q(unit__in=policy.units(actor, action))
        if actor.person_id:
            seen |= Q(leader_id=actor.person_id)
        return self.filter(seen)


class Difficulty(models.Model):
    """A matter that a unit cannot settle itself; the leader who guides the unit answers by a day."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="difficulties", verbose_name=_("单位"))
    kind = models.CharField(_("类别"), max_length=12, choices=DifficultyKind)
    title = models.CharField(_("事项"), max_length=80)
    words = models.TextField(_("说明"), max_length=1000, help_text=_("写事不写人：不记录任何人的言论和态度。"))
    leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="difficulties", verbose_name=_("联系领导")
    )
    raised_on = models.DateField(_("提出日期"))
    due = models.DateField(_("答复期限"))
    by_name = models.CharField(max_length=60)
    state = models.CharField(_("状态"), max_length=10, choices=DifficultyState, default=DifficultyState.RAISED)
    answered_on = models.DateField(null=True, blank=True)
    solved_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DifficultyQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["leader", "state"]), models.Index(fields=["unit", "state"])]

    def __str__(self) -> str:
        return self.title

    @property
    def days_open(self) -> int:
        """Calendar days since it was raised, until it was answered."""
        return ((self.answered_on or clock.today()) - self.raised_on).days


class DifficultyStep(models.Model):
    """What was done about a difficulty: insert-only."""

    difficulty = models.ForeignKey(Difficulty, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=clock.now)
    by_name = models.CharField(max_length=60)
    verb = models.CharField(max_length=10)
    words = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.difficulty_id}"


class RatingRound(models.Model):
    """Once a half-year units rate the help they got. One report at the close; nothing before, nothing in parts."""

    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    year = models.PositiveSmallIntegerField(_("年度"))
    half = models.PositiveSmallIntegerField(_("半年"), choices=[(1, _("上半年")), (2, _("下半年"))])
    opens = models.DateField(_("开始日期"))
    closes = models.DateField(_("截止日期"))
    result = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "-half"]
        constraints = [models.UniqueConstraint(fields=["committee", "year", "half"], name="one_round_a_half_year")]

    def __str__(self) -> str:
        return f"{self.year} H{self.half}"


class RatingTicket(models.Model):
    """A unit may rate once in a round. Whether it did is known; what it said is kept apart and without a link."""

    round = models.ForeignKey(RatingRound, on_delete=models.CASCADE, related_name="tickets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    used = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="one_ticket_a_unit")]


class RatingMark(models.Model):
    """What was said of a leader's help: two marks, no unit, no time, a random number as its key."""

    id = models.UUIDField(primary_key=True)
    round = models.ForeignKey(RatingRound, on_delete=models.CASCADE, related_name="marks")
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    timely = models.PositiveSmallIntegerField()
    useful = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(timely__range=(1, 5), useful__range=(1, 5)), name="marks_from_1_to_5")
        ]
