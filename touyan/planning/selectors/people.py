"""Who answers for a unit's tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from touyan.organizations.models import Membership, Person, Post, Unit, holding
from touyan.planning.models import Task

FIRST = ["group_secretary", "secretary", "chair", "head", "leader", "deputy_secretary"]


def first_responsible(units: Iterable[Unit], day: dt.date) -> dict[int, int]:
    """Unit id → person id of its first responsible person on `day` (书记 first), for many units in one query."""
    found: dict[int, tuple[int, int]] = {}
    posts = Post.objects.filter(holding(day), unit__in=list(units), title__in=FIRST)
    for unit_id, person_id, title in posts.order_by("pk").values_list("unit_id", "person_id", "title"):
        rank = FIRST.index(title)
        if unit_id not in found or rank < found[unit_id][0]:
            found[unit_id] = (rank, person_id)
    return {unit_id: person_id for unit_id, (_rank, person_id) in found.items()}


def belongs(person: Person, unit: Unit, day: dt.date) -> bool:
    """Whether `person` holds a post in `unit` or belongs to it on `day`."""
    held = Post.objects.filter(holding(day), unit=unit, person=person)
    return held.exists() or Membership.objects.filter(holding(day), unit=unit, person=person).exists()


def people_for(unit: Unit, day: dt.date) -> QuerySet[Person]:
    """People of `unit` who could be named responsible, by strokes."""
    posts = Post.objects.filter(holding(day), unit=unit).values("person_id")
    members = Membership.objects.filter(holding(day), unit=unit).values("person_id")
    return Person.objects.filter(Q(pk__in=posts) | Q(pk__in=members)).order_by("sort_stroke", "pk")


def stranded(today: dt.date) -> list[Task]:
    """Open tasks that have begun whose responsible person is in the unit no more, or that name nobody."""
    held = Post.objects.filter(holding(today), unit=OuterRef("unit"), person=OuterRef("responsible"))
    belongs_to = Membership.objects.filter(holding(today), unit=OuterRef("unit"), person=OuterRef("responsible"))
    rows = (
        Task.objects.open()
        .filter(start__lte=today)
        .filter(Q(responsible__isnull=True) | (~Exists(held) & ~Exists(belongs_to)))
    )
    return list(rows.order_by("unit_id", "pk"))
