"""The person concerned confirms or objects; the unit answers; a claimed row waits for somebody else."""

from __future__ import annotations

import pytest

from touyan.core.errors import Refused
from touyan.duties import selectors, services
from touyan.duties.models import Confirmation, DutyRecord
from touyan.duties.tests.ledger_cast import draft
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(cast: Cast) -> DutyRecord:
    return services.record_post(actor=cast.secretary, draft=draft(cast))


def test_confirm_is_its_own_row_and_said_once(cast: Cast, row: DutyRecord) -> None:
    services.record_confirm(actor=cast.member, record=row)
    services.record_confirm(actor=cast.member, record=row)
    said = Confirmation.objects.get()
    assert (said.verdict, said.by_name) == ("confirmed", "李四")


def test_only_the_person_concerned(cast: Cast, row: DutyRecord) -> None:
    for who in (cast.secretary, cast.staff, cast.admin):
        with pytest.raises(Refused, match="本人"):
            services.record_confirm(actor=who, record=row)


def test_an_objection_reaches_the_unit_and_is_answered(cast: Cast, row: DutyRecord) -> None:
    services.record_object(actor=cast.member, record=row, reason="当天我在外地")
    assert list(selectors.objections(cast.secretary)) == [row]
    assert not selectors.objections(cast.other_secretary).exists()
    services.record_keep(actor=cast.secretary, record=row, reason="签到表有本人签名")
    assert not selectors.objections(cast.secretary).exists()


def test_a_correction_answers_an_objection(cast: Cast, row: DutyRecord) -> None:
    services.record_object(actor=cast.member, record=row, reason="当天我在外地")
    services.record_correct(actor=cast.secretary, record=row, reason="核对无误", changes={"outcome": "excused"})
    assert not selectors.objections(cast.secretary).exists()


def test_a_claimed_row_counts_once_verified(cast: Cast) -> None:
    claim = services.record_post(actor=cast.staff, draft=draft(cast, "claim", source="claimed"))
    assert not DutyRecord.objects.counting().exists()
    with pytest.raises(Refused):
        services.record_verify(actor=cast.member, record=claim)
    services.record_verify(actor=cast.secretary, record=claim)
    assert list(DutyRecord.objects.counting()) == [claim]


def test_nobody_verifies_the_own_claim(cast: Cast) -> None:
    claim = services.record_post(actor=cast.staff, draft=draft(cast, "own", source="claimed", person_id=cast.zhang.pk))
    with pytest.raises(Refused, match="他人"):
        services.record_verify(actor=cast.secretary, record=claim)
