"""Records of the branch, for the walk of strangers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from touyan.activities import services, tokens
from touyan.activities.models import Venue
from touyan.activities.tests.held import invited, now_on, written
from touyan.core import clock
from touyan.duties.models import DutyRecord
from touyan.organizations.tests.cast import Cast

BY_ACTIVITY = ["activity_page", "activity_edit", "activity_cancel", "activity_invite", "invitation_accept", "leave_ask"]
BY_ACTIVITY += ["arrival_digits", "arrival_code", "attendance_roll", "attendance_print", "result_add"]


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    services.activity_record(actor=cast.secretary, written=written(cast))
    coming, running = invited(cast), now_on(cast)
    leave = services.leave_ask(actor=cast.member, activity=coming, ground="official")
    session = running.sessions.get()
    services.arrival_by_clerk(actor=cast.staff, session=session, person_id=cast.li.pk)
    row = DutyRecord.objects.get(proof_kind="activity_session", proof_id=session.pk)
    venue = services.venue_save(
        actor=cast.secretary,
        venue=Venue(),
        values={"unit": cast.branch, "kind": "hall", "name": "示例议事堂", "address": "示例路1号", "active": False},
        version=None,
    )
    duty = services.venue_duty_set(
        actor=cast.secretary, venue=venue, person_id=cast.li.pk, day=clock.today(), starts=dt.time(9), ends=dt.time(11)
    )
    starts = clock.now() + dt.timedelta(days=1)
    shift = services.ShiftPlan(starts, starts + dt.timedelta(hours=2), 3, "")
    campaign = services.campaign_launch(
        actor=cast.secretary, unit=cast.branch, title="示例行动", call="请参加", need="", shifts=[shift]
    )
    return {
        **{name: {"pk": venue.pk} for name in ("venue_page", "venue_edit", "venue_sign", "venue_duty")},
        "venue_duty_remove": {"pk": duty.pk},
        **{name: {"pk": campaign.pk} for name in ("campaign_page", "campaign_close")},
        **{name: {"pk": campaign.shifts.get().pk} for name in ("shift_join", "shift_leave")},
        "fusion_unit": {"pk": cast.branch.pk},
        "emphasis_list": {"pk": cast.branch.pk, "code": "guidance"},
        **{name: {"pk": running.pk} for name in BY_ACTIVITY},
        "activity_paper": {"pk": running.pk, "what": "minutes"},
        "invitation_take_back": {"pk": coming.pk, "person_id": cast.li.pk},
        "leave_decide": {"pk": leave.pk},
        "leave_withdraw": {"pk": leave.pk},
        "door_page": {"pk": session.pk},
        "arrival_tick": {"session_id": session.pk, "person_id": cast.zhang.pk},
        "attendance_correct": {"pk": row.pk},
        "arrival_door": {"token": tokens.door_token(session.pk, tokens.slot_of(clock.now()))},
        "arrival_person": {"token": tokens.person_token(running.pk, cast.zhang.pk)},
    }
