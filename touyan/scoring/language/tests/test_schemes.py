"""The scheme files that come with the product: each loads, reads back equal, and its hand cases hold to the digit."""

from __future__ import annotations

from pathlib import Path

import pytest

import touyan.scoring.schemes
from touyan.scoring.language import dump, load
from touyan.scoring.language.runner import cases_beside, run_file

FOLDER = Path(touyan.scoring.schemes.__path__[0])
SCHEMES = sorted(p for p in FOLDER.glob("*.yaml") if not p.name.endswith(".test.yaml"))


@pytest.mark.parametrize("path", SCHEMES, ids=lambda p: p.stem)
def test_a_scheme_loads_and_reads_back_equal(path: Path) -> None:
    loaded = load(path.read_text("utf-8"), path.name)
    assert [problem.told() for problem in loaded.problems] == []
    assert load(dump(loaded.document)).document == loaded.document


@pytest.mark.parametrize("path", SCHEMES, ids=lambda p: p.stem)
def test_hand_cases_hold(path: Path) -> None:
    assert cases_beside(path).exists()
    outcomes = run_file(path)
    assert outcomes
    assert [(o.name, o.differences) for o in outcomes if not o.holds] == []
