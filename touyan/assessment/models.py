"""Schemes, runs, results with their trace, signatures, objections, uses of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from touyan.assessment.rules import BY_VERB, ObjectionState, RunState, SchemeState, Use
from touyan.organizations import policy
from touyan.organizations.models import Person, Unit

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class SchemeQuerySet(models.QuerySet["SchemeText"]):
    """Questions about schemes."""

    def visible_to(self, actor: Actor, action: str = "scheme.view") -> SchemeQuerySet:
        """Schemes of bodies where `actor` may do `action`; a scheme in force is open to every signed-in account."""
        seen = Q(body_id__in=policy.units(actor, action))
        if action == "scheme.view" and actor.signed_in:
            seen |= ~Q(state=SchemeState.DRAFT)
        return self.filter(seen)


class SchemeText(models.Model):
    """One version of one body's rule, as the text that an official wrote. A signed version never changes."""

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("制定单位"))
    title = models.CharField(_("名称"), max_length=100)
    version = models.CharField(_("版本"), max_length=40)
    text = models.TextField(_("细则文本"))
    cases = models.TextField(_("手算用例"), blank=True)
    origin = models.CharField(_("取自"), max_length=60, blank=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=SchemeState, default=SchemeState.DRAFT)
    trial = models.BooleanField(_("试行"), default=False)
    office = models.CharField(_("解释单位"), max_length=60, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    created_by = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    adopted_by = models.CharField(max_length=60, blank=True)
    adopted_on = models.DateField(null=True)
    effective_on = models.DateField(_("施行日期"), null=True)
    row_version = models.PositiveIntegerField(default=1)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["body", "title", "version"], name="scheme_version_once")]

    def __str__(self) -> str:
        return f"{self.title}（{self.version}）"


class RunQuerySet(models.QuerySet["Run"]):
    """Questions about runs."""

    def visible_to(self, actor: Actor, action: str = "run.view") -> RunQuerySet:
        """Runs of bodies in which `actor` may do `action`."""
        return self.filter(scheme__body_id__in=policy.units(actor, action))


class Run(models.Model):
    """One computation of one scheme over the facts as they stood; frozen by digests, repeatable byte for byte."""

    scheme = models.ForeignKey(SchemeText, on_delete=models.PROTECT, related_name="runs")
    scheme_key = models.CharField(max_length=60)
    label = models.CharField(_("名称"), max_length=100)
    state = models.CharField(max_length=12, choices=RunState, default=RunState.QUEUED)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    reason = models.CharField(_("更正原因"), max_length=200, blank=True)
    as_of = models.DateField(_("数据截止"))
    subjects = models.PositiveIntegerField(default=0)
    facts = models.PositiveIntegerField(default=0)
    listed = models.JSONField(default=list)
    listed_count = models.PositiveIntegerField(default=0)
    scheme_digest = models.CharField(max_length=64, blank=True)
    facts_digest = models.CharField(max_length=64, blank=True)
    engine = models.CharField(max_length=20, blank=True)
    result_digest = models.CharField(max_length=64, blank=True)
    previous_digest = models.CharField(max_length=64, blank=True)
    progress = models.CharField(max_length=60, blank=True)
    beat = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    started_by = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    shown_on = models.DateField(null=True)
    notice_until = models.DateField(null=True)
    notice_grades = models.JSONField(default=list)
    notice_basis = models.CharField(_("公示依据"), max_length=120, blank=True)
    record_mark = models.BigIntegerField(default=0)
    confirmation_mark = models.BigIntegerField(default=0)
    words = models.JSONField(default=dict)
    lower = models.BooleanField(_("包括所属区县（市）政协的委员"), default=False)
    row_version = models.PositiveIntegerField(default=1)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.label


class Signature(models.Model):
    """A named person moved a run one step on. Insert-only."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="signatures")
    verb = models.CharField(max_length=12)
    account_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    result_digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "verb"], name="one_signature_per_step")]

    def __str__(self) -> str:
        return f"{self.run} · {self.word}"

    @property
    def word(self) -> str:
        """The step that was signed, as its button calls it."""
        return str(BY_VERB[self.verb].word) if self.verb in BY_VERB else self.verb


class Result(models.Model):
    """What a run says of one person or one unit. Amounts in 1/10,000 point."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="results")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    total = models.BigIntegerField()
    exact = models.BigIntegerField()
    banded = models.CharField(max_length=40, blank=True)
    grade = models.CharField(max_length=40, blank=True)
    limits = models.CharField(max_length=200, blank=True)
    alerts = models.CharField(max_length=200, blank=True)
    open = models.BooleanField(default=False)
    blocked = models.BooleanField(default=False)
    role = models.CharField(max_length=20, blank=True)
    sector = models.CharField(max_length=40, blank=True)
    party = models.CharField(max_length=10, blank=True)
    about = models.JSONField(default=dict)
    held = models.JSONField(default=dict)
    facts_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    traced = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="same_as")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "person"], name="one_result_per_person"),
            models.UniqueConstraint(fields=["run", "unit"], name="one_result_per_unit"),
            models.CheckConstraint(
                condition=Q(person__isnull=True, unit__isnull=False) | Q(person__isnull=False, unit__isnull=True),
                name="result_of_person_or_unit",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.unit)

    @property
    def trace_owner(self) -> int:
        """Whose trace rows are this result's: a correction keeps no second copy of what did not change."""
        return self.traced_id or self.pk


class TraceRow(models.Model):
    """One row of the pedigree of a total: the total is the sum of `counted` over the rows of the result."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="trace")
    order = models.PositiveIntegerField()
    node = models.CharField(max_length=60)
    fact = models.BigIntegerField(null=True)
    work = models.BigIntegerField(null=True)
    raw = models.BigIntegerField()
    counted = models.BigIntegerField()
    rule = models.CharField(max_length=20)
    article = models.CharField(max_length=80)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["result", "order"], name="trace_order_once")]

    def __str__(self) -> str:
        return f"{self.node} {self.counted}"


class Objection(models.Model):
    """A person's objection to a line of the own result, and the written answer."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="objections")
    node = models.CharField(max_length=60, blank=True)
    fact = models.BigIntegerField(null=True)
    text = models.CharField(_("异议内容"), max_length=500)
    made_on = models.DateField()
    due = models.DateField()
    state = models.CharField(max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answered_on = models.DateField(null=True)
    corrected_in = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="answers")

    class Meta:
        ordering = ["due", "pk"]
        constraints = [models.CheckConstraint(condition=Q(due__gte=F("made_on")), name="answer_due_after_objection")]

    def __str__(self) -> str:
        return f"{self.result} {self.made_on}"


class ResultUse(models.Model):
    """A result was used: by whom, what, told to whom, when. Insert-only; a person's act, never the system's."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="uses")
    kind = models.CharField(max_length=10, choices=Use)
    basis = models.CharField(_("依据"), max_length=200)
    by_account = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60)
    told_on = models.DateField(_("告知本人日期"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


from touyan.assessment.models_follow import ExceptionSignature, Proposal  # noqa: E402
from touyan.assessment.models_outside import OutsideItem, OutsideScheme  # noqa: E402
from touyan.assessment.models_study import Study  # noqa: E402
from touyan.assessment.models_units import (  # noqa: E402
    BallotUse,
    MarkDuty,
    OutsideResult,
    RunTaken,
    UnitClass,
    UnitEntry,
)

__all__ = [
    "BallotUse",
    "ExceptionSignature",
    "MarkDuty",
    "Objection",
    "OutsideItem",
    "OutsideResult",
    "OutsideScheme",
    "Proposal",
    "Result",
    "ResultUse",
    "Run",
    "RunTaken",
    "SchemeText",
    "Signature",
    "Study",
    "TraceRow",
    "UnitClass",
    "UnitEntry",
]
