"""The last that is allowed, and the first that is not."""

from __future__ import annotations

import pytest

from touyan.scoring.language import references, tree
from touyan.scoring.language.grammar.shapes import reads_facts
from touyan.scoring.language.grammar.units import ShareKind
from touyan.scoring.language.problems import Mark
from touyan.scoring.language.reading import FAILED, Reading
from touyan.scoring.model import Flat, Once

TEXT = "甲: [乙, {丙: 丁}]"


@pytest.mark.parametrize(("limit", "most"), [("MOST_WORDS", 7), ("MOST_DEPTH", 4), ("MOST_BYTES", len(TEXT.encode()))])
def test_a_file_may_be_as_large_as_the_limit(limit: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table, its word, a list, its two members and theirs: 7 words, 4 deep."""
    monkeypatch.setattr(tree, limit, most)
    assert tree.parse(TEXT, "")[1] == ()
    monkeypatch.setattr(tree, limit, most - 1)
    assert len(tree.parse(TEXT, "")[1]) == 1


def test_what_could_not_be_read_asks_for_no_facts() -> None:
    assert [reads_facts(shape) for shape in (FAILED, Flat(1), Once())] == [False, False, True]


@pytest.mark.parametrize(("what", "codes"), [("tally", []), ("clause", ["not_yet"]), ("section", ["not_yet"])])
def test_points_of_a_tally_may_be_read_wherever_it_stands(what: str, codes: list[str]) -> None:
    at, mark = Reading(""), Mark(1, 1)
    at.want(mark, "件数", ("tally", "clause", "section"), points=True)
    at.define("件数", what, mark)
    references.check(at)
    assert [problem.code for problem in at.problems] == codes


def test_two_ways_to_share_at_once_are_both_named() -> None:
    node, at = tree.parse("{丙: 3, 丁: 2}", "")[0], Reading("")
    assert node is not None
    assert ShareKind().read(node, at, "多人署名") is FAILED
    assert "“丙、丁”" in at.problems[0].told()
