"""The promises of `invariants.py` on random cases, a test for each."""

from __future__ import annotations

import pytest

from touyan.scoring.tests.invariants import INVARIANTS
from touyan.scoring.tests.test_reference import Case

SEEDS, DEEP = range(20_000, 20_004), range(21_000, 21_300)


@pytest.mark.parametrize("name", INVARIANTS)
def test_invariant(name: str) -> None:
    for seed in SEEDS:
        INVARIANTS[name](Case(seed))


@pytest.mark.deep
@pytest.mark.parametrize("name", INVARIANTS)
def test_invariant_at_length(name: str) -> None:
    for seed in DEEP:
        INVARIANTS[name](Case(seed))
