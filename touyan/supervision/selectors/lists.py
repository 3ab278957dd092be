"""Questions about responsibility lists: which duty, who holds it now, which tasks show it, how they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations.models import Person, Post, Unit, holding
from touyan.organizations.policy import Actor
from touyan.planning.models import Task
from touyan.planning.rules import OPEN, TaskState
from touyan.planning.selectors import first_responsible
from touyan.supervision.models import Responsibility, ResponsibilityList


@dataclass(frozen=True)
class Holder:
    """Who answers for a duty now, in which unit."""

    person: str
    unit: str


def holders(actor: Actor, duties: Iterable[Responsibility]) -> dict[int, list[Holder]]:
    """Duty id → its holders today in the units the actor may see: by the posts named, else the first responsible person
    of each unit. Three queries, however many duties."""
    duties, today = list(duties), clock.today()
    kinds = {duty.kind for duty in duties}
    rows = Unit.objects.visible_to(actor, "responsibility.view").open_on(today)  # type: ignore[attr-defined]
    units = {unit.pk: unit for unit in rows.filter(kind__in=kinds).order_by("order", "code")}
    posts: dict[tuple[str, str], list[Holder]] = defaultdict(list)
    held = Post.objects.filter(holding(today), unit__in=units).select_related("person")
    for post in held.order_by("unit__order", "unit__code", "person__sort_stroke", "pk"):
        unit = units[post.unit_id]
        posts[unit.kind, post.title].append(Holder(post.person.name, unit.short))
    first = first_responsible(units.values(), today)
    names = dict(Person.objects.filter(pk__in=first.values()).values_list("pk", "name"))
    by_kind: dict[str, list[Holder]] = defaultdict(list)
    for unit in units.values():
        if unit.pk in first:
            by_kind[unit.kind].append(Holder(names[first[unit.pk]], unit.short))
    return {
        duty.pk: [one for title in duty.titles for one in posts[duty.kind, title]]
        if duty.titles
        else by_kind[duty.kind]
        for duty in duties
    }


def lists_page(actor: Actor, *, year: int) -> dict[str, Any]:
    """Each list: post → duty → who holds it → its tasks this year → how they stand, as far as the actor may see."""
    today = clock.today()
    rows = (
        Task.objects.visible_to(actor)
        .filter(due__year=year)
        .exclude(state=TaskState.CANCELLED)
        .order_by()
        .values("unit__kind", "action__record_code")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state=TaskState.DONE)),
            late=Count("pk", filter=Q(state__in=OPEN, due__lt=today)),
        )
    )
    counts = {(row["unit__kind"], row["action__record_code"]): row for row in rows}
    registers = ResponsibilityList.objects.prefetch_related(
        Prefetch("duties", Responsibility.objects.order_by("order", "pk"))
    )
    named = holders(actor, [duty for one in registers for duty in one.duties.all()])
    return {
        "lists": [(one, [_duty_line(duty, counts, named) for duty in one.duties.all()]) for one in registers],
        "year": year,
        "may_write": actor.may("responsibility.write"),
        "may_print": actor.may("document.write"),
    }


def _duty_line(
    duty: Responsibility, counts: dict[tuple[str, str], Any], named: dict[int, list[Holder]]
) -> dict[str, Any]:
    found = [counts[duty.kind, code] for code in duty.codes if (duty.kind, code) in counts]
    sums = {name: sum(row[name] for row in found) for name in ("total", "done", "late")}
    return {"duty": duty, "holders": named[duty.pk], **sums}


def list_get(pk: int) -> ResponsibilityList:
    row = ResponsibilityList.objects.filter(pk=pk).first()
    if row is None:
        raise Refused(_("没有这张清单。"), status=404)
    return row


def responsibility_get(list_id: int, pk: int) -> Responsibility:
    row = Responsibility.objects.filter(of_id=list_id, pk=pk).first()
    if row is None:
        raise Refused(_("没有这项职责。"), status=404)
    return row


def duty_tasks(actor: Actor, duty: Responsibility, year: int) -> QuerySet[Task]:
    """The tasks behind a duty's numbers."""
    rows = Task.objects.visible_to(actor).filter(
        due__year=year, unit__kind=duty.kind, action__record_code__in=duty.codes
    )
    rows = rows.exclude(state=TaskState.CANCELLED)
    return rows.select_related("unit", "action", "responsible").order_by("due", "unit__order", "pk")
