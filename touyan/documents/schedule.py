"""What this room does every night."""

from __future__ import annotations

from django_tasks import task

from touyan.core.jobs import Scheduled
from touyan.documents.exports import exports_tidy


@task()
def tidy_exports() -> int:
    """Delete files that nobody took within a day."""
    return exports_tidy()


SCHEDULE = [Scheduled("documents.tidy_exports", "20 3 * * *", tidy_exports)]
