"""Rules of contact, pairs, talks, matters. A talk is its day, its parties and its kind: there is no field for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from touyan.contacts.rules import RUNNING, MatterState, Network, Rhythm, TalkKind, Target
from touyan.core import clock
from touyan.members.models import Sector
from touyan.members.rules import Affiliation
from touyan.organizations import policy
from touyan.organizations.models import Account, Dated, Person, Unit, holding

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class ContactRule(Dated):
    """How often contact is kept in a committee's network, and how many one person is asked to keep."""

    unit = models.ForeignKey(Unit, verbose_name=_("单位"), on_delete=models.CASCADE, related_name="contact_rules")
    network = models.CharField(_("网络"), max_length=10, choices=Network)
    least = models.PositiveSmallIntegerField(_("每周期至少几次"), default=1)
    every = models.PositiveSmallIntegerField(_("周期（月）"), default=6)
    most = models.PositiveSmallIntegerField(_("每人最多联系几位"), default=2)
    basis = models.CharField(_("依据"), max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "network"], condition=Q(end__isnull=True), name="one_open_contact_rule"
            ),
            models.CheckConstraint(condition=Q(every__in=[1, 2, 3, 4, 6, 12]), name="contact_period_divides_year"),
            models.CheckConstraint(condition=Q(least__gte=1) & Q(most__gte=1), name="contact_numbers_positive"),
        ]

    def __str__(self) -> str:
        return self.get_network_display()

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.least, self.every)


class PairQuerySet(models.QuerySet["Pair"]):
    """Questions about pairs."""

    def visible_to(self, actor: Actor, action: str = "contact.own") -> PairQuerySet:
        """The actor's own pairs; for `contact.arrange` those of committees in the actor's charge."""
        if action == "contact.own":
            if not actor.person_id:
                return self.none()
            return self.filter(Q(contact_id=actor.person_id) | Q(other_id=actor.person_id))
        return self.filter(unit_id__in=policy.units(actor, action))

    def open_today(self) -> PairQuerySet:
        """Pairs that hold today."""
        return self.filter(holding(clock.today()))


class Pair(Dated):
    """`contact` keeps contact with one other person, a sector, or a party."""

    unit = models.ForeignKey(Unit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="contact_pairs")
    network = models.CharField(_("网络"), max_length=10, choices=Network)
    contact = models.ForeignKey(Person, verbose_name=_("联系人"), on_delete=models.PROTECT, related_name="pairs_kept")
    other = models.ForeignKey(
        Person, verbose_name=_("联系对象"), on_delete=models.PROTECT, null=True, blank=True, related_name="pairs_in"
    )
    sector = models.ForeignKey(
        Sector, verbose_name=_("界别"), on_delete=models.PROTECT, null=True, blank=True, related_name="contact_pairs"
    )
    party = models.CharField(_("党派"), max_length=10, choices=Affiliation, blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["network", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(other__isnull=False, sector__isnull=True, party="")
                    | Q(other__isnull=True, sector__isnull=False, party="")
                    | (Q(other__isnull=True, sector__isnull=True) & ~Q(party=""))
                ),
                name="pair_has_one_other_end",
            ),
            models.CheckConstraint(condition=~Q(contact=F("other")), name="nobody_contacts_oneself"),
            models.UniqueConstraint(
                fields=["network", "contact", "other"],
                condition=Q(end__isnull=True, other__isnull=False),
                name="one_open_pair",
            ),
            models.UniqueConstraint(
                fields=["network", "contact", "sector"],
                condition=Q(end__isnull=True, sector__isnull=False),
                name="one_open_pair_with_sector",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_network_display()} {self.pk}"

    @property
    def target(self) -> Target:
        """What stands at the other end."""
        return Target.PERSON if self.other_id else Target.SECTOR if self.sector_id else Target.PARTY


class Talk(models.Model):
    """Contact was kept: on a day, by a pair, in a way. Seen by the two who took part and by nobody else."""

    pair = models.ForeignKey(Pair, verbose_name=_("结对"), on_delete=models.CASCADE, related_name="talks")
    day = models.DateField(_("日期"))
    kind = models.CharField(_("方式"), max_length=10, choices=TalkKind)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["pair", "day", "kind"], name="one_talk_per_day_and_kind")]

    def __str__(self) -> str:
        return f"{self.pk}"


class MatterQuerySet(models.QuerySet["Matter"]):
    """Questions about matters."""

    def visible_to(self, actor: Actor) -> MatterQuerySet:
        """Those of the actor's own pairs, and those handed on with consent to a unit in the actor's charge."""
        own = Q(pk__in=[])
        if actor.person_id:
            own = Q(pair__contact_id=actor.person_id) | Q(pair__other_id=actor.person_id)
        handed = Q(unit_id__in=policy.units(actor, "matter.handle")) & ~Q(state=MatterState.PROPOSED)
        return self.filter(own | handed).distinct()

    def running(self) -> MatterQuerySet:
        """Those that are not closed."""
        return self.filter(state__in=RUNNING)


class Matter(models.Model):
    """What somebody needs, in words that person has agreed to; never a word about a person."""

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="matters")
    unit = models.ForeignKey(Unit, verbose_name=_("办理单位"), on_delete=models.PROTECT, related_name="contact_matters")
    title = models.CharField(_("需要办的事"), max_length=60)
    request = models.CharField(_("具体情况"), max_length=500, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=MatterState, default=MatterState.PROPOSED)
    consented = models.DateTimeField(_("同意转办"), null=True)
    paper = models.DateField(_("纸质同意书签字日期"), null=True)
    due = models.DateField(_("答复期限"), null=True)
    created = models.DateTimeField(auto_now_add=True)
    closed = models.DateTimeField(null=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MatterState.PROPOSED) | Q(consented__isnull=False), name="matter_only_with_consent"
            )
        ]

    def __str__(self) -> str:
        return f"{_('事项')} {self.pk}"


class MatterAnswer(models.Model):
    """What the handling unit answered, by whom, when."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="answers")
    answer = models.CharField(_("答复"), max_length=500)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk}"
