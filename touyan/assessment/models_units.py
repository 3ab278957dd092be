"""What offices bring to the assessment of units: who fills which line, entries, results of other measures, ballots, classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from touyan.ballots.models import Ballot
from touyan.organizations import policy
from touyan.organizations.models import Unit

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor

SCHEME = "assessment.SchemeText"


class DutyQuerySet(models.QuerySet["MarkDuty"]):
    """Questions about who fills which line."""

    def visible_to(self, actor: Actor, action: str = "run.view") -> DutyQuerySet:
        """Lines of schemes of bodies in which `actor` may do `action`."""
        return self.filter(scheme__body_id__in=policy.units(actor, action))


class MarkDuty(models.Model):
    """One line of a scheme is filled by one office (评分单位) until a day."""

    scheme = models.ForeignKey(SCHEME, on_delete=models.PROTECT, related_name="mark_duties")
    part = models.CharField(max_length=60)
    node = models.CharField(max_length=60)
    rate = models.CharField(max_length=60, blank=True)
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("评分单位"))
    due = models.DateField(_("完成期限"))

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["scheme", "part", "node", "rate"], name="one_office_per_line")]

    def __str__(self) -> str:
        return f"{self.node} {self.office}"


class UnitEntry(models.Model):
    """What an office said of a unit on its line, signed. Insert-only; a correction names the row it replaces."""

    duty = models.ForeignKey(MarkDuty, on_delete=models.PROTECT, related_name="entries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    option = models.CharField(max_length=60, blank=True)
    quantity = models.BigIntegerField()
    day = models.DateField()
    place = models.CharField(_("抽查的地方"), max_length=60, blank=True)
    reason = models.CharField(_("依据"), max_length=200, blank=True)
    withdrawn = models.BooleanField(default=False)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    by_account = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60)
    entered_on = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=0), name="entry_quantity_not_negative")]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.unit_id}"


class OutsideResult(models.Model):
    """The result of another measure for one unit: points, source, version, the day it was fixed. Insert-only; the latest day counts."""

    scheme = models.ForeignKey(SCHEME, on_delete=models.PROTECT, related_name="outside_results")
    part = models.CharField(max_length=60)
    source = models.CharField(_("来源"), max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    points = models.BigIntegerField(_("得分"))
    version = models.CharField(_("版本"), max_length=60, blank=True)
    day = models.DateField(_("确定日期"))
    by_account = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(points__gte=0), name="outside_points_not_negative")]

    def __str__(self) -> str:
        return f"{self.source} {self.unit_id}"


class BallotUse(models.Model):
    """A published ballot gives an item of a scheme its votes."""

    scheme = models.ForeignKey(SCHEME, on_delete=models.PROTECT, related_name="ballot_uses")
    part = models.CharField(max_length=60)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["scheme", "part", "ballot"], name="ballot_used_once")]

    def __str__(self) -> str:
        return str(self.ballot)


class UnitClass(models.Model):
    """In which class a unit is listed and compared (分类). Lists of different classes are never mixed."""

    scheme = models.ForeignKey(SCHEME, on_delete=models.PROTECT, related_name="unit_classes")
    part = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("分类"), max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "part", "unit"], name="one_class_per_unit")]

    def __str__(self) -> str:
        return self.title


class RunTaken(models.Model):
    """Up to where a run took what offices had brought, frozen at its start, with a digest of the tables. One per run."""

    run = models.OneToOneField("assessment.Run", on_delete=models.CASCADE, primary_key=True, related_name="taken")
    entry_mark = models.BigIntegerField()
    result_mark = models.BigIntegerField()
    ballots = models.JSONField(default=list)
    classes = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return str(self.run_id)
