"""Self-assessments and the registers of what no other room keeps: major matters, visits, risk points, reminders, benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.modeloffice.measures import BY_CODE, Level, Measure
from touyan.modeloffice.rules import (
    BenchmarkState,
    Half,
    MajorKind,
    MajorState,
    Occasion,
    State,
    VisitKind,
)
from touyan.organizations import policy
from touyan.organizations.models import Unit

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class OfUnitQuerySet(models.QuerySet[Any]):
    """Records that belong to a unit."""

    def visible_to(self, actor: Actor, action: str = "model.view") -> OfUnitQuerySet:
        """Records of units in which `actor` may do `action`."""
        return self.filter(unit_id__in=policy.units(actor, action))


class MajorQuerySet(OfUnitQuerySet):
    """Questions about major matters."""

    def visible_to(self, actor: Actor, action: str = "model.view") -> MajorQuerySet:
        """Those of units in the actor's charge; for looking, also those put to such a unit or carried together with it."""
        units = policy.units(actor, action)
        if action != "model.view":
            return self.filter(unit_id__in=units)
        helped = Major.helpers.through.objects.filter(unit_id__in=units).values("major_id")
        return self.filter(Q(unit_id__in=units) | Q(to_unit_id__in=units) | Q(pk__in=helped))


class Companion(models.Model):
    """A unit whose records are read together with those of a department: its Party branch, the sub-group it serves."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="companions")
    other = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["other__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "other"], name="companion_once"),
            models.CheckConstraint(condition=~Q(unit=F("other")), name="companion_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} + {self.other_id}"


class Appraisal(models.Model):
    """What a unit says of itself for half a year, and what another hand made of it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appraisals", verbose_name=_("单位"))
    year = models.PositiveSmallIntegerField(_("年度"))
    half = models.PositiveSmallIntegerField(_("半年"), choices=[(1, _("上半年")), (2, _("下半年"))])
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.BigIntegerField(null=True)
    submitted_name = models.CharField(max_length=60, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_name = models.CharField(max_length=60, blank=True)
    reason = models.CharField(_("退回理由"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-half", "unit__order"]
        constraints = [models.UniqueConstraint(fields=["unit", "year", "half"], name="appraisal_once_a_half")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}-{self.half}"

    @property
    def period(self) -> Half:
        return Half(self.year, self.half)


class Line(models.Model):
    """One measure of an assessment: the reading as it stood then, or the answer with its fact, and what was verified."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="lines")
    code = models.CharField(max_length=20)
    done = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    level = models.PositiveSmallIntegerField(_("自评"), choices=Level, null=True, blank=True)
    note = models.CharField(_("事例或说明"), max_length=300, blank=True)
    verdict = models.PositiveSmallIntegerField(_("核定"), choices=Level, null=True, blank=True)
    verdict_note = models.CharField(_("核定说明"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["appraisal", "code"], name="appraisal_line_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def measure(self) -> Measure:
        return BY_CODE[self.code]

    @property
    def value(self) -> int | None:
        """0–100: the verified answer before the unit's own, or the reading as it stood."""
        if self.measure.asked:
            return self.verdict if self.verdict is not None else self.level
        return self.done * 100 // self.asked if self.asked else None


class Major(models.Model):
    """A major matter to be asked about or reported (重大事项请示报告): to whom, by when, what was answered."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="majors", verbose_name=_("报告单位"))
    kind = models.CharField(_("形式"), max_length=8, choices=MajorKind, default=MajorKind.REPORT)
    title = models.CharField(_("事项"), max_length=100)
    words = models.TextField(_("说明"), max_length=1000, blank=True, help_text=_("写事不写人。涉密内容请勿填写。"))
    to_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="majors_in", verbose_name=_("向哪个单位")
    )
    to_name = models.CharField(_("系统外的单位"), max_length=60, blank=True)
    helpers = models.ManyToManyField(Unit, blank=True, related_name="majors_helped", verbose_name=_("会办单位"))
    due = models.DateField(_("应报日期"))
    sent_on = models.DateField(_("报出日期"), null=True, blank=True)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answered_name = models.CharField(max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=MajorState, default=MajorState.DUE)
    reason = models.CharField(_("撤销理由"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MajorQuerySet.as_manager()

    class Meta:
        ordering = ["-due", "-pk"]
        indexes = [models.Index(fields=["unit", "due"]), models.Index(fields=["to_unit", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_unit__isnull=False, to_name="") | (Q(to_unit__isnull=True) & ~Q(to_name="")),
                name="major_goes_to_one",
            ),
            models.CheckConstraint(
                condition=~Q(state=MajorState.ANSWERED) | Q(answered_on__isnull=False), name="major_answer_has_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def receiver(self) -> str:
        return self.to_unit.short if self.to_unit else self.to_name

    @property
    def in_time(self) -> bool:
        return self.sent_on is not None and self.sent_on <= self.due


class Visit(models.Model):
    """关心关爱: a day, a kind and the unit. Whose health, family or need it was is nowhere."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="care_visits", verbose_name=_("单位"))
    day = models.DateField(_("日期"), default=clock.today)
    kind = models.CharField(_("种类"), max_length=10, choices=VisitKind)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "day", "kind"], name="visit_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"


class RiskPoint(models.Model):
    """岗位风险点: a post, its duty, what could go wrong, how it is controlled, and when it is looked at again."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="risk_points", verbose_name=_("单位"))
    post = models.CharField(_("岗位"), max_length=40, help_text=_("写岗位名称，不写姓名。"))
    duty = models.CharField(_("职责"), max_length=100)
    risk = models.CharField(_("风险"), max_length=200)
    control = models.CharField(_("防控措施"), max_length=300)
    every = models.PositiveSmallIntegerField(
        _("多久复查一次"), choices=[(3, _("每季度")), (6, _("每半年")), (12, _("每年"))], default=6
    )
    due = models.DateField(_("下次复查"))
    closed_on = models.DateField(_("销号日期"), null=True, blank=True)
    closed_why = models.CharField(_("销号理由"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        ordering = ["unit__order", "due", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "post", "risk"], name="risk_point_once")]

    def __str__(self) -> str:
        return self.post + _t("：") + self.risk


class RiskReview(models.Model):
    """A risk point was looked at: when it was due, when it was done, what changed in the control."""

    point = models.ForeignKey(RiskPoint, on_delete=models.CASCADE, related_name="reviews")
    due = models.DateField()
    day = models.DateField(_("复查日期"))
    words = models.CharField(_("复查情况"), max_length=300)
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["point", "due"], name="risk_reviewed_once")]

    def __str__(self) -> str:
        return self.words


class Caution(models.Model):
    """An integrity reminder (廉政提醒) to a unit: planned for a day, given on a day. Never to one named person."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cautions", verbose_name=_("单位"))
    occasion = models.CharField(_("时机"), max_length=10, choices=Occasion)
    words = models.CharField(_("提醒什么"), max_length=200)
    due = models.DateField(_("提醒日期"))
    given_on = models.DateField(_("已提醒"), null=True, blank=True)
    by_name = models.CharField(max_length=60, blank=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        ordering = ["-due", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "due", "words"], name="caution_once")]

    def __str__(self) -> str:
        return self.words


class Benchmark(models.Model):
    """对标: a named other, what it does better, where that can be read, the gap, what is done about it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="benchmarks", verbose_name=_("单位"))
    against = models.CharField(_("对标对象"), max_length=60, help_text=_("如：上海市政协。"))
    topic = models.CharField(_("对标事项"), max_length=60)
    theirs = models.CharField(_("对方怎么做"), max_length=400)
    source = models.CharField(_("出处"), max_length=120)
    address = models.CharField(
        _("出处地址"), max_length=300, help_text=_("网址；没有网址的，写文号、刊期页码，或考察的日期和地点。")
    )
    gap = models.CharField(_("差距"), max_length=300)
    action = models.CharField(_("我们的举措"), max_length=300)
    due = models.DateField(_("完成期限"))
    state = models.CharField(_("状态"), max_length=8, choices=BenchmarkState, default=BenchmarkState.OPEN)
    result = models.CharField(_("结果"), max_length=400, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        ordering = ["state", "due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=BenchmarkState.OPEN) | Q(ended_on__isnull=False), name="benchmark_ends_with_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.against} · {self.topic}"

    @property
    def is_link(self) -> bool:
        return self.address.startswith(("https://", "http://"))
