"""两个全覆盖: gaps by name, for those in charge."""

import datetime as dt

import pytest
from django.urls import reverse

from touyan.contacts.models import Pair
from touyan.core import clock
from touyan.duties import services as duty_services
from touyan.duties.tests.ledger_cast import draft as ledger_draft
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


def test_each_kind_of_evidence_has_its_standard(cast, roster):
    """李四 is no Party member: no contact yet, but came to a Party activity; an older one would not count."""
    old = ledger_draft(cast, "old", tag="both", day=clock.today() - dt.timedelta(days=400))
    duty_services.records_post_many(actor=cast.secretary, drafts=[old])
    assert evidence(cast, roster) == [("组织关系", 1, 2), ("确定联系人", 0, 1), ("按期联系", 0, 1), ("共同活动", 0, 1)]
    new = ledger_draft(cast, "new", tag="both", day=clock.today())
    duty_services.records_post_many(actor=cast.secretary, drafts=[new])
    assert evidence(cast, roster)[-1] == ("共同活动", 1, 1)
    Pair.objects.create(unit=cast.city, network="members", contact=cast.zhang, other=cast.li, start=clock.today())
    assert ("确定联系人", 1, 1) in evidence(cast, roster)
    assert "每种依据的标准" in client_of("staff").get(reverse("coverage")).content.decode()


def evidence(cast, roster):
    sides = coverage.party_side(cast.staff, roster.term), coverage.work_side(cast.staff, roster.term)
    return [(one.name, one.met, one.total) for one in coverage.evidence(*sides)]


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
