"""Devices are remembered without making every page read a write."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from touyan.organizations.models import Account
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def device_of(cast: Cast) -> Client:
    client = Client()
    account = Account.objects.get(pk=cast.member.account_id)
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_second_page_writes_nothing(cast: Cast) -> None:
    client = device_of(cast)
    client.get("/limits/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/limits/")
    assert [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert UserSession.objects.count() == 1


def test_the_last_visit_is_right_to_five_minutes(cast: Cast) -> None:
    client = device_of(cast)
    client.get("/limits/")
    first = UserSession.objects.get().last_seen_at
    with time_machine.travel(first + dt.timedelta(minutes=6), tick=False):
        client.get("/limits/")
    assert UserSession.objects.get().last_seen_at == first + dt.timedelta(minutes=6)


def test_a_stranger_is_not_noted(cast: Cast) -> None:
    Client().get("/account/login/")
    assert not UserSession.objects.exists()


def test_a_crowd_at_the_door_writes_no_notes(cast: Cast) -> None:
    client = device_of(cast)
    assert client.get("/in/nothing-here/").status_code == 404
    assert not UserSession.objects.exists()
    client.get("/limits/")
    assert UserSession.objects.count() == 1
