"""Questions about learning. Each begins with what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from touyan.activities.models import PROOF_SESSION, Activity, Invitation
from touyan.activities.rules import State
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.duties.words import CAME, Outcome
from touyan.learning.models import Lesson, Programme
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

CAME_CODES = [str(code) for code in CAME]


def programmes(actor: Actor) -> QuerySet[Programme]:
    """Programmes the actor may see, running ones first, with the number of their sessions."""
    rows = Programme.objects.visible_to(actor).select_related("unit")
    held = Count("lessons", filter=Q(lessons__activity__state=State.HELD))
    live = Count("lessons", filter=~Q(lessons__activity__state=State.CANCELLED))
    # Sums drop the order a model names, and pages need one.
    return rows.annotate(sessions=live, held=held).order_by("closed", "-created", "-pk")


def programme_get(actor: Actor, pk: int, action: str = "learning.view") -> Programme:
    """One programme; 404 when the actor may not see it."""
    programme = Programme.objects.visible_to(actor, action).select_related("unit").filter(pk=pk).first()
    if programme is None:
        raise Refused(_("没有这项学习安排。"), status=404)
    return programme


@dataclass(frozen=True)
class Line:
    """One session as its reader sees it: how many were there, how the reader stood to it, whether the activity opens."""

    lesson: Lesson
    came: int
    mine: str
    opens: bool


def programme_page(actor: Actor, pk: int) -> dict[str, Any]:
    """The programme with its sessions and how many were there, what to read, what changed."""
    programme = programme_get(actor, pk)
    manages = policy.can(actor, "learning.manage", programme.unit)
    lessons = list(programme.lessons.select_related("activity__kind", "activity__unit"))
    ids = [lesson.activity_id for lesson in lessons]
    came, mine = _came(ids), _mine(actor, ids)
    opens = set(Activity.objects.visible_to(actor).filter(pk__in=ids).order_by().values_list("pk", flat=True))
    return {
        "programme": programme,
        "lines": [
            Line(
                one,
                came.get(one.activity_id, 0),
                _stood(one.activity, mine, bool(actor.person_id)),
                one.activity_id in opens,
            )
            for one in lessons
        ],
        "free": free_activities(actor, programme) if manages else [],
        "manages": manages,
        "writes": manages or took_part(actor, ids),
        "account_id": actor.account_id,
    }


def _came(activity_ids: list[int]) -> dict[int, int]:
    """Activity → how many people were there, each once however many half-days it had."""
    rows = DutyRecord.objects.effective().filter(
        proof_kind=PROOF_SESSION, work__activity__in=activity_ids, outcome__in=CAME_CODES
    )
    counted = rows.order_by().values_list("work__activity").annotate(n=Count("person_id", distinct=True))
    return dict(counted)


def _mine(actor: Actor, activity_ids: list[int]) -> dict[int, str]:
    """Activity → how the actor stood to it; an invitation without a row is empty, no invitation is no entry."""
    if actor.person_id is None:
        return {}
    asked = Invitation.objects.filter(activity_id__in=activity_ids, person_id=actor.person_id)
    found = dict.fromkeys(asked.values_list("activity_id", flat=True), "")
    rows = DutyRecord.objects.effective().filter(
        proof_kind=PROOF_SESSION, work__activity__in=activity_ids, person_id=actor.person_id
    )
    for activity_id, outcome in rows.order_by("proof_id").values_list("work__activity", "outcome"):
        if found.get(activity_id) not in CAME_CODES:
            found[activity_id] = outcome
    return found


def _stood(activity: Activity, mine: dict[int, str], person: bool) -> str:
    """What the session was to its reader, in words; empty for whoever is nobody's member."""
    if not person or activity.state == State.CANCELLED:
        return ""
    if activity.pk not in mine:
        return _("未邀请您，不必参加")
    outcome = mine[activity.pk]
    if outcome:
        return _("您：%(how)s") % {"how": Outcome(outcome).label if outcome in Outcome.values else outcome}
    return _("邀请了您")


def took_part(actor: Actor, activity_ids: list[int]) -> bool:
    """Whether the actor was at one of the sessions."""
    if actor.person_id is None:
        return False
    rows = DutyRecord.objects.effective().filter(work__activity__in=activity_ids, person_id=actor.person_id)
    return rows.filter(outcome__in=CAME_CODES).exists()


def free_activities(actor: Actor, programme: Programme) -> list[Activity]:
    """Study activities of the unit, of this year and the last, that belong to no programme yet; newest first."""
    rows = Activity.objects.visible_to(actor, "activity.record").filter(lesson__isnull=True, kind__group="study")
    rows = rows.filter(unit_id=programme.unit_id, day__year__gte=clock.today().year - 1).exclude(state=State.CANCELLED)
    return list(rows.order_by("-starts", "-pk")[:12])


def session_initial(programme: Programme) -> dict[str, Any]:
    """What most sessions are: the next number, at half past two, with the whole unit."""
    number = programme.lessons.count() + 1
    return {
        "title": _("%(title)s第%(n)d场") % {"title": programme.title[:100], "n": number},
        "time": "14:30",
        "invite": True,
    }


def units(actor: Actor) -> QuerySet[Unit]:
    """Units for which the actor may arrange learning."""
    rows = Unit.objects.visible_to(actor, "learning.manage").open_on(clock.today())  # type: ignore[attr-defined]
    return rows.order_by("order", "code")  # type: ignore[no-any-return]
