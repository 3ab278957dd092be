"""How this room writes to the ledger: one row per person and half-day, one per unit and activity."""

from __future__ import annotations

from touyan.activities.models import PROOF, PROOF_SESSION, Activity, Session
from touyan.activities.rules import tag_of
from touyan.duties import services as duties
from touyan.duties.rules import Draft, Proof
from touyan.duties.words import Stage
from touyan.organizations.policy import Actor


def attendance_key(session_id: int, person_id: int) -> str:
    """The key by which a person's attendance at a half-day is booked once."""
    return f"att:{session_id}:{person_id}"


def attendance_draft(activity: Activity, session: Session, person_id: int, outcome: str) -> Draft:
    """The row for one person at one half-day."""
    title = activity.title if not session.name else f"{activity.title} · {session.name}"
    return Draft(
        key=attendance_key(session.pk, person_id),
        unit_id=activity.unit_id,
        committee_id=activity.work.committee_id if activity.work else None,
        person_id=person_id,
        work_id=activity.work_id,
        kind=activity.kind.code,
        stage=Stage.ATTENDANCE,
        outcome=outcome,
        form="half_day" if activity.kind.half_days > 1 else "",
        tag=tag_of(is_party=activity.is_party, is_duty=activity.is_duty),
        day=session.day,
        title=title,
        proof=Proof(PROOF_SESSION, session.pk, activity.title),
    )


def held_draft(activity: Activity) -> Draft:
    """The row for the unit: it held this activity."""
    return Draft(
        key=f"held:{activity.pk}",
        unit_id=activity.unit_id,
        committee_id=activity.work.committee_id if activity.work else None,
        work_id=activity.work_id,
        kind=activity.kind.code,
        stage=Stage.HELD,
        tag=tag_of(is_party=activity.is_party, is_duty=activity.is_duty),
        day=activity.day,
        title=activity.title,
        proof=Proof(PROOF, activity.pk, activity.title),
    )


def open_work(actor: Actor, activity: Activity) -> None:
    """The activity is one work, so that attendance, results and what it led to hang together."""
    activity.work = duties.work_open(
        actor=actor,
        unit=activity.unit,
        kind=activity.kind.code,
        title=activity.title,
        day=activity.day,
        page_kind=PROOF,
        page_id=activity.pk,
        action="activity.record",
    )
    activity.save(update_fields=["work"])
