"""Mutation score of the scoring engine on an honest sample: `python tools/scoring_mutation.py --sample 200`.

A mutant (`tools/scoring_mutants.py`) is killed when a plain test that reaches the changed line fails, or takes far more
processor time than it is used to; else it survives and is printed. The sample is drawn by `--seed` from all mutants of
all functions; kernels run uncompiled. Which test reaches which line, `tools/scoring_coverage.py` finds out first, unless
`--contexts` names a file it left; it also demands that every line and branch is reached.

The tests are collected once. A mutant lives in a forked copy of this process, which runs the tests that reach it one by
one and ends at the first that fails: those first that look at little else, and that killed most in the least time so
far. After `--budget` processor seconds a mutant that lives still is counted as one that survived, though some test that
was not run might kill it. A function that runs only while its module is imported is changed before that, in a new
process. `--lock FILE` works only while it holds the lock of that file, and lets go of it every few minutes, so that
other heavy work on the machine has its turn.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import fcntl
import json
import math
import mmap
import os
import resource
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from scoring_coverage import measure
from scoring_mutants import CHECKOUT, ENGINE, Mutant, mutants, mutated, sample, source_of

SURVIVED, KILLED, UNFINISHED, UNPLANTED, FAILED = 0, 1, 76, 77, 78  # exit codes of a child
FATES = {
    SURVIVED: "survived",
    UNFINISHED: "unfinished",
    UNPLANTED: "unplanted",
    4: "survived",
    5: "survived",
}  # pytest's 4 and 5: no test ran
USUAL = 1.0  # processor seconds a test is thought to take before it was ever run
SLOW = ("test_fuzz", "test_bounds", "test_planted", "test_invariants", "test_generate", "test_schemes", "test_spark")
SLOWER = 20.0  # the same of the tests in these files
PATIENCE = (10.0, 20.0)  # a test may take so many processor seconds, and so many times what it usually takes
WAITING = 900  # seconds by the clock, should a mutant wait for something that never comes
MEMORY = 12 * 2**30
TURN = 240  # seconds to hold the lock at a time


def reaching(contexts: Sequence[Path]) -> dict[tuple[str, int], set[str]]:
    """(file, line) to the tests that reach it, as pytest names them without their parameters."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for one in contexts:
        for place, names in reaching_in(one).items():
            found[place] |= names
    return found


def reaching_in(contexts: Path) -> dict[tuple[str, int], set[str]]:
    """The same from one file."""
    from coverage.numbits import numbits_to_nums

    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    with contextlib.closing(sqlite3.connect(contexts)) as data:
        arcs = "select file.path, context.context, arc.fromno from arc join file on file.id = arc.file_id "
        rows = data.execute(arcs + "join context on context.id = arc.context_id").fetchall()
        lines = "select file.path, context.context, numbits from line_bits join file on file.id = line_bits.file_id "
        bits = data.execute(lines + "join context on context.id = line_bits.context_id").fetchall()
    rows += [(path, context, line) for path, context, packed in bits for line in numbits_to_nums(packed)]
    for path, context, line in rows:
        module, _, name = context.rpartition(".")
        if name.startswith("test_"):
            found[path[path.index("touyan/") :], abs(line)].add(module.replace(".", "/") + f".py::{name}")
    return found


def tests_of(mutant: Mutant, reached: dict[tuple[str, int], set[str]]) -> set[str]:
    """Tests that reach its line, else its statement; none if that runs only while modules are imported."""
    file = str(source_of(mutant).relative_to(CHECKOUT))
    tests = reached.get((file, mutant.line), set())
    return tests or set().union(*(reached.get((file, n), ()) for n in range(mutant.begin, mutant.end + 1)))


def imported(mutant: Mutant) -> None:
    """From now on the mutant's module is imported with its change."""
    import ast
    from importlib.machinery import SourceFileLoader

    tree = ast.parse(source_of(mutant).read_text("utf-8"))
    mutated(mutant, tree)
    code = compile(ast.fix_missing_locations(tree), str(source_of(mutant)), "exec", dont_inherit=True)
    plain = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> Any:
        return code if fullname == mutant.module else plain(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]


def planted_twice(mutant: Mutant | None) -> None:
    """The change stands in this process, in the compiled kernels' namespace as well as in the plain ones'."""
    from touyan.scoring.tests import planting

    if mutant is None:
        return
    tree = mutated(mutant)
    for engine in ("plain", "compiled"):
        with contextlib.suppress(KeyError):
            one = planting.function(mutant.module, mutant.function, engine)
            one.__code__ = planting.compiled(copy.deepcopy(tree), one)


class Tests:
    """The tests as collected, and what is known of each: how long it takes, how often it ran, what it killed."""

    def __init__(self, items: Sequence[pytest.Item], reached: dict[tuple[str, int], set[str]]) -> None:
        self.items = list(items)
        self.lines: dict[str, Counter[str]] = defaultdict(Counter)  # of a test: lines it reaches in each file
        for (file, _), names in reached.items():
            for name in names:
                self.lines[name][file] += 1
        self.named: dict[str, list[int]] = defaultdict(list)
        for number, item in enumerate(items):
            self.named[item.nodeid.split("[")[0]].append(number)
        self.seconds = [SLOWER if any(word in item.nodeid for word in SLOW) else USUAL for item in items]
        self.known = [False] * len(items)
        self.runs, self.kills = [0] * len(items), [0] * len(items)
        self.told = memoryview(mmap.mmap(-1, 8 * (len(items) + 1))).cast("d")  # a child's seconds, and who failed

    def ordered(self, names: set[str], file: str = "") -> list[int]:
        """Numbers of the tests of these names: the more a second of one may kill in a file, the earlier."""
        chosen = [number for name in names for number in self.named.get(name, ())]
        return sorted(chosen, key=lambda n: (self._cost(n, file), n))

    def _cost(self, number: int, file: str) -> float:
        lines = self.lines.get(self.items[number].nodeid.split("[")[0], Counter({file: 1}))
        focus = max(lines[file], 1) / max(lines.total(), 1)
        return self.seconds[number] * (self.runs[number] + 2) / (self.kills[number] + 1) / focus

    def run(self, numbers: Sequence[int], budget: float) -> int:
        """In a child: run them one by one up to the first that fails; the exit code."""
        session = self.items[0].session
        for at, number in enumerate(numbers):
            if time.process_time() > budget:
                return UNFINISHED
            item = self.items[number]
            following = self.items[numbers[at + 1]] if at + 1 < len(numbers) else None
            least, times = PATIENCE
            limit = max(least, times * self.seconds[number])
            signal.setitimer(signal.ITIMER_PROF, limit)
            begun = time.process_time()
            self.told[number], self.told[-1] = limit, number + 1
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.told[number] = time.process_time() - begun
            if session.testsfailed:
                return KILLED
        return SURVIVED

    def learn(self, numbers: Sequence[int], fate: str) -> str:
        """Take down what a child told; the name of the test that killed it."""
        last = int(self.told[-1]) - 1
        for number in numbers:
            took, self.told[number] = self.told[number], 0.0
            self.runs[number] += took > 0
            if took > 0 and fate != "timeout" and (number != last or fate != "killed"):
                self.seconds[number] = took if not self.known[number] else max(took, self.seconds[number] * 0.8)
                self.known[number] = True
        self.told[-1] = 0.0
        if last < 0 or fate not in ("killed", "timeout"):
            return ""
        self.kills[last] += 1
        return self.items[last].nodeid


def outcome(
    mutant: Mutant | None, tests: Tests, numbers: Sequence[int], budget: float, fresh: list[str] | None = None
) -> tuple[str, str]:
    """What became of a mutant (None: of no change), and by which test. `budget`: processor seconds for its tests.

    `fresh`: arguments of this program for a new process that changes the module before it is imported.
    """
    child = os.fork()
    if child == 0:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        if fresh is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (600, 600))
            os.execv(sys.executable, [sys.executable, str(Path(__file__).resolve()), *fresh])
        code = UNPLANTED
        with contextlib.suppress(BaseException):
            planted_twice(mutant)
            code = FAILED
            code = tests.run(numbers, time.process_time() + budget)
        os._exit(code)
    fate = waited(child)
    return fate, tests.learn(numbers, fate)


def waited(child: int) -> str:
    """How a child ended."""
    end = time.monotonic() + WAITING
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            if code in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGPROF):
                return "timeout"
            return FATES.get(code, "killed")
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timeout"


def bear(mutant: Mutant) -> None:
    """Run the quicker tests with the module changed before it is imported, and exit as pytest does."""
    imported(mutant)
    near = source_of(mutant).relative_to(ENGINE).parts[0]
    files = [file for file in ENGINE.rglob("test_*.py") if not any(word in file.stem for word in SLOW)]
    files.sort(key=lambda file: (near not in file.parts, file))
    sys.exit(int(pytest.main(["-q", "-x", "-m", "not deep", *map(str, files)])) != 0)


@contextlib.contextmanager
def turns(lock: Path | None) -> Iterator[Any]:
    """Yields what to call between mutants: it lets go of the lock when its turn is over, and waits for the next."""
    if lock is None:
        yield lambda: None
        return
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        begun = time.monotonic()

        def turn() -> None:
            nonlocal begun
            if time.monotonic() - begun > TURN:
                fcntl.flock(held, fcntl.LOCK_UN)
                time.sleep(2)
                fcntl.flock(held, fcntl.LOCK_EX)
                begun = time.monotonic()

        yield turn


class Campaign:
    """A plugin of pytest: once the tests are collected, it runs the sample with them instead of the tests."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked, self.score = asked, 0.0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """The campaign."""
        reached = reaching(self.asked.contexts)
        self.score = score_of(self.asked, Tests(session.items, reached), reached)
        return True


def interval(killed: int, drawn: int) -> tuple[float, float]:
    """Wilson's interval of 95 %, in per cent."""
    z, p = 1.96, killed / drawn
    middle, half = p + z * z / (2 * drawn), z * math.sqrt(p * (1 - p) / drawn + z * z / (4 * drawn * drawn))
    return 100 * (middle - half) / (1 + z * z / drawn), 100 * (middle + half) / (1 + z * z / drawn)


def score_of(asked: argparse.Namespace, tests: Tests, reached: dict[tuple[str, int], set[str]]) -> float:
    """Draw a sample, run it and print what survives; the part killed, in per cent."""
    every, drawn = sample(asked.sample, asked.seed, asked.only, asked.without.split())
    numbers = {mutant: number for number, mutant in enumerate(mutants())}
    counts: Counter[str] = Counter()
    control = tests.ordered({test for found in list(reached.values())[:50] for test in found})[:20]
    with turns(asked.lock) as turn:
        fate, _ = outcome(None, tests, control, math.inf)
        assert fate == "survived", "the tests fail without any change"
        for mutant in drawn:
            turn()
            chosen = tests.ordered(tests_of(mutant, reached), str(source_of(mutant).relative_to(CHECKOUT)))
            begun = time.monotonic()
            fate, by = outcome(
                mutant, tests, chosen, asked.budget, None if chosen else ["--bear", str(numbers[mutant])]
            )
            counts[fate] += 1
            took = time.monotonic() - begun
            if fate != "killed":
                print(f"{fate}: {mutant.module}.{mutant.function}, line {mutant.line}: {mutant.what}", flush=True)
            if asked.record:
                row = {"place": f"{mutant.module}.{mutant.function}:{mutant.line}", "what": mutant.what, "fate": fate,
                       "tests": len(chosen), "by": by, "seconds": round(took, 2)}  # fmt: skip
                with asked.record.open("a", encoding="utf-8") as record:
                    record.write(json.dumps(row, ensure_ascii=False) + "\n")
            if counts.total() % 10 == 0:
                print(f"{counts.total()} of {len(drawn)} run", flush=True)
    killed, open_ = counts["killed"] + counts["timeout"], counts["unfinished"]
    score = 100 * killed / len(drawn)
    low, high = interval(killed, len(drawn))
    print(f"{len(every)} mutants, {len(drawn)} drawn with seed {asked.seed}: {killed} killed ({counts['timeout']} by time), "
          f"{len(drawn) - killed} survived ({open_} of them without all tests run): {score:.1f} %, with 95 % certainty {low:.1f} to {high:.1f} %", flush=True)  # fmt: skip
    return score


def main() -> None:
    """Draw, run, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--contexts", type=Path, nargs="*", help="which test reaches which line; without it coverage is measured"
    )
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=float, default=60.0, help="processor seconds for the tests of one mutant")
    parser.add_argument("--least", type=float, default=90.0, help="least score in per cent")
    parser.add_argument("--only", default="", help="modules whose name holds this word")
    parser.add_argument("--without", default="", help="modules to leave out, by their names after touyan.scoring")
    parser.add_argument("--lock", type=Path, help="a file; work only while its lock is held, for minutes at a time")
    parser.add_argument("--record", type=Path, help="write every mutant's fate to this file, one JSON object a line")
    parser.add_argument("--bear", type=int, help=argparse.SUPPRESS)  # a mutant's place among all, for `outcome`
    asked = parser.parse_args()
    if asked.bear is None and asked.contexts is None:
        asked.contexts = [Path(tempfile.mkdtemp(prefix="touyan-mutation-")) / "contexts"]
        if measure(asked.contexts[0], True):
            sys.exit("the tests fail, or do not reach every line and branch")
        print("every line and branch is reached", flush=True)
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touyan.config.settings")
    os.chdir(CHECKOUT)
    sys.path.insert(0, str(CHECKOUT))
    if asked.bear is not None:
        bear(mutants()[asked.bear])
    campaign = Campaign(asked)
    code = pytest.main(["-q", "-s", "-m", "not deep", "touyan/scoring"], plugins=[campaign])
    sys.exit(code != 0 or campaign.score < asked.least)


if __name__ == "__main__":
    main()
