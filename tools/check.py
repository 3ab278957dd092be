"""Runs every check of the house and says what each found; `./test` prepares the environment and calls this.

    ./test            everything a change must pass
    ./test --quick    for the developer: style, types, contracts, migrations and the tests on SQLite
    ./test --deep     adds the long campaigns: property tests and fuzzing at length, Debian's PostgreSQL
    ./test -k WORDS   hands WORDS to pytest (only tests whose name fits)

Quick checks run one after the other, then the long ones two at a time. What a step printed is kept in
build/test/<step>.log and shown when it failed. The last line is `N passed, N failed, N skipped`, summed over all
steps: a step that is one check counts as one, a step that runs tests counts its tests. The exit code is 0 only when
nothing failed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import postgres

CHECKOUT = Path(__file__).resolve().parent.parent
LOGS = CHECKOUT / "build" / "test"
PYTHON = sys.executable
STEP_LIMIT = 40 * 60  # seconds; a step that hangs is a failure, not a wait
HEARTBEAT = 20  # seconds between the lines that say what is still running
PLAIN = "not browser and not axe and not deep"
MANAGE = [PYTHON, "manage.py"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One check: what it is called, what is run, whether it is a suite of tests that counts itself, and whether its
    last line is a figure to be shown."""

    name: str
    title: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    suite: bool = False
    figure: bool = False


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of a step. `reasons` counts the causes of skipped tests."""

    step: Step
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)


class Runner:
    """Runs steps, prints as it goes, and remembers the results."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.results: list[Result] = []
        self.running: dict[str, float] = {}
        self.children: set[subprocess.Popen[bytes]] = set()
        self.lock = threading.Lock()

    def run(self, step: Step) -> Result:
        """The step has run to its end or its limit, its result is printed and kept."""
        started = time.monotonic()
        with self.lock:
            self.running[step.title] = started
        log = LOGS / f"{step.name}.log"
        code = self._execute(step, log)
        result = _judge(step, code, time.monotonic() - started)
        with self.lock:
            self.running.pop(step.title, None)
            self.results.append(result)
            _show(result, log)
        return result

    def skip(self, step: Step, reason: str) -> None:
        """The step did not run; it counts as one skipped, with its reason."""
        with self.lock:
            self.results.append(Result(step=step, skipped=1, reasons=Counter([reason])))
            print(f"-- {step.title}: 跳过 skipped ({reason})", flush=True)

    def _execute(self, step: Step, log: Path) -> int:
        home = self.data / step.name
        home.mkdir(exist_ok=True)
        environment = {**os.environ, "TOUYAN_DATA": str(home), "PYTHONPATH": str(CHECKOUT), **step.env}
        with log.open("wb") as words:
            child = subprocess.Popen(
                step.command,
                cwd=CHECKOUT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self.children.add(child)
            try:
                return child.wait(timeout=STEP_LIMIT)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                words.write(f"\nstopped after {STEP_LIMIT} s\n".encode())
                return 124
            finally:
                self.children.discard(child)

    def stop(self) -> None:
        """Every child this run started has been told to end."""
        for child in list(self.children):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGTERM)

    def heartbeat(self) -> None:
        """Prints now and then what is still at work, so that silence never means a hang. Runs in its own thread."""
        while True:
            time.sleep(HEARTBEAT)
            with self.lock:
                now = time.monotonic()
                words = "，".join(f"{title} {now - since:.0f} s" for title, since in self.running.items())
                if words:
                    print(f"   … {words}", flush=True)


def _judge(step: Step, code: int, seconds: float) -> Result:
    if not step.suite:
        return Result(step=step, passed=int(code == 0), failed=int(code != 0), seconds=seconds)
    report = LOGS / f"{step.name}.xml"
    try:
        suites = list(ET.parse(report).getroot().iter("testsuite"))
    except (FileNotFoundError, ET.ParseError):
        return Result(step=step, failed=1, seconds=seconds)
    total, skipped = (sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "skipped"))
    failed = sum(int(suite.get(name, 0)) for suite in suites for name in ("failures", "errors"))
    reasons = Counter(mark.get("message", "") for suite in suites for mark in suite.iter("skipped"))
    if code and not failed:  # interrupted, broken collection, or not one test: never a success
        failed = 1
        total += 1
    passed = total - failed - skipped
    return Result(step=step, passed=passed, failed=failed, skipped=skipped, seconds=seconds, reasons=reasons)


def _show(result: Result, log: Path) -> None:
    mark = "失败 FAILED" if result.failed else "通过 ok"
    counts = f" {result.passed} passed, {result.failed} failed, {result.skipped} skipped" if result.step.suite else ""
    figure = f" {(log.read_text(errors='replace').splitlines() or [''])[-1]}" if result.step.figure else ""
    print(f"== {result.step.title}: {mark}{counts}{figure} ({result.seconds:.1f} s)", flush=True)
    if result.failed:
        lines = log.read_text(errors="replace").splitlines()
        print("\n".join(f"   | {line}" for line in lines[-120:]), flush=True)
        print(f"   | 全文 whole: {log.relative_to(CHECKOUT)}", flush=True)


def suite(name: str, title: str, marks: str, extra: list[str], env: dict[str, str] | None = None) -> Step:
    """A step that runs the tests which bear these marks."""
    report = LOGS / f"{name}.xml"
    command = [PYTHON, "-m", "pytest", "-q", "--durations=8", f"--junitxml={report}", "-m", marks, *extra]
    return Step(name=name, title=title, command=command, env=env or {}, suite=True)


def quick_steps() -> list[Step]:
    """The checks that take seconds, in the order in which a reader wants to know."""
    pip = next((CHECKOUT / "tools" / "bootstrap").glob("pip-*.whl"))
    deploy = {"TOUYAN_HTTPS": "1", "TOUYAN_HOSTS": "touyan.example", "TOUYAN_DEMO": "0"}
    contracts = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
    return [
        Step(name="environment", title="环境 environment", command=[PYTHON, f"{pip}/pip", "check"]),
        Step(name="ruff", title="代码风格 ruff", command=[PYTHON, "-m", "ruff", "check", "."]),
        Step(name="format", title="格式 ruff format", command=[PYTHON, "-m", "ruff", "format", "--check", "."]),
        Step(name="imports", title="依赖方向 import contracts", command=[PYTHON, "-c", contracts]),
        Step(name="check", title="Django check", command=[*MANAGE, "check", "--fail-level", "WARNING"]),
        Step(
            name="deploy",
            title="Django check --deploy",
            command=[*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
            env=deploy,
        ),
        Step(name="migrations", title="迁移 migrations", command=[*MANAGE, "makemigrations", "--check", "--dry-run"]),
        Step(name="translations", title="译文 translations", command=[PYTHON, "-m", "touyan.core.translations"]),
    ]


def mypy_step() -> Step:
    """The types, checked."""
    return Step(name="mypy", title="类型 mypy", command=[PYTHON, "-m", "mypy"])


def chromium_found() -> str | None:
    """Where a Chromium is, if there is one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def chromium_installed() -> str:
    """Chromium is there after this, or the answer says why not. Only root may install; nobody else is asked."""
    if chromium_found():
        return ""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return "没有 Chromium，也无权安装 / no Chromium here: sudo apt-get install chromium"
    print("   安装 Chromium / installing Debian's Chromium", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-wqy-microhei"],
    )
    with (LOGS / "chromium.log").open("wb") as words:
        for command in commands:
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=words, stderr=words, env=environment, check=False)
    return "" if chromium_found() else "Chromium 未能装上 / could not be installed: build/test/chromium.log"


def long_steps(runner: Runner, folders: contextlib.ExitStack, asked: argparse.Namespace) -> list[Step]:
    """The steps that take minutes, longest first; what cannot run here is recorded as skipped."""
    extra = ["-k", asked.k] if asked.k else []
    steps = [suite("sqlite", "测试 tests on SQLite", f"{PLAIN} and not postgres", extra)]
    found = postgres.servers()
    if asked.quick:
        return [*steps, mypy_step()]
    wanted = found if asked.deep else found[:1]
    for server in wanted:
        running = folders.enter_context(postgres.throwaway(server, hasty=True))
        env = {"DATABASE_URL": running.url}
        steps.append(suite(f"postgres{server.major}", f"测试 tests on {server.name}", PLAIN, extra, env))
    if not found:
        runner.skip(suite("postgres", "测试 tests on PostgreSQL", PLAIN, extra), "没有 PostgreSQL / none found")
    browser = [
        suite("axe", "无障碍 accessibility", "axe and not deep", extra),
        suite("browser", "浏览器 browser tests", "browser and not axe and not deep", extra),
    ]
    missing = chromium_installed()
    for step in browser:
        if missing:
            runner.skip(step, missing)
        else:
            steps.append(step)
    # The short one last: it falls to whichever half is done first, so that both end at about the same time.
    return [*steps, mypy_step(), *(deep_steps(extra) if asked.deep else [])]


def deep_steps(extra: list[str]) -> list[Step]:
    """The long campaigns."""
    mutants = [PYTHON, "tools/scoring_mutation.py", "--sample", "100"]
    return [
        suite("deep", "长测 long campaigns", "deep", extra),
        Step(name="mutants", title="计分变异 mutants of the engine", command=mutants, figure=True),
    ]


def report(runner: Runner, seconds: float) -> int:
    """Prints the table of times, what was skipped and why, and the line that sums up. Returns the exit code."""
    print("\n用时 times")
    for result in sorted(runner.results, key=lambda result: -result.seconds):
        print(f"  {result.seconds:7.1f} s  {result.step.title}")
    print(f"  {seconds:7.1f} s  全部 all")
    skipped = [(result.step.title, reason, n) for result in runner.results for reason, n in result.reasons.items()]
    print("\n跳过 skipped parts" if skipped else "\n没有跳过 nothing was skipped")
    for title, reason, n in skipped:
        print(f"  {n} × {title}: {reason}")
    failed_steps = [result.step.title for result in runner.results if result.failed]
    if failed_steps:
        print("\n失败 failed: " + "；".join(failed_steps))
    passed, failed, left = (sum(getattr(r, name) for r in runner.results) for name in ("passed", "failed", "skipped"))
    print(f"\n{passed} passed, {failed} failed, {left} skipped", flush=True)
    return 1 if failed or not passed else 0


def main() -> int:
    """The command line; see the head of this file."""
    parser = argparse.ArgumentParser(
        prog="./test", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--deep", action="store_true")
    parser.add_argument("-k", metavar="WORDS")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir(parents=True)
    started = time.monotonic()
    with contextlib.ExitStack() as folders:
        runner = Runner(Path(folders.enter_context(tempfile.TemporaryDirectory(prefix="touyan-test-"))))
        folders.callback(runner.stop)
        threading.Thread(target=runner.heartbeat, daemon=True).start()
        for step in quick_steps():
            runner.run(step)
        with ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
            try:
                list(pool.map(runner.run, long_steps(runner, folders, asked)))
            except BaseException:
                runner.stop()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    return report(runner, time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
