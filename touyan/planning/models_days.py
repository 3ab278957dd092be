"""The office's table of holidays, calendar feeds, reminders. Imported by `models`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.core.chinese.working_days import DayKind
from touyan.organizations.models import Account, Person, Unit

HOURS = [(hour, f"{hour}:00") for hour in range(24)]


class DigestRhythm(models.TextChoices):
    """How often a person's reminders are put together."""

    DAILY = "daily", _("每个工作日")
    WEEKLY = "weekly", _("每周第一个工作日")


class SpecialDay(models.Model):
    """A day that is not as its weekday says: a holiday, or a Saturday that is worked."""

    day = models.DateField(_("日期"), unique=True)
    kind = models.CharField(
        _("性质"), max_length=8, choices=[(DayKind.REST.value, _("放假")), (DayKind.WORKDAY.value, _("调休上班"))]
    )
    name = models.CharField(_("名称"), max_length=30, blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class AnnouncedYear(models.Model):
    """A year whose notice on holidays is out. Until then its working days are reckoned by weekends and marked so."""

    year = models.PositiveSmallIntegerField(_("年度"), primary_key=True)
    source = models.CharField(_("依据的通知"), max_length=120, blank=True)

    def __str__(self) -> str:
        return str(self.year)


class Feed(models.Model):
    """A calendar address that somebody subscribed to: for the own tasks, or for those of a unit. Only its digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="feeds")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    made = models.DateTimeField(default=clock.now)
    fetched = models.DateField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made"]

    def __str__(self) -> str:
        return self.hint


class ReminderChoice(models.Model):
    """How a person wants to be reminded; without a row, as the product's own habit says."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    lead = models.PositiveSmallIntegerField(_("提前几个工作日提醒"), default=5)
    off = models.BooleanField(_("不提醒"), default=False)
    rhythm = models.CharField(_("多久汇总一次"), max_length=6, choices=DigestRhythm, default=DigestRhythm.DAILY)
    hour = models.PositiveSmallIntegerField(_("几点汇总"), choices=HOURS, default=8)
    quiet_from = models.PositiveSmallIntegerField(_("免打扰从"), choices=HOURS, default=20)
    quiet_until = models.PositiveSmallIntegerField(_("免打扰到"), choices=HOURS, default=8)

    def __str__(self) -> str:
        return f"{self.person_id} {self.lead}"


class Digest(models.Model):
    """One day's reminders to one person, in one piece. One a day at most; nothing after the deadline."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()
    tasks = models.JSONField(default=list)
    seen = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="one_digest_a_day"),
            models.CheckConstraint(condition=~Q(tasks=[]), name="no_empty_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"
