"""Something to read: listed and taken off by the unit; nobody counts who opened it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from touyan.core.errors import Refused
from touyan.learning import services
from touyan.learning.tests.study import client_of, made
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_listed_and_taken_off(cast: Cast) -> None:
    programme, client = made(cast, cast.secretary), client_of(cast.secretary)
    client.post(reverse("material_add", args=[programme.pk]), {"title": "《乡土中国》", "where": "市图书馆"})
    line = programme.materials.get()
    member = client_of(cast.member)
    assert "《乡土中国》" in member.get(reverse("programme_page", args=[programme.pk])).content.decode()
    gone = reverse("material_remove", args=[programme.pk, line.pk])
    assert member.post(gone).status_code == 403
    assert client.post(gone).status_code == 302
    assert not programme.materials.exists()


def test_empty_and_too_long_are_refused(cast: Cast) -> None:
    programme, client = made(cast, cast.secretary), client_of(cast.secretary)
    for wrong in ({"title": ""}, {"title": "长" * 121}, {"title": "好", "where": "长" * 201}):
        assert client.post(reverse("material_add", args=[programme.pk]), wrong).status_code == 422
    assert not programme.materials.exists()


@pytest.mark.parametrize("who", ["member", "other_secretary", "leader"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.material_add(actor=getattr(cast, who), programme=made(cast, cast.secretary), title="书")
    assert refusal.value.status == 403
