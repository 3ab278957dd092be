"""Machine code of the kernels: kept in a folder, loaded and called. Nothing here compiles, and numba is not imported.

A kernel's code takes the address of a list of words: for each array where its numbers begin, for each number itself,
tuples spread out. The file's name says all that the code depends on, its last bytes whether it is this code and
whole; what is missing, cut off or foreign is as if it were not there.
"""

from __future__ import annotations

import ctypes
import os
import tempfile
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from operator import index
from pathlib import Path
from typing import Any

import llvmlite
import llvmlite.binding as llvm
import numpy as np

HERE = Path(__file__).parent
SOURCES = ("layout.py", "machine.py", "compiling.py")
NATIVE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
"""Room for the answer, room for an error that kernels never have, the words. Python's lock is free meanwhile."""
Kind = str | tuple[type, "Kinds"]
"""``none``, ``int``, the letters of an array's numbers, or a named tuple of kinds."""
Kinds = tuple[Kind, ...]
_engines: list[Any] = []  # code lives as long as its engine


def kind_of(argument: Any) -> Kind:
    """What the code of a kernel depends on in an argument."""
    if argument is None:
        return "none"
    if isinstance(argument, tuple):
        return type(argument), tuple(kind_of(part) for part in argument)
    return argument.dtype.str if isinstance(argument, np.ndarray) else "int"


def words_of(argument: Any) -> Iterator[int]:
    """An argument as words; whoever calls keeps its arrays alive. Raises ValueError for an array with gaps."""
    if isinstance(argument, np.ndarray):
        if not argument.flags.c_contiguous:
            raise ValueError("kernels read arrays number by number")
        yield argument.__array_interface__["data"][0]
    elif isinstance(argument, tuple):
        for part in argument:
            yield from words_of(part)
    elif argument is not None:
        yield index(argument)


class Call:
    """A kernel to be called with anything it can be compiled for; the answer is a whole number, 0 for none.

    `find` tells where its code for arguments of some kinds begins. For one caller: a tuple that comes again in the
    same place is not spread out again.
    """

    def __init__(self, find: Callable[[Kinds], int]) -> None:
        self.find = find
        self.codes: dict[Kinds, Any] = {}
        self.spread: dict[int, tuple[Any, Kind, array[int]]] = {}

    def __call__(self, *arguments: Any) -> int:
        kinds: list[Kind] = []
        words = array("q")
        for place, argument in enumerate(arguments):
            known = self.spread.get(place)
            if known is None or known[0] is not argument:
                known = argument, kind_of(argument), array("q", words_of(argument))
                if isinstance(argument, tuple):
                    self.spread[place] = known
            kinds.append(known[1])
            words += known[2]
        return self.run(tuple(kinds), words)

    def run(self, kinds: Kinds, words: array[int]) -> int:
        """The answer to these words."""
        if kinds not in self.codes:
            self.codes[kinds] = NATIVE(self.find(kinds))
        answer, error = ctypes.c_int64(), ctypes.c_void_p()
        self.codes[kinds](ctypes.byref(answer), ctypes.byref(error), words.buffer_info()[0])
        return answer.value


@cache
def edition() -> str:
    """A name for what code depends on besides its arguments: the sources, the compiler, the processor."""
    sources = [*sorted((HERE / "kernels").glob("*.py")), *(HERE / name for name in SOURCES)]
    numba = find_spec("numba")  # found, not imported
    sources += [Path(place) / "_version.py" for place in (numba and numba.submodule_search_locations) or []]
    told = [llvmlite.__version__, llvm.get_process_triple(), llvm.get_host_cpu_name(), features()]
    return sha256(b"".join(source.read_bytes() for source in sources) + repr(told).encode()).hexdigest()[:16]


@cache
def features() -> str:
    """What this processor can do."""
    return str(llvm.get_host_cpu_features().flatten())


def name_of(kernel: str, kinds: Kinds) -> str:
    """Name of the code of a kernel for arguments of these kinds, in files and as a symbol."""

    def told(kind: Kind) -> str:
        return kind if isinstance(kind, str) else f"{kind[0].__name__}({','.join(map(told, kind[1]))})"

    return f"{kernel}_{edition()}_{sha256(','.join(map(told, kinds)).encode()).hexdigest()[:16]}"


def homes() -> list[Path]:
    """Where code may be kept: beside the package, else in the user's cache, or in the one folder that was named."""
    named = os.environ.get("TOUYAN_SCORE_CACHE")
    if named:
        return [Path(named)]
    cached = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return [HERE / "__pycache__" / "kernels", cached / "touyan" / "kernels"]


def cache_folder() -> Path | None:
    """The first folder that can be written, or None: then nothing is kept between processes."""
    for home in homes():
        try:
            home.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=home):
                return home
        except OSError:
            continue
    return None


def kept(name: str) -> bytes | None:
    """The code of this name that some folder keeps whole."""
    for home in homes():
        try:
            data = (home / name).read_bytes()
        except OSError:
            continue
        code = data[: -sha256().digest_size]
        if data == sealed(name, code):
            return code
    return None


def sealed(name: str, code: bytes) -> bytes:
    """Code with a sum over its name and itself: the loader would crash over what is not code."""
    return code + sha256(name.encode() + code).digest()


def keep(name: str, code: bytes) -> None:
    """Keep code for other processes, all of it at once; if no folder can be written, do without."""
    folder = cache_folder()
    if folder is None:
        return
    draft = folder / f"{name}.{os.getpid()}"
    with suppress(OSError):  # a full disk
        draft.write_bytes(sealed(name, code))
        draft.replace(folder / name)


def target() -> Any:
    """This processor, as a compiler and a loader must both see it."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    found = llvm.Target.from_default_triple()
    return found.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features(), opt=3, jit=True, codemodel="jitdefault",
        reloc="static" if found.name.startswith("x86") else "default",
    )  # fmt: skip


def load(name: str, code: bytes) -> int:
    """Address of the code in this process. Raises OSError if the system does not let code be loaded."""
    llvm.check_jit_execution()
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _engines.append(engine)
    return int(engine.get_function_address(name))
