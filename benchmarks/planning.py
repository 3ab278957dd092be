"""Issue 40 actions to a nation's committees in one transaction: time, tasks per second, memory. Run from the checkout:

python benchmarks/planning.py [units] [actions]
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touyan.config.settings")
os.environ.setdefault("TOUYAN_DATA", tempfile.mkdtemp(prefix="touyan-bench-"))


def memory() -> int:
    """Peak memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(units: int, actions: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from touyan.planning.tests import nation

    call_command("migrate", verbosity=0, interactive=False)
    made = nation.build(units=units, actions=actions)
    before, started = memory(), time.perf_counter()
    shown = [0.0]

    def say(done: int, total: int) -> None:
        if time.perf_counter() - shown[0] > 1:
            shown[0] = time.perf_counter()
            print(f"  {done:,} / {total:,} units, {memory()} MiB", flush=True)

    issue = nation.issue(made, say=say)
    seconds = time.perf_counter() - started
    print(
        f"{connection.vendor}: {units:,} units × {actions} actions = {issue.tasks:,} tasks in {seconds:.1f} s "
        f"({issue.tasks / seconds:,.0f} a second); memory {before} → {memory()} MiB"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3200, int(sys.argv[2]) if len(sys.argv) > 2 else 40)
