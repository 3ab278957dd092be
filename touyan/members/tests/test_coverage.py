"""两个全覆盖: gaps by name, for those in charge."""

import pytest
from django.urls import reverse

from touyan.core import clock
from touyan.members import coverage
from touyan.members.tests.browser import client_of
from touyan.organizations.models import Membership
from touyan.organizations.rules import MembershipKind

pytestmark = pytest.mark.django_db


def test_a_party_member_without_a_branch_is_named(cast, roster):
    side = coverage.party_side(cast.staff, roster.term)
    assert (side.total, side.covered) == (2, 1)
    assert [(line.name, line.gap.code) for line in side.gaps] == [("王五", "none")]
    assert side.rate == 50


def test_two_branches_are_a_gap_too(cast, roster):
    Membership.objects.create(unit=cast.other_branch, person=cast.zhang, kind=MembershipKind.PARTY)
    side = coverage.party_side(cast.staff, roster.term)
    assert {line.gap.code for line in side.gaps} == {"none", "several"}


def test_every_other_member_needs_a_contact(cast, roster, monkeypatch):
    side = coverage.work_side(cast.staff, roster.term)
    assert [(line.name, line.gap.code) for line in side.gaps] == [("李四", "nobody")]
    facts = {cast.li.pk: coverage.Contacted(since=clock.today(), kept=False)}
    monkeypatch.setattr(coverage, "collect", lambda *_names: (("contacts", lambda people: facts),))
    assert [line.gap.code for line in coverage.work_side(cast.staff, roster.term).gaps] == ["silent"]


def test_branches_against_the_standard(cast, roster):
    rows = {row.unit.code: row for row in coverage.branches(cast.staff, roster.term)}
    assert (rows["ZB1"].people, rows["ZB1"].secretary, rows["ZB1"].enough) == (2, True, False)
    assert not rows["ZB2"].secretary


def test_only_those_in_charge_see_names(cast, roster):
    page = client_of("staff").get(reverse("coverage")).content.decode()
    assert "王五" in page and "李四" in page
    assert client_of("li").get(reverse("coverage")).status_code == 403
    assert coverage.party_side(cast.district_staff, roster.term).total == 0
    assert "王五" not in client_of("east").get(reverse("coverage")).content.decode()
