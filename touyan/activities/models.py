"""Activities with their half-days, invitations, leave, arrivals and results. Attendance itself is rows of the ledger."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from touyan.activities.rules import (
    Answer,
    CampaignState,
    Emphasis,
    Ground,
    Group,
    LeaveState,
    ResultKind,
    State,
    VenueKind,
    Via,
    Way,
)
from touyan.core import clock
from touyan.duties.models import Work
from touyan.organizations import policy
from touyan.organizations.models import Closure, Membership, Person, Unit, holding

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor

PROOF = "activity"
PROOF_SESSION = "activity_session"


class UnitQuerySet(models.QuerySet[models.Model]):
    """Records that belong to a unit."""

    action = ""

    def visible_to(self, actor: Actor, action: str = "") -> UnitQuerySet:
        """Records of units in which `actor` may do `action`."""
        return self.filter(unit_id__in=policy.units(actor, action or self.action))


class VenueQuerySet(UnitQuerySet):
    """Questions about venues."""

    action = "venue.view"

    def visible_to(self, actor: Actor, action: str = "") -> UnitQuerySet:
        """Venues of units in which `actor` may do `action`; for looking, also the open ones below the actor's own units."""
        seen = Q(unit_id__in=policy.units(actor, action or self.action))
        if actor.person_id and not action:
            own = Membership.objects.filter(holding(clock.today()), person_id=actor.person_id).values("unit_id")
            below = Closure.objects.filter(ancestor_id__in=own).values("descendant_id")
            seen |= Q(active=True, unit_id__in=below)
        return self.filter(seen)


class CampaignQuerySet(UnitQuerySet):
    """Questions about campaigns."""

    action = "campaign.view"

    def visible_to(self, actor: Actor, action: str = "") -> UnitQuerySet:
        """Campaigns of units in which `actor` may do `action`; for looking, also those of the committees the actor belongs to."""
        seen = Q(unit_id__in=policy.units(actor, action or self.action))
        if actor.person_id and not action:
            own = Membership.objects.filter(holding(clock.today()), person_id=actor.person_id).values("unit_id")
            seen |= Q(unit_id__in=own)
        return self.filter(seen)


class ActivityKind(models.Model):
    """A kind of activity as data: what it counts as, how many half-days, from when on one is late, until when leave is asked."""

    code = models.CharField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)
    group = models.CharField(_("分组"), max_length=12, choices=Group)
    is_party = models.BooleanField(_("算党建活动"), default=False)
    is_duty = models.BooleanField(_("算履职活动"), default=False)
    half_days = models.PositiveSmallIntegerField(_("半天数"), default=1)
    late_minutes = models.PositiveSmallIntegerField(_("开始后多少分钟算迟到"), default=15)
    leave_hours = models.PositiveSmallIntegerField(_("开始前多少小时截止请假"), default=24)
    asks_topic = models.BooleanField(_("带调研题目"), default=False)
    emphases = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)
    active = models.BooleanField(_("使用中"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class Venue(models.Model):
    """A place where members meet residents and each other: who keeps it, where it is, when it is open, how to reach it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="venues", verbose_name=_("管理单位"))
    kind = models.CharField(_("类别"), max_length=10, choices=VenueKind)
    name = models.CharField(_("名称"), max_length=60)
    address = models.CharField(_("地址"), max_length=120)
    hours = models.CharField(_("开放时间"), max_length=120, blank=True)
    reach = models.CharField(_("群众怎样联系"), max_length=200, blank=True)
    about = models.TextField(_("在这里可以做什么"), max_length=1000, blank=True)
    active = models.BooleanField(_("使用中"), default=True)
    version = models.PositiveIntegerField(default=1)

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["unit__order", "kind", "name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="venue_once_per_unit")]

    def __str__(self) -> str:
        return self.name


class VenueDuty(models.Model):
    """Who receives people at a venue, on which day, from when to when."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="duties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("日期"))
    starts = models.TimeField(_("开始"))
    ends = models.TimeField(_("结束"))

    class Meta:
        ordering = ["day", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "person", "day"], name="venue_duty_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="venue_duty_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.person_id}"


class Series(models.Model):
    """Activities that repeat, made in advance; each can be moved or cancelled by itself."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(ActivityKind, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    rhythm = models.CharField(max_length=10)
    first = models.DateField()
    last = models.DateField()
    skipped = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.title


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Questions about activities."""

    def visible_to(self, actor: Actor, action: str = "activity.view") -> ActivityQuerySet:
        """Activities of units in which `actor` may do `action`, and, for looking, those the actor is invited to."""
        seen = Q(unit_id__in=policy.units(actor, action))
        if actor.person_id and policy.permits()[action].own:
            seen |= Q(pk__in=Invitation.objects.filter(person_id=actor.person_id).values("activity_id"))
        return self.filter(seen)


class Activity(models.Model):
    """Something that people come together for: planned first, or written down afterwards in one go."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="activities", verbose_name=_("单位"))
    kind = models.ForeignKey(ActivityKind, on_delete=models.PROTECT, related_name="activities", verbose_name=_("种类"))
    title = models.CharField(_("名称"), max_length=120)
    place = models.CharField(_("地点"), max_length=100, blank=True)
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("阵地")
    )
    starts = models.DateTimeField(_("开始时间"))
    ends = models.DateTimeField(_("结束时间"))
    day = models.DateField(editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLANNED)
    is_party = models.BooleanField(_("党建活动"), default=False)
    is_duty = models.BooleanField(_("履职活动"), default=False)
    emphases = models.JSONField(default=list, blank=True)
    topic = models.CharField(_("调研题目"), max_length=120, blank=True)
    agenda = models.TextField(_("议程"), max_length=4000, blank=True)
    outcome = models.TextField(_("成效"), max_length=2000, blank=True)
    leave_until = models.DateTimeField(_("请假截止"), null=True, blank=True)
    work = models.OneToOneField(Work, on_delete=models.PROTECT, null=True, related_name="activity")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="activities")
    entered_by_name = models.CharField(max_length=60, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-pk"]
        indexes = [models.Index(fields=["unit", "day"]), models.Index(fields=["state", "starts"])]
        constraints = [models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="activity_ends_after_start")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        """Keeps the business day beside the instant, so that lists need no time zone."""
        self.day = clock.business_date(self.starts)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def emphasis_labels(self) -> list[str]:
        return [str(Emphasis(code).label) for code in self.emphases if code in Emphasis.values]


class Session(models.Model):
    """One half-day of an activity; most have one."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="sessions")
    order = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("场次"), max_length=40, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["activity", "order"], name="session_once")]

    def __str__(self) -> str:
        return self.name or f"{self.order}"

    @property
    def day(self) -> dt.date:
        return clock.business_date(self.starts)


class Invitation(models.Model):
    """A person is asked to come. Whoever has no invitation is not invited and has no row in the ledger."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    via = models.CharField(max_length=8, choices=Via, default=Via.UNIT)
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.OPEN)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="invited_once")]
        indexes = [models.Index(fields=["person", "answer"])]

    def __str__(self) -> str:
        return f"{self.activity} · {self.person}"


class Leave(models.Model):
    """A request not to come, its deadline, who decided it and how."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="leaves")
    sessions = models.ManyToManyField(Session, related_name="+")
    ground = models.CharField(_("事由"), max_length=10, choices=Ground)
    state = models.CharField(max_length=10, choices=LeaveState, default=LeaveState.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=60, blank=True)
    answer = models.CharField(_("答复"), max_length=120, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation"],
                condition=Q(state__in=[LeaveState.ASKED, LeaveState.GRANTED]),
                name="one_open_leave",
            )
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class Arrival(models.Model):
    """Somebody checked in to a half-day: when, how, and when the phone said so. Insert-only, once per person."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="arrivals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=Way)
    arrived_at = models.DateTimeField()
    booked_at = models.DateTimeField()
    by_name = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="arrived_once")]

    def __str__(self) -> str:
        return str(self.session.activity)  # as the journal names it; the door has it at hand


class Result(models.Model):
    """What came of an activity: minutes, a matter settled, coverage. Coverage is kept as history and never scored."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="results")
    kind = models.CharField(_("类别"), max_length=10, choices=ResultKind)
    title = models.CharField(_("内容"), max_length=200)
    day = models.DateField(_("日期"))
    source = models.CharField(_("出处"), max_length=200, blank=True)
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return self.title


class Campaign(models.Model):
    """专项行动 (A7): a call in an emergency or for a task, its shifts, and what came of it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("发起单位"))
    title = models.CharField(_("名称"), max_length=100)
    call = models.TextField(_("号召"), max_length=1000)
    need = models.CharField(_("需要什么人"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=CampaignState, default=CampaignState.OPEN)
    result = models.TextField(_("结果"), max_length=2000, blank=True)
    by_name = models.CharField(max_length=60)
    created = models.DateTimeField(auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.title


class Shift(models.Model):
    """One shift of a campaign: an activity with a number of people wanted. Signing up is an invitation one gives oneself."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="shifts")
    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="shift")
    wanted = models.PositiveSmallIntegerField(_("需要人数"))

    class Meta:
        ordering = ["activity__starts"]

    def __str__(self) -> str:
        return str(self.activity)
