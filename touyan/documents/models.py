"""Files, normative documents, official documents with their numbers, templates, exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.documents.rules import BINDING, EDITABLE, DocumentKind, ExportState, NormState, State
from touyan.organizations.models import Account, Closure, Unit

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


def _in_units(actor: Actor, action: str) -> Q:
    from touyan.organizations import policy

    return Q(unit_id__in=policy.units(actor, action))


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Questions about files."""

    def visible_to(self, actor: Actor) -> StoredFileQuerySet:
        """Files of units whose files the actor may see, and the actor's own."""
        own = Q(kept_by_id=actor.account_id) if actor.signed_in else Q(pk__in=())
        return self.filter(_in_units(actor, "file.view") | own, removed__isnull=True)


class StoredFile(models.Model):
    """A file as it was taken in: name, kind by content, size in bytes, digest. The bytes lie under `place`."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("文件名"), max_length=100)
    kind = models.CharField(_("类型"), max_length=10)
    size = models.PositiveBigIntegerField(_("大小"))
    digest = models.CharField(max_length=64)
    place = models.CharField(max_length=100, unique=True)
    purpose = models.CharField(_("用途"), max_length=100, blank=True)
    kept_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField(default=clock.now)
    removed = models.DateTimeField(null=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class NormQuerySet(models.QuerySet["Norm"]):
    """Questions about normative documents."""

    def visible_to(self, actor: Actor) -> NormQuerySet:
        """Those that bind a unit above, at or under one in which the actor holds a role."""
        from touyan.organizations import policy

        held = [held.unit_id for held in actor.held]
        over = Closure.objects.filter(descendant_id__in=held).values("ancestor_id")
        return self.filter(
            Q(unit_id__in=policy.units(actor, "norm.view"))
            | Q(bound__unit_id__in=policy.units(actor, "norm.view"))
            | Q(bound__unit_id__in=over)
        ).distinct()


class Norm(models.Model):
    """A normative document (规范性文件) through all its versions (O9)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="norms", verbose_name=_("制发单位"))
    title = models.CharField(_("名称"), max_length=200)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    state = models.CharField(_("效力"), max_length=10, choices=NormState, default=NormState.TRIAL)
    ended = models.DateField(_("失效日期"), null=True, blank=True)
    ended_why = models.CharField(_("失效依据"), max_length=200, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    version = models.PositiveIntegerField(default=1)

    objects = NormQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(replaced_by=F("pk")), name="norm_not_replaced_by_itself"),
            models.CheckConstraint(
                condition=Q(state__in=BINDING, ended__isnull=True) | (~Q(state__in=BINDING) & Q(ended__isnull=False)),
                name="norm_ends_with_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NormBound(models.Model):
    """A unit that a normative document binds, with everything below it."""

    norm = models.ForeignKey(Norm, on_delete=models.CASCADE, related_name="bound")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["norm", "unit"], name="norm_binds_once")]


class NormVersion(models.Model):
    """The text as it stood from a day on. Articles are found by their own numbers (第十二条)."""

    norm = models.ForeignKey(Norm, on_delete=models.CASCADE, related_name="versions")
    ordinal = models.PositiveSmallIntegerField(_("版次"))
    text = models.TextField(_("正文"))
    start = models.DateField(_("施行日期"), default=clock.today)
    note = models.CharField(_("修订说明"), max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["norm_id", "-ordinal"]
        constraints = [models.UniqueConstraint(fields=["norm", "ordinal"], name="norm_version_once")]

    def __str__(self) -> str:
        return f"{self.norm} · {self.ordinal}"


class NormReading(models.Model):
    """Who confirmed on which day to have read which version. Never how long."""

    version = models.ForeignKey(NormVersion, on_delete=models.CASCADE, related_name="readings")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(default=clock.today)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "account"], name="norm_read_once")]


class NumberSeries(models.Model):
    """A body's code of document numbers (示政办) with the masthead it stands under."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="number_series")
    code = models.CharField(_("机关代字"), max_length=20)
    masthead = models.CharField(_("发文机关标志"), max_length=60)
    imprint = models.CharField(_("印发机关"), max_length=60, blank=True)
    closed = models.BooleanField(_("停用"), default=False)

    class Meta:
        ordering = ["unit_id", "code"]
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.code}（{self.masthead}）"


class NumberCounter(models.Model):
    """The last number given in a series and a year. Its row is the lock: numbers have no gaps and no doubles."""

    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="counters")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="counter_once")]


class DocumentQuerySet(models.QuerySet["OfficialDocument"]):
    """Questions about official documents."""

    def visible_to(self, actor: Actor) -> DocumentQuerySet:
        """Documents of units whose documents the actor may see."""
        return self.filter(_in_units(actor, "document.view"))

    def editable(self) -> DocumentQuerySet:
        """Those that may still be changed."""
        return self.filter(state__in=EDITABLE)


class OfficialDocument(models.Model):
    """A document from its draft to its number. Once issued, `pdf` and `docx` are what was printed."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="official_documents", verbose_name=_("发文单位")
    )
    kind = models.CharField(_("文种"), max_length=10, choices=DocumentKind)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(_("标题"), max_length=200)
    subtitle = models.CharField(_("副标题"), max_length=100, blank=True)
    addressees = models.CharField(_("主送"), max_length=500, blank=True)
    signer = models.CharField(_("签发人"), max_length=60, blank=True)
    urgency = models.CharField(
        _("紧急程度"), max_length=4, blank=True, choices=[("特急", _("特急")), ("加急", _("加急"))]
    )
    signed_by = models.CharField(_("署名"), max_length=200, blank=True)
    dated = models.DateField(_("成文日期"), null=True, blank=True)
    remark = models.CharField(_("附注"), max_length=100, blank=True)
    copies_to = models.CharField(_("抄送"), max_length=500, blank=True)
    attending = models.TextField(_("出席"), blank=True)
    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    template = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=100, blank=True, db_index=True)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    signed_at = models.DateTimeField(null=True)
    signed_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(_("作废原因"), max_length=200, blank=True)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "serial"], name="number_once"),
            models.CheckConstraint(
                condition=Q(serial__isnull=True) | Q(series__isnull=False, year__isnull=False), name="number_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Passage(models.Model):
    """A piece of a document, in order: text that a person corrects, or a table, drawing or name list made from records.

    `sources` are the records behind the text: 〔注3〕 in it points to the third. Attachments are passages with a name.
    """

    document = models.ForeignKey(OfficialDocument, on_delete=models.CASCADE, related_name="passages")
    order = models.PositiveIntegerField()
    attachment = models.CharField(_("附件名称"), max_length=200, blank=True)
    text = models.TextField(_("文字"), blank=True)
    data = models.JSONField(null=True, blank=True)
    sources = models.JSONField(default=list)

    class Meta:
        ordering = ["document_id", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.order}"


class Remark(models.Model):
    """What somebody says about a draft, and whether it was dealt with."""

    document = models.ForeignKey(OfficialDocument, on_delete=models.CASCADE, related_name="remarks")
    passage = models.ForeignKey(Passage, on_delete=models.SET_NULL, null=True, related_name="remarks")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(_("意见"), max_length=500)
    at = models.DateTimeField(default=clock.now)
    asks_revision = models.BooleanField(default=False)
    settled = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]


class Wording(models.Model):
    """A unit's own wording of a paper in place of the one that the house brings."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="wordings")
    code = models.CharField(max_length=60)
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("正文"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="wording_once")]


class Export(models.Model):
    """A file that is made for one person and taken once: finished parts stay, so that a stopped one goes on."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="exports")
    producer = models.CharField(max_length=60)
    wish = models.JSONField(default=dict)
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.RUNNING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=100, unique=True)
    busy_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]


class SearchEntry(models.Model):
    """What full-text search knows of one record: whose it is, its title and words; the index itself is beside it."""

    kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    url = models.CharField(max_length=200)
    day = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="search_entry_once")]
