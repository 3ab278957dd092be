"""Fixtures for every room."""

from __future__ import annotations

import pytest
from django.test import TransactionTestCase

from touyan.core.insert_only import released
from touyan.organizations.tests import cast as cast_module
from touyan.organizations.tests.cast import Cast

_teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _teardown_released(self: TransactionTestCase) -> None:
    """A test database is emptied after a live-server test; the insert-only guards step aside for that."""
    with released():
        _teardown(self)


TransactionTestCase._fixture_teardown = _teardown_released  # type: ignore[attr-defined]


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast: a small city, 张三、李四、王五."""
    return cast_module.build()
