"""Mid-year summaries and year-end reports: every version is kept, every sentence knows its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.organizations.models import Unit
from touyan.planning.models import Plan
from touyan.supervision.rules import ReportKind, ReportState

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions about reports."""

    def visible_to(self, actor: Actor, action: str = "report.view") -> ReportQuerySet:
        """Reports of units in the actor's charge; a draft is the unit's own business until it is submitted."""
        from touyan.organizations import policy

        seen = self.filter(unit__in=policy.units(actor, action))
        if action != "report.view":
            return seen
        return seen.filter(~models.Q(state=ReportState.DRAFT) | models.Q(unit__in=policy.units(actor, "report.write")))


class Report(models.Model):
    """One report of a unit for a half-year or a year."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports", verbose_name=_("单位"))
    kind = models.CharField(_("类别"), max_length=10, choices=ReportKind)
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("标题"), max_length=120)
    state = models.CharField(_("状态"), max_length=10, choices=ReportState, default=ReportState.DRAFT)
    reason = models.CharField(_("退回理由"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by_name = models.CharField(max_length=60, blank=True)
    next_plan = models.ForeignKey(Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-kind", "unit__order"]
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "year"], name="one_report_each")]

    def __str__(self) -> str:
        return self.title


class ReportVersion(models.Model):
    """The report as it stood at one moment: insert-only.

    `content` is a list of sections {heading, sentences: [{text, gap, edited, notes: [{label, url, count}]}]}.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=10)
    at = models.DateTimeField(default=clock.now)
    by_name = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, blank=True)
    content = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_version_once")]

    def __str__(self) -> str:
        return f"{self.report_id} v{self.number}"
