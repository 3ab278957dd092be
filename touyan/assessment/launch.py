"""Has the process beside the web compute, after the request's transaction is committed.

A process that has computed stays for a while, with the engine loaded and the last run in memory, and listens on a socket
that only this account can open; a correction of one person then takes well under a second. Nobody listens: one is started.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import transaction

from touyan.assessment.models import Run, Study

MANAGE = Path(settings.ROOT) / "manage.py"
PATIENCE = 0.3  # seconds


def start(run: Run) -> None:
    """The run is computed soon; its page shows the progress. A run whose process died can be started again."""
    transaction.on_commit(lambda: spawn(run.pk))


def start_study(study: Study) -> None:
    """The same for a study."""
    transaction.on_commit(lambda: hand_over("study", study.pk))


def spawn(run_id: int) -> None:
    """The run goes to the process that waits, or to a new one; it outlives the request."""
    hand_over("run", run_id)


def socket_path() -> Path:
    """Where the process listens."""
    return Path(settings.DATA) / "assessment.sock"


def hand_over(kind: str, number: int) -> None:
    """Give the work to the waiting process, or start one."""
    if not _asked(f"{kind} {int(number)}\n"):
        command = [sys.executable, str(MANAGE), "assessment_compute", str(int(number)), "--stay"]
        _start([*command, "--study"] if kind == "study" else command)


def _asked(line: str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.settimeout(PATIENCE)
            door.connect(str(socket_path()))
            door.sendall(line.encode())
            return door.recv(3) == b"ok\n"
    except OSError:
        return False


def _start(command: list[str]) -> None:
    log = Path(settings.DATA) / "assessment.log"
    with log.open("ab") as out:
        subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True)
