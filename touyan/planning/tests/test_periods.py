"""Rhythms become periods; "quarterly" is four periods and each has its own window."""

from __future__ import annotations

import datetime as dt

import pytest

from touyan.planning.rhythms import Beat, period_label, periods, rhythm_label
from touyan.planning.rules import action_problems


@pytest.mark.parametrize(
    ("rhythm", "count", "first", "last"),
    [
        ("month", 12, "2026-M01", "2026-M12"),
        ("quarter", 4, "2026-Q1", "2026-Q4"),
        ("half_year", 2, "2026-H1", "2026-H2"),
        ("year", 1, "2026", "2026"),
        ("once", 1, "2026", "2026"),
        ("weekday", 12, "2026-M01", "2026-M12"),
    ],
)
def test_a_rhythm_has_its_number_of_periods(rhythm: str, count: int, first: str, last: str) -> None:
    found = periods(Beat(rhythm, nth=1, weekday=0), 2026)
    assert (len(found), found[0].key, found[-1].key) == (count, first, last)
    assert all(p.start <= p.due <= p.last and p.start <= p.end for p in found)


def test_quarters_are_months_1_to_3_and_so_on() -> None:
    second = periods(Beat("quarter"), 2026)[1]
    assert (second.start, second.end, second.due) == (dt.date(2026, 4, 1), dt.date(2026, 6, 30), dt.date(2026, 6, 30))


def test_a_summary_is_due_after_its_half_year_and_may_come_late() -> None:
    first = periods(Beat("half_year", after=15, grace=60), 2026)[0]
    assert (first.end, first.due, first.last) == (dt.date(2026, 6, 30), dt.date(2026, 7, 15), dt.date(2026, 9, 13))


def test_second_friday_and_last_monday() -> None:
    assert periods(Beat("weekday", nth=2, weekday=4), 2026)[4].due == dt.date(2026, 5, 8)
    assert periods(Beat("weekday", nth=-1, weekday=0), 2026)[4].due == dt.date(2026, 5, 25)


def test_by_date_is_clamped_to_a_short_february() -> None:
    assert periods(Beat("by_date", month=2, day=29), 2026)[0].due == dt.date(2026, 2, 28)
    assert periods(Beat("by_date", month=2, day=29), 2028)[0].due == dt.date(2028, 2, 29)


def test_labels() -> None:
    assert [period_label(key) for key in ("2026-M03", "2026-Q1", "2026-H2", "2026")] == [
        "2026年3月",
        "2026年第1季度",
        "2026年下半年",
        "2026年",
    ]
    assert rhythm_label(Beat("weekday", nth=2, weekday=4)) == "每月第2个星期五"


def test_a_rhythm_without_proof_is_a_problem() -> None:
    assert any("证明材料" in p for p in action_problems(beat=Beat("month"), proofs=[], minutes=60, people=5))
    assert action_problems(beat=Beat("once"), proofs=[], minutes=60, people=5) == []
    assert action_problems(beat=Beat("month"), proofs=["activity"], minutes=60, people=5) == []


def test_minutes_and_people_are_asked_for() -> None:
    assert action_problems(beat=Beat("once"), proofs=[], minutes=0, people=5)
