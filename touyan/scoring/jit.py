"""Compile a kernel with numba, or leave it as the plain Python it is.

`kernels("compiled")` and `kernels("plain")` are the same source; the plain one is the compiled
one's reference. The first compilation on a machine takes some seconds and is announced; compiled
code is cached beside the package, else in the user's cache, else only for this process.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGE = "touyan.scoring.kernels"
_compiling = True
_loaded: dict[str, ModuleType] = {}


def cache_folder() -> Path | None:
    """The first folder that can be written, or None: then nothing is kept between processes."""
    named = os.environ.get("TOUYAN_SCORE_CACHE")
    edition = _edition()
    homes = (
        [Path(named)] if named else [Path(__file__).parent / "__pycache__" / "kernels", _home() / "touyan" / "kernels"]
    )
    for home in homes:
        folder = home / edition
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return None


@cache
def _edition() -> str:
    """A name for this edition of the kernels: numba looks only at the file a kernel stands in, and
    would keep compiled code although a function it calls has changed."""
    here = Path(__file__).parent
    sources = [*sorted((here / "kernels").glob("*.py")), here / "layout.py", Path(__file__)]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]


def _home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _numba() -> ModuleType:
    """numba, without what it imports only because it is installed: that costs a cold start a tenth of its time."""
    idle = [name for name in ("coverage", "cffi") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(idle))  # None: importing it fails, and numba does without
    try:
        importlib.import_module("numba.core.typing.cffi_utils")  # else imported, cffi and all, at the first call
        return importlib.import_module("numba")
    finally:
        for name in idle:
            del sys.modules[name]


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, compiled on first call unless the plain kernels are being loaded."""
    if not _compiling:
        return function
    numba: Any = sys.modules.get("numba") or _numba()

    folder = cache_folder()
    if folder is not None:
        numba.config.CACHE_DIR = str(folder)
    keep = folder is not None
    # inlined: a call hands every pointer of every tuple over, one by one, which costs more than most kernels do
    return numba.njit(nogil=True, cache=keep, error_model="numpy", forceinline=True)(function)  # type: ignore[no-any-return]


def entry(function: Callable[..., Any], *arguments: Any) -> Callable[..., Any]:
    """The function, compiled for arguments of these types, without looking at their types each time."""
    if not hasattr(function, "overloads"):
        return function
    import numba

    types = tuple(numba.typeof(argument) for argument in arguments)
    if types not in function.overloads:
        function.compile(types)
    return function.overloads[types].entry_point  # type: ignore[no-any-return]


def kernels(engine: str = "compiled") -> ModuleType:
    """The kernels as a module; `engine` is ``compiled`` or ``plain``."""
    global _compiling
    if engine not in ("compiled", "plain"):
        raise ValueError(f"没有名为 {engine} 的引擎；可用 compiled 或 plain")
    if engine not in _loaded:
        others = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith(PACKAGE)}
        _compiling = engine == "compiled" and os.environ.get("NUMBA_DISABLE_JIT") != "1"
        try:
            _loaded[engine] = importlib.import_module(PACKAGE)
        finally:
            _compiling = True
            for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
                del sys.modules[name]
            sys.modules.update(others)
    return _loaded[engine]


def announce(say: Callable[[str], None] | None = None) -> bool:
    """Say that compilation is about to happen, if no compiled code is kept; True when said."""
    folder = cache_folder()
    if folder is not None and any(folder.rglob("*.nbi")):
        return False
    where = f"保存在 {folder}" if folder is not None else "没有可写的缓存目录，只在本次有效"
    text = f"首次使用，正在编译计分内核，约需半分钟（{where}）…"
    (say or (lambda line: print(line, file=sys.stderr, flush=True)))(text)
    return True


def _pointers() -> Callable[..., Any]:
    """Arrays as bare pointers to their numbers, tuples of arrays as tuples of pointers.

    An array in compiled code is counted, atomically, wherever it is handed on; that would cost more
    than the work. A pointer is not. The caller keeps the arrays alive; they must be contiguous.
    """
    from numba import types
    from numba.extending import intrinsic

    def pointed(kind: Any) -> Any:
        return types.CPointer(kind.dtype) if isinstance(kind, types.Array) else kind

    def data(context: Any, builder: Any, kind: Any, value: Any) -> Any:
        if not isinstance(kind, types.Array):
            return value
        return context.make_array(kind)(context, builder, value).data

    @intrinsic  # type: ignore[untyped-decorator]
    def pointers(_: Any, given: Any) -> Any:
        result = pointed(given)
        if isinstance(given, types.BaseNamedTuple):
            parts = [pointed(part) for part in given.types]
            alike = all(part == parts[0] for part in parts)
            shape = (parts[0], len(parts)) if alike else (parts,)
            result = (types.NamedUniTuple if alike else types.NamedTuple)(*shape, given.instance_class)

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            kind, value = signature.args[0], args[0]
            if isinstance(kind, types.Array):
                return data(context, builder, kind, value)
            parts = [builder.extract_value(value, place) for place in range(len(kind.types))]
            parts = [data(context, builder, part, one) for part, one in zip(kind.types, parts, strict=True)]
            made = context.get_constant_undef(signature.return_type)
            for place, one in enumerate(parts):
                made = builder.insert_value(made, one, place)
            return made

        return result(given), code

    return pointers  # type: ignore[no-any-return]


def _flat(given: Any) -> Any:
    """The same for plain kernels: flat views of the arrays."""
    import numpy as np

    if isinstance(given, np.ndarray):
        return given.reshape(-1)
    return type(given)(*(one.reshape(-1) if isinstance(one, np.ndarray) else one for one in given))


def pointers_maker() -> Callable[..., Any]:
    """`pointers` for the kernels being loaded."""
    return _pointers() if _compiling else _flat
