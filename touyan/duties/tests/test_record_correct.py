"""A correction is a new row; the old one stays readable; only the newest can be corrected."""

from __future__ import annotations

import pytest

from touyan.core.errors import Refused
from touyan.duties import selectors, services
from touyan.duties.models import DutyRecord
from touyan.duties.tests.ledger_cast import draft
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(cast: Cast) -> DutyRecord:
    return services.record_post(actor=cast.secretary, draft=draft(cast))


def test_the_new_row_counts_and_the_old_is_kept(cast: Cast, row: DutyRecord) -> None:
    new = services.record_correct(actor=cast.secretary, record=row, reason="签到表有误", changes={"outcome": "late"})
    assert [r.outcome for r in DutyRecord.objects.effective()] == ["late"]
    assert [r.pk for r in selectors.history(new)] == [row.pk, new.pk]
    assert DutyRecord.objects.get(pk=row.pk).outcome == "present"


def test_a_second_correction_of_the_same_row_is_refused(cast: Cast, row: DutyRecord) -> None:
    services.record_correct(actor=cast.secretary, record=row, reason="一", changes={"outcome": "late"})
    with pytest.raises(Refused) as refusal:
        services.record_correct(actor=cast.secretary, record=row, reason="二", changes={"outcome": "absent"})
    assert refusal.value.status == 409


def test_a_correction_of_a_correction_leaves_one_row(cast: Cast, row: DutyRecord) -> None:
    second = services.record_correct(actor=cast.secretary, record=row, reason="一", changes={"outcome": "late"})
    third = services.record_correct(actor=cast.staff, record=second, reason="二", changes={"outcome": "absent"})
    assert [r.pk for r in DutyRecord.objects.effective()] == [third.pk]
    assert services.current(row).pk == third.pk


def test_void_leaves_nothing(cast: Cast, row: DutyRecord) -> None:
    services.record_void(actor=cast.secretary, record=row, reason="重复登记")
    assert not DutyRecord.objects.effective().exists()
    assert DutyRecord.objects.count() == 2


def test_a_reason_and_a_difference_are_needed(cast: Cast, row: DutyRecord) -> None:
    with pytest.raises(Refused, match="原因"):
        services.record_correct(actor=cast.secretary, record=row, reason=" ", changes={"outcome": "late"})
    with pytest.raises(Refused, match="相同"):
        services.record_correct(actor=cast.secretary, record=row, reason="一", changes={"outcome": "present"})
    with pytest.raises(Refused, match="不能更正"):
        services.record_correct(actor=cast.secretary, record=row, reason="一", changes={"seq": 9})


def test_nobody_corrects_the_own_row(cast: Cast) -> None:
    own = services.record_post(
        actor=cast.secretary, draft=draft(cast, "own", person_id=cast.zhang.pk, outcome="absent")
    )
    with pytest.raises(Refused, match="本人") as refusal:
        services.record_correct(actor=cast.secretary, record=own, reason="我来了", changes={"outcome": "present"})
    assert refusal.value.status == 403
    services.record_correct(actor=cast.staff, record=own, reason="核对签到表", changes={"outcome": "present"})


@pytest.mark.parametrize("who", ["member", "other_secretary", "district_staff", "assessor"])
def test_others_may_not(cast: Cast, row: DutyRecord, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.record_correct(actor=getattr(cast, who), record=row, reason="一", changes={"outcome": "late"})
    assert refusal.value.status == 403
