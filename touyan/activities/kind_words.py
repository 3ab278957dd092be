"""What the kinds of activity are called, for rooms that show rows of the ledger."""

from __future__ import annotations

from touyan.activities.models import ActivityKind


def labels() -> dict[str, str]:
    """Code → name in the language of the page."""
    return {kind.code: str(kind) for kind in ActivityKind.objects.all()}
