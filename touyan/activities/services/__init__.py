"""The verbs of this room, by the noun they act on."""

from touyan.activities.services.answering import invitation_accept, leave_ask, leave_decide, leave_withdraw
from touyan.activities.services.arriving import (
    activity_settle,
    arrival_by_clerk,
    arrival_by_door,
    arrivals_sync,
    attendance_correct,
    name_of,
)
from touyan.activities.services.places import (
    ShiftPlan,
    campaign_close,
    campaign_launch,
    shift_join,
    shift_leave,
    venue_duty_remove,
    venue_duty_set,
    venue_save,
)
from touyan.activities.services.planning_ahead import (
    Planned,
    activity_cancel,
    activity_edit,
    activity_invite,
    activity_plan,
    invitation_take_back,
    series_plan,
)
from touyan.activities.services.record import Written, activity_record
from touyan.activities.services.results import result_add

__all__ = [
    "Planned",
    "ShiftPlan",
    "Written",
    "activity_cancel",
    "activity_edit",
    "activity_invite",
    "activity_plan",
    "activity_record",
    "activity_settle",
    "arrival_by_clerk",
    "arrival_by_door",
    "arrivals_sync",
    "attendance_correct",
    "campaign_close",
    "campaign_launch",
    "invitation_accept",
    "invitation_take_back",
    "leave_ask",
    "leave_decide",
    "leave_withdraw",
    "name_of",
    "result_add",
    "series_plan",
    "shift_join",
    "shift_leave",
    "venue_duty_remove",
    "venue_duty_set",
    "venue_save",
]
