"""Records of the branch, for the walk of strangers."""

from __future__ import annotations

from typing import Any

from touyan.activities import services, tokens
from touyan.activities.tests.held import invited, now_on
from touyan.core import clock
from touyan.duties.models import DutyRecord
from touyan.organizations.tests.cast import Cast

BY_ACTIVITY = ["activity_page", "activity_edit", "activity_cancel", "activity_invite", "invitation_accept", "leave_ask"]
BY_ACTIVITY += ["arrival_digits", "arrival_code", "attendance_roll", "attendance_print", "result_add"]


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    coming, running = invited(cast), now_on(cast)
    leave = services.leave_ask(actor=cast.member, activity=coming, ground="official")
    session = running.sessions.get()
    services.arrival_by_clerk(actor=cast.staff, session=session, person_id=cast.li.pk)
    row = DutyRecord.objects.get(proof_kind="activity_session", proof_id=session.pk)
    return {
        **{name: {"pk": running.pk} for name in BY_ACTIVITY},
        "invitation_take_back": {"pk": coming.pk, "person_id": cast.li.pk},
        "leave_decide": {"pk": leave.pk},
        "leave_withdraw": {"pk": leave.pk},
        "door_page": {"pk": session.pk},
        "arrival_tick": {"session_id": session.pk, "person_id": cast.zhang.pk},
        "attendance_correct": {"pk": row.pk},
        "arrival_door": {"token": tokens.door_token(session.pk, tokens.slot_of(clock.now()))},
        "arrival_person": {"token": tokens.person_token(running.pk, cast.zhang.pk)},
    }
