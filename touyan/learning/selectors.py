"""Questions about learning. Each begins with what the actor may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from touyan.activities.models import PROOF_SESSION, Activity
from touyan.activities.rules import State
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.duties.words import CAME
from touyan.learning.models import Programme
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor


def programmes(actor: Actor) -> QuerySet[Programme]:
    """Programmes the actor may see, running ones first, with the number of their sessions."""
    rows = Programme.objects.visible_to(actor).select_related("unit")
    held = Count("lessons", filter=Q(lessons__activity__state=State.HELD))
    return rows.annotate(sessions=Count("lessons"), held=held)


def programme_get(actor: Actor, pk: int, action: str = "learning.view") -> Programme:
    """One programme; 404 when the actor may not see it."""
    programme = Programme.objects.visible_to(actor, action).select_related("unit").filter(pk=pk).first()
    if programme is None:
        raise Refused(_("没有这项学习安排。"), status=404)
    return programme


def programme_page(actor: Actor, pk: int) -> dict[str, Any]:
    """The programme with its sessions and how many were there, what to read, what changed."""
    programme = programme_get(actor, pk)
    lessons = list(programme.lessons.select_related("activity__kind", "activity__unit"))
    ids = [lesson.activity_id for lesson in lessons]
    came = _came(ids)
    return {
        "programme": programme,
        "lessons": [(lesson, came.get(lesson.activity_id)) for lesson in lessons],
        "free": free_activities(actor, programme) if policy.can(actor, "learning.manage", programme.unit_id) else [],
        "manages": policy.can(actor, "learning.manage", programme.unit_id),
        "took_part": took_part(actor, ids),
    }


def _came(activity_ids: list[int]) -> dict[int, int]:
    rows = DutyRecord.objects.effective().filter(
        proof_kind=PROOF_SESSION,
        work__activity__in=activity_ids,
        outcome__in=[str(code) for code in CAME],
    )
    return dict(rows.order_by().values_list("work__activity").annotate(n=Count("pk")))


def took_part(actor: Actor, activity_ids: list[int]) -> bool:
    """Whether the actor was at one of the sessions, or keeps none of them but has an account here."""
    if actor.person_id is None:
        return False
    rows = DutyRecord.objects.effective().filter(work__activity__in=activity_ids, person_id=actor.person_id)
    return rows.filter(outcome__in=[str(code) for code in CAME]).exists()


def free_activities(actor: Actor, programme: Programme) -> list[Activity]:
    """Study activities of the unit that belong to no programme yet."""
    rows = Activity.objects.visible_to(actor, "activity.record").filter(lesson__isnull=True, kind__group="study")
    rows = rows.filter(unit_id=programme.unit_id, day__year__gte=clock.today().year - 1).exclude(state=State.CANCELLED)
    return list(rows.order_by("-starts")[:40])


def units(actor: Actor) -> QuerySet[Unit]:
    """Units for which the actor may arrange learning."""
    rows = Unit.objects.visible_to(actor, "learning.manage").open_on(clock.today())  # type: ignore[attr-defined]
    return rows.order_by("order", "code")  # type: ignore[no-any-return]
