"""The scoring engine measured: `python benchmarks/scoring.py [--subjects 620000] [--facts 62e6] [--only name,…]`.

Every figure is printed with its ratio to something measured in the same run: the floor (summing the
columns of facts once with NumPy) or the best DuckDB SQL we could write for the same scheme. Data and
scheme come from fixed seeds. Other work on the machine blurs seconds; ratios less so.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from scoring_data import EPOCH, KINDS, LEVELS, ROLES, STAGES, nation
from scoring_scheme import scheme

from touyan.scoring.disk import open_store, save
from touyan.scoring.plan import compile
from touyan.scoring.run import run
from touyan.scoring.store import Store

BUSY: list[float] = []
"""Processor seconds of each measurement: steadier than the clock where others use the machine."""


def best(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """(shortest of so many runs in seconds, the last answer). Prints the processor time beside it."""
    shortest, answer, busy = float("inf"), None, float("inf")
    for _ in range(times):
        begin, used = time.perf_counter(), time.process_time()
        answer = work()
        shortest = min(shortest, time.perf_counter() - begin)
        busy = min(busy, time.process_time() - used)
    BUSY.append(busy)
    print(f"    {shortest:.4f} s by the clock, {busy:.4f} s of processor", flush=True)
    return shortest, answer


def show(name: str, seconds: float, ratio: str, least: str, met: bool) -> None:
    """One line of the table."""
    print(f"{name:<44}{seconds:>10.4f} s   {ratio:<34} at least {least:<12} {'yes' if met else 'NO'}", flush=True)


class Bench:
    """Shared data of the measurements."""

    def __init__(self, subjects: int, facts: int) -> None:
        begin = time.perf_counter()
        self.store = nation(subjects, facts)
        self.plan = compile(scheme())[0]
        run(self.plan, nation(100, 10_000), keep="total")  # compile, or load what was compiled
        print(f"{subjects} subjects, {facts} facts, {os.cpu_count()} cores, data made in "
              f"{time.perf_counter() - begin:.1f} s", flush=True)  # fmt: skip
        self.seconds, self.result = 0.0, run(self.plan, self.store, keep="total")

    def floor(self) -> None:
        """The run against reading the same columns once."""
        s = self.store
        floor, _ = best(lambda: [column.sum() for column in (s.sig, s.day, s.quantity, s.work)])
        least = BUSY[-1]
        self.seconds, self.result = best(lambda: run(self.plan, s, keep="total"))
        ratio = self.seconds / floor
        cores = os.cpu_count() or 1
        print(
            f"    processor time: {BUSY[-1] / least:.1f} x the floor's, {BUSY[-1] / least / cores:.1f} x a core",
            flush=True,
        )
        show("totals and grades", self.seconds, f"{ratio:.1f} x floor of {floor:.3f} s", "<= 8 x", ratio <= 8)

    def sql(self) -> None:
        """The run against DuckDB."""
        import duckdb
        from scoring_sql import SQL, load

        connection = duckdb.connect()
        load(connection, self.store)
        seconds, rows = best(lambda: connection.execute(SQL).fetchnumpy(), 2)
        same = np.array_equal(rows["total"], self.result.total) and np.array_equal(
            rows["grade"], self.result.graded.grade
        )
        own = self.seconds or best(lambda: run(self.plan, self.store, keep="total"))[0]
        ratio = seconds / own
        text = f"{ratio:.1f} x faster than {seconds:.2f} s, {'equal' if same else 'DIFFERENT'}"
        show("against DuckDB " + duckdb.__version__, own, text, ">= 5 x", ratio >= 5 and same)
        connection.close()

    def evidence(self) -> None:
        """The run with every record's trace written to Parquet."""
        own = self.seconds or best(lambda: run(self.plan, self.store, keep="total"))[0]
        with tempfile.TemporaryDirectory() as folder:

            def work() -> None:
                run(self.plan, self.store, keep="total", evidence=folder)

            seconds, _ = best(work, 2)
            size = sum(file.stat().st_size for file in Path(folder).iterdir())
        ratio = seconds / own
        show("with evidence in Parquet", seconds, f"{ratio:.1f} x the run, {size / 1e6:.0f} MB", "<= 3 x", ratio <= 3)

    def explain(self) -> None:
        """One subject, opened."""
        from touyan.scoring.explain import Explainer

        explainer = Explainer(self.result)
        random = np.random.default_rng(1)
        chosen = random.choice(self.store.subjects, 200)
        explainer(int(chosen[0]))
        begin, used = time.perf_counter(), time.process_time()
        for subject in chosen.tolist():
            explainer(subject).texts()
        seconds = (time.perf_counter() - begin) / len(chosen)
        print(f"    {(time.process_time() - used) / len(chosen) * 1e3:.3f} ms of processor")
        show("explain one subject", seconds, f"{seconds * 1e3:.2f} ms", "<= 5 ms", seconds <= 0.005)

    def update(self) -> None:
        """1,000 changed facts, populations included, equal to a full run."""
        from touyan.scoring.update import update

        random = np.random.default_rng(2)
        chosen = np.sort(random.choice(self.store.subjects, 1000, replace=False))
        low = int(self.store.number.max()) + 1
        added = pa.table({
            "fact": np.arange(low, low + 1000), "subject": chosen, "kind": random.choice(KINDS, 1000),
            "stage": random.choice(STAGES, 1000), "level": random.choice(LEVELS, 1000),
            "role": random.choice(ROLES, 1000), "authors": np.ones(1000, np.int16), "place": np.ones(1000, np.int16),
            "day": pa.array(np.full(1000, EPOCH + 100, np.int32), pa.date32()),
        })  # fmt: skip
        result = run(self.plan, self.store, keep="total")
        begin = time.perf_counter()
        renewed = update(result, added)
        seconds = time.perf_counter() - begin
        again = update(renewed, added.set_column(0, "fact", pa.array(np.arange(low + 1000, low + 2000))))
        begin, used = time.perf_counter(), time.process_time()
        after = update(again, added.set_column(0, "fact", pa.array(np.arange(low + 2000, low + 3000))))
        seconds = min(seconds, time.perf_counter() - begin)
        print(f"    {(time.process_time() - used) * 1e3:.0f} ms of processor")
        moved = int((renewed.total != self.result.total).sum())
        text = f"{seconds * 1e3:.0f} ms, {moved} totals moved"
        show("update after 1,000 changed facts", seconds, text, "<= 100 ms", seconds <= 0.1 and after is not None)
        self.result = run(self.plan, self.store, keep="total")

    def memory(self) -> None:
        """The same with facts on disk and 2 GB of memory."""
        own = self.seconds or best(lambda: run(self.plan, self.store, keep="total"))[0]
        with tempfile.TemporaryDirectory(dir=os.environ.get("TOUYAN_BENCH_DISK")) as folder:
            save(self.store, folder)
            told = _child("disk", folder).split()
        seconds, peak, check = float(told[0]), float(told[1]) / 1e6, int(told[2])
        same = check == int(self.result.total.sum())
        ratio = seconds / own
        text = f"{ratio:.1f} x in memory, peak {peak:.2f} GB, {'equal' if same else 'DIFFERENT'}"
        show("facts on disk, 2 GB", seconds, text, "works", same and peak <= 2)

    def cold(self) -> None:
        """13 districts from a cold process."""
        small = nation(5_000, 400_000)
        with tempfile.TemporaryDirectory() as folder:
            save(small, folder)
            seconds, _ = best(lambda: _child("cold", folder), 3)
        show("13 districts, cold process", seconds, "5,000 x 400,000", "<= 1 s", seconds <= 1)

    def clauses(self) -> None:
        """27 clauses against 270."""
        store = self.store if len(self.store.sig) <= 10_000_000 else nation(62_000, 6_200_000)
        few, _ = best(lambda: run(self.plan, store, keep="total"))
        plan = compile(scheme(270))[0]
        many, _ = best(lambda: run(plan, store, keep="total"), 2)
        ratio = many / few
        show("270 clauses instead of 27", many, f"{ratio:.1f} x for 10 x the clauses", "< 10 x", ratio < 10)


def _child(what: str, folder: str) -> str:
    command = [sys.executable, __file__, "--child", what, "--folder", folder]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def child(what: str, folder: str) -> None:
    """A process of its own: open a store folder and run."""
    store: Store = open_store(folder, in_memory=what == "cold")
    plan = compile(scheme())[0]
    if what == "disk":
        run(plan, replace(store, subjects=store.subjects[:1], kind=store.kind[:1], offset=store.offset[:2],
                          middle=store.middle[:1]), keep="total")  # fmt: skip
    begin = time.perf_counter()
    result = run(plan, store, keep="total")
    seconds = time.perf_counter() - begin
    status = Path("/proc/self/status").read_text("ascii").split()
    print(seconds, int(status[status.index("VmHWM:") + 1]) * 1.024, int(result.total.sum()))


NAMES = ("floor", "sql", "evidence", "explain", "update", "memory", "cold", "clauses")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subjects", type=float, default=620_000)
    parser.add_argument("--facts", type=float, default=62e6)
    parser.add_argument("--only", default=",".join(NAMES), help=",".join(NAMES))
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.folder)
        return
    bench = Bench(int(options.subjects), int(options.facts))
    for name in options.only.split(","):
        getattr(bench, name)()


if __name__ == "__main__":
    main()
