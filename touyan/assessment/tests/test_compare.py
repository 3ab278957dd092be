"""The comparison of groups, held against arithmetic by hand; nothing under five, nothing by difference."""

from __future__ import annotations

import pytest

from touyan.assessment import comparing, selectors
from touyan.assessment.comparing import higher, overlaps
from touyan.assessment.models import Result, Run
from touyan.assessment.tests import build
from touyan.organizations.models import Person
from touyan.organizations.tests.cast import Cast

ONE = 10_000


def test_shares_of_pairs_by_hand() -> None:
    # 1 beats nobody, 2 ties one, 3 beats one and ties none: (0 + 0.5 + 1) of 3 pairs
    assert higher([1, 2, 3], [2]) == 5000
    assert higher([1, 1], [2, 2]) == 0 and higher([2], [1]) == 10_000
    assert higher([1, 2, 3, 4], [1, 2, 3, 4]) == 5000
    assert higher([3, 3, 1], [2, 3]) == 5000  # 3: 1+0.5, 3: 1+0.5, 1: 0 → 3 of 6


@pytest.fixture
def run(cast: Cast) -> Run:
    """Six Party members with 70 … 75, five others with 72 … 76; one standing member of each line."""
    run = build.queued(cast, build.adopted(cast))
    rows = [("党员", 70 + n) for n in range(6)] + [("党外", 72 + n) for n in range(5)]
    for number, (party, points) in enumerate(rows):
        person = Person.objects.create(name=f"委员{number}", sort_stroke=str(number))
        role = "常委" if points == 72 else "委员"
        Result.objects.create(run=run, person=person, total=points * ONE, exact=points * ONE, party=party, role=role)
    return run


@pytest.mark.django_db
def test_n_spread_and_overlap(run: Run) -> None:
    rows = {row.name: row for row in selectors.comparison(run)}
    party = rows["党员委员"]
    assert (party.count, party.mean, party.quarter, party.median, party.three_quarters) == (
        6, 725_000, 71 * ONE, 72 * ONE, 74 * ONE,
    )  # fmt: skip
    assert rows["全体委员"].mean == 731_800  # 805 / 11 = 73.18181…, to 0.01
    (found,) = overlaps(run)
    # 72:0.5  73:1+0.5  74:2+0.5  75:3+0.5 = 8 of 30 pairs
    assert (found.people, found.higher, found.percent) == ((6, 5), 2667, "26.7")


@pytest.mark.django_db
def test_standing_members_are_too_few_to_show(run: Run) -> None:
    rows = {row.name: row for row in selectors.comparison(run)}
    assert rows["党员常委"].mean is None and rows["全体常委"].mean is None
    assert len(overlaps(run)) == 1


@pytest.mark.django_db
def test_the_picture_says_what_the_table_says(run: Run) -> None:
    """Each bar lies from quarter to three quarters on one scale, its mark on the median; groups not shown have no bar."""
    rows = selectors.comparison(run)
    shown = [one for one in rows if one.quarter is not None]
    drawn = comparing.ranges(rows)
    assert drawn is not None and [one.name for one in drawn.bars] == [one.name for one in shown]
    assert (drawn.low, drawn.high) == (min(r.quarter or 0 for r in shown), max(r.three_quarters or 0 for r in shown))
    for bar, row in zip(drawn.bars, shown, strict=True):
        assert bar.left <= bar.median <= bar.left + bar.width + 1 <= comparing.LEFT + comparing.WIDE + 1
        assert (bar.left == comparing.LEFT) == (row.quarter == drawn.low)
    assert comparing.ranges([one for one in rows if one.quarter is None]) is None
