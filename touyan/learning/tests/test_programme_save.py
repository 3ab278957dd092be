"""A programme is set up by its unit, changed by nobody unseen, and counts neither hours nor points."""

from __future__ import annotations

import pytest

from touyan.core.errors import Refused, Stale
from touyan.learning import models, selectors, services
from touyan.learning.models import Programme
from touyan.learning.tests.study import client_of, made, studied
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_member_sees_what_the_own_branch_arranges_and_nobody_elses(cast: Cast) -> None:
    made(cast, cast.secretary)
    assert [one.title for one in selectors.programmes(cast.member)] == ["委员读书"]
    for stranger in (cast.other_secretary, cast.district_staff):
        assert list(selectors.programmes(stranger)) == []


def test_a_stale_save_is_409_and_shows_both(cast: Cast) -> None:
    programme = made(cast, cast.secretary)
    other = Programme.objects.get()
    values = {"unit": cast.branch, "kind": "reading", "title": "改一", "closed": False}
    services.programme_save(actor=cast.staff, programme=other, values=values, version=1)
    with pytest.raises(Stale) as stale:
        services.programme_save(
            actor=cast.secretary, programme=programme, values={**values, "title": "改二", "kind": "forum"}, version=1
        )
    said = {(one.label, one.stands, one.sent) for one in stale.value.differences}
    assert said == {("名称", "改一", "改二"), ("类别", "委员读书", "求是讲堂")}


def test_a_programme_with_sessions_stays_with_its_unit(cast: Cast) -> None:
    programme = made(cast, cast.staff)
    services.lesson_add(actor=cast.staff, programme=programme, activity_id=studied(cast).pk)
    values = {"unit": cast.other_branch, "kind": "reading", "title": "委员读书"}
    with pytest.raises(Refused, match="不能换"):
        services.programme_save(actor=cast.staff, programme=programme, values=values, version=1)


def test_no_field_counts_time_or_opening() -> None:
    names = {f.name for m in (models.Programme, models.Lesson, models.Material, models.Change) for f in m._meta.fields}
    assert not [name for name in names if any(w in name for w in ("hour", "minute", "score", "point", "view", "read"))]


def test_the_pages_by_hand(cast: Cast) -> None:
    """A secretary types it, a mistake keeps what was typed, hostile text stays text, a member reads it but edits nothing."""
    secretary, member = client_of(cast.secretary), client_of(cast.member)
    form = {"unit": cast.branch.pk, "kind": "reading", "title": "<script>alert(1)</script>", "about": "读一本"}
    for wrong in ({"kind": "hours"}, {"title": ""}, {"title": "长" * 101}, {"unit": cast.other_branch.pk}):
        answer = secretary.post("/learning/new/", {**form, **wrong})
        assert (answer.status_code, "读一本" in answer.content.decode()) == (422, True)
    page = secretary.post("/learning/new/", form)["Location"]
    for client in (secretary, member):
        text = client.get(page).content.decode()
        assert "<script>alert" not in text
        assert "读一本" in text
    assert member.get("/learning/").status_code == 200
    assert [member.get(path).status_code for path in ("/learning/new/", page + "edit/", page + "plan/")] == [403] * 3


@pytest.mark.parametrize("who", ["member", "other_secretary", "leader", "admin"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        made(cast, getattr(cast, who))
    assert refusal.value.status == 403
