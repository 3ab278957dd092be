"""Ratings: once a unit, without a name; one result at the close; nobody is found by difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from touyan.core.errors import Refused
from touyan.core.models import JournalEntry
from touyan.organizations.tests.cast import Cast
from touyan.planning.tests.test_pages import client
from touyan.supervision import services
from touyan.supervision.models import RatingMark, RatingRound, RatingTicket
from touyan.supervision.rules import RATERS, Rated, releasable
from touyan.supervision.tests import overseen


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(overseen.MORNING, tick=False):
        yield


@st.composite
def groups(draw: st.DrawFn) -> list[Rated]:
    found = []
    for key in range(draw(st.integers(0, 6))):
        asked = draw(st.integers(1, 12))
        given_marks = draw(st.lists(st.integers(1, 5), max_size=asked))
        found.append(Rated(key, asked, tuple(given_marks), tuple(given_marks)))
    return found


# A busy machine is no fault of the rule.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(groups())
def test_no_small_group_is_shown_and_none_follows_by_difference(found: list[Rated]) -> None:
    shown, total = releasable(found)
    assert all(len(g.timely) >= RATERS and 2 * len(g.timely) >= g.asked for g in found if g.key in shown)
    rest = sum(len(g.timely) for g in found if g.key not in shown)
    if total:
        assert rest == 0 or rest >= RATERS


def opened(cast: Cast) -> RatingTicket:
    overseen.guided(cast)
    services.rating_open(actor=cast.staff, committee=cast.city, year=2026, half=1, closes=dt.date(2026, 6, 30))
    return RatingTicket.objects.get(unit=cast.branch)


@pytest.mark.django_db
def test_a_unit_rates_once_and_its_marks_carry_no_unit(cast: Cast) -> None:
    ticket = opened(cast)
    services.rating_give(actor=cast.secretary, ticket_id=ticket.pk, timely=4, useful=2)
    with pytest.raises(Refused) as refusal:
        services.rating_give(actor=cast.secretary, ticket_id=ticket.pk, timely=1, useful=1)
    assert refusal.value.status == 409
    fields = {field.name for field in RatingMark._meta.get_fields()}
    assert fields == {"id", "round", "leader", "timely", "useful"}
    assert not JournalEntry.objects.filter(action="rating.give").exists()


@pytest.mark.django_db
def test_nothing_before_the_close_and_one_result_after(cast: Cast) -> None:
    ticket = opened(cast)
    services.rating_give(actor=cast.secretary, ticket_id=ticket.pk, timely=4, useful=2)
    assert services.ratings_close() == 0
    assert "截止后一次公布" in client("leader").get("/ratings/").content.decode()
    assert services.ratings_close(today=dt.date(2026, 7, 1)) == 1
    row = RatingRound.objects.get()
    assert row.result["lines"][0]["given"] is None and row.result["total"] is None
    assert not RatingMark.objects.exists()
    assert services.ratings_close(today=dt.date(2026, 7, 2)) == 0
    assert "少于公布所需" in client("leader").get("/ratings/").content.decode()


@pytest.mark.django_db
def test_no_unit_is_in_two_rounds_whose_difference_would_be_its_own_marks(cast: Cast) -> None:
    ticket = opened(cast)
    with pytest.raises(Refused, match="没有可以评价的单位"):
        services.rating_open(
            actor=cast.staff, committee=cast.party_group, year=2026, half=1, closes=dt.date(2026, 6, 30)
        )
    assert list(RatingTicket.objects.filter(unit=ticket.unit)) == [ticket]
    assert services.rating_open(
        actor=cast.staff, committee=cast.party_group, year=2026, half=2, closes=dt.date(2026, 12, 31)
    ).tickets.count() == 1  # fmt: skip


@pytest.mark.django_db
def test_equal_marks_of_different_units_leave_the_same_rows(cast: Cast) -> None:
    """Whoever reads the table cannot tell which unit gave what: every column but the random key is the same for both."""
    overseen.guided(cast)
    services.guidance_assign(actor=cast.staff, leader=cast.wang, unit=cast.other_branch)
    services.rating_open(actor=cast.staff, committee=cast.city, year=2026, half=1, closes=dt.date(2026, 6, 30))
    for actor, unit in ((cast.other_secretary, cast.other_branch), (cast.secretary, cast.branch)):
        services.rating_give(actor=actor, ticket_id=RatingTicket.objects.get(unit=unit).pk, timely=3, useful=3)
    first, second = RatingMark.objects.values("round", "leader", "timely", "useful")
    assert first == second
    keys = [mark.pk for mark in RatingMark.objects.all()]
    assert keys == sorted(keys) and all(key.version == 4 for key in keys), "read in the order of random keys"


@pytest.mark.django_db
def test_who_may_and_when(cast: Cast) -> None:
    ticket = opened(cast)
    for actor in (cast.other_secretary, cast.member, cast.leader, cast.staff):
        with pytest.raises(Refused):
            services.rating_give(actor=actor, ticket_id=ticket.pk, timely=4, useful=4)
    with pytest.raises(Refused, match="已经组织过"):
        services.rating_open(actor=cast.staff, committee=cast.city, year=2026, half=1, closes=dt.date(2026, 6, 30))
    with time_machine.travel("2026-07-02 02:00:00+00:00"), pytest.raises(Refused, match="截止"):
        services.rating_give(actor=cast.secretary, ticket_id=ticket.pk, timely=4, useful=4)
