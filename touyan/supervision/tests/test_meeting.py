"""A meeting's minutes are in the burden ledger, its decisions are tasks; responsibility lists count their tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from touyan.core.errors import Refused
from touyan.core.once import new_key
from touyan.organizations.tests.cast import Cast
from touyan.planning import services as planning
from touyan.planning.models import Budget, Demand, Task
from touyan.planning.tests import planned
from touyan.planning.tests.test_pages import client
from touyan.supervision import selectors, services
from touyan.supervision.models import Meeting, ResponsibilityList
from touyan.supervision.tests import overseen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(overseen.MORNING, tick=False):
        yield


def held(cast: Cast, **more: object) -> Meeting:
    fields = {"title": "二季度例会", "day": dt.date(2026, 5, 20), "minutes": 90, "kind": "meeting"}
    return services.meeting_record(
        actor=cast.staff, unit=cast.city, fields=fields, units=[cast.branch, cast.other_branch], **more
    )


def test_its_minutes_are_in_each_units_ledger(cast: Cast) -> None:
    held(cast)
    rows = Demand.objects.filter(source_kind="meeting")
    assert {row.unit for row in rows} == {cast.branch, cast.other_branch}
    assert {(row.cost, row.month) for row in rows} == {(90, dt.date(2026, 5, 1))}


def test_over_budget_needs_a_word(cast: Cast) -> None:
    Budget.objects.create(kind="temporary_branch", minutes=60)
    with pytest.raises(Refused, match="预算"):
        held(cast)
    assert not Meeting.objects.exists() or Demand.objects.count() == 0
    assert held(cast, replaces="代替六月例会").pk


def test_a_decision_becomes_a_task_with_a_person(cast: Cast) -> None:
    decision = services.decision_add(
        actor=cast.staff,
        meeting_id=held(cast).pk,
        words="六月底前联合走访一次",
        unit=cast.branch,
        due=dt.date(2026, 6, 30),
        minutes=120,
        people=5,
    )
    task = decision.task
    assert (task.due, task.responsible, task.cost) == (dt.date(2026, 6, 30), cast.zhang, 600)
    done = planning.task_explain(actor=cast.secretary, task_id=task.pk, words="5月20日已走访", day=dt.date(2026, 5, 20))
    assert done.state == "done"
    assert "六月底前联合走访一次" in client("zhang").get("/meetings/" + str(decision.meeting_id) + "/").content.decode()


def test_who_may(cast: Cast) -> None:
    meeting = held(cast)
    for actor in (cast.secretary, cast.member, cast.admin):
        with pytest.raises(Refused):
            services.meeting_minute(actor=actor, meeting_id=meeting.pk, record="x")
    with pytest.raises(Refused) as refusal:
        services.meeting_minute(actor=cast.district_staff, meeting_id=meeting.pk, record="x")
    assert refusal.value.status == 404


def test_five_lists_count_their_tasks(cast: Cast) -> None:
    planned.issue(cast)
    Task.objects.filter(unit=cast.branch, period="2026-M01").update(state="done", done_on=dt.date(2026, 1, 5))
    shown = selectors.lists_page(cast.staff, year=2026)["lists"]
    assert len(shown) == 5
    party_day = next(lines for register, lines in shown if register.code == "branch")[0]
    assert (party_day["total"], party_day["done"], party_day["late"]) == (24, 1, 7)
    page = client("staff").get("/responsibilities/").content.decode()
    assert "1 / 24" in page
    duty = party_day["duty"]
    listed = client("staff").get(f"/responsibilities/{duty.of_id}/{duty.pk}/tasks/").content.decode()
    assert "主题党日" in listed


def test_a_list_is_edited_by_city_staff_only(cast: Cast) -> None:
    register = ResponsibilityList.objects.get(code="branch")
    fields = {"post": "支部书记", "share": "direct", "kind": "temporary_branch", "words": "每年走访", "codes": ["x"]}
    assert services.responsibility_save(actor=cast.staff, list_id=register.pk, fields=fields).order == 4
    with pytest.raises(Refused):
        services.responsibility_save(actor=cast.secretary, list_id=register.pk, fields=fields)


def test_the_tasks_of_a_duty_are_chosen_by_name(cast: Cast) -> None:
    """Nobody types a code: the kinds are boxes to tick, and what stood there stays ticked."""
    duty = ResponsibilityList.objects.get(code="branch").duties.order_by("order").first()
    assert duty is not None
    staff, here = client("staff"), f"/responsibilities/{duty.of_id}/{duty.pk}/"
    page = staff.get(here).content.decode()
    assert "主题党日" in page and page.count(" checked") == len(duty.codes) + len(duty.titles)
    said = {"post": duty.post, "share": duty.share, "kind": duty.kind, "words": duty.words, "titles": duty.titles}
    sent = staff.post(here, {**said, "codes": ["theme_party_day", "party_lesson"], "once": new_key()})
    assert sent.status_code == 302
    duty.refresh_from_db()
    assert duty.codes == ["theme_party_day", "party_lesson"]
