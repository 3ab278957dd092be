"""What a mutant of the scoring engine is: one function of touyan/scoring with one small change; and the sample of them.

Left out are the places of SPARED, which are printed with their reasons, and words that are only told to people.
"""

from __future__ import annotations

import ast
import random
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
ENGINE = CHECKOUT / "touyan" / "scoring"
PACKAGE = "touyan.scoring."
LEFT_OUT = ("spark.py", "on_spark.py", "__init__.py", "__main__.py")
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

    `larger`: only where a number in them is made larger; `change`: only changes whose name begins so.
    """

    module: str
    function: str
    text: str
    reason: str
    larger: bool = False
    change: str = ""

    def holds(self, mutant: Mutant, statement: str) -> bool:
        """The mutant stands there."""
        place = (self.module, self.function) == (mutant.module.removeprefix(PACKAGE), mutant.function)
        return (
            place
            and self.text in statement
            and (not self.larger or mutant.what[:1].isdigit())
            and mutant.what.startswith(self.change)
        )


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
    Spared(
        "kernels.scan",
        "read_alone",
        "RARE",
        "a short way only: for an answer without any of these marks, what stands below does the very same and ends",
        change="BitAnd → BitOr",
    ),
    Spared(
        "kernels.scan",
        "read_several",
        "SLOW",
        "a work is read again once at most, and that adds nothing where no node says anything by work",
        change="BitAnd → BitOr in simple",
    ),
    Spared(
        "kernels.scan",
        "read_several",
        "start = low",
        "the first fact of all begins a work, which sets it anew",
        change="assigned None",
    ),
    Spared(
        "kernels.scan",
        "read_alone",
        "SLOW",
        "reading a fact again adds nothing where no node says anything by work",
        change="BitAnd → BitOr in simple",
    ),
    Spared("actions", "Chains.actions", "none =", "columns that `simplify` fills before anybody reads them", True),
    Spared(
        "explain", "Explainer._steps", "SHAPES.get", "a section has no shape and is told of none", change="“” changed"
    ),
    Spared(
        "kernels.shapes", "target", "n >= param", "at the target itself both rows give its points", change="GtE → Gt"
    ),
    Spared("language.kinds", "decimal", "rstrip", "no X among digits, so that the same zeros go", change="“0” changed"),
    Spared(
        "scratch", "scratch_for", "slots =", "size of scratch arrays: one cell more than needed is never read", True
    ),
    Spared(
        "grading",
        "_break_ties",
        "new |=",
        "the first of all is a list's first, which is new already",
        change="True → False",
    ),
    Spared("jit", "kernels", "plain =", "mutants run with plain kernels in any case"),
    Spared("simple", "_live", "NODE_MASK, -1", "an action without a node: any number below 0 says so", True),
    Spared("simple", "_packed", "unit =", "what the basket gets, which nobody reads", True),
    Spared("language.cases", "_Case.number", "return 0", "a problem is listed, so that there is no case at all", True),
    Spared("evidence", "Pen._short", "int32", "how wide a column is in the files", change="LtE → Lt"),
    Spared("machine", "edition", "", "name of an edition of compiled code: never in a result"),
    Spared("machine", "features", "", "what code may use of this processor: its speed, never a result"),
    Spared("machine", "target", "", "how hard the compiler tries: speed, never a result"),
    Spared("compiling", "compiled", "", "how numba compiles; plain kernels, which mutants run with, never ask"),
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


def adds_nothing(mutant: Mutant) -> bool:
    """It subtracts, instead of adding, a column's number that is 0."""
    from touyan.scoring import layout

    found = re.fullmatch(r"Add → Sub in .* \+ ([A-Z_]+|0)", mutant.what)
    return found is not None and (found[1] == "0" or getattr(layout, found[1], None) == 0)


def sample(size: int, seed: int, only: str, without: Collection[str]) -> tuple[list[Mutant], list[Mutant]]:
    """(those that may be drawn, those drawn); what is spared is printed. `without`: modules to leave out."""
    text = {file: file.read_text("utf-8").splitlines() for file in {source_of(one) for one in mutants()}}
    every, spared, idle = [], Counter[Spared](), 0
    for mutant in mutants():
        line = " ".join(text[source_of(mutant)][mutant.begin - 1 : mutant.end])
        held = [one for one in SPARED if one.holds(mutant, line)]
        spared.update(held[:1])
        nothing = adds_nothing(mutant)
        idle += nothing
        if not held and not nothing and only in mutant.module and mutant.module.removeprefix(PACKAGE) not in without:
            every.append(mutant)
    for one in SPARED:
        place = f"{one.module}.{one.function}" + (f", “{one.text}”" if one.text else "")
        print(f"spared, {spared[one]} mutants: {place}: {one.reason}", flush=True)
    print(f"spared, {idle} mutants: Add → Sub of a column that is 0: x + 0 is x - 0", flush=True)
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
