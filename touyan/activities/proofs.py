"""Activities as proof of a planned task, where a proof of this room opens and its row is put right."""

from __future__ import annotations

from django.urls import reverse

from touyan.activities.models import PROOF, PROOF_SESSION, Activity, Session
from touyan.activities.rules import State
from touyan.planning.proofs import Candidate, Wanted


def offer(wanted: Wanted) -> list[Candidate]:
    """Held activities of the unit within the period, of the kind the action asks for."""
    if not {"activity", "meeting"} & set(wanted.kinds):
        return []
    rows = Activity.objects.filter(unit_id=wanted.unit_id, state=State.HELD, day__range=(wanted.start, wanted.last))
    if wanted.record_code:
        rows = rows.filter(kind__code=wanted.record_code)
    kind = "activity" if "activity" in wanted.kinds else "meeting"
    return [Candidate(kind, one.pk, one.title, one.day, reverse("activity_page", args=[one.pk])) for one in rows[:30]]


def locate(kind: str, number: int) -> str:
    """The page of an activity, of one of its half-days, or nothing."""
    if kind in (PROOF, "meeting"):
        return reverse("activity_page", args=[number])
    if kind == PROOF_SESSION:
        found = Session.objects.filter(pk=number).values_list("activity_id", flat=True).first()
        return reverse("activity_page", args=[found]) if found else ""
    return ""


def mend(kind: str, record: int) -> str:
    """Where whoever keeps a row of attendance puts it right, or nothing."""
    return reverse("attendance_correct", args=[record]) if kind == PROOF_SESSION else ""
