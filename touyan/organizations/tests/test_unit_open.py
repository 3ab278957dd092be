"""A new unit is offered the next free code of its sisters; another may be typed, a taken one is refused at its field."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from touyan.organizations.codes import code_next, unit_initial
from touyan.organizations.models import Account, Unit
from touyan.organizations.rules import Kind
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_next_free_code_stands_there(cast: Cast) -> None:
    assert code_next(cast.subgroup, Kind.TEMPORARY_BRANCH) == "ZB3"
    assert code_next(cast.city, Kind.COMMITTEE) == "QX3"
    assert code_next(cast.branch, Kind.ACTIVITY_GROUP) == "ZB1-XZ1"
    Unit.objects.filter(pk=cast.other_branch.pk).update(code="ZB09")
    Unit.objects.filter(pk=cast.district.pk).update(code="ZB10")
    assert code_next(cast.subgroup, Kind.TEMPORARY_BRANCH) == "ZB11"
    assert unit_initial(cast.subgroup)["kind"] == Kind.TEMPORARY_BRANCH
    assert unit_initial(cast.branch)["code"].startswith("ZB1-")


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username), "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor_seen"] = True
    session.save()
    return client


def _sent(cast: Cast, **more: str) -> dict[str, str]:
    begun = {name: str(value) for name, value in unit_initial(cast.subgroup).items()}
    return {**begun, "name": "第三履职临时党支部", "short": "第三支部", **more}


def test_by_the_page_kept_changed_or_drawn_up_for_another_kind(cast: Cast) -> None:
    client, path = client_of("staff"), reverse("unit_open", args=[cast.subgroup.pk])
    assert 'value="ZB3"' in client.get(path).content.decode()
    client.post(path, _sent(cast))
    client.post(path, _sent(cast, code="ZB-wai", name="外出支部"))
    client.post(path, _sent(cast, kind=Kind.SPECIAL_COMMITTEE, name="提案委员会"))
    made = dict(Unit.objects.filter(placements__parent=cast.subgroup).values_list("name", "code"))
    assert made["第三履职临时党支部"] == "ZB3"
    assert made["外出支部"] == "ZB-wai"
    assert made["提案委员会"] == "FDZ1-ZWH1"


def test_a_code_that_is_taken_is_said_at_its_field(cast: Cast) -> None:
    client, path = client_of("staff"), reverse("unit_open", args=[cast.subgroup.pk])
    answer = client.post(path, _sent(cast, code="ZB1"))
    assert answer.status_code == 422
    assert "已被使用" in answer.content.decode() and "第三履职临时党支部" in answer.content.decode()
