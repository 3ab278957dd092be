"""Mutation score of the scoring engine on an honest sample: `python tools/scoring_mutation.py --sample 200`.

A mutant is one function of touyan/scoring with one small change. It is killed when a plain test that reaches the changed
line fails (or does not end in time), else it survives and is printed. The sample is drawn by `--seed` from all mutants of
all functions but for the places of SPARED, which are printed with their reasons; kernels run uncompiled. Which test
reaches which line, `tools/scoring_coverage.py` finds out first, unless `--contexts` names a file it left; it also demands
that every line and branch is reached. A function that runs only while its module is imported is changed before that.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import io
import os
import random
import resource
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring_coverage import measure

CHECKOUT = Path(__file__).resolve().parent.parent
ENGINE = CHECKOUT / "touyan" / "scoring"
LEFT_OUT = ("spark.py", "on_spark.py", "__init__.py", "__main__.py")
FATES = {0: "survived", 4: "unplanted", 5: "survived", 77: "unplanted"}  # pytest's 4: no such test; 5: none ran
UNPLANTED = 77  # exit code of a child that could not make the change
PATIENCE = 120  # processor seconds a mutant's tests may take: other work on the machine must not kill it
WAITING = 1200  # seconds by the clock, should it wait for something that never comes
SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """The `number`-th change of a function. `begin` and `end`: lines of the statement around it."""

    module: str
    function: str
    line: int
    number: int
    what: str
    begin: int
    end: int


@dataclass(frozen=True)
class Spared:
    """Statements of a function, those that hold `text`, whose changes cannot show in anything the engine says.

    `larger`: only where a number in them is made larger.
    """

    module: str
    function: str
    text: str
    reason: str
    larger: bool = False

    def holds(self, mutant: Mutant, statement: str) -> bool:
        """The mutant stands there."""
        place = (self.module, self.function) == (mutant.module.removeprefix("touyan.scoring."), mutant.function)
        return place and self.text in statement and (not self.larger or mutant.what[:1].isdigit())


SPARED = (
    Spared(
        "runner",
        "blocks_of",
        "step =",
        "how many subjects a thread takes at a time; every number gives the same totals",
    ),
    Spared("scratch", "scratch_for", "room(", "size of scratch arrays: one cell more than needed is never read", True),
    Spared(
        "trace", "Tracer.rows", "rows = rows_for(", "room for rows, cut to those written: more room is never read", True
    ),
    Spared("evidence", "Pen.scan", "_short(", "room for rows, cut to those written: more room is never read", True),
    Spared("evidence", "Pen._short", "size // 8", "reserve of a buffer that is used again", True),
    Spared("actions", "alike", "already.update((0, 1))", "any two different numbers say that the units are not alike"),
    Spared("jit", "cache_folder", "", "where compiled code is kept: never in a result"),
    Spared("jit", "_home", "", "where compiled code is kept: never in a result"),
    Spared("jit", "_edition", "", "name of the folder of compiled code: never in a result"),
    Spared("jit", "kernel", "numba", "how numba compiles; plain kernels, which mutants run with, never ask"),
)
"""Left out of the sample. Left out as well: words of `help=` and of what is raised, which are told to people."""
TOLD = ("help", "description", "metavar", "prog", "epilog")


def changed(node: ast.AST) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every small change of one node: its name, and the fields to set."""
    if isinstance(node, ast.Compare):
        for k, one in enumerate(node.ops):
            ops = [*node.ops[:k], SWAPS[type(one)](), *node.ops[k + 1 :]]
            yield f"{type(one).__name__} → {type(ops[k]).__name__}", {"ops": ops}
    elif isinstance(node, ast.BoolOp | ast.BinOp | ast.AugAssign) and type(node.op) in SWAPS:
        new = SWAPS[type(node.op)]()
        yield f"{type(node.op).__name__} → {type(new).__name__}", {"op": new}
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} → {not node.value}", {"value": not node.value}
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield f"{node.value} → {node.value + 1}", {"value": node.value + 1}
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield f"“{node.value[:20]}” changed", {"value": f"X{node.value}X"}
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "return None", {"value": ast.Constant(None)}
    elif isinstance(node, ast.Assign) and not _is_none(node.value):
        yield "assigned None", {"value": ast.Constant(None)}
    elif isinstance(node, ast.If | ast.IfExp):
        yield "condition turned", {"test": ast.UnaryOp(ast.Not(), node.test)}
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
        yield f"{type(node.op).__name__} dropped", {"op": ast.UAdd()}


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def nodes_of(function: ast.AST) -> list[ast.AST]:
    """Nodes that may change: no docstrings, annotations, defaults or pieces of formatted text."""
    skipped: set[int] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            parts: list[Any] = [node.args]
            if not isinstance(node, ast.Lambda):
                parts += [node.returns, *node.decorator_list]
                parts += node.body[:1] if ast.get_docstring(node) else []
        elif isinstance(node, ast.AnnAssign):
            parts = [node.annotation]
        elif isinstance(node, ast.JoinedStr):
            parts = list(node.values)
        elif isinstance(node, ast.keyword) and node.arg in TOLD:
            parts = [node.value]
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            parts = [one for one in node.exc.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        else:
            continue
        skipped |= {id(inner) for part in parts if part is not None for inner in ast.walk(part)}
    return [node for node in ast.walk(function) if id(node) not in skipped]


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and methods with their dotted paths."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and "super()" not in ast.unparse(inner):
                    yield f"{node.name}.{inner.name}", inner


def mutants() -> list[Mutant]:
    """All of them, in the order of the files."""
    found = []
    for file in sorted(ENGINE.rglob("*.py")):
        if "tests" in file.parts or file.name in LEFT_OUT:
            continue
        module = ".".join(file.relative_to(CHECKOUT).with_suffix("").parts)
        for path, function in functions(ast.parse(file.read_text("utf-8"))):
            number = 0
            around = statements(function)
            for node in nodes_of(function):
                shown = " ".join(ast.unparse(node).split())[:60]
                for what, _ in changed(node):
                    line = getattr(node, "lineno", function.lineno)
                    found.append(
                        Mutant(module, path, line, number, f"{what} in {shown}", *around.get(id(node), (line, line)))
                    )
                    number += 1
    return found


def statements(function: ast.FunctionDef) -> dict[int, tuple[int, int]]:
    """First and last line of the innermost statement around every node; of a compound one, of its head."""
    found: dict[int, tuple[int, int]] = {}
    for one in ast.walk(function):  # outer ones first
        if isinstance(one, ast.stmt):
            body = getattr(one, "body", None)
            end = max(one.lineno, body[0].lineno - 1) if body else one.end_lineno or one.lineno
            found |= {id(inner): (one.lineno, end) for inner in ast.walk(one)}
    return found


def source_of(mutant: Mutant) -> Path:
    """The file of a mutant's module."""
    return CHECKOUT / (mutant.module.replace(".", "/") + ".py")


def sample(size: int, seed: int, only: str) -> tuple[list[Mutant], list[Mutant]]:
    """(those that may be drawn, those drawn); what is spared is printed."""
    text = {file: file.read_text("utf-8").splitlines() for file in {source_of(one) for one in mutants()}}
    every, spared = [], Counter[Spared]()
    for mutant in mutants():
        line = " ".join(text[source_of(mutant)][mutant.begin - 1 : mutant.end])
        held = [one for one in SPARED if one.holds(mutant, line)]
        spared.update(held[:1])
        if not held and only in mutant.module:
            every.append(mutant)
    for one in SPARED:
        place = f"{one.module}.{one.function}" + (f", “{one.text}”" if one.text else "")
        print(f"spared, {spared[one]} mutants: {place}: {one.reason}", flush=True)
    return every, random.Random(seed).sample(every, min(size, len(every)))


def mutated(mutant: Mutant, tree: ast.Module | None = None) -> ast.FunctionDef:
    """The function's syntax tree with its change, made within its module's if that is given."""
    tree = ast.parse(source_of(mutant).read_text("utf-8")) if tree is None else tree
    function = dict(functions(tree))[mutant.function]
    number = 0
    for node in nodes_of(function):
        for _, fields in changed(node):
            if number == mutant.number:
                for name, value in fields.items():
                    setattr(node, name, value)
                return function
            number += 1
    raise AssertionError(mutant)


def reaching(contexts: Path) -> dict[tuple[str, int], set[str]]:
    """(file, line) to the tests that reach it, as pytest names them."""
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


def outcome(mutant: Mutant | None, tests: list[str], fresh: list[str] | None = None) -> str:
    """What became of a mutant (None: of no change): killed, timeout or survived. A child process bears it.

    `fresh`: arguments of this program for a new process that changes the module before it is imported.
    """
    child = os.fork()
    if child == 0:
        patience = PATIENCE if fresh is None else 5 * PATIENCE
        resource.setrlimit(resource.RLIMIT_CPU, (patience, patience))
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        if fresh is not None:
            os.execv(sys.executable, [sys.executable, str(Path(__file__).resolve()), *fresh])
        import pytest

        code = UNPLANTED
        with contextlib.suppress(BaseException):
            planted_twice(mutant)
            code = 1
            code = int(pytest.main(["-q", "-x", "-m", "not deep", *tests]))
        os._exit(code)
    end = time.monotonic() + WAITING
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            if code in (-signal.SIGXCPU, -signal.SIGKILL):
                return "timeout"
            return FATES.get(code, "killed")
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timeout"


class Collected:
    """Hears from pytest which tests there are."""

    def __init__(self) -> None:
        self.tests: set[str] = set()

    def pytest_collection_finish(self, session: Any) -> None:
        """Their names without parameters."""
        self.tests = {item.nodeid.split("[")[0] for item in session.items}


SLOW = ("test_fuzz", "test_bounds", "test_planted", "test_invariants", "test_generate", "test_schemes", "test_load")


def bear(mutant: Mutant) -> None:
    """Run the quicker tests with the module changed before it is imported, and exit as pytest does."""
    import pytest

    imported(mutant)
    files = [
        str(file) for file in sorted(ENGINE.rglob("test_*.py")) if file.stem not in SLOW or file.stem == "test_load"
    ]
    sys.exit(int(pytest.main(["-q", "-x", "-m", "not deep", *files])) != 0)


def main() -> None:
    """Draw, run, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contexts", type=Path, help="which test reaches which line; without it coverage is measured")
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=90.0, help="least score in per cent")
    parser.add_argument("--only", default="", help="modules whose name holds this word")
    parser.add_argument("--bear", type=int, help=argparse.SUPPRESS)  # a mutant's place among all, for `outcome`
    asked = parser.parse_args()
    if asked.bear is None and asked.contexts is None:
        asked.contexts = Path(tempfile.mkdtemp(prefix="touyan-mutation-")) / "contexts"
        if measure(asked.contexts, True):
            sys.exit("the tests fail, or do not reach every line and branch")
        print("every line and branch is reached", flush=True)
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touyan.config.settings")
    os.chdir(CHECKOUT)
    sys.path.insert(0, str(CHECKOUT))
    if asked.bear is not None:
        bear(mutants()[asked.bear])
    sys.exit(score_of(asked) < asked.least)


def score_of(asked: argparse.Namespace) -> float:
    """Draw a sample, run it and print what survives; the part killed, in per cent."""
    import pytest

    there = Collected()
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["-q", "--collect-only", "-m", "not deep", "touyan/scoring"], plugins=[there])  # imports all, once
    every, drawn = sample(asked.sample, asked.seed, asked.only)
    reached = {place: tests & there.tests for place, tests in reaching(asked.contexts).items()}
    numbers = {mutant: number for number, mutant in enumerate(mutants())}
    counts: Counter[str] = Counter()
    control = sorted({test for tests in list(reached.values())[:50] for test in tests})[:20]
    assert outcome(None, control) == "survived", "the tests fail without any change"
    for mutant in drawn:
        tests = sorted(tests_of(mutant, reached), key=lambda test: (any(word in test for word in SLOW), test))
        fate = outcome(mutant, tests, None if tests else ["--bear", str(numbers[mutant])])
        counts[fate] += 1
        if fate != "killed":
            print(f"{fate}: {mutant.module}.{mutant.function}, line {mutant.line}: {mutant.what}", flush=True)
        if counts.total() % 10 == 0:
            print(f"{counts.total()} of {len(drawn)} run", flush=True)
    killed = counts["killed"] + counts["timeout"]
    score = 100 * killed / len(drawn)
    print(f"{len(every)} mutants, {len(drawn)} drawn with seed {asked.seed}: {killed} killed ({counts['timeout']} by time), "
          f"{len(drawn) - killed} survived: {score:.1f} %", flush=True)  # fmt: skip
    return score


if __name__ == "__main__":
    main()
