"""The demonstration city stands as the source document says, and is the same each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from touyan.assessment import verify
from touyan.assessment.models import Proposal
from touyan.assessment.rules import ProposalState, RunState
from touyan.demo import city as demo_city
from touyan.organizations.models import Account, Closure, Membership, Unit
from touyan.organizations.rules import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DAY = dt.date(2026, 11, 20)


def small() -> demo_city.City:
    return demo_city.load(city_members=160, district_members=12, today=DAY, say=lambda text: None)


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[demo_city.City]:
    """One city for all tests that only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield small()
        transaction.set_rollback(True)


def test_numbers_of_the_source_document(city: demo_city.City) -> None:
    count = {kind: Unit.objects.filter(kind=kind).count() for kind in Kind}
    assert count[Kind.PARTY_SUBGROUP] == 8
    assert count[Kind.TEMPORARY_BRANCH] == 18
    assert Unit.objects.filter(kind=Kind.COMMITTEE, level="district").count() == 13


def test_every_unit_stands_under_the_city(city: demo_city.City) -> None:
    under = set(Closure.objects.filter(ancestor=city.root).values_list("descendant_id", flat=True))
    assert under == set(Unit.objects.values_list("pk", flat=True))


def test_every_party_member_of_the_city_has_one_branch(city: demo_city.City) -> None:
    for folk in city.members_of(city.root):
        branches = Membership.objects.filter(person=folk.person, kind="party").count()
        assert branches == (1 if folk.is_party else 0)


def test_one_sign_in_per_role(city: demo_city.City) -> None:
    assert set(Account.objects.values_list("username", flat=True)) >= {"leader", "office", "branch", "member"}


def test_two_years_of_the_standing_committee_leave_proposals_to_a_leader(city: demo_city.City) -> None:
    proposals = Proposal.objects.select_related("result__run", "use")
    assert {one.result.run.state for one in proposals} == {RunState.IN_FORCE}
    states = sorted(one.state for one in proposals)
    assert states == [ProposalState.OPEN, ProposalState.OPEN, ProposalState.SIGNED]
    assert {one.asked_id for one in proposals} == {city.accounts["leader"].pk}
    assert {one.years for one in proposals} == {"2024、2025"}
    signed = proposals.get(state=ProposalState.SIGNED)
    assert signed.use is not None and signed.use.told_on == dt.date(2026, 2, 2)
    assert verify.first_broken() is None
