"""The state of the work in the background; no names, no contents."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django_tasks_db.models import DBTaskResult

from touyan.core.jobs.schedule import scheduled
from touyan.core.models import JobLease, JobSchedule

KINDS = {"READY": "due", "RUNNING": "info", "SUCCESSFUL": "done", "FAILED": "late"}


def jobs_page() -> dict[str, Any]:
    """Counts by state, the last jobs with their attempts, and each schedule with its last time."""
    attempts = dict(JobLease.objects.values_list("job_id", "attempts"))
    seen = dict(JobSchedule.objects.values_list("name", "seen"))
    rows = DBTaskResult.objects.order_by("-enqueued_at")[:100]
    return {
        "counts": dict(DBTaskResult.objects.order_by().values_list("status").annotate(n=Count("pk"))),
        "jobs": [(row, KINDS.get(row.status, "info"), attempts.get(row.pk, 0)) for row in rows],
        "schedules": [(one.name, one.cron, seen.get(one.name)) for one in scheduled()],
    }
