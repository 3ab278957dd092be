"""What planning does when something happens below: a unit was closed, a person left a post."""

from __future__ import annotations

from touyan.core import events
from touyan.planning import services


@events.subscribe("unit_closed")
def unit_closed(unit_id: int) -> None:
    """Tasks that fall due after the unit's last day are cancelled, with that day as the reason."""
    services.unit_wind_down(unit_id=unit_id)


@events.subscribe("post_ended")
def post_ended(post_id: int) -> None:
    """Tasks of somebody who left are handed to whoever is responsible now."""
    services.tasks_hand_over()
