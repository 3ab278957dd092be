"""重大事项请示报告: to whom, by when, what was answered."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.modeloffice import selectors, services
from touyan.modeloffice.models import Major
from touyan.modeloffice.records import Records
from touyan.modeloffice.rules import MajorState
from touyan.modeloffice.tests.office import Office, office
from touyan.modeloffice.todo import todos
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def entered(cast: Cast, made: Office, **changes: Any) -> Major:
    fields = {"kind": "ask", "title": "年度议题安排", "due": clock.today(), "to_unit": cast.party_group, **changes}
    return services.major_enter(actor=changes.pop("actor", made.head), unit=made.department, **_without(fields))


def _without(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "actor"}


def test_it_is_reported_and_answered_by_those_above(cast: Cast) -> None:
    made = office(cast)
    major = entered(cast, made, helpers=[made.other])
    assert [t.title for t in todos(made.head)] == ["年度议题安排"]
    services.major_send(actor=made.head, major=major)
    assert [t.title for t in todos(cast.leader)] == ["年度议题安排"]
    with pytest.raises(Refused):
        services.major_answer(actor=made.head, major=major, answer="同意")
    done = services.major_answer(actor=cast.leader, major=major, answer="同意，按计划推进")
    assert (done.state, done.in_time, done.answered_name) == (MajorState.ANSWERED, True, cast.leader.name)
    facts = Records([made.department.pk, made.other.pk], clock.today(), clock.today()).joint()
    assert {f.unit_id for f in facts if f.ok} == {made.department.pk, made.other.pk}
    with pytest.raises(Refused):
        services.major_withdraw(actor=made.head, major=major, reason="不用了")


def test_late_is_late_and_tomorrow_is_not_yet(cast: Cast) -> None:
    made = office(cast)
    major = entered(cast, made, due=clock.today() - dt.timedelta(2))
    with pytest.raises(Refused, match="还没有到"):
        services.major_send(actor=made.head, major=major, day=clock.today() + dt.timedelta(1))
    with pytest.raises(Refused, match="不能答复"):
        services.major_answer(actor=cast.staff, major=major, answer="同意")
    sent = services.major_send(actor=made.head, major=major)
    assert not sent.in_time
    with pytest.raises(Refused, match="写明答复"):
        services.major_answer(actor=cast.staff, major=sent, answer=" ")
    with pytest.raises(Refused, match="不用再报"):
        services.major_send(actor=made.head, major=sent)


def test_to_one_above_only(cast: Cast) -> None:
    made = office(cast)
    for wrong in (
        {"to_unit": made.other}, {"to_unit": made.department}, {"to_unit": cast.district}, {"to_name": "中共市委"},
        {"to_unit": None}, {"title": " "}, {"helpers": [made.department]},
    ):  # fmt: skip
        with pytest.raises(Refused):
            entered(cast, made, **wrong)
    outside = entered(cast, made, to_unit=None, to_name="中共市委")
    services.major_send(actor=made.head, major=outside)
    assert services.major_answer(actor=made.head, major=outside, answer="已批复").receiver == "中共市委"
    cancelled = entered(cast, made)
    with pytest.raises(Refused, match="理由"):
        services.major_withdraw(actor=made.head, major=cancelled, reason="")
    services.major_withdraw(actor=made.head, major=cancelled, reason="并入另一件")
    assert [one.pk for one in selectors.majors(made.head)] == [outside.pk]


@pytest.mark.parametrize("who", ["secretary", "district_staff", "member", "leader", "assessor"])
def test_others_may_not_enter(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        entered(cast, office(cast), actor=getattr(cast, who))
    assert refusal.value.status == 403
