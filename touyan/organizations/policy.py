"""Who may do what, where. Default deny; one answer for lists and for single records."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.rooms import collect
from touyan.organizations.models import Account, Closure, Grant, Unit, holding
from touyan.organizations.rules import SECOND_FACTOR, Permit, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True)
class Held:
    """A role that an actor holds today on a unit."""

    role: Role
    unit_id: int
    subtree: bool


@dataclass(frozen=True)
class Actor:
    """Whoever acts: an account with its person and the roles it holds today. Read anew on each request."""

    account_id: int | None
    person_id: int | None
    name: str
    held: tuple[Held, ...] = ()

    @property
    def signed_in(self) -> bool:
        return self.account_id is not None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(held.role for held in self.held) if self.signed_in else frozenset({Role.PUBLIC})

    @property
    def role_names(self) -> str:
        return ",".join(sorted(self.roles))

    @property
    def needs_second_factor(self) -> bool:
        return bool(self.roles & SECOND_FACTOR)

    def may(self, action: str) -> bool:
        """Whether the actor may do `action` anywhere at all."""
        permit = permits()[action]
        return permit.anyone or (self.signed_in and (permit.own or bool(self.roles & permit.roles)))


NOBODY = Actor(account_id=None, person_id=None, name="公众")
SYSTEM = Actor(account_id=None, person_id=None, name="系统")


@cache
def permits() -> dict[str, Permit]:
    """The permission table: every action of every installed room. An action declared twice is an error."""
    table: dict[str, Permit] = {}
    for room, actions in collect("rules", "PERMITS"):
        for action, permit in actions.items():
            if action in table:
                raise ValueError(f"action {action!r} is declared twice, again in {room}")
            table[action] = permit
    return table


def actor_of(user: Account | AnonymousUser) -> Actor:
    """The actor behind a request: grants that hold today on units that stand today. One query."""
    if not user.is_authenticated:
        return NOBODY
    account: Account = user
    today = clock.today()
    grants = Grant.objects.filter(holding(today), account_id=account.pk).values_list("role", "unit_id", "subtree")
    held = tuple(Held(Role(role), unit_id, subtree) for role, unit_id, subtree in grants)
    return Actor(account_id=account.pk, person_id=account.person_id, name=str(account), held=held)


def _granted(actor: Actor, action: str) -> tuple[list[int], list[int]]:
    """(units held alone, units held with everything below) by roles that may do `action`."""
    roles = permits()[action].roles
    fitting = [held for held in actor.held if held.role in roles] if actor.signed_in else []
    return [h.unit_id for h in fitting if not h.subtree], [h.unit_id for h in fitting if h.subtree]


def units(actor: Actor, action: str) -> QuerySet[Closure, int]:
    """Ids of all units in which `actor` may do `action`, as a sub-query for the filter of a list."""
    alone, below = _granted(actor, action)
    rows = Closure.objects.filter(Q(ancestor_id__in=below) | Q(ancestor_id__in=alone, depth=0))
    return rows.values_list("descendant_id", flat=True)


def above(actor: Actor) -> QuerySet[Closure, int]:
    """Ids of the units above those in which the actor holds any role: their names may be seen."""
    held = [held.unit_id for held in actor.held]
    return Closure.objects.filter(descendant_id__in=held).values_list("ancestor_id", flat=True)


def can(actor: Actor, action: str, unit: Unit | int | None) -> bool:
    """Whether `actor` may do `action` in `unit`: the same answer as membership in `units(actor, action)`."""
    if unit is None:
        return False
    unit_id = unit if isinstance(unit, int) else unit.pk
    alone, below = _granted(actor, action)
    if unit_id in alone or unit_id in below:
        return True
    return bool(below) and Closure.objects.filter(ancestor_id__in=below, descendant_id=unit_id).exists()


def require(actor: Actor, action: str, unit: Unit | int | None) -> None:
    """Raise Refused (403) unless `actor` may do `action` in `unit`."""
    if not can(actor, action, unit):
        raise Refused(
            _("您没有在该单位“%(label)s”的权限。") % {"label": permits()[action].label},
            possible=_("如需办理，请联系上级单位工作人员。"),
            status=403,
        )


def system_actor(name: str = "系统") -> Actor:
    """The product itself, for jobs: it may read what its caller hands it and holds no role."""
    return Actor(account_id=None, person_id=None, name=name)
