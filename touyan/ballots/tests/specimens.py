"""Records of the city, for the walk of strangers: to a foreign district none of them exists."""

from __future__ import annotations

from typing import Any

from touyan.ballots.models import PaperBatch
from touyan.ballots.tests import build
from touyan.organizations.tests.cast import Cast

NAMES = (
    "ballot_page",
    "ballot_vote",
    "ballot_receipt",
    "ballot_listing",
    "ballot_whole",
    "ballot_edit",
    "ballot_roll",
    "roll_remove",
    "ballot_open",
    "ballot_count",
    "ballot_publish",
    "ballot_void",
    "ballot_paper",
    "ballot_papers",
    "paper_hand",
    "papers_count",
)


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    made = build.ballot(cast)
    batch = PaperBatch.objects.create(ballot=made, voter_class=made.classes.first(), papers=1, first_name="张三")
    of_batch = {"pk": made.pk, "batch": batch.pk}
    return {name: {"pk": made.pk} for name in NAMES} | {
        "papers_confirm": of_batch,
        "papers_withdraw": of_batch,
    }
