"""What cannot be taken is refused in words, with what was typed: too long for its column, after a sign-out, at a closed door."""

from __future__ import annotations

import pytest
from django.db import DataError
from django.test import Client
from django.urls import reverse

from touyan.organizations import services
from touyan.organizations.models import Account
from touyan.organizations.tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_text_too_long_for_its_column_is_refused_and_shown(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_values: object) -> None:
        raise DataError("value too long for type character varying(60)")

    monkeypatch.setattr(services, "unit_rename", full)
    client = Client(raise_request_exception=False)
    account = Account.objects.get(pk=cast.staff.account_id)
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor_seen"] = True
    session.save()
    typed = {"name": "一个很长的名称", "short": "长", "day": "2026-11-22"}
    answer = client.post(reverse("unit_rename", args=[cast.branch.pk]), typed)
    assert answer.status_code == 422
    assert "写得太长" in answer.content.decode() and "一个很长的名称" in answer.content.decode()


def test_what_was_typed_before_the_session_ended_is_shown(cast: Cast) -> None:
    address, page = reverse("unit_rename", args=[cast.branch.pk]), f"http://testserver/units/{cast.branch.pk}/"
    answer = Client().post(address, {"name": "一个新名称"}, HTTP_REFERER=page)
    assert answer.status_code == 403 and "一个新名称" in answer.content.decode()
    assert f'href="/units/{cast.branch.pk}/"' in answer.content.decode()
    assert Client().post(address, {"name": "一个新名称"}).status_code == 302


def test_an_address_of_forms_says_so_when_it_is_opened() -> None:
    answer = Client().get(reverse("language_set"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST") and "不能直接打开" in answer.content.decode()
