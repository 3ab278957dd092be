"""Venues: registered by whoever keeps them, read by everyone, edited without running over each other."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from touyan.activities import services
from touyan.activities.models import Venue
from touyan.activities.tests.test_pages import client_of
from touyan.core import clock
from touyan.core.errors import Refused, Stale
from touyan.organizations.policy import Actor
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def saved(cast: Cast, actor: Actor, **changes: object) -> Venue:
    values = {"unit": cast.branch, "kind": "hall", "name": "东园民生议事堂", "address": "东园路1号", **changes}
    return services.venue_save(actor=actor, venue=Venue(), values=values, version=None)


def test_the_public_reads_who_is_there_without_signing_in(cast: Cast) -> None:
    venue = saved(cast, cast.secretary)
    services.venue_duty_set(
        actor=cast.secretary,
        venue=venue,
        person_id=cast.li.pk,
        day=clock.today(),
        starts=dt.time(9),
        ends=dt.time(11),
    )
    page = Client().get(f"/venues/{venue.pk}/")
    assert page.status_code == 200
    assert "李四" in page.content.decode()
    services.venue_save(actor=cast.secretary, venue=venue, values={"unit": cast.branch, "active": False}, version=1)
    assert Client().get(f"/venues/{venue.pk}/").status_code == 404


def test_a_member_finds_the_open_venues_of_the_own_units_and_keeps_none(cast: Cast) -> None:
    saved(cast, cast.secretary)
    saved(cast, cast.secretary, name="旧议事堂", active=False)
    saved(cast, cast.district_staff, name="东区委员之家", unit=cast.district)
    assert set(Venue.objects.visible_to(cast.member).values_list("name", flat=True)) == {
        "东园民生议事堂",
        "东区委员之家",
    }
    assert not Venue.objects.visible_to(cast.member, "venue.manage").exists()
    page = client_of(cast.member).get("/venues/").content.decode()
    assert "东园民生议事堂" in page and "旧议事堂" not in page


def test_one_name_per_unit(cast: Cast) -> None:
    saved(cast, cast.secretary)
    with pytest.raises(Refused, match="同名"):
        saved(cast, cast.secretary)


def test_a_stale_save_is_409(cast: Cast) -> None:
    venue = saved(cast, cast.secretary)
    other = Venue.objects.get()
    services.venue_save(actor=cast.staff, venue=other, values={"unit": cast.branch, "hours": "周一"}, version=1)
    with pytest.raises(Stale):
        services.venue_save(actor=cast.secretary, venue=venue, values={"unit": cast.branch, "hours": "周二"}, version=1)


@pytest.mark.parametrize("who", ["member", "other_secretary", "leader", "admin"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        saved(cast, getattr(cast, who))
    assert refusal.value.status == 403


def test_a_closed_venue_leads_its_keeper_to_its_form_and_nobody_to_a_missing_page(cast: Cast) -> None:
    venue = saved(cast, cast.staff, unit=cast.city, active=False)
    for actor, leads in ((cast.staff, True), (cast.member, False)):
        page = client_of(actor).get("/venues/").content.decode()
        assert (venue.name in page, f'"/venues/{venue.pk}/edit/"' in page) == (True, leads)
        assert f'"/venues/{venue.pk}/"' not in page
