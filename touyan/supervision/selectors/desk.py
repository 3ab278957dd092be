"""What waits for one person; each question is asked only of those whom it can concern."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from touyan.core import clock
from touyan.organizations import policy
from touyan.organizations.policy import Actor
from touyan.organizations.rules import SECRETARIES, Role
from touyan.supervision.models import Difficulty, Finding, RatingTicket, Report
from touyan.supervision.rules import DifficultyState, FindingState, ReportKind, ReportState
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


def tickets_to_give(actor: Actor) -> QuerySet[RatingTicket]:
    return my_tickets(actor) if own_units(actor) else RatingTicket.objects.none()


def returned_reports(actor: Actor) -> QuerySet[Report]:
    rows = Report.objects.filter(unit__in=own_units(actor), state=ReportState.RETURNED)
    return rows.filter(unit__in=policy.units(actor, "report.write")).select_related("unit")[:20]


def waiting(actor: Actor) -> tuple[QuerySet[Any], ...]:
    """All of this room that may wait for the actor: to answer, to settle, to put right, to rate, to send again."""
    return to_answer(actor), to_settle(actor), to_fix(actor), tickets_to_give(actor), returned_reports(actor)


def leader_desk(actor: Actor, year: int) -> dict[str, Any]:
    """Numbers that open to their lists, and the five difficulties that wait longest. Four queries."""
    today = clock.today()
    seen = Difficulty.objects.visible_to(actor)
    waiting = seen.filter(state=DifficultyState.RAISED)
    mine = Q(leader_id=actor.person_id or 0)
    counts = seen.aggregate(
        waiting=Count("pk", filter=Q(state=DifficultyState.RAISED)),
        mine=Count("pk", filter=Q(state=DifficultyState.RAISED) & mine),
        old=Count("pk", filter=Q(state=DifficultyState.RAISED, due__lt=today)),
        solved=Count("pk", filter=Q(state=DifficultyState.SOLVED, solved_on__year=year)),
    )
    kind = ReportKind.YEAREND if today.month > 9 else ReportKind.MIDYEAR
    reports = Report.objects.visible_to(actor).filter(year=year, kind=kind, state=ReportState.SUBMITTED)
    findings = Finding.objects.filter(check_of__unit__in=policy.units(actor, "check.view"))
    return {
        **counts,
        "oldest": list(waiting.select_related("unit", "leader").order_by("due", "pk")[:5]),
        "kind": kind,
        "reports": reports.count(),
        "findings": findings.exclude(state=FindingState.CLOSED).count(),
        "year": year,
    }
