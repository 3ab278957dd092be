"""What may follow a result, and who allowed an exception: both are signatures of named people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from touyan.assessment.rules import ProposalState
from touyan.organizations import policy
from touyan.organizations.models import Account

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Questions about proposals."""

    def visible_to(self, actor: Actor, action: str = "run.view") -> ProposalQuerySet:
        """Proposals from runs of bodies in which `actor` may do `action`."""
        return self.filter(result__run__scheme__body_id__in=policy.units(actor, action))


class Proposal(models.Model):
    """That a person might decide on a consequence which the scheme names. It has no effect until somebody signs."""

    result = models.ForeignKey("assessment.Result", on_delete=models.PROTECT, related_name="proposals")
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=100)
    article = models.CharField(max_length=80)
    quote = models.TextField()
    years = models.CharField(max_length=60)
    amount = models.BigIntegerField(null=True)
    asked = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("请谁定"))
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    decided_by = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    use = models.OneToOneField("assessment.ResultUse", on_delete=models.PROTECT, null=True, related_name="proposal")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["state", "pk"]
        constraints = [models.UniqueConstraint(fields=["result", "key"], name="one_proposal_per_consequence")]

    def __str__(self) -> str:
        return self.title


class ExceptionSignature(models.Model):
    """A named person allowed what the linter holds against a clause, where the public rule lets them. Insert-only."""

    scheme = models.ForeignKey("assessment.SchemeText", on_delete=models.PROTECT, related_name="exceptions")
    part = models.CharField(max_length=60)
    finding = models.CharField(max_length=40)
    node = models.CharField(max_length=60)
    reason = models.CharField(_("理由"), max_length=300)
    by_account = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60)
    on = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["scheme", "part", "finding", "node"], name="exception_once")]

    def __str__(self) -> str:
        return f"{self.finding} {self.node}"
