"""What other offices bring to a run besides the ledger. Heavy: loaded by `compute` alone."""

from __future__ import annotations

import pyarrow as pa

from touyan.assessment.models import Run
from touyan.scoring.model import Scheme
from touyan.scoring.office import Tables


def tables_for(run: Run, chosen: Scheme, subjects: pa.Table) -> Tables:
    """Ballots, marks and results of other offices for a run; none are kept yet."""
    return Tables()
