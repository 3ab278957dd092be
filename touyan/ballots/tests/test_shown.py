"""Nothing of fewer than five is shown, nor can it be had by subtraction; the score agrees with the engine's formula."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from touyan.ballots.rules import Asked, K, Voters, mean, rounded, score, shown_classes, valid

QUESTIONS = [
    Asked(1, "总体", 60, ((11, "好", 10_000), (12, "较好", 8_000), (13, "差", 0), (14, "不了解", None))),
    Asked(2, "作风", 40, ((21, "好", 10_000), (22, "一般", 6_000), (23, "不了解", None))),
]


@st.composite
def elections(draw: st.DrawFn) -> dict[tuple[int, int], dict[int | None, int]]:
    """Votes of one to four classes of one to fourteen voters; small and unanimous classes are frequent."""
    counts: dict[tuple[int, int], dict[int | None, int]] = {}
    for voters in range(1, draw(st.integers(1, 4)) + 1):
        size = draw(st.integers(1, 14))
        for asked in QUESTIONS:
            options: list[int | None] = [None, *(c for c, _t, _v in asked.choices)]
            every = draw(st.sampled_from([options, options[1:2], options[1:3]]))
            votes = draw(st.lists(st.sampled_from(every), min_size=size, max_size=size))
            counts[asked.id, voters] = {c: votes.count(c) for c in set(votes)}
    return counts


def classes(counts: dict[tuple[int, int], dict[int | None, int]]) -> list[int]:
    return sorted({c for _q, c in counts})


def together(counts: dict[tuple[int, int], dict[int | None, int]], group: list[int], asked: Asked) -> dict[int, int]:
    found: dict[int, int] = {}
    for voters in group:
        for choice, n in valid(counts[asked.id, voters], asked.coefficients).items():
            found[choice] = found.get(choice, 0) + n
    return found


def leaks(counts: dict[tuple[int, int], dict[int | None, int]], shown: frozenset[int]) -> list[str]:
    """What a reader of the shown classes and of the whole could find of fewer than five, or of all alike."""
    every = classes(counts)
    hidden = [c for c in every if c not in shown]
    groups = [[c] for c in shown] + [[*part, *hidden] for n in range(len(shown) + 1) for part in combinations(shown, n)]
    found = []
    for group in groups:
        if not group or (not shown and group == hidden):
            continue  # nothing is shown of anybody: there is no second figure to subtract from
        for asked in QUESTIONS:
            cell = together(counts, group, asked)
            if sum(cell.values()) < K or len(cell) < 2:
                found.append(f"{group} {asked.title} {cell}")
    return found


@settings(max_examples=120, deadline=None)
@given(elections())
def test_no_small_cell_directly_or_by_difference(counts: dict[tuple[int, int], dict[int | None, int]]) -> None:
    assert leaks(counts, shown_classes(counts, QUESTIONS, classes(counts))) == []


def test_the_control_leaks() -> None:
    """Holding back only the small class itself is not enough: the leak is found."""
    counts = {
        (q.id, c): {q.choices[0][0]: n, q.choices[1][0]: n} for q in QUESTIONS for c, n in ((1, 1), (2, 5), (3, 6))
    }
    naive = frozenset({2, 3})
    assert leaks(counts, naive)
    assert shown_classes(counts, QUESTIONS, [1, 2, 3]) == {3}


@settings(max_examples=60, deadline=None)
@given(elections(), st.sampled_from(["zero", "share"]))
def test_the_score_is_a_mean(counts: dict[tuple[int, int], dict[int | None, int]], no_vote: str) -> None:
    """Between nothing and full marks; all best gives full marks; the order of classes does not matter."""
    voters = [Voters(c, str(c), 10 + c) for c in classes(counts)]
    own = score(counts, QUESTIONS, voters, 1_000_000, no_vote)
    assert 0 <= own <= 1_000_000
    assert own == score(counts, QUESTIONS, voters[::-1], 1_000_000, no_vote)
    best = {(q.id, v.id): {q.choices[0][0]: 3} for q in QUESTIONS for v in voters}
    assert rounded(score(best, QUESTIONS, voters, 1_000_000, no_vote)) == 1_000_000
    assert mean({None: 3, 14: 2}, QUESTIONS[0], 100) is None
