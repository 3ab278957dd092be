"""Questions about the journal, for the auditor."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from touyan.core.models import JournalEntry
from touyan.organizations.policy import Actor, permits


def entries(actor: Actor, *, action: str = "", outcome: str = "", name: str = "") -> QuerySet[JournalEntry]:
    """Entries newest first, for whoever may see the journal; an empty list for anyone else."""
    if not actor.may("journal.view"):
        return JournalEntry.objects.none()
    found = JournalEntry.objects.order_by("-seq")
    asked: dict[str, Any] = {"action": action, "outcome": outcome, "actor_name__contains": name}
    return found.filter(**{key: value for key, value in asked.items() if value})


def actions() -> list[tuple[str, str]]:
    """(action, its name for people), by name."""
    return sorted(((action, str(permit.label)) for action, permit in permits().items()), key=lambda pair: pair[1])


def label_of(action: str) -> str:
    """The name of an action for people; the code itself when the action is no longer in the table."""
    permit = permits().get(action)
    return str(permit.label) if permit else action
