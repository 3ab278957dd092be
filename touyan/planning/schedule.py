"""What planning does at set times (Shanghai): hand over, then remind, in the morning of working days."""

from __future__ import annotations

from django_tasks import task

from touyan.core.jobs import Scheduled
from touyan.planning import services


@task()
def hand_over() -> int:
    """Tasks of people who left go to whoever is responsible now."""
    return services.tasks_hand_over()


@task()
def remind() -> int:
    """One digest for each person whose deadlines come near."""
    return services.digests_make()


SCHEDULE = [
    Scheduled("planning.hand_over", "30 7 * * *", hand_over),
    Scheduled("planning.remind", "0 8 * * *", remind),  # after quiet hours; on rest days the job makes nothing
]
