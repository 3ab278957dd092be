"""Another body's assessment of us: its indicators, what of our own records answers each, and what only people can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from touyan.assessment.rules import ReturnState, Way
from touyan.organizations import policy
from touyan.organizations.models import Unit

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class OutsideQuerySet(models.QuerySet["OutsideScheme"]):
    """Questions about outside schemes."""

    def visible_to(self, actor: Actor, action: str = "outside.view") -> OutsideQuerySet:
        """Schemes that assess units in which `actor` may do `action`, and those that ask the actor something."""
        seen = Q(unit_id__in=policy.units(actor, action))
        if actor.person_id and action == "outside.view":
            seen |= Q(items__asked_id=actor.person_id)
        return self.filter(pk__in=self.model._default_manager.filter(seen).values("pk"))


class OutsideScheme(models.Model):
    """The assessment of `unit` by another body, for one year, with its return."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("被考评单位"))
    title = models.CharField(_("考评名称"), max_length=100)
    issuer = models.CharField(_("组织考评的单位"), max_length=60)
    basis = models.CharField(_("文件依据"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    start = models.DateField(_("记录自"))
    end = models.DateField(_("记录至"))
    due = models.DateField(_("上报截止"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=ReturnState, default=ReturnState.OPEN)
    sent_on = models.DateField(null=True)
    sent_by = models.CharField(max_length=60, blank=True)
    frozen = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    objects = OutsideQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "title", "year"], name="outside_once_a_year")]

    def __str__(self) -> str:
        return f"{self.title}（{self.year}）"


class OutsideItem(models.Model):
    """One indicator in the words of the other body, and the way it is answered here."""

    outside = models.ForeignKey(OutsideScheme, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(_("序号"), max_length=20, blank=True)
    text = models.CharField(_("指标原文"), max_length=400)
    points = models.CharField(_("分值"), max_length=20, blank=True)
    target = models.PositiveIntegerField(_("要求数"), null=True, blank=True)
    way = models.CharField(_("怎样取数"), max_length=20, choices=Way, default=Way.ASKED)
    what = models.CharField(_("取什么"), max_length=40, blank=True)
    narrowed = models.CharField(_("限定"), max_length=40, blank=True)
    asked = models.ForeignKey(
        "organizations.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("请谁填"),
    )
    answer = models.CharField(_("填报内容"), max_length=500, blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answered_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text
