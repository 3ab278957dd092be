"""A unit raises a difficulty, the leader who guides it answers by a day, the unit says whether it is solved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from touyan.core.errors import Refused
from touyan.organizations.models import Post
from touyan.organizations.rules import Title
from touyan.organizations.tests.cast import Cast
from touyan.planning.tests.test_pages import client
from touyan.supervision import selectors, services
from touyan.supervision.models import Difficulty, Guidance
from touyan.supervision.rules import DifficultyState
from touyan.supervision.tests import overseen
from touyan.supervision.todo import todos

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(overseen.MORNING, tick=False):
        yield


def raised(cast: Cast) -> Difficulty:
    overseen.guided(cast)
    return services.difficulty_raise(
        actor=cast.secretary, unit=cast.branch, kind="venue", title="没有固定活动场地", words="希望协调一间会议室。"
    )


def test_it_reaches_the_leader_with_a_day(cast: Cast) -> None:
    row = raised(cast)
    assert (row.leader, row.due) == (cast.wang, dt.date(2026, 6, 3)), "ten working days"
    assert [t.title for t in todos(cast.leader)] == ["困难：没有固定活动场地"]
    assert "没有固定活动场地" in client("leader").get("/difficulties/?which=mine").content.decode()


def test_answered_solved_and_raised_again(cast: Cast) -> None:
    row = raised(cast)
    with time_machine.travel("2026-05-27 02:00:00+00:00"):
        answered = services.difficulty_answer(actor=cast.leader, difficulty_id=row.pk, words="办公厅六月前安排。")
        assert (answered.state, answered.days_open) == (DifficultyState.ANSWERED, 7)
        again = services.difficulty_settle(
            actor=cast.secretary, difficulty_id=row.pk, solved=False, words="会议室太小。"
        )
        assert (again.state, again.due) == (DifficultyState.RAISED, dt.date(2026, 6, 10))
        services.difficulty_answer(actor=cast.leader, difficulty_id=row.pk, words="换大间。")
        solved = services.difficulty_settle(actor=cast.secretary, difficulty_id=row.pk, solved=True, words="")
    assert solved.state == DifficultyState.SOLVED
    assert [s.verb for s in row.steps.all()] == ["raise", "answer", "again", "answer", "solve"]


def test_unanswered_ages_in_plain_sight(cast: Cast) -> None:
    raised(cast)
    with time_machine.travel("2026-06-08 02:00:00+00:00"):
        page = client("leader").get("/difficulties/").content.decode()
        assert "已过期 5 天" in page and "已 19 天" in page
        leaders = selectors.guidance_page(cast.staff)["leaders"]
        assert (leaders[0]["waiting"], leaders[0]["old"]) == (1, 1)


def test_a_new_leader_takes_over_what_is_open(cast: Cast) -> None:
    row = raised(cast)
    Post.objects.create(unit=cast.city, person=cast.li, title=Title.VICE_CHAIR, start=dt.date(2022, 4, 1))
    services.guidance_assign(actor=cast.staff, leader=cast.li, unit=cast.branch, day=dt.date(2026, 5, 25))
    row.refresh_from_db()
    assert row.leader == cast.li
    assert Guidance.objects.get(leader=cast.wang).end == dt.date(2026, 5, 24)


def test_without_guidance_the_nearest_above_or_nobody(cast: Cast) -> None:
    assert selectors.guide_of(cast.other_branch, dt.date(2026, 5, 20)) is None
    Post.objects.create(unit=cast.city, person=cast.wang, title=Title.VICE_CHAIR, start=dt.date(2022, 4, 1))
    services.guidance_assign(actor=cast.staff, leader=cast.wang, unit=cast.subgroup)
    assert selectors.guide_of(cast.other_branch, dt.date(2026, 5, 20)) == cast.wang


def test_only_a_leader_above_can_guide(cast: Cast) -> None:
    with pytest.raises(Refused, match="领导班子"):
        services.guidance_assign(actor=cast.staff, leader=cast.li, unit=cast.branch)


def test_who_may(cast: Cast) -> None:
    row = raised(cast)
    for actor in (cast.other_secretary, cast.member, cast.district_staff):
        with pytest.raises(Refused) as refusal:
            services.difficulty_answer(actor=actor, difficulty_id=row.pk, words="x")
        assert refusal.value.status == 404
    with pytest.raises(Refused) as refusal:
        services.difficulty_answer(actor=cast.secretary, difficulty_id=row.pk, words="x")
    assert refusal.value.status == 403, "a unit does not answer itself"
    with pytest.raises(Refused, match="答复"):
        services.difficulty_answer(actor=cast.leader, difficulty_id=row.pk, words=" ")
