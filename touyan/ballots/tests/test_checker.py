"""The published list recounts itself, and every manipulation is found."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from touyan.ballots import checker, listing, sealing
from touyan.ballots.listing import file_digest
from touyan.ballots.models import Question, Target
from touyan.ballots.tests import build
from touyan.ballots.tests.build import keys
from touyan.organizations.tests.cast import Cast

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


@pytest.fixture
def book(cast: Cast) -> dict[str, Any]:
    """The list of a ballot in which nothing is held back: two classes of seven and nine, two units."""
    made = build.ballot(
        cast,
        classes="委员 60%\n干部 40%",
        questions=build.wording.SAMPLES["work"],
        targets=[cast.branch, cast.subgroup],
    )
    voters = build.roll(made, 委员=7, 干部=9)
    made = build.opened(cast, made)
    for actors in voters.values():
        for at, actor in enumerate(actors):
            build.voted(made, actor, *[(at + shift) % 3 for shift in range(6)])
    return listing.listing(build.counted(cast, made))


def test_the_list_agrees_with_itself(book: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert list(checker.problems(book)) == [] and book["withheld"] == []
    file = tmp_path / "清单.json"
    file.write_text(json.dumps(book, ensure_ascii=False), "utf-8")
    assert checker.main([str(file), "--digest", book["digest"]]) == 0
    assert "一致" in capsys.readouterr().out


def test_the_checker_is_short_and_stands_alone() -> None:
    source = Path(checker.__file__).read_text("utf-8")
    assert len(source.splitlines()) <= 100
    assert "import touyan" not in source and "from touyan" not in source and "django" not in source.lower()


def manipulated(book: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """One manipulation of rows, tallies, scores, marks or coefficients; the digest is computed anew."""
    found = copy.deepcopy(book)
    rows, unit = found["rows"], rng.choice(found["units"])
    row = rng.choice(rows)
    choices = {q["title"]: list(q["choices"]) for q in found["questions"]}
    kind = rng.randrange(9)
    if kind == 0:
        rows.remove(row)
    elif kind == 1:
        rows.append([rng.randbytes(16).hex(), *row[1:]])
    elif kind == 2:
        rows.append(list(row))
    elif kind == 3:
        row[4] = rng.choice([c for c in choices[row[2]] if c != row[4]])
    elif kind == 4:
        row[3] = "干部" if row[3] == "委员" else "委员"
    elif kind == 5:
        rng.choice(rows)[0] = next(r[0] for r in rows if r is not row)
    elif kind == 6:
        cell = rng.choice(list(unit["tallies"].values()))
        cell[rng.choice(list(cell))] += rng.choice([-1, 1])
    elif kind == 7:
        unit["score"] = f"{float(unit['score']) + rng.choice([-0.01, 0.01, 5]):.2f}"
    else:
        found["marks"] += rng.choice([-1, 1])
    if found == book:
        return manipulated(book, rng)
    found["digest"] = file_digest(found)
    return found


def test_300_manipulations_are_found(book: dict[str, Any]) -> None:
    rng = random.Random(6)
    missed = [n for n in range(300) if not list(checker.problems(manipulated(book, rng)))]
    assert missed == []


def test_a_consistent_forgery_is_found_by_the_digest_kept_elsewhere(book: dict[str, Any]) -> None:
    """Whoever changes a vote with its tally and the score deceives the list alone, but not a digest written down before."""
    forged = copy.deepcopy(book)
    before = book["digest"]
    forged["rows"] = [[r[0][::-1], *r[1:]] for r in forged["rows"]]
    forged["digest"] = file_digest(forged)
    assert list(checker.problems(forged)) == []
    assert list(checker.problems(forged, before)) == ["摘要不符：清单被改动过"]


def test_what_is_held_back_is_not_in_the_list(cast: Cast) -> None:
    made = build.example(cast)
    book = listing.listing(made)
    assert list(checker.problems(book)) == []
    assert {row[3] for row in book["rows"]} == {"干部职工"}
    assert len(book["withheld"]) == 6 * 3 and len(book["rows"]) == 10 * 3
    whole = listing.listing(made, whole=True)
    assert list(checker.problems(whole)) == []
    assert {row[3] for row in whole["rows"]} == {"分管领导", "干部职工", "考核组"} and whole["units"][0][
        "score"
    ] == "89.20"


def test_a_receipt_finds_its_own_rows(cast: Cast) -> None:
    made = build.ballot(cast)
    voters = build.roll(made, 委员=8)["委员"]
    made = build.opened(cast, made)
    receipts = [build.voted(made, voter, at % 3) for at, voter in enumerate(voters)]
    book = listing.listing(build.counted(cast, made))
    target, question = Target.objects.get(ballot=made), Question.objects.get(ballot=made)
    rows = {row[0]: row[4] for row in book["rows"]}
    found = [rows[sealing.slip_id(receipt, target.pk, question.pk)] for receipt in receipts]
    assert found == [("好", "较好", "一般")[at % 3] for at in range(8)]


@pytest.mark.deep
def test_a_million_receipts_are_unique() -> None:
    assert len({sealing.receipt_new() for _each in range(1_000_000)}) == 1_000_000
