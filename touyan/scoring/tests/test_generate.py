"""The control of the campaign: the seeds of `./test` already bring every construct, every switch and every rule."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from touyan.scoring import model as m
from touyan.scoring.fields import Rule
from touyan.scoring.tests.generate import Maker
from touyan.scoring.tests.test_reference import COMMIT, Case, told

ELSEWHERE = {m.Consequence, m.SignedException, m.Span}  # over years, and the linter's: tests of their own
SEEDS = 400


def seen_in(value: Any, seen: set[Any]) -> None:
    """Kinds of node, values of switches, and which of the fields that may be empty are."""
    if isinstance(value, tuple):
        for one in value:
            seen_in(one, seen)
    elif isinstance(value, StrEnum):
        seen.add(value)
    elif is_dataclass(value):
        seen.add(type(value))
        for field in fields(value):
            inside = getattr(value, field.name)
            if str(field.type).endswith("| None"):
                seen.add((type(value), field.name, inside is None))
            seen_in(inside, seen)


def test_the_seeds_bring_every_construct() -> None:
    seen: set[Any] = set()
    for seed in range(SEEDS):
        seen_in(Maker(seed).document(), seen)
    parts = [getattr(m, name) for name in m.__all__]
    kinds = {one for one in parts if isinstance(one, type) and one not in ELSEWHERE}
    switches = {value for one in kinds if issubclass(one, StrEnum) for value in one}
    optional = {
        (one, field.name, empty)
        for one in kinds if is_dataclass(one) and one is not m.Scheme
        for field in fields(one) if str(field.type).endswith("| None") for empty in (True, False)
    }  # fmt: skip
    nodes = {one for one in kinds if is_dataclass(one)}
    missing = (nodes | switches | optional) - seen
    assert not missing, missing


def test_the_traces_bring_every_rule() -> None:
    rules = {row[4] for seed in range(COMMIT) for result in Case(seed).results().values()
             for one in told(result).values() for row in one["rows"]}  # fmt: skip
    assert rules == {str(rule) for rule in Rule}


def test_totals_of_other_schemes_are_imported() -> None:
    sources = [c.shape.source for seed in range(COMMIT) for s in Maker(seed).document().schemes
               for c in m.clauses(s.total) if isinstance(c.shape, m.Imported)]  # fmt: skip
    assert any(source.startswith("scheme:") for source in sources)
