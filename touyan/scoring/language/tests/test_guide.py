"""The guide `docs/write-your-own-scheme.md` is executed: every file is written, every command gives what is shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from touyan.scoring.cli import main

GUIDE = Path(__file__).parents[4] / "docs" / "write-your-own-scheme.md"
BLOCK = re.compile(r"^```(\w+)(?: (\S+) (\S+))?\n(.*?)^```$", re.M | re.S)


def test_the_guide_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.chdir(tmp_path)
    done = 0
    for kind, action, name, body in BLOCK.findall(GUIDE.read_text("utf-8")):
        done += 1
        if kind == "console":
            commands(body, capsys)
        elif kind == "diff":
            change(Path(name), body)
        elif action == "写入":
            Path(name).write_text(body, "utf-8")
        else:
            assert action == "追加"
            Path(name).write_text(Path(name).read_text("utf-8") + body, "utf-8")
    assert done >= 18
    totals = Path("结果/totals.csv").read_text("utf-8").splitlines()
    assert ["70" in totals[1], "30" in totals[2]] == [True, True]


def commands(body: str, capsys: pytest.CaptureFixture) -> None:
    """Each line after `$` is run; the lines below it are all that is printed."""
    for part in body.split("$ ")[1:]:
        line, _, shown = part.partition("\n")
        program, *arguments = shlex.split(line)
        assert program == "touyan-score"
        main(arguments)
        printed = capsys.readouterr()
        assert (printed.out + printed.err).strip() == shown.strip(), line


def change(path: Path, body: str) -> None:
    """The line after - becomes the line after +; it must be there once."""
    old, new = (line[1:] for line in body.strip("\n").splitlines())
    text = path.read_text("utf-8")
    assert text.count(old + "\n") == 1
    path.write_text(text.replace(old + "\n", new + "\n"), "utf-8")
