"""A draft of the branch, for the walk of strangers: what is shared is meant for everyone."""

from __future__ import annotations

from typing import Any

from touyan.brands.tests.made import draft as brand_draft
from touyan.organizations.tests.cast import Cast
from touyan.practices import services, settling
from touyan.practices.models import Practice
from touyan.practices.tests.cooked import drafted, shared

NAMES = ("page", "tree", "edit", "share", "withdraw", "adopt", "trace", "settle")


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    draft = drafted(cast.secretary, cast.branch)
    known: Practice = shared(cast, title="已公布的样本")
    services.effect_report(actor=cast.secretary, practice=known, verdict="better", words="有好转")
    made = settling.practice_settle(actor=cast.secretary, practice=known)
    return {
        **{f"practice_{name}": {"pk": draft.pk} for name in NAMES},
        "effect_report": {"pk": draft.pk},
        "settling_register": {"pk": made.pk},
        "brand_settle": {"pk": brand_draft(cast).pk},
    }
