"""Reports as proof of the plan's tasks."""

from __future__ import annotations

from django.urls import reverse

from touyan.planning.proofs import Candidate, Wanted
from touyan.supervision.models import Report
from touyan.supervision.rules import ReportState

CODES = {"midyear": "midyear_summary", "yearend": "yearend_report"}


def offer(wanted: Wanted) -> list[Candidate]:
    """Submitted reports of the unit that fit the task."""
    if "report" not in wanted.kinds:
        return []
    rows = Report.objects.filter(unit=wanted.unit_id, state__in=[ReportState.SUBMITTED, ReportState.READ])
    return [
        Candidate("report", row.pk, row.title, row.submitted_at.date(), locate("report", row.pk))
        for row in rows.filter(submitted_at__isnull=False)
        if CODES[row.kind] == wanted.record_code and row.submitted_at is not None
    ]


def locate(record_kind: str, record_id: int) -> str:
    """Where a report opens."""
    return reverse("report_page", args=[record_id]) if record_kind == "report" else ""
