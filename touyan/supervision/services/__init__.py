"""The verbs of oversight."""

from touyan.supervision.services.reports import (
    plan_next,
    report_draft,
    report_read,
    report_return,
    report_save,
    report_submit,
    require_above,
)

__all__ = [
    "plan_next",
    "report_draft",
    "report_read",
    "report_return",
    "report_save",
    "report_submit",
    "require_above",
]
