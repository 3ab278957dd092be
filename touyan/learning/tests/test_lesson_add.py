"""A session is an activity: planned here or taken in, recorded once, set free without losing who was there."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from touyan.activities.models import Activity
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.learning import selectors, services
from touyan.learning.tests.study import client_of, made, studied
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_session_taken_in_shows_who_took_part_by_number_and_asks_nobody_again(cast: Cast) -> None:
    programme, activity = made(cast, cast.secretary), studied(cast)
    before = DutyRecord.objects.count()
    services.lesson_add(actor=cast.secretary, programme=programme, activity_id=activity.pk)
    assert DutyRecord.objects.count() == before
    seen = {who: selectors.programme_page(getattr(cast, who), programme.pk)["lines"] for who in ("secretary", "member")}
    assert [(line.came, line.mine) for line in seen["secretary"]] == [(1, "您：出席")]
    assert [(line.came, line.mine) for line in seen["member"]] == [(1, "您：请假")]
    with pytest.raises(Refused):
        services.lesson_add(actor=cast.secretary, programme=programme, activity_id=activity.pk)


def test_whoever_is_not_invited_need_not_come(cast: Cast) -> None:
    programme = made(cast, cast.secretary)
    services.lesson_add(
        actor=cast.secretary, programme=programme, activity_id=studied(cast, marks={cast.zhang.pk: "present"}).pk
    )
    (line,) = selectors.programme_page(cast.member, programme.pk)["lines"]
    assert (line.mine, line.opens) == ("未邀请您，不必参加", False)


def test_planned_here_it_is_an_activity_with_its_invitations(cast: Cast) -> None:
    programme, client = made(cast, cast.secretary), client_of(cast.secretary)
    path = reverse("lesson_plan", args=[programme.pk])
    assert "委员读书第1场" in client.get(path).content.decode()
    day = clock.today() + dt.timedelta(days=3)
    form = {"title": "第一次共读", "day": day.isoformat(), "time": "14:30", "place": "求是书房", "invite": "on"}
    for wrong in ({"day": "2020-01-01"}, {"day": "后天"}, {"time": "25:00"}, {"title": "长" * 121}):
        assert client.post(path, {**form, **wrong}).status_code == 422
    assert client.post(path, form).status_code == 302
    activity = Activity.objects.get()
    assert (activity.lesson.programme, activity.kind.code) == (programme, "study")
    assert set(activity.invitations.values_list("person_id", flat=True)) == {cast.zhang.pk, cast.li.pk}
    assert client_of(cast.member).get(reverse("programme_page", args=[programme.pk])).status_code == 200


def test_set_free_again_the_activity_stays(cast: Cast) -> None:
    programme, activity = made(cast, cast.secretary), studied(cast)
    services.lesson_add(actor=cast.secretary, programme=programme, activity_id=activity.pk)
    assert selectors.free_activities(cast.secretary, programme) == []
    services.lesson_remove(actor=cast.secretary, programme=programme, activity_id=activity.pk)
    assert selectors.free_activities(cast.secretary, programme) == [activity]
    assert DutyRecord.objects.filter(work=activity.work, person__isnull=False).count() == 2


def test_nonsense_from_outside_is_a_sentence(cast: Cast) -> None:
    programme, client = made(cast, cast.secretary), client_of(cast.secretary)
    path = reverse("lesson_add", args=[programme.pk])
    for nonsense in ("", "²", "-1", "9" * 30, "1 or 1", "<b>"):
        assert client.post(path, {"activity": nonsense}).status_code == 422
    foreign = studied(cast, unit=cast.city)
    assert client.post(path, {"activity": foreign.pk}).status_code == 409


@pytest.mark.parametrize("who", ["member", "other_secretary", "leader", "assessor"])
def test_others_may_not(cast: Cast, who: str) -> None:
    programme, activity, actor = made(cast, cast.secretary), studied(cast), getattr(cast, who)
    for verb in (services.lesson_add, services.lesson_remove):
        with pytest.raises(Refused) as refusal:
            verb(actor=actor, programme=programme, activity_id=activity.pk)
        assert refusal.value.status == 403
