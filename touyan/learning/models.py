"""Programmes of learning, their sessions (activities), what to read, and what changed because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from touyan.activities.models import Activity
from touyan.core import clock
from touyan.learning.rules import ProgrammeKind
from touyan.organizations import policy
from touyan.organizations.models import Membership, Unit, holding

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Questions about programmes."""

    def visible_to(self, actor: Actor, action: str = "learning.view") -> ProgrammeQuerySet:
        """Programmes of units in which `actor` may do `action`; for looking, also of units the actor belongs to."""
        seen = Q(unit_id__in=policy.units(actor, action))
        if actor.person_id and policy.permits()[action].own:
            own = Membership.objects.filter(holding(clock.today()), person_id=actor.person_id).values("unit_id")
            seen |= Q(unit_id__in=own)
        return self.filter(seen)


class Programme(models.Model):
    """What is learned together for a while: a series of lectures, a reading round."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    kind = models.CharField(_("类别"), max_length=10, choices=ProgrammeKind)
    title = models.CharField(_("名称"), max_length=100)
    about = models.TextField(_("学什么、为什么学"), max_length=1000, blank=True)
    closed = models.BooleanField(_("已结束"), default=False)
    created = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["closed", "-created", "-pk"]

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """One session: an activity, with its invitations, leave and attendance kept there. Whoever is not invited need not come."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="lessons")
    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="lesson")

    class Meta:
        ordering = ["activity__starts"]

    def __str__(self) -> str:
        return str(self.activity)


class Material(models.Model):
    """Something to read or watch, by its title and where it is found. Nobody counts who opened it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("题目"), max_length=120)
    where = models.CharField(_("出处"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Change(models.Model):
    """What changed in the work because of it: a line whoever took part may write, never asked for, never scored."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="changes")
    text = models.CharField(_("工作上有什么变化"), max_length=300)
    by_name = models.CharField(max_length=60)
    by_account = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.text[:40]
