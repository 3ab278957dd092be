"""Questions about the organisation. Each begins with what the actor may see."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import Closure, Membership, Person, Post, Unit, holding
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Line, MembershipKind


def unit_get(actor: Actor, pk: int) -> Unit:
    """One unit that the actor may see; Refused with 404 otherwise."""
    unit = Unit.objects.visible_to(actor).filter(pk=pk).first()
    if unit is None:
        raise Refused("没有这个单位。", status=404)
    return unit


def units_for(actor: Actor, action: str) -> QuerySet[Unit]:
    """Units in which the actor may do `action`, in the office's order."""
    return Unit.objects.visible_to(actor, action).order_by("order", "code")


def below(unit: Unit, *, line: Line | None = None) -> QuerySet[Closure, int]:
    """Ids of `unit` and all units under it, in one line or in any."""
    rows = Closure.objects.filter(ancestor=unit)
    return (rows.filter(line=line) if line else rows).values_list("descendant_id", flat=True)


def people_of(unit: Unit, day: dt.date, *, kind: MembershipKind | None = None) -> QuerySet[Person]:
    """People who belong to `unit` itself on `day`, by strokes."""
    rows = Membership.objects.filter(holding(day), unit=unit)
    if kind:
        rows = rows.filter(kind=kind)
    return Person.objects.filter(pk__in=rows.values("person_id")).order_by("sort_stroke", "pk")


def posts_of(unit: Unit, day: dt.date) -> QuerySet[Post]:
    """Posts of `unit` held on `day`, with their people."""
    return Post.objects.filter(holding(day), unit=unit).select_related("person")


def responsible_person(unit: Unit, day: dt.date) -> Person | None:
    """The first responsible person: the secretary, else the head, else the leader (O8)."""
    order = ["group_secretary", "secretary", "chair", "head", "leader", "deputy_secretary"]
    held = {post.title: post.person for post in posts_of(unit, day)}
    return next((held[title] for title in order if title in held), None)


def may(actor: Actor, action: str, unit: Unit) -> bool:
    """Whether a button for `action` on `unit` is shown."""
    return policy.can(actor, action, unit)
