"""记一笔: one entry gives attendance, the unit's row and the proof of the task, or nothing at all."""

from __future__ import annotations

import pytest

from touyan.activities import services
from touyan.activities.models import Activity
from touyan.activities.tests.held import at, written
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_everyone_has_a_row_and_the_unit_too(cast: Cast) -> None:
    activity = services.activity_record(actor=cast.secretary, written=written(cast))
    rows = {(row.person_id, row.stage, row.outcome, row.tag) for row in DutyRecord.objects.all()}
    assert rows == {
        (cast.zhang.pk, "attendance", "present", "both"),
        (cast.li.pk, "attendance", "excused", "both"),
        (None, "held", "", "both"),
    }
    assert {row.work_id for row in DutyRecord.objects.all()} == {activity.work_id}
    assert activity.title == "3月主题党日"


def test_the_day_is_the_day_in_shanghai(cast: Cast) -> None:
    activity = services.activity_record(
        actor=cast.secretary, written=written(cast, starts=at(2025, 12, 31, 23, 59), ends=at(2025, 12, 31, 23, 59))
    )
    assert activity.day.isoformat() == "2025-12-31"
    assert {row.business_date.year for row in DutyRecord.objects.all()} == {2025}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"starts": at(2199, 1, 1), "ends": at(2199, 1, 1)}, "还没有开始"),
        ({"ends": at(2026, 3, 12, 9)}, "结束时间"),
        ({"is_party": False, "is_duty": False}, "党建活动"),
        ({"marks": {}}, "没有一个人到会"),
        ({"marks": {10**9: "present"}}, "不属于该单位"),
        ({"starts": at(1998, 1, 1)}, "年份"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_saved(cast: Cast, changes: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        services.activity_record(actor=cast.secretary, written=written(cast, **changes))
    assert not Activity.objects.exists()
    assert not DutyRecord.objects.exists()


def test_an_unknown_outcome_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="不在可选范围"):
        services.activity_record(
            actor=cast.secretary, written=written(cast, marks={cast.zhang.pk: "present", cast.li.pk: "x"})
        )


@pytest.mark.parametrize("who", ["member", "other_secretary", "district_staff", "leader", "admin", "auditor"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.activity_record(actor=getattr(cast, who), written=written(cast))
    assert refusal.value.status == 403


def test_one_correction_leaves_the_old_entry_readable(cast: Cast) -> None:
    services.activity_record(actor=cast.secretary, written=written(cast))
    row = DutyRecord.objects.get(person=cast.li)
    services.attendance_correct(actor=cast.secretary, record=row, outcome="late", reason="后来到会")
    assert DutyRecord.objects.effective().get(person=cast.li).outcome == "late"
    assert DutyRecord.objects.filter(person=cast.li).count() == 2
