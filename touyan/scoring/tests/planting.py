"""Change one function of the engine for a while: its code object is exchanged, so that everybody who holds it sees it.

Kernels are changed in their uncompiled form (`kernels("plain")`).
"""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FunctionType
from typing import Any

from touyan.scoring.jit import kernels

KERNELS = "touyan.scoring.kernels."


def namespace(module: str, engine: str = "plain") -> dict[str, Any]:
    """The names of a module of the engine; of a kernel's module, those of this engine's edition."""
    if not module.startswith(KERNELS):
        return vars(importlib.import_module(module))
    package = kernels(engine)
    seen: dict[str, dict[str, Any]] = {}
    waiting = [one for one in vars(package).values() if isinstance(one, FunctionType)]
    while waiting:
        one = waiting.pop()
        if one.__module__.startswith(KERNELS) and one.__module__ not in seen:
            seen[one.__module__] = one.__globals__
            waiting += [inner for inner in one.__globals__.values() if isinstance(inner, FunctionType)]
    return seen[module]


def function(module: str, path: str, engine: str = "plain") -> FunctionType:
    """A function or method by its dotted path."""
    found: Any = namespace(module, engine)[path.split(".")[0]]
    for name in path.split(".")[1:]:
        found = inspect.getattr_static(found, name)
    found = getattr(found, "fget", found) or found
    found = inspect.unwrap(getattr(found, "__func__", found))
    assert isinstance(found, FunctionType), path
    return found


def compiled(tree: ast.FunctionDef | ast.AsyncFunctionDef, like: FunctionType) -> CodeType:
    """The code of a function's changed syntax tree."""
    tree.decorator_list = []
    module = ast.fix_missing_locations(ast.Module([tree], []))
    flags = __import__("__future__").annotations.compiler_flag
    code = compile(module, f"<planted in {like.__name__}>", "exec", flags, dont_inherit=True)
    (made,) = [one for one in code.co_consts if isinstance(one, CodeType) and one.co_name == tree.name]
    return made


@contextmanager
def exchanged(one: FunctionType, code: CodeType) -> Iterator[None]:
    """The function does something else meanwhile."""
    kept = one.__code__
    one.__code__ = code
    try:
        yield
    finally:
        one.__code__ = kept


@contextmanager
def planted(module: str, path: str, old: str, new: str) -> Iterator[None]:
    """A bug: `old` in the function's text is `new` meanwhile. Raises AssertionError unless it stands there once."""
    one = function(module, path)
    text = textwrap.dedent(inspect.getsource(one))
    assert text.count(old) == 1, f"{module}.{path} has {text.count(old)} × {old}"
    (tree,) = ast.parse(text.replace(old, new)).body
    assert isinstance(tree, ast.FunctionDef)
    with exchanged(one, compiled(tree, one)):
        yield
