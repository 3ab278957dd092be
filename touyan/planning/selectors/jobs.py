"""The state of the work in the background; no names, no contents."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from touyan.core.jobs.schedule import said, scheduled, titles
from touyan.core.models import JobLease, JobSchedule

KINDS = {"READY": "due", "RUNNING": "info", "SUCCESSFUL": "done", "FAILED": "late"}


def jobs_page() -> dict[str, Any]:
    """Counts by state, the last jobs with their attempts, and each schedule with its last time."""
    attempts = dict(JobLease.objects.values_list("job_id", "attempts"))
    seen = dict(JobSchedule.objects.values_list("name", "seen"))
    named = titles()
    rows = DBTaskResult.objects.order_by("-enqueued_at")[:100]
    return {
        "counts": dict(DBTaskResult.objects.order_by().values_list("status").annotate(n=Count("pk"))),
        "jobs": [
            (row, named.get(row.task_path) or _("其他后台工作"), KINDS.get(row.status, "info"), attempts.get(row.pk, 0))
            for row in rows
        ],
        "schedules": [(one.title or one.name, said(one.cron), seen.get(one.name)) for one in scheduled()],
    }
