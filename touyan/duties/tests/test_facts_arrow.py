"""The engine gets exactly the rows that stand, in the columns of its contract."""

from __future__ import annotations

import datetime as dt

import pytest

from touyan.duties import services
from touyan.duties.facts_arrow import SCHEMA, facts_arrow
from touyan.duties.tests.ledger_cast import DAY, draft
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db
YEAR = {"start": dt.date(2026, 1, 1), "end": dt.date(2026, 12, 31)}


def test_rows_that_stand_and_no_others(cast: Cast) -> None:
    kept = services.record_post(actor=cast.staff, draft=draft(cast, "kept", place=2, authors=3, level=""))
    wrong = services.record_post(actor=cast.staff, draft=draft(cast, "wrong"))
    right = services.record_correct(actor=cast.staff, record=wrong, reason="一", changes={"outcome": "late"})
    void = services.record_post(actor=cast.staff, draft=draft(cast, "void"))
    services.record_void(actor=cast.staff, record=void, reason="重复")
    claim = services.record_post(actor=cast.staff, draft=draft(cast, "claim", source="claimed"))
    services.record_post(actor=cast.staff, draft=draft(cast, "before", day=dt.date(2025, 12, 31)))
    services.record_post(actor=cast.staff, draft=draft(cast, "unit", person_id=None))
    table = facts_arrow([cast.city.pk], **YEAR)
    assert table.schema == SCHEMA
    assert table["fact"].to_pylist() == [kept.pk, right.pk]
    assert table["outcome"].to_pylist() == ["present", "late"]
    assert table["level"].to_pylist() == ["", ""]
    assert table["place"].to_pylist() == [2, None]
    assert table["day"].to_pylist() == [DAY, DAY]
    services.record_verify(actor=cast.secretary, record=claim)
    assert facts_arrow([cast.city.pk], **YEAR)["fact"].to_pylist() == [kept.pk, right.pk, claim.pk]


def test_units_have_their_own_rows(cast: Cast) -> None:
    services.record_post(actor=cast.staff, draft=draft(cast, "person"))
    row = services.record_post(actor=cast.staff, draft=draft(cast, "unit", person_id=None, stage="held", outcome=""))
    table = facts_arrow([cast.city.pk], subjects="units", **YEAR)
    assert table.select(["fact", "subject"]).to_pylist() == [{"fact": row.pk, "subject": cast.branch.pk}]


def test_a_committee_sees_only_its_own(cast: Cast) -> None:
    services.record_post(actor=cast.staff, draft=draft(cast, "e", unit_id=cast.district.pk))
    assert facts_arrow([cast.city.pk], **YEAR).num_rows == 0
    assert facts_arrow([cast.district.pk], **YEAR).num_rows == 1
