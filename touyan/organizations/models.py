"""Units, the lines they stand in, people, posts, memberships, accounts, grants."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.organizations.rules import Kind, Level, Line, MembershipKind, Role, Title

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class Dated(models.Model):
    """A fact with a first day and, once it is over, a last day."""

    start = models.DateField(_("起始日期"), default=clock.today)
    end = models.DateField(_("截止日期"), null=True, blank=True)

    class Meta:
        abstract = True


def holding(day: dt.date, prefix: str = "") -> Q:
    """The condition that a dated row holds on `day`."""
    return Q(**{f"{prefix}start__lte": day}) & (Q(**{f"{prefix}end__isnull": True}) | Q(**{f"{prefix}end__gte": day}))


class UnitQuerySet(models.QuerySet["Unit"]):
    """Questions about units."""

    def visible_to(self, actor: Actor, action: str = "unit.view") -> UnitQuerySet:
        """Units in which `actor` may do `action`, and, for looking, the units above them."""
        from touyan.organizations import policy

        below = Q(pk__in=policy.units(actor, action))
        if action != "unit.view":
            return self.filter(below)
        return self.filter(below | Q(pk__in=policy.above(actor))).distinct()

    def open_on(self, day: dt.date) -> UnitQuerySet:
        """Units that stood on `day`."""
        return self.filter(holding(day))


class Unit(Dated):
    """Anything that has a name, people and work: a committee, a sub-group, a branch, a department, a group."""

    code = models.CharField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    short = models.CharField(_("简称"), max_length=30)
    kind = models.CharField(_("类别"), max_length=30, choices=Kind)
    line = models.CharField(_("所在线"), max_length=10, choices=Line)
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    order = models.PositiveIntegerField(_("排序"), default=0)
    version = models.PositiveIntegerField(default=1)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        indexes = [models.Index(fields=["kind", "level"])]
        constraints = [
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="unit_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name


class UnitName(Dated):
    """What a unit was called, and when."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=100)
    short = models.CharField(max_length=30)

    def __str__(self) -> str:
        return self.name


class Placement(Dated):
    """Under which unit a unit stands in one line, and when. The closure below is made from the rows that hold today."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="children_placements")
    line = models.CharField(max_length=10, choices=Line)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "line"], condition=Q(end__isnull=True), name="one_place_per_line"),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="not_under_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.parent_id} ({self.line})"


class Closure(models.Model):
    """Every pair of units of which one stands under the other in a line; depth 0 is the unit itself, in each line."""

    line = models.CharField(max_length=10, choices=Line)
    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="closure_down")
    descendant = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="closure_up")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "ancestor", "descendant"], name="closure_once")]
        indexes = [
            models.Index(fields=["ancestor", "descendant"]),
            models.Index(fields=["descendant", "ancestor"]),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id}>{self.descendant_id} {self.line} {self.depth}"


class Term(Dated):
    """届: the years for which a committee is formed (O4)."""

    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField(_("届次"))
    name = models.CharField(_("名称"), max_length=60)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["committee", "number"], name="one_term_per_number")]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A human being as this system knows one: a name and the keys by which lists are ordered. Nothing else."""

    name = models.CharField(_("姓名"), max_length=60)
    sort_stroke = models.CharField(max_length=200, blank=True, db_index=True)
    sort_pinyin = models.CharField(max_length=200, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.name


class Post(Dated):
    """A person in a post of a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="posts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    title = models.CharField(_("职务"), max_length=20, choices=Title)

    class Meta:
        ordering = ["unit_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "person", "title"], condition=Q(end__isnull=True), name="one_open_post"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_title_display()}"


class Membership(Dated):
    """A person belongs to a unit, for a reason, for a time."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    kind = models.CharField(_("关系"), max_length=10, choices=MembershipKind)

    class Meta:
        indexes = [models.Index(fields=["unit", "kind"]), models.Index(fields=["person", "kind"])]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "person", "kind"], condition=Q(end__isnull=True), name="one_open_membership"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.unit}"


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts."""

    def create_user(self, username: str, password: str | None = None, *, person: Person | None = None) -> Account:
        """A new account with an argon2 hash of `password`; without one it can only sign in through a provider."""
        account = self.model(username=username.strip(), person=person)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """How a person signs in. There is no superuser: what an account may do is in its grants."""

    username = models.CharField(_("账号"), max_length=60, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="account")
    is_active = models.BooleanField(_("启用"), default=True)
    created = models.DateTimeField(auto_now_add=True)
    language = models.CharField(max_length=10, blank=True)
    reading = models.CharField(max_length=30, blank=True)

    objects = AccountManager()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.person.name if self.person else self.username

    def has_perms(self, perms: object, obj: object = None) -> bool:
        """Django's own permissions are not used; whoever asks for one is told no."""
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's own permissions are not used; whoever asks for one is told no."""
        return False


class Grant(Dated):
    """A role for an account on a unit, and by default on everything below it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="grants")
    subtree = models.BooleanField(_("包含下级"), default=True)
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "unit"], condition=Q(end__isnull=True), name="one_open_grant"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.unit}"
