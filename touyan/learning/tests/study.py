"""Programmes for the tests."""

from __future__ import annotations

from typing import Any

from django.test import Client

from touyan.activities import services as activities
from touyan.activities.models import Activity
from touyan.activities.tests.held import kind, written
from touyan.learning import services
from touyan.learning.models import Programme
from touyan.organizations.models import Account
from touyan.organizations.policy import Actor
from touyan.organizations.tests.cast import Cast


def made(cast: Cast, actor: Actor, **changes: Any) -> Programme:
    """A reading round of the branch."""
    values = {"unit": cast.branch, "kind": "reading", "title": "委员读书", **changes}
    return services.programme_save(actor=actor, programme=Programme(), values=values, version=None)


def studied(cast: Cast, **changes: Any) -> Activity:
    """A study session of the branch as written down: 张三 was there, 李四 excused."""
    return activities.activity_record(actor=cast.staff, written=written(cast, kind=kind("study"), **changes))


def client_of(actor: Actor) -> Client:
    """A browser signed in as `actor`."""
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor_seen"] = True
    session.save()
    return client
