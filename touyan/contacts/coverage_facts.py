"""What the page 两个全覆盖 asks of this room."""

from __future__ import annotations

from collections.abc import Sequence

from touyan.contacts.rules import Keeping
from touyan.contacts.selectors import pair_states
from touyan.members.coverage import Contacted


def contacted(people: Sequence[int]) -> dict[int, Contacted]:
    """Which of these people have a named contact, since when, and whether it was kept; never by whom."""
    return {
        person: Contacted(since=since, kept=state != Keeping.LATE)
        for person, (since, state) in pair_states(people).items()
    }
