"""What other offices bring to a run besides the ledger. Heavy: loaded by `compute` alone."""

from __future__ import annotations

import pyarrow as pa

from touyan.assessment import units_taken
from touyan.assessment.models import Run
from touyan.scoring.model import Scheme
from touyan.scoring.office import Tables


def tables_for(run: Run, chosen: Scheme, subjects: pa.Table) -> Tables:
    """Ballots and results of other measures for a run of a unit scheme."""
    return units_taken.tables(run, chosen, subjects)
