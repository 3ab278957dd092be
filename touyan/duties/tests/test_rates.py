"""Rates open to their lists, agree with them, and hide small groups."""

from __future__ import annotations

import pytest

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
    term = Term.objects.create(committee=cast.city, number=12, name="第十二届", start=DAY)
    drafts = []
    for number in range(10):
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


def test_party_against_all(seated: Cast) -> None:
    total = rates.rates(seated.city, 2026).total
    assert (total["all"].people, total["all"].due, total["all"].came, total["all"].rate) == (10, 20, 16, 800)
    assert (total["party"].people, total["party"].rate) == (6, 1000)


def test_fewer_than_five_are_hidden_in_number_and_list(seated: Cast) -> None:
    total = rates.rates(seated.city, 2026).total
    assert (total["other"].people, total["other"].shown, total["other"].rate, total["other"].low) == (
        4,
        False,
        None,
        None,
    )
    assert rates.people(seated.city, 2026, group="other", kind="") == []


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
