"""Questions about activities. Each begins with what the actor may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from touyan.activities.models import (
    PROOF_SESSION,
    Activity,
    ActivityKind,
    Arrival,
    Invitation,
    Leave,
    Session,
)
from touyan.activities.rules import DOOR_OPENS, Answer, LeaveState, State
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.duties.words import CAME, Outcome
from touyan.organizations import policy
from touyan.organizations.models import Closure, Membership, Person, Post, Unit, holding
from touyan.organizations.policy import Actor


def kinds() -> QuerySet[ActivityKind]:
    """Kinds in use, in the field's order."""
    return ActivityKind.objects.filter(active=True)


def activities(actor: Actor) -> QuerySet[Activity]:
    """Activities the actor may see, with what a list shows."""
    return Activity.objects.visible_to(actor).select_related("kind", "unit")


def activity_get(actor: Actor, pk: int, action: str = "activity.view") -> Activity:
    """One activity; 404 when the actor may not see it, 403 when it may be seen but not be acted upon."""
    rows = Activity.objects.visible_to(actor).select_related("kind", "unit", "work")
    activity = rows.filter(pk=pk).first()
    if activity is None:
        raise Refused(_("没有这项活动。"), status=404)
    if action != "activity.view":
        policy.require(actor, action, activity.unit)
    return activity


def session_get(actor: Actor, pk: int, action: str = "activity.record") -> Session:
    """One half-day of an activity in whose unit the actor may do `action`."""
    rows = Session.objects.filter(activity__in=Activity.objects.visible_to(actor))
    session = rows.select_related("activity__kind", "activity__unit", "activity__work").filter(pk=pk).first()
    if session is None:
        raise Refused(_("没有这项活动。"), status=404)
    policy.require(actor, action, session.activity.unit)
    return session


AT_DOOR = ("name", "activity__title", "activity__place", "activity__starts")


def session_at_door(actor: Actor, pk: int) -> tuple[Session, bool, bool] | None:
    """(half-day, whether the actor is invited, whether the actor is in); None when there is no such half-day."""
    asked = Invitation.objects.filter(activity_id=OuterRef("activity_id"), person_id=actor.person_id)
    came = Arrival.objects.filter(session_id=OuterRef("pk"), person_id=actor.person_id)
    rows = Session.objects.select_related("activity").only(*AT_DOOR)
    found = rows.annotate(invited=Exists(asked), arrived=Exists(came)).filter(pk=pk).first()
    return (found, found.invited, found.arrived) if found is not None else None


def units_to_write(actor: Actor, day: dt.date) -> QuerySet[Unit]:
    """Units for which the actor may write an activity down: first those held directly, in the office's order."""
    direct = [held.unit_id for held in actor.held]
    units = Unit.objects.visible_to(actor, "activity.record").open_on(day)  # type: ignore[attr-defined]
    return units.annotate(own=Count("pk", filter=Q(pk__in=direct))).order_by("-own", "order", "code")


def roster(unit: Unit, day: dt.date) -> QuerySet[Person]:
    """Who belongs to `unit` on `day` or holds a post there; for a unit without people of its own, those of the units below."""
    own = Membership.objects.filter(holding(day), unit=unit)
    if not own.exists():
        below = Closure.objects.filter(ancestor=unit, depth__gt=0).values("descendant_id")
        own = Membership.objects.filter(holding(day), unit_id__in=below)
    posts = Post.objects.filter(holding(day), unit=unit)
    people = Person.objects.filter(Q(pk__in=own.values("person_id")) | Q(pk__in=posts.values("person_id")))
    return people.order_by("sort_stroke", "pk")


def usual_places(unit: Unit) -> list[str]:
    """Places where the unit met lately, most frequent first."""
    rows = Activity.objects.filter(unit=unit).exclude(place="").values("place").annotate(n=Count("pk"))
    return [row["place"] for row in rows.order_by("-n", "place")[:6]]


@dataclass(frozen=True)
class Place:
    """One person at one half-day: invited how, on leave or not, arrived when, and the row that stands."""

    person: Person
    invitation: Invitation
    record: DutyRecord | None
    arrival: Arrival | None
    leave: Leave | None

    @property
    def state(self) -> str:
        """Code of the outcome, or `leave_asked`, `coming`, `open` while nothing is booked."""
        if self.record is not None:
            return self.record.outcome
        if self.leave is not None:
            return "excused" if self.leave.state == LeaveState.GRANTED else "leave_asked"
        return "coming" if self.invitation.answer == Answer.COMING else "open"

    @property
    def came(self) -> bool:
        return self.record is not None and self.record.outcome in CAME


@dataclass(frozen=True)
class Attendance:
    """One half-day with its people and sums."""

    session: Session
    places: list[Place]

    @property
    def due(self) -> int:
        return len(self.places)

    @property
    def came(self) -> int:
        return sum(1 for place in self.places if place.came)

    @property
    def booked(self) -> int:
        return sum(1 for place in self.places if place.record is not None)

    @property
    def there(self) -> list[Place]:
        """Whoever was there from beginning to end."""
        return [place for place in self.places if place.state == Outcome.PRESENT]

    @property
    def exceptions(self) -> list[Place]:
        """Everybody else: late, excused, absent, not yet booked. These are what a reader looks for."""
        return [place for place in self.places if place.state != Outcome.PRESENT]

    @property
    def delayed(self) -> list[Place]:
        """Arrivals that reached us after somebody had already been booked as not there: a person looks at them."""
        return [p for p in self.places if p.arrival is not None and p.record is not None and not p.came]


def invited(activity: Activity) -> QuerySet[Invitation]:
    """Everyone who was asked, by strokes."""
    rows = Invitation.objects.filter(activity=activity).select_related("person")
    return rows.order_by("person__sort_stroke", "person_id")


def attendance(activity: Activity, *, person_id: int | None = None) -> list[Attendance]:
    """Every half-day with all invited people (or one of them), by strokes. Six queries, whatever the number."""
    sessions = list(activity.sessions.all())
    ids = [session.pk for session in sessions]
    asked = invited(activity)
    rows = DutyRecord.objects.effective().filter(proof_kind=PROOF_SESSION, proof_id__in=ids)
    arrivals = Arrival.objects.filter(session_id__in=ids)
    if person_id is not None:
        asked, rows = asked.filter(person_id=person_id), rows.filter(person_id=person_id)
        arrivals = arrivals.filter(person_id=person_id)
    booked = {(row.proof_id, row.person_id): row for row in rows}
    came = {(arrival.session_id, arrival.person_id): arrival for arrival in arrivals}
    leaves = _leaves(activity)
    return [
        Attendance(
            session,
            [
                Place(
                    one.person,
                    one,
                    booked.get((session.pk, one.person_id)),
                    came.get((session.pk, one.person_id)),
                    leaves.get((session.pk, one.person_id)),
                )
                for one in asked
            ],
        )
        for session in sessions
    ]


def _leaves(activity: Activity) -> dict[tuple[int, int], Leave]:
    rows = Leave.objects.filter(invitation__activity=activity, state__in=[LeaveState.ASKED, LeaveState.GRANTED])
    found = {}
    for leave in rows.select_related("invitation").prefetch_related("sessions"):
        for session in leave.sessions.all():
            found[(session.pk, leave.invitation.person_id)] = leave
    return found


def own_invitation(actor: Actor, activity: Activity) -> Invitation | None:
    """The actor's own invitation to the activity."""
    if actor.person_id is None:
        return None
    rows = Invitation.objects.filter(activity=activity, person_id=actor.person_id)
    return rows.prefetch_related("leaves__sessions").first()


def to_answer(actor: Actor) -> QuerySet[Invitation]:
    """Invitations the actor has not answered, to activities that have not begun."""
    rows = Invitation.objects.filter(person_id=actor.person_id, answer=Answer.OPEN, activity__state=State.PLANNED)
    if actor.person_id is None:
        return rows.none()
    return rows.filter(activity__starts__gt=clock.now()).select_related("activity__unit").order_by("activity__starts")


def doors_open(actor: Actor, now: dt.datetime) -> QuerySet[Session]:
    """Half-days at which the actor is expected now and has not arrived yet."""
    if actor.person_id is None:
        return Session.objects.none()
    tomorrow = dt.datetime.combine(clock.business_date(now) + dt.timedelta(days=1), dt.time(), clock.SHANGHAI)
    rows = Session.objects.filter(
        starts__lte=min(now + DOOR_OPENS, tomorrow - dt.timedelta(microseconds=1)),
        ends__gte=now,
        activity__state=State.PLANNED,
        activity__invitations__person_id=actor.person_id,
    )
    return rows.exclude(arrivals__person_id=actor.person_id).select_related("activity__unit")


def leaves_to_decide(actor: Actor) -> QuerySet[Leave]:
    """Requests for leave that wait for the actor; nobody decides the own."""
    rows = Leave.objects.filter(
        state=LeaveState.ASKED, invitation__activity__unit_id__in=policy.units(actor, "leave.decide")
    )
    if actor.person_id:
        rows = rows.exclude(invitation__person_id=actor.person_id)
    return rows.select_related("invitation__person", "invitation__activity__unit").order_by("asked_at")


def to_settle(actor: Actor, now: dt.datetime) -> QuerySet[Activity]:
    """Planned activities of the actor's units that are over and whose attendance nobody has settled."""
    rows = Activity.objects.visible_to(actor, "activity.record").filter(state=State.PLANNED, ends__lt=now)
    return rows.select_related("unit", "kind").order_by("ends")
