"""The same seed gives the same city, so that a picture of it can be drawn again."""

from __future__ import annotations

import pytest
from django.db import transaction

from touyan.demo.tests.test_city import small

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_same_seed_gives_the_same_city() -> None:
    with transaction.atomic():
        first = [folk.person.name for folk in small().folk[:50]]
        transaction.set_rollback(True)
    assert first == [folk.person.name for folk in small().folk[:50]]
