"""The first committee and its administrators: works once, on an empty house, with two people."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from touyan.core import journal
from touyan.core.errors import Refused
from touyan.organizations.founding import house_found
from touyan.organizations.models import Account, Unit
from touyan.organizations.policy import actor_of, can
from touyan.organizations.rules import Level, Role
from touyan.organizations.services import grant_give
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def found(*usernames: str) -> list:
    return house_found(name="某某市政协", short="市政协", level=Level.CITY, usernames=usernames)


def test_two_administrators_can_begin() -> None:
    first, _second = found("zhangsan", "lisi")
    zhang, li = (Account.objects.get(username=name) for name in ("zhangsan", "lisi"))
    assert zhang.check_password(first.password) and not li.check_password(first.password)
    unit = Unit.objects.get()
    assert can(actor_of(zhang), "grant.manage", unit)
    grant_give(actor=actor_of(zhang), account=li, role=Role.CITY_STAFF, unit=unit)
    assert journal.verify() is None


@pytest.mark.parametrize("usernames", [(), ("zhangsan",), ("zhangsan", "zhangsan"), ("zhangsan", "  ")])
def test_one_alone_is_refused(usernames: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match="两位"):
        found(*usernames)
    assert not Unit.objects.exists()


def test_a_house_with_people_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="已经有"):
        found("zhangsan", "lisi")


def test_the_command_shows_the_passwords_and_refuses_plainly(capsys: pytest.CaptureFixture) -> None:
    words = ["found", "--name", "某某市政协", "--short", "市政协", "--admin", "zhangsan", "--admin", "lisi"]
    call_command(*words)
    password = capsys.readouterr().out.split("zhangsan")[1].split()[0]
    assert Account.objects.get(username="zhangsan").check_password(password)
    with pytest.raises(CommandError, match="已经有"):
        call_command(*words)
