"""The linking attack does no better than chance; with a box that keeps its order it finds everybody."""

from __future__ import annotations

import math
import secrets

import pytest
from django.apps import apps
from django.db import connection, transaction

from touyan.ballots.models import Sealed
from touyan.ballots.tests import attack, build
from touyan.ballots.tests.build import keys
from touyan.organizations.tests.cast import Cast

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


def campaign(cast: Cast, elections: int, least: int, most: int) -> dict[str, int]:
    """Right guesses of each attack over so many elections; by chance one per election."""
    found = {one.__name__: 0 for one in attack.ATTACKS}
    for _each in range(elections):
        with transaction.atomic():
            seen = attack.election(cast, least + secrets.randbelow(most - least + 1))
            for one in attack.ATTACKS:
                found[one.__name__] += attack.right(seen, one(seen))
            transaction.set_rollback(True)
    return found


def test_no_better_than_chance(cast: Cast) -> None:
    """Six elections: within five standard deviations, so that chance alone does not stop a build."""
    found = campaign(cast, 6, 8, 14)
    assert all(number <= 6 + 5 * math.sqrt(6) for number in found.values()), found


def test_the_control_finds_everybody(cast: Cast) -> None:
    seen = attack.election(cast, 12, naive=True)
    assert attack.right(seen, attack.by_order(seen)) == 12
    assert attack.right(seen, attack.by_growth(seen)) == 12


@pytest.mark.deep
def test_a_thousand_elections(cast: Cast) -> None:
    """Two-sided 99 % over all five attacks together: each within 3.09 standard deviations of one per election."""
    found = campaign(cast, 1000, 10, 60)
    assert all(abs(number - 1000) <= 3.09 * math.sqrt(1000) for number in found.values()), found


def test_no_receipt_lies_anywhere(cast: Cast) -> None:
    """After voting and after the count, no table of the database holds a receipt."""
    made = build.ballot(cast)
    voters = build.roll(made, 委员=6)["委员"]
    made = build.opened(cast, made)
    receipts = [build.voted(made, voter, 0) for voter in voters]
    assert Sealed.objects.count() == 6
    assert not [one for one in receipts if one in everything()]
    build.counted(cast, made)
    assert not [one for one in receipts if one in everything()]


def everything() -> str:
    """The whole database as text."""
    parts = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            parts += [repr(bytes(v) if isinstance(v, memoryview) else v) for row in cursor.fetchall() for v in row]
    return "\n".join(parts)
