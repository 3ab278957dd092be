"""Computations that change nothing: a replay of last year's records under two schemes, the hand cases of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from touyan.assessment.rules import RunState, StudyKind
from touyan.organizations import policy

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class StudyQuerySet(models.QuerySet["Study"]):
    """Questions about studies."""

    def visible_to(self, actor: Actor, action: str = "run.view") -> StudyQuerySet:
        """Studies of schemes of bodies in which `actor` may do `action`."""
        return self.filter(scheme__body_id__in=policy.units(actor, action))


class Study(models.Model):
    """One computation beside the runs: nobody has a result from it, and nothing follows."""

    kind = models.CharField(max_length=10, choices=StudyKind)
    scheme = models.ForeignKey("assessment.SchemeText", on_delete=models.CASCADE, related_name="studies")
    scheme_key = models.CharField(max_length=60, blank=True)
    against = models.ForeignKey("assessment.SchemeText", on_delete=models.CASCADE, null=True, related_name="+")
    against_key = models.CharField(max_length=60, blank=True)
    run = models.ForeignKey("assessment.Run", on_delete=models.CASCADE, null=True, related_name="studies")
    year = models.PositiveSmallIntegerField(_("用哪一年的记录"), null=True)
    lower = models.BooleanField(_("包括所属区县（市）政协的委员"), default=False)
    state = models.CharField(max_length=12, choices=RunState, default=RunState.QUEUED)
    progress = models.CharField(max_length=60, blank=True)
    beat = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    outcome = models.JSONField(default=dict)
    scheme_digest = models.CharField(max_length=64, blank=True)
    facts_digest = models.CharField(max_length=64, blank=True)
    started_by = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StudyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.scheme}"
