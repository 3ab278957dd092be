"""Mutation score of the scoring engine on an honest sample: `python tools/scoring_mutation.py --sample 200`.

A mutant is one function of touyan/scoring with one small change. It is killed when a plain test that reaches the changed
line fails (or does not end in time), else it survives and is printed. The sample is drawn by `--seed` from all mutants of
all functions; kernels run uncompiled. Which test reaches which line, `tools/scoring_coverage.py` finds out first, unless
`--contexts` names a file it left; it also demands that every line and branch is reached.
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
    """The `number`-th change of a function."""

    module: str
    function: str
    line: int
    number: int
    what: str


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
            for node in nodes_of(function):
                for what, _ in changed(node):
                    found.append(Mutant(module, path, getattr(node, "lineno", function.lineno), number, what))
                    number += 1
    return found


def mutated(mutant: Mutant) -> ast.FunctionDef:
    """The function's syntax tree with its change."""
    file = CHECKOUT / (mutant.module.replace(".", "/") + ".py")
    function = copy.deepcopy(dict(functions(ast.parse(file.read_text("utf-8"))))[mutant.function])
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


def outcome(mutant: Mutant | None, tests: list[str]) -> str:
    """What became of a mutant (None: of no change): killed, timeout or survived. A child process bears it."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
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
            return {0: "survived", UNPLANTED: "unplanted"}.get(code, "killed")
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timeout"


def main() -> None:
    """Draw, run, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contexts", type=Path, help="which test reaches which line; without it coverage is measured")
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=90.0, help="least score in per cent")
    parser.add_argument("--only", default="", help="modules whose name holds this word")
    asked = parser.parse_args()
    if asked.contexts is None:
        asked.contexts = Path(tempfile.mkdtemp(prefix="touyan-mutation-")) / "contexts"
        if measure(asked.contexts, True):
            sys.exit("the tests fail, or do not reach every line and branch")
        print("every line and branch is reached", flush=True)
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touyan.config.settings")
    os.chdir(CHECKOUT)
    sys.path.insert(0, str(CHECKOUT))
    import pytest

    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["-q", "--collect-only", "touyan/scoring"])  # imports all, once
    every = [one for one in mutants() if asked.only in one.module]
    drawn = random.Random(asked.seed).sample(every, min(asked.sample, len(every)))
    reached = reaching(asked.contexts)
    slow = ("test_fuzz", "test_bounds", "test_planted", "test_invariants", "test_generate", "test_schemes", "test_load")
    counts: Counter[str] = Counter()
    control = sorted({test for tests in list(reached.values())[:50] for test in tests})[:20]
    assert outcome(None, control) == "survived", "the tests fail without any change"
    for mutant in drawn:
        tests = reached.get((mutant.module.replace(".", "/") + ".py", mutant.line), set())
        ordered = sorted(tests, key=lambda test: (any(word in test for word in slow), test))
        fate = outcome(mutant, ordered) if ordered else "survived"
        counts[fate] += 1
        if fate in ("survived", "unplanted"):
            print(f"{fate}: {mutant.module}.{mutant.function}, line {mutant.line}: {mutant.what}", flush=True)
    killed = counts["killed"] + counts["timeout"]
    score = 100 * killed / len(drawn)
    print(f"{len(every)} mutants, {len(drawn)} drawn with seed {asked.seed}: {killed} killed ({counts['timeout']} by time), "
          f"{counts['survived']} survived: {score:.1f} %", flush=True)  # fmt: skip
    sys.exit(score < asked.least)


if __name__ == "__main__":
    main()
