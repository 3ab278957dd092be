"""Learning: arranged by the unit, joined as an activity, changed by nobody unseen, without hours or points."""

from __future__ import annotations

import pytest
from django.test import Client

from touyan.activities import services as activities
from touyan.activities.tests.held import kind, written
from touyan.core.errors import Refused, Stale
from touyan.learning import models, selectors, services
from touyan.learning.models import Programme
from touyan.organizations.models import Account
from touyan.organizations.policy import Actor
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def made(cast: Cast, actor: Actor) -> Programme:
    values = {"unit": cast.branch, "kind": "reading", "title": "委员读书"}
    return services.programme_save(actor=actor, programme=Programme(), values=values, version=None)


def test_a_session_shows_who_took_part_by_number(cast: Cast) -> None:
    programme = made(cast, cast.secretary)
    activity = activities.activity_record(actor=cast.secretary, written=written(cast, kind=kind("study")))
    services.lesson_add(actor=cast.secretary, programme=programme, activity_id=activity.pk)
    page = selectors.programme_page(cast.secretary, programme.pk)
    assert [came for _lesson, came in page["lessons"]] == [1]
    with pytest.raises(Refused):
        services.lesson_add(actor=cast.secretary, programme=programme, activity_id=activity.pk)


def test_only_whoever_was_there_says_what_changed(cast: Cast) -> None:
    programme = made(cast, cast.secretary)
    marks = {cast.zhang.pk: "present", cast.li.pk: "absent"}
    one = activities.activity_record(actor=cast.staff, written=written(cast, kind=kind("study"), marks=marks))
    services.lesson_add(actor=cast.secretary, programme=programme, activity_id=one.pk)
    with pytest.raises(Refused):
        services.change_write(actor=cast.member, programme=programme, text="改了走访办法")
    two = activities.activity_record(
        actor=cast.staff, written=written(cast, kind=kind("study"), marks={cast.li.pk: "present"})
    )
    services.lesson_add(actor=cast.secretary, programme=programme, activity_id=two.pk)
    services.change_write(actor=cast.member, programme=programme, text="改了走访办法")
    assert programme.changes.get().by_name == "李四"


def test_a_stale_save_is_409(cast: Cast) -> None:
    programme = made(cast, cast.secretary)
    other = Programme.objects.get()
    values = {"unit": cast.branch, "kind": "reading", "title": "改一"}
    services.programme_save(actor=cast.staff, programme=other, values=values, version=1)
    with pytest.raises(Stale):
        services.programme_save(
            actor=cast.secretary, programme=programme, values={**values, "title": "改二"}, version=1
        )


def test_no_field_counts_time_or_opening() -> None:
    names = {f.name for m in (models.Programme, models.Lesson, models.Material, models.Change) for f in m._meta.fields}
    assert not [name for name in names if any(w in name for w in ("hour", "minute", "score", "point", "view", "read"))]


def test_the_pages_open(cast: Cast) -> None:
    programme = made(cast, cast.secretary)
    client = Client()
    account = Account.objects.get(pk=cast.member.account_id)
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    for path in ("/learning/", f"/learning/{programme.pk}/"):
        assert client.get(path).status_code == 200
    assert client.get("/learning/new/").status_code == 403


@pytest.mark.parametrize("who", ["member", "other_secretary", "leader", "admin"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        made(cast, getattr(cast, who))
    assert refusal.value.status == 403
