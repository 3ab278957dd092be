"""What waits for one person; each question is asked only of those whom it can concern."""

from __future__ import annotations

from django.db.models import QuerySet

from touyan.organizations import policy
from touyan.organizations.policy import Actor
from touyan.organizations.rules import SECRETARIES, Role
from touyan.supervision.models import Difficulty, Finding, RatingTicket, Report
from touyan.supervision.rules import DifficultyState, FindingState, ReportState
from touyan.supervision.selectors.difficulties import my_tickets

DOERS = SECRETARIES | {Role.DISTRICT_STAFF}


def own_units(actor: Actor) -> list[int]:
    """Units that the actor serves directly, not those far below: a city's staff is not asked for a branch's answer."""
    return [held.unit_id for held in actor.held if held.role in DOERS]


def to_answer(actor: Actor) -> QuerySet[Difficulty]:
    """Difficulties put to the actor as the leader who guides the unit."""
    rows = Difficulty.objects.filter(leader_id=actor.person_id or 0, state=DifficultyState.RAISED)
    return rows.select_related("unit").order_by("due", "pk")[:40]


def to_settle(actor: Actor) -> QuerySet[Difficulty]:
    rows = Difficulty.objects.filter(unit__in=own_units(actor), state=DifficultyState.ANSWERED)
    return rows.select_related("unit").order_by("answered_on", "pk")[:40]


def to_fix(actor: Actor) -> QuerySet[Finding]:
    rows = Finding.objects.filter(check_of__unit__in=own_units(actor), state=FindingState.OPEN)
    return rows.select_related("check_of__unit").order_by("due", "pk")[:40]


def tickets_to_give(actor: Actor) -> list[RatingTicket]:
    return list(my_tickets(actor)) if own_units(actor) else []


def returned_reports(actor: Actor) -> QuerySet[Report]:
    rows = Report.objects.filter(unit__in=own_units(actor), state=ReportState.RETURNED)
    return rows.filter(unit__in=policy.units(actor, "report.write")).select_related("unit")[:20]
