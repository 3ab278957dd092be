"""Questions about the organisation. Each begins with what the actor may see."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Count, Exists, Q, QuerySet
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import (
    Account,
    Closure,
    Grant,
    Membership,
    Person,
    Placement,
    Post,
    Term,
    Unit,
    UnitName,
    holding,
)
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Line, MembershipKind, Title


def unit_get(actor: Actor, pk: int) -> Unit:
    """One unit that the actor may see; Refused with 404 otherwise."""
    unit = Unit.objects.visible_to(actor).filter(pk=pk).first()
    if unit is None:
        raise Refused(_("没有这个单位。"), status=404)
    return unit  # type: ignore[return-value]


def units_for(actor: Actor, action: str) -> QuerySet[Unit]:
    """Units in which the actor may do `action`, in the office's order."""
    return Unit.objects.visible_to(actor, action).order_by("order", "code")  # type: ignore[return-value]


def present(actor: Actor, *rows: QuerySet[Any]) -> list[QuerySet[Any]]:
    """The same rows in the same places, those that hold nothing replaced by none: one query asks which do.

    For a page that asks many small questions whose answer is mostly empty, such as what is asked of a person today.
    Rows that cannot hold anything for this actor cost no query in any case; fewer than three others are not asked about.
    """
    asked = [one for one in rows if _may_hold(one)]
    if len(asked) < 3:
        return list(rows)
    account = Account.objects.filter(pk=actor.account_id)
    found = account.values_list(*(Exists(one) for one in asked)).first() or (True,) * len(asked)
    empty = {id(one) for one, there in zip(asked, found, strict=True) if not there}
    return [one.none() if id(one) in empty else one for one in rows]


def _may_hold(rows: QuerySet[Any]) -> bool:
    try:
        rows.query.sql_with_params()
    except EmptyResultSet:
        return False
    return True


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


@dataclass(frozen=True)
class Node:
    """A unit in the chart with what stands under it; `line` is the line through which it hangs there."""

    unit: Unit
    line: str
    children: tuple[Node, ...]


def chart(actor: Actor, day: dt.date) -> tuple[Node, ...]:
    """The visible units as trees: two lines under the leading Party members' group, districts beside it. Two queries."""
    units = {unit.pk: unit for unit in Unit.objects.visible_to(actor).open_on(day).order_by("order", "code")}  # type: ignore[attr-defined]
    children: dict[int, list[tuple[int, str]]] = defaultdict(list)
    placed: set[int] = set()
    rows = Placement.objects.filter(holding(day), unit_id__in=units, parent_id__in=units).order_by("unit__order")
    for row in rows.only("unit_id", "parent_id", "line"):
        if row.line == units[row.unit_id].line:
            children[row.parent_id].append((row.unit_id, row.line))
            placed.add(row.unit_id)

    def node(pk: int, line: str) -> Node:
        return Node(units[pk], line, tuple(node(child, how) for child, how in children[pk]))

    return tuple(node(pk, units[pk].line) for pk in units if pk not in placed)


@dataclass(frozen=True)
class SetUp:
    """One row of the set-up table (设置情况表): a unit, its parent, its secretary, how many belong to it."""

    unit: Unit
    parent: str
    secretary: str
    deputies: str
    members: int


HEADS = (Title.GROUP_SECRETARY, Title.SECRETARY, Title.CHAIR, Title.HEAD, Title.LEADER)
DEPUTIES = (Title.DEPUTY_SECRETARY, Title.VICE_CHAIR, Title.DEPUTY_HEAD, Title.GROUP_MEMBER)


def set_up_table(actor: Actor, day: dt.date) -> list[SetUp]:
    """The set-up table of all visible units on `day` (O1), in the office's order. Four queries."""
    units = list(Unit.objects.visible_to(actor).open_on(day).order_by("order", "code"))  # type: ignore[attr-defined]
    ids = [unit.pk for unit in units]
    parents = {
        (row.unit_id, row.line): row.parent.short
        for row in Placement.objects.filter(holding(day), unit_id__in=ids).select_related("parent")
    }
    held: dict[tuple[int, bool], list[str]] = defaultdict(list)
    for post in Post.objects.filter(holding(day), unit_id__in=ids).select_related("person"):
        if post.title in HEADS or post.title in DEPUTIES:
            held[post.unit_id, post.title in HEADS].append(post.person.name)
    counts = dict(
        Membership.objects.filter(holding(day), unit_id__in=ids)
        .values("unit_id")
        .annotate(n=Count("person_id", distinct=True))
        .values_list("unit_id", "n")
    )
    return [
        SetUp(
            unit=unit,
            parent=parents.get((unit.pk, unit.line), ""),
            secretary=_("、").join(dict.fromkeys(held[unit.pk, True])),
            deputies=_("、").join(dict.fromkeys(held[unit.pk, False])),
            members=counts.get(unit.pk, 0),
        )
        for unit in units
    ]


def parents_of(unit: Unit, day: dt.date) -> QuerySet[Placement]:
    """Under which units `unit` stands on `day`, line by line."""
    return Placement.objects.filter(holding(day), unit=unit).select_related("parent").order_by("line")


def children_of(actor: Actor, unit: Unit, day: dt.date) -> QuerySet[Unit]:
    """Visible units directly under `unit` on `day`."""
    places = Placement.objects.filter(holding(day), parent=unit).values("unit_id")
    return Unit.objects.visible_to(actor).open_on(day).filter(pk__in=places).order_by("order", "code")  # type: ignore[attr-defined]


def names_of(unit: Unit) -> QuerySet[UnitName]:
    """All names the unit has borne, newest first."""
    return UnitName.objects.filter(unit=unit).order_by("-start", "-pk")


def past_posts(unit: Unit, day: dt.date) -> QuerySet[Post]:
    """Posts of `unit` that ended before `day`, newest first."""
    return Post.objects.filter(unit=unit, end__lt=day).select_related("person").order_by("-end")


def terms_of(unit: Unit) -> QuerySet[Term]:
    """Terms of a CPPCC committee, newest first (O4)."""
    return Term.objects.filter(committee=unit)


def post_get(actor: Actor, unit: Unit, pk: int) -> Post:
    """An open post of `unit`, fetched through the unit; Refused with 404 otherwise."""
    post = posts_of(unit, dt.date.max).filter(pk=pk).first() or Post.objects.filter(unit=unit, pk=pk).first()
    if post is None or not policy.can(actor, "post.assign", unit):
        raise Refused(_("没有这个职务。"), status=404)
    return post


def people_near(unit: Unit, day: dt.date) -> QuerySet[Person]:
    """People who belong to `unit`, to a unit above it or below it: who may be given a post there."""
    near = Closure.objects.filter(Q(ancestor=unit) | Q(descendant=unit)).values_list("descendant_id", "ancestor_id")
    ids = {pk for pair in near for pk in pair}
    rows = Membership.objects.filter(holding(day), unit_id__in=ids)
    return Person.objects.filter(pk__in=rows.values("person_id")).order_by("sort_pinyin", "pk")


def accounts_for(actor: Actor, text: str = "") -> QuerySet[Account]:
    """Accounts whose grants lie within the actor's reach as administrator, or that have none yet."""
    reach = policy.units(actor, "grant.manage")
    found = Account.objects.filter(Q(grants__unit_id__in=reach) | Q(grants__isnull=True)).distinct()
    if text:
        found = found.filter(Q(username__icontains=text) | Q(person__name__icontains=text))
    return found.select_related("person").order_by("username")


def account_get(actor: Actor, pk: int) -> Account:
    """One account within the administrator's reach; Refused with 404 otherwise."""
    account = accounts_for(actor).filter(pk=pk).first()
    if account is None:
        raise Refused(_("没有这个账号。"), status=404)
    return account


def grants_of(actor: Actor, account: Account) -> QuerySet[Grant]:
    """Grants of `account` within the administrator's reach, running ones first."""
    reach = policy.units(actor, "grant.manage")
    return Grant.objects.filter(account=account, unit_id__in=reach).select_related("unit").order_by("end", "role")


def grant_get(actor: Actor, account: Account, pk: int) -> Grant:
    """One grant of `account`, fetched through the account; Refused with 404 otherwise."""
    grant = grants_of(actor, account).filter(pk=pk).first()
    if grant is None:
        raise Refused(_("没有这项授权。"), status=404)
    return grant
