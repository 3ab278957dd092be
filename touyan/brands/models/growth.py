"""How a brand grows: the five steps with their proof, the quality standard, looks by it, decisions, exchanges."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from touyan.brands.models.brand import Brand
from touyan.brands.rules import Quality, ReviewState, StepCode, StepState, Verdict
from touyan.core import clock
from touyan.duties.models import Work
from touyan.organizations import policy
from touyan.organizations.models import Unit


class BrandStep(models.Model):
    """One of the five steps of one brand (B3)."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=10, choices=StepCode)
    state = models.CharField(max_length=10, choices=StepState, default=StepState.UNDERWAY)
    started = models.DateField(default=clock.today)
    passed_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["started", "pk"]
        constraints = [models.UniqueConstraint(fields=["brand", "code"], name="step_once_per_brand")]

    def __str__(self) -> str:
        return self.get_code_display()


class StepProof(models.Model):
    """What shows that a step was made: a work of the ledger, or a document by its title."""

    step = models.ForeignKey(BrandStep, on_delete=models.CASCADE, related_name="proofs")
    label = models.CharField(_("证明材料"), max_length=120)
    day = models.DateField(_("日期"), default=clock.today)
    work = models.ForeignKey(Work, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return self.label


class Standard(models.Model):
    """The quality standard in one version. A version that was used is never changed; a new one follows it."""

    number = models.PositiveSmallIntegerField(_("版次"), unique=True)
    title = models.CharField(_("标准名称"), max_length=60)
    effective = models.DateField(_("施行日期"))
    why = models.CharField(_("修订理由"), max_length=200, blank=True)
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """One criterion: what must be so, and what would show it."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("要求"), max_length=80)
    evidence = models.CharField(_("看什么"), max_length=160)
    level = models.CharField(_("用于"), max_length=10, choices=Quality, default=Quality.CERTIFIED)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """One look by the standard: self-check, visit, decision."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="reviews")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="+")
    target = models.CharField(_("申请"), max_length=10, choices=Quality, default=Quality.CERTIFIED)
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.CHECKING)
    opened = models.DateField(default=clock.today)
    submitted = models.DateField(null=True)
    visited = models.DateField(_("实地查看日期"), null=True, blank=True)
    visitor = models.CharField(max_length=60, blank=True)
    found = models.CharField(_("查看情况"), max_length=600, blank=True)

    class Meta:
        ordering = ["-opened", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand"], condition=~Q(state=ReviewState.DECIDED), name="one_running_review"
            )
        ]

    def __str__(self) -> str:
        return f"{self.brand} {self.get_target_display()}"


class ReviewMark(models.Model):
    """One criterion in one review: what the unit says with its evidence, what the visitor saw."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    met = models.BooleanField(_("自查达到"), null=True)
    evidence = models.CharField(_("证据"), max_length=300, blank=True)
    seen = models.BooleanField(_("查看属实"), null=True)

    class Meta:
        ordering = ["criterion__order"]
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="mark_once_per_criterion")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.criterion_id}"


class Decision(models.Model):
    """A signed decision about a brand's quality, with reasons. Insert-only."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="decisions")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, null=True, related_name="decisions")
    verdict = models.CharField(_("决定"), max_length=10, choices=Verdict)
    level = models.CharField(max_length=10, choices=Quality, blank=True)
    reason = models.CharField(_("理由"), max_length=300)
    basis = models.CharField(_("批准依据"), max_length=120, blank=True)
    signed_by = models.CharField(max_length=60)
    account_id = models.BigIntegerField(null=True)
    on = models.DateField(default=clock.today)
    valid_until = models.DateField(null=True)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.get_verdict_display()


class DriveQuerySet(models.QuerySet["Drive"]):
    """Questions about exchanges."""

    def visible_to(self, actor: policy.Actor, action: str = "brand.view") -> DriveQuerySet:
        """Exchanges of units in which `actor` may do `action`; for looking, also those of the units above."""
        seen = Q(unit_id__in=policy.units(actor, action))
        if action == "brand.view":
            seen |= Q(unit_id__in=policy.above(actor))
        return self.filter(seen)


class Drive(models.Model):
    """A campaign of brands. One that names other bodies has its approval; without one it is an unranked exchange."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    title = models.CharField(_("名称"), max_length=80)
    about = models.TextField(_("交流什么"), max_length=1000, blank=True)
    naming = models.BooleanField(_("命名其他单位"), default=False)
    approved_by = models.CharField(_("批准机关"), max_length=60, blank=True)
    approval_no = models.CharField(_("批准文号"), max_length=60, blank=True)
    approved_on = models.DateField(_("批准日期"), null=True, blank=True)
    opens = models.DateField(_("开始日期"), default=clock.today)
    closes = models.DateField(_("结束日期"))
    version = models.PositiveIntegerField(default=1)

    objects = DriveQuerySet.as_manager()

    class Meta:
        ordering = ["-opens", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(naming=False) | (~Q(approved_by="") & ~Q(approval_no="") & Q(approved_on__isnull=False)),
                name="naming_has_its_approval",
            )
        ]

    def __str__(self) -> str:
        return self.title


class DriveEntry(models.Model):
    """A brand that takes part, and in one sentence what it brings."""

    drive = models.ForeignKey(Drive, on_delete=models.CASCADE, related_name="entries")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="entries")
    words = models.CharField(_("带来什么做法"), max_length=200)
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["brand__unit__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["drive", "brand"], name="entered_once")]

    def __str__(self) -> str:
        return f"{self.brand_id} @ {self.drive_id}"
