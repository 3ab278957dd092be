"""A ballot, its questions and classes, the roll, the sealed intake, papers, and the box.

Between roll and box there is no key, no time and no order; see docs/decisions/0011-ballots.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from touyan.ballots.rules import ONE, NoVote, State, Way
from touyan.organizations import policy
from touyan.organizations.models import Person, Unit

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class BallotQuerySet(models.QuerySet["Ballot"]):
    """Questions about ballots."""

    def visible_to(self, actor: Actor, action: str = "ballot.view") -> BallotQuerySet:
        """Ballots of units in which `actor` may do `action`; for looking and voting, also those on whose roll one stands."""
        seen = Q(unit_id__in=policy.units(actor, action))
        if actor.person_id and policy.permits()[action].own:
            own = Voter.objects.filter(person_id=actor.person_id).values("ballot_id")
            seen |= Q(pk__in=own) & ~Q(state=State.DRAFT)
        return self.filter(seen)


class Ballot(models.Model):
    """One appraisal of units by classes of voters."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    title = models.CharField(_("名称"), max_length=100)
    about = models.CharField(_("说明"), max_length=300, blank=True)
    opens = models.DateField(_("开始日期"))
    closes = models.DateField(_("截止日期"))
    quorum = models.PositiveSmallIntegerField(_("有效参加比例（%）"), default=50)
    points = models.PositiveIntegerField(_("满分"), default=100 * ONE)
    no_vote = models.CharField(_("某类没有有效票时"), max_length=6, choices=NoVote, default=NoVote.ZERO)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    key_name = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    counted_by = models.CharField(max_length=60, blank=True)
    counted_on = models.DateField(null=True)
    published_by = models.CharField(max_length=60, blank=True)
    published_on = models.DateField(null=True)
    reason = models.CharField(_("作废原因"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = BallotQuerySet.as_manager()

    class Meta:
        ordering = ["-closes", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gte=F("opens")), name="ballot_closes_after_opening"),
            models.CheckConstraint(condition=Q(quorum__lte=100), name="ballot_quorum_percent"),
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """What is asked of each unit."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=40)
    weight = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["ballot", "title"], name="question_once")]

    def __str__(self) -> str:
        return self.title


class Choice(models.Model):
    """One answer; the coefficient in 1/10,000, none for an answer that leaves the denominator."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=20)
    coefficient = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["question", "text"], name="choice_once"),
            models.CheckConstraint(
                condition=Q(coefficient__isnull=True) | Q(coefficient__lte=ONE), name="choice_coefficient_to_one"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class VoterClass(models.Model):
    """A class of voters with its weight."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="classes")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=30)
    weight = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["ballot", "title"], name="class_once")]

    def __str__(self) -> str:
        return self.title


class Target(models.Model):
    """A unit that is appraised. Never a person."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="targets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["unit__order", "unit__code"]
        constraints = [models.UniqueConstraint(fields=["ballot", "unit"], name="target_once")]

    def __str__(self) -> str:
        return str(self.unit)


class Voter(models.Model):
    """The roll: who may vote, in which class."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="voters")
    voter_class = models.ForeignKey(VoterClass, on_delete=models.CASCADE, related_name="voters")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["voter_class__order", "person__sort_stroke", "pk"]
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="voter_once")]

    def __str__(self) -> str:
        return str(self.person)


class Mark(models.Model):
    """The mark on the roll: this voter has voted. Once by primary key; no time. Insert-only."""

    voter = models.OneToOneField(Voter, on_delete=models.PROTECT, primary_key=True, related_name="mark")
    way = models.CharField(max_length=6, choices=Way)

    def __str__(self) -> str:
        return self.get_way_display()


class Sealed(models.Model):
    """A vote on its way: sealed with the ballot's key, all of one length, under a random number. Gone after the count."""

    id = models.CharField(max_length=32, primary_key=True)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.id


class PaperBatch(models.Model):
    """Papers of one class, counted by two clerks, each without the other's figures: question by question, choice by choice."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="batches")
    voter_class = models.ForeignKey(VoterClass, on_delete=models.PROTECT, related_name="+")
    papers = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)
    first_account = models.BigIntegerField(null=True)
    first_name = models.CharField(max_length=60)
    second_account = models.BigIntegerField(null=True)
    second_name = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.voter_class} {self.papers}"


class Slip(models.Model):
    """The box: one answer to one question on one unit, under a random number of 128 bits. Insert-only."""

    id = models.CharField(max_length=32, primary_key=True)
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    voter_class = models.ForeignKey(VoterClass, on_delete=models.PROTECT, related_name="+")
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.id
