"""Run the child that opens the file, and pass on what it says, line by line, without ever holding all of it."""

from __future__ import annotations

import contextlib
import json
import selectors
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from touyan.core.intake.limits import Limits
from touyan.core.intake.refusals import SENTENCES, FileRefused

CHILD = Path(__file__).with_name("child")
LINE = 64 * 2**20
BLOCK = 2**18


def read(path: Path, reader: str, *, limits: Limits, **wish: Any) -> Iterator[Any]:
    """What the reader finds, in order. The child ends with this generator, however it ends; a crash is a refusal."""
    order = {
        "reader": reader,
        "memory": limits.memory,
        "seconds": limits.seconds,
        "rows": limits.rows,
        "columns": limits.columns,
        "pages": limits.pages,
        **wish,
    }
    with path.open("rb") as stream, _child(stream, json.dumps(order)) as process:
        for line in _lines(process, limits.silence):
            answer = _parsed(line)
            if isinstance(answer, list):
                yield from answer
            elif "refused" in answer:
                raise _refusal(answer)
            else:
                return
    raise FileRefused("too_big_inside")  # it was stopped by a limit of the kernel


@contextlib.contextmanager
def _child(stream: Any, order: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", str(CHILD), order],
        stdin=stream,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8", "PYTHONUTF8": "1"},
        close_fds=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _lines(process: subprocess.Popen[bytes], silence: int) -> Iterator[bytes]:
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(timeout=silence):
                raise FileRefused("took_too_long")
            block = process.stdout.read1(BLOCK)  # type: ignore[attr-defined]
            if not block:
                return
            *whole, rest = (rest + block).split(b"\n")
            yield from whole
            if len(rest) > LINE:
                raise FileRefused("too_big_inside")


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as broken:
        raise FileRefused("unreadable") from broken


def _refusal(answer: dict[str, Any]) -> FileRefused:
    code = answer.pop("refused")
    return FileRefused(code if code in SENTENCES else "unreadable", **answer)
