"""The verbs of oversight."""

from touyan.supervision.services.above import require_above
from touyan.supervision.services.checks import (
    check_record,
    draw_announce,
    draw_make,
    finding_add,
    finding_close,
    finding_fix,
)
from touyan.supervision.services.difficulties import (
    difficulty_answer,
    difficulty_raise,
    difficulty_settle,
    difficulty_withdraw,
    guidance_assign,
    rating_give,
    rating_open,
    ratings_close,
)
from touyan.supervision.services.lists import responsibility_drop, responsibility_save
from touyan.supervision.services.meetings import decision_add, item_add, meeting_minute, meeting_record
from touyan.supervision.services.papers import meeting_paper, report_paper
from touyan.supervision.services.reports import (
    plan_next,
    report_draft,
    report_read,
    report_return,
    report_save,
    report_submit,
)

__all__ = [
    "check_record",
    "decision_add",
    "difficulty_answer",
    "difficulty_raise",
    "difficulty_settle",
    "difficulty_withdraw",
    "draw_announce",
    "draw_make",
    "finding_add",
    "finding_close",
    "finding_fix",
    "guidance_assign",
    "item_add",
    "meeting_minute",
    "meeting_paper",
    "meeting_record",
    "plan_next",
    "rating_give",
    "rating_open",
    "ratings_close",
    "report_draft",
    "report_paper",
    "report_read",
    "report_return",
    "report_save",
    "report_submit",
    "require_above",
    "responsibility_drop",
    "responsibility_save",
]
