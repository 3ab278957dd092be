"""A brand: its words, what it consists of, what it promises, and what happened to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from touyan.brands.rules import MONTHS, BrandKind, ElementKind, Life, Quality, Rhythm, SixType
from touyan.core import clock
from touyan.documents.models import Norm
from touyan.organizations import policy
from touyan.organizations.models import Person, Unit

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class BrandQuerySet(models.QuerySet["Brand"]):
    """Questions about brands."""

    def visible_to(self, actor: Actor, action: str = "brand.view") -> BrandQuerySet:
        """Brands of units in which `actor` may do `action`; for looking, every brand that was published, and those above all units."""
        seen = Q(unit_id__in=policy.units(actor, action))
        if action == "brand.view" and actor.signed_in:
            seen |= ~Q(life=Life.DRAFT) | Q(unit__isnull=True)
        return self.filter(seen)

    def living(self) -> BrandQuerySet:
        """Brands that are neither drafts nor over."""
        return self.filter(life__in=[Life.PUBLISHED, Life.RESTING])


class Brand(models.Model):
    """A set of promises under a name: whom it serves, what it does, how often, how one would notice (B4)."""

    kind = models.CharField(_("品牌类别"), max_length=10, choices=BrandKind)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="brands", verbose_name=_("创建单位")
    )
    holder = models.CharField(_("上级单位名称"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级品牌")
    )
    six_type = models.CharField(_("体现六型"), max_length=12, choices=SixType, blank=True)
    name = models.CharField(_("名称"), max_length=40)
    slogan = models.CharField(_("口号"), max_length=60, blank=True)
    idea = models.CharField(_("核心理念"), max_length=200, blank=True)
    orientation = models.CharField(_("工作导向"), max_length=200, blank=True)
    meaning = models.TextField(_("内涵说明"), max_length=2000, blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("品牌负责人")
    )
    people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("参与创建的人"))
    since = models.DateField(_("提出日期"), default=clock.today)
    life = models.CharField(_("状态"), max_length=10, choices=Life, default=Life.DRAFT)
    published = models.DateField(_("发布日期"), null=True, blank=True)
    ended = models.DateField(_("结束日期"), null=True, blank=True)
    rests_until = models.DateField(_("休眠到"), null=True, blank=True)
    window_months = models.PositiveSmallIntegerField(_("读数看最近几个月"), default=12)
    quiet_months = models.PositiveSmallIntegerField(_("几个月没有实际工作算休眠"), default=6)
    quality = models.CharField(_("质量认定"), max_length=10, choices=Quality, blank=True, default="")
    valid_until = models.DateField(_("认定有效期至"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("承接自")
    )
    created = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = BrandQuerySet.as_manager()

    class Meta:
        ordering = ["unit__order", "name", "pk"]
        indexes = [models.Index(fields=["life", "kind"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(kind=BrandKind.PROVINCE), name="brand_has_its_unit"
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="brand_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(window_months__range=(3, 36), quiet_months__range=(1, 36)), name="brand_windows_in_months"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def carried_by(self) -> str:
        """The short name of whoever carries it."""
        return self.unit.short if self.unit else self.holder


class Element(models.Model):
    """A carrier, a mechanism or a feature of a brand. A carrier's use is read from the work that ran on it."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="elements")
    kind = models.CharField(_("组成"), max_length=10, choices=ElementKind)
    name = models.CharField(_("名称"), max_length=40)
    work_kind = models.CharField(_("用哪类工作体现"), max_length=40, blank=True)
    norm = models.ForeignKey(
        Norm, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("对应制度")
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["brand", "kind", "name"], name="element_once_per_brand")]

    def __str__(self) -> str:
        return self.name


class Promise(models.Model):
    """One promise: whom it serves, what is done, how often, how one would notice."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="promises")
    whom = models.CharField(_("服务谁"), max_length=60)
    what = models.CharField(_("做什么"), max_length=120)
    rhythm = models.CharField(_("多久一次"), max_length=12, choices=Rhythm, blank=True)
    sign = models.CharField(_("怎样看得出来"), max_length=160)
    work_kinds = models.JSONField(_("由哪些种类的工作兑现"), default=list, blank=True)
    carrier = models.ForeignKey(
        Element, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("依托载体")
    )
    mechanism = models.ForeignKey(
        Element, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("依据机制")
    )
    start = models.DateField(_("起算日期"), default=clock.today)
    end = models.DateField(_("停止日期"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="promise_ends_later")
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def whole(self) -> bool:
        """Whether all four parts are there."""
        return bool(self.whom and self.what and self.sign and self.rhythm in MONTHS)

    def runs_on(self, day: dt.date) -> bool:
        """Whether the promise holds on `day`."""
        return self.start <= day and (self.end is None or day <= self.end)


class Frame(models.Model):
    """One line of the 123456 framework (B2): its number, what it is called, and what it names."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="frames")
    number = models.PositiveSmallIntegerField(_("数字"))
    label = models.CharField(_("名目"), max_length=20)
    items = models.JSONField(_("内容"), default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="frame_once_per_number"),
            models.CheckConstraint(condition=Q(number__range=(1, 9)), name="frame_number_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.number}{self.label}"


class BrandEvent(models.Model):
    """What was done with a brand, by whom, why. Insert-only: the line of time of the brand."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(default=clock.now)
    verb = models.CharField(max_length=20)
    subject = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=60)
    by_account = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}".strip()
