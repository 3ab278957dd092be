"""Linked work, what was read from it, and what was noticed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from touyan.brands.models.brand import Brand, Promise
from touyan.brands.rules import AlertState, State
from touyan.core import clock
from touyan.duties.models import Work


class Deed(models.Model):
    """A work of the ledger that keeps a promise. What the readings need of it is copied here and kept fresh by events.

    `faces` are numbers of people and `sectors` codes, joined by commas; they are counted, never listed.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="deeds")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="deeds")
    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="deeds")
    day = models.DateField()
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200, blank=True)
    party = models.BooleanField(default=False)
    duty = models.BooleanField(default=False)
    outcome = models.BooleanField(default=False)
    counts = models.BooleanField(default=True)
    residents = models.BooleanField(_("有群众参加"), default=False)
    others = models.PositiveSmallIntegerField(default=0)
    faces = models.TextField(blank=True)
    sectors = models.CharField(max_length=400, blank=True)
    linked_by = models.CharField(max_length=60)
    linked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["brand", "day"])]
        constraints = [models.UniqueConstraint(fields=["brand", "work"], name="work_once_per_brand")]

    def __str__(self) -> str:
        return self.title


class Dismissal(models.Model):
    """A proposed work that has nothing to do with the brand; it is not proposed again."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="dismissals")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "work"], name="dismissed_once")]

    def __str__(self) -> str:
        return f"{self.brand_id} × {self.work_id}"


class Pulse(models.Model):
    """What was read of a brand on a day: five readings from 0 to 100, or none where there is too little to read."""

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, related_name="pulse")
    as_of = models.DateField()
    state = models.CharField(max_length=10, choices=State)
    continuity = models.PositiveSmallIntegerField(null=True)
    fusion = models.PositiveSmallIntegerField(null=True)
    solidity = models.PositiveSmallIntegerField(null=True)
    distinctness = models.PositiveSmallIntegerField(null=True)
    reach = models.PositiveSmallIntegerField(null=True)
    deeds = models.PositiveIntegerField(default=0)
    kept = models.PositiveSmallIntegerField(default=0)
    promised = models.PositiveSmallIntegerField(default=0)
    last_day = models.DateField(null=True)
    nearest = models.ForeignKey(Brand, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.as_of}"


class Alert(models.Model):
    """A warning: what is seen, since when. It asks a unit and never names a person; an answered one rests."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="alerts")
    code = models.CharField(max_length=12)
    since = models.DateField()
    seen_on = models.DateField()
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=AlertState, default=AlertState.OPEN)
    answer = models.CharField(_("情况说明"), max_length=300, blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True)
    rests_until = models.DateField(null=True)
    said = models.CharField(_("答复"), max_length=300, blank=True)
    said_by = models.CharField(max_length=60, blank=True)
    cleared_on = models.DateField(null=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "code"], condition=Q(cleared_on__isnull=True), name="one_alert_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return self.code
