"""The scheme files that come with the product: each loads, reads back equal, and its hand cases hold to the digit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import touyan.scoring.schemes
from touyan.scoring.language import dump, lint, load
from touyan.scoring.language.runner import cases_beside, run_file
from touyan.scoring.model import Window

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


BLOCKED_TODAY = {
    "beijing-minjian": {"comments"},
    "hubei-guangshui": {"notes", "media"},
    "jilin-yanbian": {"comments"},
    "org-branch-six-haves": {"media"},
    "org-jingmen-party": {"study_hours"},
    "org-yanzhou-audit": {"log_ins", "online_time", "forwards", "media"},
    "province-information-award": {"comments"},
}
"""Grounds that were usual when these rules were written and are forbidden now."""


@pytest.mark.parametrize("path", SCHEMES, ids=lambda p: p.stem)
def test_old_rules_may_be_recomputed_and_not_reused(path: Path) -> None:
    """None is blocked for its own year; put into force today, exactly these would be."""
    document = load(path.read_text("utf-8")).document
    assert [f.told() for f in lint(document) if f.blocks] == []
    today = Window(date(2026, 1, 1), date(2026, 12, 31))
    renewed = replace(document, schemes=tuple(replace(s, window=today) for s in document.schemes))
    assert {f.code for f in lint(renewed) if f.blocks} == BLOCKED_TODAY.get(path.stem, set())


def test_the_example_for_a_city_has_no_findings() -> None:
    document = load((FOLDER / "example-city.yaml").read_text("utf-8")).document
    assert [f.told() for f in lint(document) if f.code not in ("same_work_often",)] == []
