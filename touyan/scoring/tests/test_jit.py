"""Compiled kernels: one source in two editions, machine code that is kept, and what happens when it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from ctypes import c_int64, c_void_p, cast
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest

from touyan.scoring import jit, machine
from touyan.scoring.plan import compile
from touyan.scoring.run import run
from touyan.scoring.tests.cast import clause, fact, p, scheme, store

CALLED = """
import sys
import numpy as np
from touyan.scoring import jit
from touyan.scoring.tests.test_jit import GIVEN
print(jit.kernels().added(*GIVEN), "numba" in sys.modules)
"""
SCORED = """
import sys
from touyan.scoring.tests.test_jit import scored
print(scored(), [name for name in ("numba", "touyan.scoring.kernels") if name in sys.modules])
"""


class Unlike(NamedTuple):
    """An array and a number, as the kernels' tuples are."""

    column: Any
    number: int


class Alike(NamedTuple):
    """Two arrays of one kind."""

    first: Any
    second: Any


NUMBERS = np.arange(5, 8)
GIVEN = (
    Unlike(NUMBERS.astype(np.uint16), 100),
    Alike(NUMBERS, NUMBERS * 10),
    None,
    NUMBERS.astype(np.int8),
    np.int32(3),
)


def added(unlike, alike, nothing, loose, number):  # type: ignore[no-untyped-def]
    if nothing is None:
        return unlike.column[1] + unlike.number + alike.first[0] + alike.second[1] + loose[2] - number
    return 0


SUM = 6 + 100 + 5 + 60 + 7 - 3


def scored() -> list[int]:
    result = run(compile(scheme(clause()))[0], store([fact(), fact(subject=2)]), keep="total")
    return result.total.tolist()  # type: ignore[no-any-return]


def cold(code: str, folder: Path | None = None) -> str:
    """What a process of its own prints."""
    environment = os.environ | ({} if folder is None else {"TOUYAN_SCORE_CACHE": str(folder)})
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


class Process:
    """What a process knows: no address yet, a folder for code, and the kernel `added`."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.compiled = 0
        monkeypatch.setenv("TOUYAN_SCORE_CACHE", str(folder))
        monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
        monkeypatch.setattr(jit, "_addresses", {})
        monkeypatch.setattr(jit, "_compiling", True)
        self.kernels = SimpleNamespace(added=jit.kernel(added))
        monkeypatch.setattr(jit, "_compiling", False)
        monkeypatch.setattr(jit, "_sources", self.sources)

    def sources(self, *, compiling: bool) -> SimpleNamespace:
        self.compiled += compiling
        return self.kernels

    def compiles(self) -> int:
        """How often a process that begins now compiles to work out the sum."""
        jit._addresses.clear()
        self.compiled = 0
        assert [jit.kernels().added(*GIVEN) for _ in range(2)] == [SUM, SUM]
        return self.compiled


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Process:
    import numba

    monkeypatch.setattr(numba.config, "DISABLE_JIT", 0)
    return Process(tmp_path / "缓存", monkeypatch)


def test_code_is_compiled_once_and_kept(process: Process) -> None:
    assert process.compiles() == 1
    (file,) = process.folder.iterdir()
    assert process.compiles() == 0
    assert cold(CALLED, process.folder) == f"{SUM} False"
    whole = file.read_bytes()
    for spoiled in (b"", whole[:100], whole[:-1], whole[:-40] + b"?" + whole[-39:]):
        file.write_bytes(spoiled)
        assert machine.kept(file.name) is None
    assert process.compiles() == 1
    assert file.read_bytes() == whole
    file.rename(file.with_name("other"))
    assert machine.kept("other") is None, "code of another name"


def test_no_folder_is_needed_for_code(
    process: Process, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    process.folder.write_text("一个文件", "utf-8")
    jit.announce.cache_clear()
    assert machine.cache_folder() is None
    assert [process.compiles(), process.compiles()] == [1, 1]
    said = capsys.readouterr().err
    assert said.count("首次使用") == 1
    assert "只在本次有效" in said
    jit.announce.cache_clear()
    monkeypatch.setenv("TOUYAN_SCORE_CACHE", str(process.folder.with_name("新")))
    jit.announce()
    assert f"保存在 {process.folder.with_name('新')}" in capsys.readouterr().err


def test_code_is_kept_beside_the_package_or_in_the_users_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOUYAN_SCORE_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/甲")
    assert machine.homes() == [Path(jit.__file__).parent / "__pycache__" / "kernels", Path("/甲/touyan/kernels")]
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert machine.homes()[1] == Path.home() / ".cache" / "touyan" / "kernels"


def test_code_has_the_name_of_all_it_depends_on() -> None:
    kinds = machine.kind_of(GIVEN)[1]
    assert kinds == ((Unlike, ("<u2", "int")), (Alike, ("<i8", "<i8")), "none", "|i1", "int")
    assert len({machine.name_of(name, given) for name in ("甲", "乙") for given in (kinds, kinds[1:])}) == 4


@pytest.mark.usefixtures("process")
def test_what_needs_more_than_itself_is_no_kernel() -> None:
    """A kernel that makes arrays would need numba's memory, which is not there when its code is loaded."""
    from touyan.scoring.compiling import compiled, machine_code

    with pytest.raises(ValueError, match="NRT"):
        machine_code("made", compiled(lambda size: np.ones(size).sum()), ("int",))


def test_a_call_spreads_a_tuple_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[int]] = []
    native = machine.NATIVE(lambda answer, error, words: seen.append(list((c_int64 * 4).from_address(words))))
    found: list[Any] = []
    call = machine.Call(lambda kinds: found.append(kinds) or cast(native, c_void_p).value)
    begin, other = NUMBERS.ctypes.data, GIVEN[1].second.ctypes.data
    same, fresh = Unlike(NUMBERS, 1), Unlike(GIVEN[1].second, 2)
    spread: list[Any] = []
    monkeypatch.setattr(machine, "words_of", lambda one, was=machine.words_of: spread.append(one) or was(one))
    for first, last in ((same, 7), (same, 8), (fresh, 9)):
        assert call(first, None, NUMBERS, np.int64(last)) == 0
    assert found == [((Unlike, ("<i8", "int")), "none", "<i8", "int")]
    assert seen == [[begin, 1, begin, 7], [begin, 1, begin, 8], [other, 2, begin, 9]]
    assert [one for one in spread if isinstance(one, tuple)] == [same, fresh]
    with pytest.raises(ValueError, match="number by number"):
        call(NUMBERS[::2])


def test_a_kernel_is_the_function_itself_where_nothing_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    assert jit.kernel(added) is added
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    assert jit.kernels("compiled") is jit.kernels("plain")


def test_a_cold_process_with_kept_code_scores_without_numba() -> None:
    assert scored() == [p(1), p(1), 0]
    assert cold(SCORED) == f"{[p(1), p(1), 0]} []"
