"""The product walked as its people do: no link refuses whom it is shown to, and pages cost what they are known to cost."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from benchmarks.walk import Walk, walk
from touyan.demo import city

pytestmark = [pytest.mark.django_db, pytest.mark.once]
COUNTS = tomllib.loads((Path(__file__).resolve().parents[1] / "benchmarks" / "query_counts.toml").read_text())["pages"]
# A page may ask a little more or less where the smaller city lacks a kind of record; a query per row is far beyond.
LEEWAY = 3
CEILING = 60


@pytest.fixture(scope="module")
def walked(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Walk]:
    """One walk through a city of 300 and 30 members; the committed counts come from one of 500 and 100."""
    from django.db import transaction

    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        city.load(city_members=300, district_members=30, say=lambda words: None)
        yield walk()
        transaction.set_rollback(True)


def test_no_link_leads_to_a_refusal(walked: Walk) -> None:
    dead = [f"{end.username}: {end.page} → {end.url} {end.status}" for end in walked.dead_ends]
    assert not dead, "\n".join(dead)


def test_the_walk_reaches_the_house(walked: Walk) -> None:
    """A walk that gets nowhere would find nothing wrong."""
    assert len(walked.stops) > 30
    assert {"home", "unit_list", "member_roster", "task_list"} <= {stop.route for stop in walked.stops}


def test_counts_do_not_grow_with_rows(walked: Walk) -> None:
    grown = [
        f"{stop.route} ({stop.username}, {stop.url}): {stop.queries} queries here, {COUNTS[stop.route]} in the larger city"
        for stop in walked.stops
        if stop.route in COUNTS and abs(stop.queries - COUNTS[stop.route]) > LEEWAY
    ]
    assert not grown, "\n".join([*grown, "If the page changed: python benchmarks/pages.py --only sqlite --update"])


def test_no_page_asks_without_measure(walked: Walk) -> None:
    assert [(stop.route, stop.queries) for stop in walked.stops if stop.queries > CEILING] == []
