"""Branch coverage of the scoring engine, kernels measured uncompiled: `python tools/scoring_coverage.py`.

Every line and branch of touyan/scoring must be reached by its plain tests; the exit code says so. Spark's part is
measured where pyspark is installed, else left out and named. `--contexts FILE` keeps which test reached which line.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
WANTED = 100


def settings(data: Path, contexts: bool, spark: bool) -> str:
    """A configuration of coverage for the engine alone."""
    lines = ["[run]", "source = touyan/scoring", "branch = true", f"data_file = {data}", "omit =", "    */tests/*"]
    lines += [] if spark else ["    */scoring/spark.py", "    */cli/on_spark.py"]
    lines += ["dynamic_context = test_function"] if contexts else []
    return "\n".join([*lines, "[report]", "show_missing = true", "skip_covered = true", f"fail_under = {WANTED}", ""])


def measure(data: Path, contexts: bool) -> int:
    """Run the engine's plain tests and report; the exit code of the first that fails."""
    spark = importlib.util.find_spec("pyspark") is not None
    if not spark:
        print("pyspark is not installed here: touyan/scoring/spark.py and cli/on_spark.py are left out", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        named = Path(folder) / "coveragerc"
        named.write_text(settings(data, contexts, spark), "utf-8")
        environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(CHECKOUT)}
        coverage = [sys.executable, "-m", "coverage"]
        tests = ["-m", "pytest", "-q", "-m", "not deep", "touyan/scoring"]
        run = subprocess.run(
            [*coverage, "run", f"--rcfile={named}", *tests], cwd=CHECKOUT, env=environment, check=False
        )
        report = subprocess.run([*coverage, "report", f"--rcfile={named}"], cwd=CHECKOUT, env=environment, check=False)
    return run.returncode or report.returncode


def main() -> None:
    """Measure once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contexts", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(measure(asked.contexts or Path(folder) / "data", asked.contexts is not None))


if __name__ == "__main__":
    main()
