"""Promises of the set-up: what is installed is exact, named nowhere by address, and the scripts can be read by bash."""

from __future__ import annotations

import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LISTS = sorted((ROOT / "requirements").glob("*.txt"))
SCRIPTS = [ROOT / "run", ROOT / "test", ROOT / ".ci" / "run", *sorted((ROOT / "tools").glob("*.sh"))]
ADDRESS = re.compile(
    r"(https?|file|git\+\w+)://|^\s*(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)\b|@ ", re.M
)
HOST = re.compile(r"\b[a-z0-9-]+\.(com|org|net|io|cn|dev|edu)\b")


def pins(name: str) -> dict[str, str]:
    """Library → version of one list."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", text, re.M))


def declared(lines: list[str]) -> set[str]:
    """Names of libraries as pyproject.toml asks for them."""
    return {re.match(r"[A-Za-z0-9._-]+", line).group().lower().replace(".", "-").replace("_", "-") for line in lines}


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.name)
def test_requirements_name_no_address(file: Path) -> None:
    text = file.read_text()
    assert not ADDRESS.search(text)
    assert not HOST.search(text)


def test_the_check_for_addresses_finds_one() -> None:
    assert ADDRESS.search("--index-url x")
    assert ADDRESS.search("django @ https://example.org/django.whl")
    assert HOST.search("# from mirror.example.org")


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.name)
def test_every_pin_carries_a_digest(file: Path) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", file.read_text())
    pinned = [block for block in blocks if "==" in block.split("\n", 1)[0]]
    assert pinned
    assert [block.split()[0] for block in pinned if "--hash=sha256:" not in block] == []


def test_lists_agree_and_hold_what_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime, test, spark = pins("runtime"), pins("test"), pins("spark")
    named = {name.replace(".", "-").replace("_", "-") for name in runtime}
    assert declared(project["project"]["dependencies"]) <= named
    assert declared(project["dependency-groups"]["test"]) <= {name.replace(".", "-") for name in test}
    for larger in (test, spark):
        assert {name: larger.get(name) for name in runtime} == runtime


def test_the_pip_kept_here_is_the_published_one() -> None:
    wheel = next((ROOT / "tools" / "bootstrap").glob("pip-*.whl"))
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert digest in (ROOT / "tools" / "environment.sh").read_text()
    assert digest in (ROOT / "tools" / "bootstrap" / "README.md").read_text()
    assert wheel.name in (ROOT / "tools" / "environment.sh").read_text()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_are_bash_that_stops_at_the_first_mistake(script: Path) -> None:
    assert subprocess.run(["bash", "-n", str(script)], capture_output=True).returncode == 0
    text = script.read_text()
    if script.name != "environment.sh":  # sourced by the others, under their settings
        assert text.startswith("#!/usr/bin/env bash\n")
        assert "set -euo pipefail" in text
        assert script.stat().st_mode & 0o111
    assert not HOST.search(text)


def test_run_refuses_a_port_that_is_none() -> None:
    """It says so in both languages before it does anything else."""
    for port in ("0", "70000", "八千", "-1", "8000; true"):
        ran = subprocess.run(
            [str(ROOT / "run")], capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "PORT": port}
        )
        assert ran.returncode == 1
        assert "不是端口号" in ran.stderr
        assert "is not a port" in ran.stderr
