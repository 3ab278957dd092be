"""Rates open to their lists, agree with them, and hide small groups."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touyan.duties import rates, services
from touyan.duties.tests.ledger_cast import draft
from touyan.members.models import Member
from touyan.organizations.models import Membership, Term
from touyan.organizations.rules import MembershipKind
from touyan.organizations.tests.cast import DAY, Cast, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def seated(cast: Cast) -> Cast:
    """Six Party members and four others, each due twice; the others come every second time."""
    return seat(cast, 10)


def seat(cast: Cast, number_of_people: int) -> Cast:
    """The first six are of the Party."""
    term = Term.objects.create(committee=cast.city, number=12, name="第十二届", start=DAY)
    drafts = []
    for number in range(number_of_people):
        one, party = person(f"委员{number}"), number < 6
        Membership.objects.create(unit=cast.city, person=one, kind=MembershipKind.MEMBER, start=DAY)
        Member.objects.create(
            person=one,
            term=term,
            affiliation="cpc" if party else "masses",
            is_party_member=party,
            start=DAY,
            sort_stroke=f"{number}",
            sort_pinyin=f"{number}",
            letters="",
        )
        for time in range(2):
            outcome = "present" if party or time else "absent"
            drafts.append(
                draft(cast, f"{number}-{time}", unit_id=cast.city.pk, person_id=one.pk, outcome=outcome, kind="plenary")
            )
    services.records_post_many(actor=cast.staff, drafts=drafts)
    return cast


def test_party_against_all(cast: Cast) -> None:
    total = rates.rates(seat(cast, 11).city, 2026).total
    assert (total["all"].people, total["all"].due, total["all"].came, total["all"].rate) == (11, 22, 17, 773)
    assert (total["party"].people, total["party"].rate) == (6, 1000)
    assert (total["other"].people, total["other"].rate) == (5, 500)


def test_fewer_than_five_are_hidden_in_number_and_list(seated: Cast) -> None:
    total = rates.rates(seated.city, 2026).total
    assert (total["other"].people, total["other"].shown, total["other"].rate, total["other"].low) == (
        4,
        False,
        None,
        None,
    )
    assert rates.people(seated.city, 2026, group="other", kind="") == []


def test_a_small_group_cannot_be_had_by_subtraction(seated: Cast) -> None:
    """Ten of all less six of the Party would be four: the Party's rate is withheld with theirs, in number and list."""
    found = rates.rates(seated.city, 2026)
    for cells in (found.total, found.shone, found.rows[0].cells):
        assert [cells[code].shown for code in ("all", "party", "other")] == [True, False, False]
        assert cells["party"].rate is None
    assert rates.people(seated.city, 2026, group="party", kind="") == []
    assert len(rates.people(seated.city, 2026, group="all", kind="")) == 10


@given(st.tuples(*[st.integers(0, 9)] * 4))
@settings(max_examples=60)
def test_no_sum_of_what_is_shown_speaks_of_few(numbers: tuple[int, ...]) -> None:
    """Whatever the four sorts number: added and subtracted in any way, the groups shown give five people or nobody."""
    sizes = dict(zip(rates.SORTS, numbers, strict=True))
    shown = [code for code in rates.GROUPS if code not in rates.hidden(sizes)]
    held = {code: [s for s in rates.SORTS if rates.GROUPS[code][1](rates.Seat(0, "", *s))] for code in shown}
    for signs in product((-1, 0, 1), repeat=len(shown)):
        times = [sum(sign for code, sign in zip(shown, signs, strict=True) if s in held[code]) for s in rates.SORTS]
        if all(time in (0, 1) or not sizes[s] for s, time in zip(rates.SORTS, times, strict=True)):
            people = sum(sizes[s] for s, time in zip(rates.SORTS, times, strict=True) if time and sizes[s])
            assert people == 0 or people >= 5
    if all(number == 0 or number >= 5 for number in numbers):
        assert shown == list(rates.GROUPS), "nothing is withheld without a reason"


def test_every_number_opens_to_a_list_that_adds_up(seated: Cast) -> None:
    found = rates.rates(seated.city, 2026)
    for row in found.rows:
        for code, cell in row.cells.items():
            if cell.shown:
                people = rates.people(seated.city, 2026, group=code, kind=row.kind)
                assert (len(people), sum(p.due for p in people), sum(p.came for p in people)) == (
                    cell.people,
                    cell.due,
                    cell.came,
                )
    names = [p.name for p in rates.people(seated.city, 2026, group="all", kind="plenary")]
    assert names == sorted(names), "by strokes, not by rate"


def test_corrected_rows_do_not_count_twice(seated: Cast) -> None:
    from touyan.duties.models import DutyRecord

    row = DutyRecord.objects.filter(outcome="absent").first()
    services.record_correct(actor=seated.staff, record=row, reason="核对", changes={"outcome": "late"})
    assert rates.rates(seated.city, 2026).total["all"].came == 17
    assert rates.rates(seated.city, 2026).total["all"].due == 20
