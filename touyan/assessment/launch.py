"""Starts the computation of a run beside the web process, after the request's transaction is committed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import transaction

from touyan.assessment.models import Run

MANAGE = Path(settings.ROOT) / "manage.py"


def start(run: Run) -> None:
    """The run is computed soon; its page shows the progress. A run whose process died can be started again."""
    transaction.on_commit(lambda: spawn(run.pk))


def spawn(run_id: int) -> subprocess.Popen[bytes]:
    """The process that computes the run; it outlives the request."""
    command = [sys.executable, str(MANAGE), "assessment_compute", str(int(run_id))]
    log = Path(settings.DATA) / "assessment.log"
    with log.open("ab") as out:
        return subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True)
