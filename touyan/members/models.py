"""Sectors, seats of members, lists on their way in, requests about one's own data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.members.rules import Affiliation, EndReason, Gender, ImportState, RequestKind, RequestState
from touyan.organizations import policy
from touyan.organizations.models import Account, Dated, Membership, Person, Term, Unit, holding

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class Sector(Dated):
    """界别. Names and number change with the terms, so each has its dates."""

    code = models.CharField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    short = models.CharField(_("简称"), max_length=12)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(models.QuerySet["Member"]):
    """Questions about members."""

    def visible_to(self, actor: Actor, action: str = "member.view") -> MemberQuerySet:
        """Members of committees, and people of units, in which `actor` may do `action`; and the actor's own seats."""
        units = policy.units(actor, action)
        people = Membership.objects.filter(holding(clock.today()), unit_id__in=units).values("person_id")
        seen = Q(term__committee_id__in=units) | Q(person_id__in=people)
        if actor.person_id and action == "member.view":
            seen |= Q(person_id=actor.person_id)
        return self.filter(seen)

    def seated(self) -> MemberQuerySet:
        """Members whose seat holds today."""
        return self.filter(holding(clock.today()))


class Member(Dated):
    """A person's seat in one committee for one term, with what official lists print of it."""

    person = models.ForeignKey(Person, verbose_name=_("姓名"), on_delete=models.PROTECT, related_name="seats")
    term = models.ForeignKey(Term, verbose_name=_("届次"), on_delete=models.PROTECT, related_name="members")
    number = models.CharField(_("委员编号"), max_length=20, blank=True)
    sector = models.ForeignKey(
        Sector, verbose_name=_("界别"), on_delete=models.PROTECT, null=True, blank=True, related_name="members"
    )
    affiliation = models.CharField(_("党派"), max_length=10, choices=Affiliation)
    is_party_member = models.BooleanField(_("中共党员"), default=False)
    standing = models.BooleanField(_("常务委员"), default=False)
    gender = models.CharField(_("性别"), max_length=6, choices=Gender, blank=True)
    ethnicity = models.CharField(_("民族"), max_length=12, blank=True)
    work = models.CharField(_("单位职务"), max_length=120, blank=True)
    expertise = models.CharField(_("专业领域"), max_length=60, blank=True)
    phone = models.CharField(_("联系电话"), max_length=20, blank=True)
    end_reason = models.CharField(_("离任原因"), max_length=10, choices=EndReason, blank=True)
    sort_as = models.CharField(_("排序用字"), max_length=60, blank=True)
    reading = models.CharField(_("姓名读音"), max_length=60, blank=True)
    sort_stroke = models.CharField(max_length=200, editable=False)
    sort_pinyin = models.CharField(max_length=200, editable=False)
    letters = models.CharField(max_length=120, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["sort_stroke", "pk"]
        indexes = [
            models.Index(fields=["term", "sort_stroke"]),
            models.Index(fields=["term", "sort_pinyin"]),
            models.Index(fields=["term", "sector"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["term", "person"], name="one_seat_per_term"),
            models.UniqueConstraint(fields=["term", "number"], condition=~Q(number=""), name="one_member_per_number"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="seat_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.person.name


class RosterImport(models.Model):
    """A list on its way in. The file itself is deleted once it is taken or dropped; the rows left over are kept a week."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.CHECKING)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    unknown = models.JSONField(default=list)
    fault = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class DataRequest(models.Model):
    """What a person asks about the own data, and who answered what."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="data_requests")
    kind = models.CharField(_("事项"), max_length=10, choices=RequestKind)
    field = models.CharField(_("哪一项"), max_length=20, blank=True)
    wanted = models.CharField(_("应为"), max_length=120, blank=True)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=RequestState, default=RequestState.OPEN)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def committee(self) -> Unit:
        return self.member.term.committee
