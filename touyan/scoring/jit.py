"""The kernels in two editions of one source: compiled to machine code, and the plain Python it is.

`kernels("plain")` is the reference of `kernels("compiled")`. Compiled code is loaded from where it is kept
(`machine`); numba, which takes longer to import than a city takes to score, is asked only for what is not
(`compiling`): that takes some seconds the first time on a machine, and is announced.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from functools import cache
from threading import RLock
from types import ModuleType
from typing import Any

PACKAGE = "touyan.scoring.kernels"
ENGINES = ("compiled", "plain")
_compiling = False
_loaded: dict[bool, ModuleType] = {}
_addresses: dict[str, int] = {}
_lock = RLock()


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, for numba while the kernels are loaded to be compiled."""
    if not _compiling:
        return function
    from touyan.scoring.compiling import compiled

    return compiled(function)  # type: ignore[no-any-return]


class Compiled:
    """The kernels, none of them loaded yet, for one caller's use."""

    def __getattr__(self, name: str) -> Any:
        from touyan.scoring.machine import Call

        call = Call(lambda kinds: _address(name, kinds))
        setattr(self, name, call)
        return call


def kernels(engine: str = "compiled") -> Any:
    """The kernels by name; `engine` is ``compiled`` or ``plain``."""
    if engine not in ENGINES:
        raise ValueError(f"没有名为 {engine} 的引擎；可用 compiled 或 plain")
    plain = engine == "plain" or os.environ.get("NUMBA_DISABLE_JIT") == "1"
    return _sources(compiling=False) if plain else Compiled()


def _sources(*, compiling: bool) -> ModuleType:
    """The kernels' own modules, their functions as Python or as numba sees them."""
    global _compiling
    with _lock:
        if compiling not in _loaded:
            others = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith(PACKAGE)}
            _compiling = compiling
            try:
                _loaded[compiling] = importlib.import_module(PACKAGE)
            finally:
                _compiling = False
                for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
                    del sys.modules[name]
                sys.modules.update(others)
        return _loaded[compiling]


def _address(kernel: str, kinds: Any) -> int:
    """Where the kernel's code for arguments of these kinds is: here, else kept, else compiled now and kept."""
    from touyan.scoring import machine

    with _lock:
        name = machine.name_of(kernel, kinds)
        if name not in _addresses:
            code = machine.kept(name)
            if code is None:
                code = _compile(name, kernel, kinds)
                machine.keep(name, code)
            _addresses[name] = machine.load(name, code)
        return _addresses[name]


def _compile(name: str, kernel: str, kinds: Any) -> bytes:
    """The kernel's code for arguments of these kinds, under this name."""
    announce()
    from touyan.scoring.compiling import machine_code

    return machine_code(name, getattr(_sources(compiling=True), kernel), kinds)


@cache
def announce() -> None:
    """Say once that kernels are being compiled."""
    from touyan.scoring.machine import cache_folder

    folder = cache_folder()
    where = f"保存在 {folder}" if folder is not None else "没有可写的缓存目录，只在本次有效"
    print(f"首次使用，正在编译计分内核，约需半分钟（{where}）…", file=sys.stderr, flush=True)


def pointers_maker() -> Callable[..., Any]:
    """For the kernels being loaded: arrays as flat numbers. Compiled kernels get pointers and keep them."""
    return kernel(lambda given: given) if _compiling else _flat


def _flat(given: Any) -> Any:
    """Flat views of an array, or of the arrays of a tuple."""
    import numpy as np

    if isinstance(given, np.ndarray):
        return given.reshape(-1)
    return type(given)(*(one.reshape(-1) if isinstance(one, np.ndarray) else one for one in given))
