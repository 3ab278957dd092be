"""Party building plus: what is linked, at any distance, and what is not."""

from __future__ import annotations

import datetime as dt

import pytest

from touyan.activities import fusion, services
from touyan.activities.tests.held import at, kind, written
from touyan.duties import services as duties
from touyan.duties import works
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db
YEAR = 2026


def proposal(cast: Cast, title: str) -> works.Work:
    return works.work_enter(
        actor=cast.secretary,
        unit=cast.branch,
        kind="proposal" if "提案" in title else "research",
        title=title,
        day=dt.date(2026, 4, 1),
        authors=[works.Author(cast.li.pk, 1)],
    )


def test_both_sides_and_their_loose_ends(cast: Cast) -> None:
    only_party = services.activity_record(actor=cast.secretary, written=written(cast, is_duty=False, title="只学习"))
    joint = services.activity_record(actor=cast.secretary, written=written(cast, title="党日加调研", topic="助餐"))
    report, made, lonely = proposal(cast, "助餐调研"), proposal(cast, "助餐提案"), proposal(cast, "独立提案")
    duties.work_link(actor=cast.secretary, source=joint.work, target=report)
    duties.work_link(actor=cast.secretary, source=report, target=made)
    row = fusion.units(cast.staff, YEAR)[0]
    assert (row.party.total, row.party.linked, row.party.loose) == (2, 1, [only_party])
    assert (row.duty.total, row.duty.linked, row.duty.loose) == (3, 2, [lonely])
    assert not row.apart
    chain = fusion.chains(cast.staff, YEAR)[0]
    assert [work.title for work in chain.works] == ["党日加调研", "助餐调研", "助餐提案"]


def test_three_party_days_and_nothing_else_is_apart(cast: Cast) -> None:
    for month in (1, 2, 3):
        day = at(2026, month, 5)
        services.activity_record(actor=cast.secretary, written=written(cast, is_duty=False, starts=day, ends=day))
    assert fusion.units(cast.staff, YEAR)[0].apart


def test_a_stranger_sees_none(cast: Cast) -> None:
    services.activity_record(actor=cast.secretary, written=written(cast))
    assert fusion.units(cast.other_secretary, YEAR) == []
    assert fusion.emphases(cast.district_staff, YEAR) == []


def test_every_emphasis_opens_to_what_it_counts(cast: Cast) -> None:
    services.activity_record(actor=cast.secretary, written=written(cast))
    services.activity_record(actor=cast.secretary, written=written(cast, kind=kind("integrity_lesson")))
    proposal(cast, "一件提案")
    for row in fusion.emphases(cast.staff, YEAR):
        for code, number in row.counts:
            _unit, held, found = fusion.emphasis_list(cast.staff, row.unit.pk, YEAR, code)
            assert number == len(held) + len(found), code
    counts = dict(fusion.emphases(cast.staff, YEAR)[0].counts)
    assert counts == {"guidance": 1, "democracy": 1, "consensus": 0, "cooperation": 0, "integrity": 1}


def test_links_do_not_run_in_a_circle(cast: Cast) -> None:
    from touyan.core.errors import Refused

    one, two = proposal(cast, "甲提案"), proposal(cast, "乙提案")
    duties.work_link(actor=cast.secretary, source=one, target=two)
    with pytest.raises(Refused, match="一圈"):
        duties.work_link(actor=cast.secretary, source=two, target=one)
