"""Work of planning that runs in the background."""

from __future__ import annotations

from django_tasks import task

from touyan.planning import services


@task()
def hand_over() -> int:
    """Tasks of people who left go to whoever is responsible now."""
    return services.tasks_hand_over()


@task()
def remind() -> int:
    """One digest for each person whose deadlines come near."""
    return services.digests_make()


@task()
def issue_plan(order_id: int) -> None:
    """A large issuing, whole or not at all."""
    services.order_carry_out(order_id)
