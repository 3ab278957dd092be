"""Mutated scheme files: no crash, no hang, clear problems, and no file, socket, process or code touched."""

from __future__ import annotations

import io
import random
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest

from touyan.scoring.language import dump, lint, load, load_tests
from touyan.scoring.language.problems import Problem
from touyan.scoring.language.tests.test_schemes import SCHEMES, cases_beside

HOSTILE = (
    "!!python/object/apply:os.system ['id']",
    "&a [*a, *a]",
    "*a",
    "<<: {a: 1}",
    "!!binary aGk=",
    "__import__('os').system('id')",
    "'; DROP TABLE x; --",
    "{{7*7}}",
    "%YAML 1.1\n---\n",
    "? [a, b]\n: c\n",
    "\ufeff",
    "\u202e",
    "\x00",
    "\ud800",
    "[" * 200,
    "{" * 200,
    "- " * 500,
    "9" * 4000,
    "1e999",
    "0x1F",
    ".inf",
    "2017-02-30 至 2016-01-01",
    "1/0",
    "-0.00001",
    "~",
    "|\n  ",
    ">-\n",
    "'",
    '"\\U0010ffff"',
    "全部",
    "scheme:委员",
    "\t",
    "甲" * 5000,
)
WATCHED = ("open", "socket", "subprocess", "os.", "exec", "compile", "import", "shutil", "ctypes", "urllib", "pty")
_seen: list[str] = []
_on = False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _on and event.startswith(WATCHED):
        _seen.append(f"{event} {arguments!r:.120}")


sys.addaudithook(_hook)


@contextmanager
def watched():
    """Collects every access to files, network, processes and code inside."""
    global _on
    _seen.clear()
    _on = True
    try:
        yield _seen
    finally:
        _on = False


def texts() -> list[str]:
    return [p.read_text("utf-8") for p in SCHEMES]


def mutate(rng: random.Random, text: str) -> str:
    """One to four changes: characters, lines and words moved, doubled, dropped, or made hostile."""
    for _ in range(rng.randint(1, 4)):
        text = rng.choice(CHANGES)(rng, text)
    return text


def _cut(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + text[at + rng.randint(1, 200) :]


def _insert(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(HOSTILE) + text[at:]


def _lines(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    how = rng.randrange(4)
    if how == 0:
        lines[i], lines[j] = lines[j], lines[i]
    elif how == 1:
        lines.insert(i, lines[j])
    elif how == 2:
        del lines[i]
    else:
        lines[i] = " " * rng.randrange(12) + lines[i].lstrip()
    return "\n".join(lines)


def _value(rng: random.Random, text: str) -> str:
    """What stands after a colon becomes something else."""
    lines = text.split("\n")
    i = rng.randrange(len(lines))
    head, colon, _ = lines[i].partition(": ")
    lines[i] = head + colon + rng.choice((*HOSTILE, "", "[]", "{}", "是", "-1", "99999999999", "0.00001", "无"))
    return "\n".join(lines)


def _swap(rng: random.Random, text: str) -> str:
    """A word of the file takes the place of another."""
    words = text.replace(",", " ").split()
    return text.replace(rng.choice(words), rng.choice(words), rng.randint(1, 3)) if words else text


def _bytes(rng: random.Random, text: str) -> str:
    raw = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(rng.randint(1, 8)):
        if raw:
            raw[rng.randrange(len(raw))] = rng.randrange(256)
    return raw.decode("utf-8", "replace")


CHANGES: tuple[Callable[[random.Random, str], str], ...] = (_cut, _insert, _lines, _value, _swap, _bytes)


def try_one(text: str) -> tuple[bool, tuple[Problem, ...]]:
    """Loads, and for a document also lints and writes; whether it loaded, and the problems."""
    loaded = load(text, "变.yaml")
    assert loaded.ok == (not loaded.problems)
    if loaded.document is not None:
        lint(loaded.document)
        assert load(dump(loaded.document)).document == loaded.document
    for found in loaded.problems:
        assert found.what.zh
        assert found.todo.zh
        assert found.line >= 1
        assert found.told("en")
    return loaded.ok, loaded.problems


def campaign(seed: int, number: int) -> tuple[int, int, float]:
    """(loaded, refused, slowest in seconds) of so many mutated files."""
    rng = random.Random(seed)
    sources = texts()
    for source in sources[:2]:
        try_one(source)  # what is imported once is imported before the watch begins
    good, bad, slowest = 0, 0, 0.0
    with watched() as seen:
        for _ in range(number):
            text = mutate(rng, rng.choice(sources))
            start = time.process_time()
            ok, _ = try_one(text)
            slowest = max(slowest, time.process_time() - start)
            good, bad = good + ok, bad + (not ok)
    assert seen == []
    return good, bad, slowest


def test_three_hundred_mutated_files() -> None:
    good, bad, slowest = campaign(seed=20261122, number=300)
    assert good > 0
    assert bad > 150
    assert slowest < 20


@pytest.mark.deep
def test_ten_thousand_mutated_files() -> None:
    good, bad, slowest = campaign(seed=7, number=10_000)
    print(f"loaded {good}, refused {bad}, slowest {slowest:.2f} s")
    assert good + bad == 10_000
    assert slowest < 20


def test_mutated_hand_cases() -> None:
    rng = random.Random(3)
    sources = [cases_beside(p).read_text("utf-8") for p in SCHEMES]
    load_tests(sources[0])
    with watched() as seen:
        for _ in range(100):
            found = load_tests(mutate(rng, rng.choice(sources)))
            assert bool(found.cases) != bool(found.problems)
    assert seen == []


def test_the_watch_sees() -> None:
    """The control: an opened file is seen."""
    with watched() as seen, open(__file__):
        pass
    assert any("test_fuzz" in line for line in seen)
    assert io.StringIO


def test_bombs_end_soon() -> None:
    start = time.process_time()
    for text in (
        "a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n" * 3000,
        "[" * 100_000,
        "{a: " * 50_000,
        "- " * 100_000,
        "? " * 50_000,
    ):
        assert load(text).problems
    assert time.process_time() - start < 60
