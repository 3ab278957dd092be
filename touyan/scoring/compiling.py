"""From a kernel to machine code that stands alone: what numba is for, and the only place that imports it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import llvmlite.binding as llvm
import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from touyan.scoring.machine import Kind, Kinds, target

WORD = types.CPointer(types.int64)
MEMORY = {"memcpy", "memmove", "memset"}
"""What code may ask of the process it runs in."""


def compiled(function: Callable[..., Any]) -> Any:
    """The function for numba to compile when its arguments are known."""
    # inlined: a call hands every pointer of every tuple over, one by one, which costs more than most kernels do
    return numba.njit(nogil=True, error_model="numpy", forceinline=True)(function)


def type_of(kind: Kind) -> Any:
    """Arrays as bare pointers to their numbers, tuples of arrays as tuples of pointers.

    An array in compiled code is counted, atomically, wherever it is handed on; that would cost more
    than the work. A pointer is not.
    """
    if isinstance(kind, tuple):
        return types.BaseTuple.from_types([type_of(part) for part in kind[1]], kind[0])
    if kind in ("none", "int"):
        return types.none if kind == "none" else types.int64
    return types.CPointer(numba.from_dtype(np.dtype(kind)))


def unpacking(kinds: Kinds) -> Callable[..., Any]:
    """A function from a list of words (see machine.words_of) to the arguments they were."""
    whole = types.BaseTuple.from_types([type_of(kind) for kind in kinds])

    @intrinsic  # type: ignore[untyped-decorator]
    def unpacked(_: Any, words: Any) -> Any:
        def code(context: Any, builder: Any, _: Any, given: Any) -> Any:
            place = count()

            def made(kind: Any) -> Any:
                if kind is types.none:
                    return context.get_dummy_value()
                if isinstance(kind, types.BaseTuple):
                    parts = context.get_constant_undef(kind)
                    for number, part in enumerate(kind.types):
                        parts = builder.insert_value(parts, made(part), number)
                    return parts
                word = builder.load(builder.gep(given[0], [ir.Constant(ir.IntType(64), next(place))]))
                return builder.inttoptr(word, context.get_value_type(kind)) if kind is not types.int64 else word

            return made(whole)

        return whole(words), code

    return unpacked  # type: ignore[no-any-return]


def machine_code(name: str, function: Any, kinds: Kinds) -> bytes:
    """An object file with one symbol, `name`: the compiled function for arguments of these kinds, made from words.

    Raises ValueError if it needs more than itself.
    """
    unpacked = unpacking(kinds)
    shell = numba.njit(nogil=True, error_model="numpy")(lambda words: function(*unpacked(words)))
    shell.compile((WORD,))
    (made,) = shell.overloads.values()
    module = llvm.parse_assembly(made.library.get_llvm_str())
    module.get_function(made.fndesc.llvm_func_name).name = name
    alone(module, name)
    return bytes(target().emit_object(module))


def alone(module: Any, name: str) -> None:
    """Leave of a module only what `name` needs. Raises ValueError if that is not all in it."""
    for one in (*module.functions, *module.global_variables):
        if not one.is_declaration and one.name != name:
            one.linkage, one.visibility = "internal", "default"
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(module, llvm.create_pass_builder(target(), llvm.create_pipeline_tuning_options()))
    needs = {one.name for one in (*module.functions, *module.global_variables) if one.is_declaration}
    needs = {one for one in needs if not one.startswith("llvm.")} - MEMORY
    if needs:
        raise ValueError(f"{name} needs {', '.join(sorted(needs))}")
