"""Thousands of broken and hostile files: each is taken or refused with a sentence, quickly, and nothing else happens.

A sample runs with every commit; the whole campaign with the mark `deep`.
"""

from __future__ import annotations

import io
import random
import resource
import tempfile
import time
import zipfile
from pathlib import Path

import pytest

from touyan.core.intake import FileRefused, accept, lines, table
from touyan.core.tests.files import docx_bytes, jpeg_bytes, pdf_bytes, png_bytes, xlsx_bytes

ANY = frozenset({"xlsx", "csv", "docx", "pdf", "jpeg", "png"})
SEEDS = {
    "xlsx": lambda: xlsx_bytes([["姓名", "日期", "分"], ["张三", "2026-03-05", 1.5], ["李四", None, 2]]),
    "docx": docx_bytes,
    "pdf": pdf_bytes,
    "csv": lambda: "姓名,日期\n张三,2026-03-05\n李四,\n".encode(),
    "jpg": lambda: jpeg_bytes(exif=b"Exif"),
    "png": png_bytes,
}
SAMPLE = {"xlsx": 14, "docx": 6, "pdf": 5, "csv": 6, "jpg": 30, "png": 30}
WHOLE = {"xlsx": 2120, "docx": 1060, "pdf": 340, "csv": 540, "jpg": 600, "png": 600}
NASTY = [
    b"\x00",
    b"\xff" * 4,
    b"<!DOCTYPE a>",
    b"PK\x03\x04",
    b"\r\n",
    b"%PDF-",
    "喆\U0002c621".encode(),
    b"\x80" * 64,
    b"=cmd()",
]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One to four cuts, changed bytes, repeats or foreign pieces."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(5):
            case 0:
                del changed[at : at + chance.randint(1, 400)]
            case 1:
                for place in range(at, min(len(changed), at + chance.randint(1, 12))):
                    changed[place] = chance.randrange(256)
            case 2:
                changed[at:at] = chance.choice(NASTY)
            case 3:
                changed[at:at] = changed[max(0, at - 300) : at] * chance.randint(1, 4)
            case 4:
                changed = changed[:at]
    return bytes(changed)


def repacked(data: bytes, chance: random.Random) -> bytes:
    """A whole package with one part mutated, renamed or doubled: the damage lies behind the directory."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        victim = chance.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            if name == victim:
                content = mutated(content, chance) if chance.random() < 0.8 else b"<" * chance.randint(0, 20_000)
                name = (
                    name
                    if chance.random() < 0.9
                    else chance.choice(["../x", "/etc/x", "a\x00b", "CON", "x" * 300, name.upper()])
                )
            new.writestr(name, content)
    return target.getvalue()


def campaign(kind: str, count: int) -> dict[str, int]:
    """Run `count` files and tell how often each end came. Anything but an end that was foreseen is an exception."""
    chance = random.Random(f"touyan-{kind}")
    seed = SEEDS[kind]()
    ends: dict[str, int] = {}
    for _ in range(count):
        whole = kind in {"xlsx", "docx"} and chance.random() < 0.6
        data = repacked(seed, chance) if whole else mutated(seed, chance)
        begun = time.perf_counter()
        end = taken(data, f"文件.{kind}")
        assert time.perf_counter() - begun < 30, (kind, end)
        ends[end] = ends.get(end, 0) + 1
    return ends


def taken(data: bytes, name: str) -> str:
    try:
        with accept(io.BytesIO(data), name=name, allowed=ANY) as accepted:
            if accepted.kind in {"xlsx", "csv"}:
                list(table(accepted).rows)
            list(lines(accepted))
            return "taken"
    except FileRefused as refused:
        assert refused.message and refused.possible and refused.status == 422
        return refused.code


def guarded(kind: str, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The campaign with its own folder for temporary files, which must be empty afterwards, and a bound on memory."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ends = campaign(kind, count)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024
    assert list(tmp_path.iterdir()) == []
    return ends


@pytest.mark.parametrize("kind", sorted(SAMPLE))
def test_a_sample_of_broken_files(kind, tmp_path, monkeypatch):
    ends = guarded(kind, SAMPLE[kind], tmp_path, monkeypatch)
    assert sum(ends.values()) == SAMPLE[kind] and len(ends) > 1


@pytest.mark.deep
@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_all_broken_files(kind, tmp_path, monkeypatch):
    ends = guarded(kind, WHOLE[kind], tmp_path, monkeypatch)
    print(kind, dict(sorted(ends.items())))
    assert sum(ends.values()) == WHOLE[kind]


def test_the_child_can_reach_nothing(tmp_path):
    """A parser that was taken over: no network, no new program, no file written, bounded memory."""
    import subprocess
    import sys

    from touyan.core.intake import sandbox

    code = f"""
import sys; sys.path.insert(0, {str(sandbox.CHILD)!r})
import lockdown; lockdown.prepare(); lockdown.close_doors(memory=600 << 20, seconds=5)
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
print(libc.socket(2, 1, 0), ctypes.get_errno())
print(libc.execve(b"/bin/true", None, None), ctypes.get_errno())
for attempt in (lambda: __import__("socket").create_connection(("127.0.0.1", 9)), lambda: os.system("true"), lambda: bytearray(1 << 30)):
    try: attempt(); print("done")
    except (PermissionError, MemoryError, OSError) as stopped: print(type(stopped).__name__)
fd = os.open({str(tmp_path / "x")!r}, os.O_CREAT | os.O_WRONLY)
try: print(os.write(fd, b"x"))
except OSError as stopped: print(stopped.errno)
"""
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=60)
    said = done.stdout.split()
    assert said[:4] == ["-1", "1", "-1", "1"]
    assert "done" not in said
    assert (tmp_path / "x").read_bytes() == b""
