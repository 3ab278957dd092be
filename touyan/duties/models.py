"""Works, what happened to them and to whom (the ledger), what was said about a row, and how works led to one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.duties.words import (
    AdoptionLevel,
    AuthorRole,
    Form,
    LinkKind,
    Nature,
    Outcome,
    Source,
    Stage,
    Verdict,
    WorkKind,
    label,
)
from touyan.organizations import policy
from touyan.organizations.models import Membership, Person, Unit, holding

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class WorkQuerySet(models.QuerySet["Work"]):
    """Questions about works."""

    def visible_to(self, actor: Actor, action: str = "duty.view") -> WorkQuerySet:
        """Works of units in which `actor` may do `action`, works of people there, and the actor's own."""
        rows = DutyRecord.objects.visible_to(actor, action).filter(work_id=OuterRef("pk"))
        return self.filter(Q(unit_id__in=policy.units(actor, action)) | Exists(rows))


class Work(models.Model):
    """One thing, however many stages and people it has: a proposal, a report, an activity."""

    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="works", verbose_name=_("单位"))
    kind = models.CharField(_("类别"), max_length=40)
    title = models.CharField(_("题目"), max_length=200)
    summary = models.TextField(_("内容摘要"), max_length=4000, blank=True)
    day = models.DateField(_("日期"))
    source_name = models.CharField(_("来源系统"), max_length=40, blank=True)
    source_no = models.CharField(_("来源编号"), max_length=60, blank=True)
    page_kind = models.CharField(max_length=40, blank=True)
    page_id = models.BigIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["committee", "kind", "day"]), models.Index(fields=["unit", "day"])]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "source_name", "source_no"],
                condition=~Q(source_no=""),
                name="work_once_per_source",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return label(WorkKind, self.kind)


class DutyRecordQuerySet(models.QuerySet["DutyRecord"]):
    """Questions about rows of the ledger."""

    def visible_to(self, actor: Actor, action: str = "duty.view") -> DutyRecordQuerySet:
        """The actor's own rows, rows of units where the actor may do `action`, rows of people who belong there."""
        units = policy.units(actor, action)
        people = Membership.objects.filter(holding(clock.today()), unit_id__in=units).values("person_id")
        seen = Q(unit_id__in=units) | Q(person_id__in=people)
        if actor.person_id and policy.permits()[action].own:
            seen |= Q(person_id=actor.person_id)
        return self.filter(seen)

    def effective(self) -> DutyRecordQuerySet:
        """Rows that stand: not corrected, not withdrawn, and not themselves a withdrawal."""
        later = DutyRecord.objects.filter(corrects_id=OuterRef("pk"))
        return self.filter(~Exists(later)).exclude(nature=Nature.VOID)

    def counting(self) -> DutyRecordQuerySet:
        """Effective rows without those that a person entered about oneself and nobody has verified."""
        said = Confirmation.objects.filter(record_id=OuterRef("pk"), verdict=Verdict.VERIFIED)
        return self.effective().filter(~Q(source=Source.CLAIMED) | Exists(said))


class DutyRecord(models.Model):
    """One row of the ledger. Insert-only, held by database triggers; a correction is a new row that names the old."""

    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="duty_records")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duty_records")
    work = models.ForeignKey(Work, on_delete=models.PROTECT, null=True, related_name="records")
    kind = models.CharField(max_length=40)
    stage = models.CharField(max_length=20)
    level = models.CharField(max_length=20, blank=True)
    form = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=20, blank=True)
    by = models.CharField(max_length=60, blank=True)
    tag = models.CharField(max_length=40, blank=True)
    place = models.SmallIntegerField(null=True)
    authors = models.SmallIntegerField(null=True)
    share = models.IntegerField(null=True)
    quantity = models.BigIntegerField(default=10_000)
    title = models.CharField(max_length=200, blank=True)
    business_date = models.DateField()
    booked_at = models.DateTimeField()
    booked_on = models.DateField()
    entered_by = models.BigIntegerField(null=True)
    entered_by_name = models.CharField(max_length=60)
    proof_kind = models.CharField(max_length=40, blank=True)
    proof_id = models.BigIntegerField(null=True)
    proof_label = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.RECORDED)
    nature = models.CharField(max_length=10, choices=Nature, default=Nature.FACT)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=120, unique=True)

    objects = DutyRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-business_date", "-pk"]
        indexes = [
            models.Index(fields=["person", "business_date"]),
            models.Index(fields=["unit", "business_date"]),
            models.Index(fields=["committee", "business_date"]),
            models.Index(fields=["proof_kind", "proof_id"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["committee", "seq"], name="ledger_seq_once"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="ledger_quantity_not_negative"),
            models.CheckConstraint(condition=Q(place__isnull=True) | Q(place__gte=1), name="ledger_place_from_one"),
            models.CheckConstraint(
                condition=Q(authors__isnull=True) | Q(place__isnull=True) | Q(authors__gte=F("place")),
                name="ledger_place_among_authors",
            ),
            models.CheckConstraint(
                condition=Q(nature=Nature.FACT, corrects__isnull=True)
                | (~Q(nature=Nature.FACT) & Q(corrects__isnull=False)),
                name="ledger_correction_names_a_row",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.seq}"

    @property
    def stage_label(self) -> str:
        return label(Stage, self.stage)

    @property
    def outcome_label(self) -> str:
        return label(Outcome, self.outcome)

    @property
    def level_label(self) -> str:
        return label(AdoptionLevel, self.level)

    @property
    def form_label(self) -> str:
        return label(Form, self.form)

    @property
    def role_label(self) -> str:
        return label(AuthorRole, self.role)


class LedgerHead(models.Model):
    """The last number of a committee's ledger; its row is the lock that keeps rows in one order."""

    committee = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True, related_name="+")
    seq = models.BigIntegerField(default=0)


class Confirmation(models.Model):
    """What was said about a row, by whom, when. Insert-only."""

    record = models.ForeignKey(DutyRecord, on_delete=models.PROTECT, related_name="confirmations")
    verdict = models.CharField(max_length=10, choices=Verdict)
    at = models.DateTimeField()
    by_account = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["record", "verdict"])]

    def __str__(self) -> str:
        return self.get_verdict_display()


class WorkLink(models.Model):
    """One work led to another: a theme Party day to a research report, the report to a proposal (A3)."""

    source = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="links_on")
    target = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="links_back")
    kind = models.CharField(max_length=10, choices=LinkKind, default=LinkKind.BECAME)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="work_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="work_link_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class OwnWords(models.Model):
    """What I am proud of, in my own words, one text per year. No room reads it but the duty file; it is never scored."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    text = models.TextField(_("我引以为豪的事"), max_length=600, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "year"], name="own_words_once")]

    def __str__(self) -> str:
        return str(self.year)


class WorkImport(models.Model):
    """A list of works from another system on its way in: looked at first, taken when somebody has said so."""

    class State(models.TextChoices):
        WORKING = "working", _("处理中")
        MAPPING = "mapping", _("待对应栏目")
        CHECKED = "checked", _("已检查，待入账")
        TAKING = "taking", _("入账中")
        TAKEN = "taken", _("已入账")
        FAILED = "failed", _("没有读成")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    account_id = models.BigIntegerField(null=True)
    account_name = models.CharField(max_length=60)
    source = models.CharField(_("来源系统"), max_length=40)
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WORKING)
    fresh = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    headings = models.JSONField(default=list)
    fault = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class SourceMapping(models.Model):
    """Which heading of another system's list means what, kept for the next time."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=40)
    headings = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "source"], name="mapping_once_per_source")]

    def __str__(self) -> str:
        return self.source
