"""The demonstration city stands as the source document says, and is the same each time."""

from __future__ import annotations

import datetime as dt

import pytest

from touyan.demo import city as demo_city
from touyan.organizations.models import Account, Closure, Membership, Unit
from touyan.organizations.rules import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DAY = dt.date(2026, 11, 20)


def small() -> demo_city.City:
    return demo_city.load(city_members=160, district_members=12, today=DAY, say=lambda text: None)


def test_numbers_of_the_source_document() -> None:
    small()
    count = {kind: Unit.objects.filter(kind=kind).count() for kind in Kind}
    assert count[Kind.PARTY_SUBGROUP] == 8
    assert count[Kind.TEMPORARY_BRANCH] == 18
    assert Unit.objects.filter(kind=Kind.COMMITTEE, level="district").count() == 13


def test_every_unit_stands_under_the_city() -> None:
    city = small()
    under = set(Closure.objects.filter(ancestor=city.root).values_list("descendant_id", flat=True))
    assert under == set(Unit.objects.values_list("pk", flat=True))


def test_every_party_member_of_the_city_has_one_branch() -> None:
    city = small()
    for folk in city.members_of(city.root):
        branches = Membership.objects.filter(person=folk.person, kind="party").count()
        assert branches == (1 if folk.is_party else 0)


def test_the_same_seed_gives_the_same_city() -> None:
    from django.db import transaction

    def once() -> list[str]:
        city = small()
        return [folk.person.name for folk in city.folk[:50]]

    with transaction.atomic():
        first = once()
        transaction.set_rollback(True)
    assert first == once()


def test_one_sign_in_per_role() -> None:
    small()
    assert set(Account.objects.values_list("username", flat=True)) >= {"leader", "office", "branch", "member"}
