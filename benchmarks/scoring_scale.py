"""What 100 million subjects would take: measured per fact on one core here, and multiplied out.

`python benchmarks/scoring_scale.py [--subjects 100e6] [--facts-each 100]`
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from scoring_data import nation
from scoring_scheme import scheme

from touyan.scoring.plan import compile
from touyan.scoring.run import run


def main() -> None:
    """Measure partitions of several sizes, check that cost is proportional, and extrapolate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subjects", type=float, default=100e6)
    parser.add_argument("--facts-each", type=float, default=100)
    options = parser.parse_args()
    plan = compile(scheme(population=False))[0]
    run(plan, nation(100, 10_000), keep="total", threads=1)
    costs = []
    for subjects in (5_000, 20_000, 50_000):
        facts = int(subjects * options.facts_each)
        store = nation(subjects, facts)
        shortest = float("inf")
        for _ in range(3):
            begin = time.process_time()
            run(plan, store, keep="total", threads=1)
            shortest = min(shortest, time.process_time() - begin)
        costs.append(shortest / facts)
        print(
            f"partition of {subjects} subjects, {facts} facts: {shortest:.3f} s, {shortest / facts * 1e9:.1f} ns a fact"
        )
    whole = options.subjects * options.facts_each
    print(
        f"{whole:.1e} facts: {whole * costs[-1]:.0f} core-seconds; 4 bytes of each are read: {whole * 4 / 1e9:.0f} GB"
    )
    for cores in (16, 64, 256):
        print(f"  {cores:>4} cores: {whole * costs[-1] / cores:8.1f} s of computing, "
              f"{whole * 4 / cores / 1e9:6.2f} GB a core")  # fmt: skip


if __name__ == "__main__":
    main()
