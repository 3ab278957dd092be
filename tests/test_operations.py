"""The manual of operations names what there is, and all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[1]
MANUAL = (ROOT / "docs" / "operations.md").read_text()
CODE = [
    path
    for folder in ("touyan", "tools")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".sh"} and "tests" not in path.parts
] + [ROOT / "run"]


def test_every_variable_is_explained_and_every_explained_one_exists() -> None:
    used = {name for path in CODE for name in re.findall(r"\bTOUYAN_[A-Z_]+[A-Z]\b", path.read_text())}
    explained = set(re.findall(r"\bTOUYAN_[A-Z_]+[A-Z]\b", MANUAL))
    assert explained == used


@pytest.mark.parametrize("command", sorted(set(re.findall(r"manage\.py ([a-z_]+)", MANUAL))))
def test_every_command_exists(command: str) -> None:
    assert command in get_commands()


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`(?:python )?((?:tools|benchmarks|requirements|docs)/[\w./-]+)", MANUAL)))
)
def test_every_file_exists(path: str) -> None:
    assert (ROOT / path).exists()
