"""Many small questions, mostly without an answer, cost one query."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from touyan.organizations.models import Person, Post, Unit
from touyan.organizations.selectors import present
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_only_what_holds_something_is_asked_for(cast: Cast) -> None:
    rows = [
        Unit.objects.filter(pk=cast.branch.pk)[:5],
        Unit.objects.filter(code="nowhere"),
        Person.objects.filter(name="nobody").order_by("pk")[:3],
        Post.objects.filter(pk__in=[]),
        Person.objects.filter(pk=cast.zhang.pk),
    ]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = [list(one) for one in present(cast.secretary, *rows)]
    assert found == [[cast.branch], [], [], [], [cast.zhang]]
    assert len(asked) == 3, "one for all, one for each of the two that hold something"


def test_few_questions_are_asked_as_they_are(cast: Cast) -> None:
    rows = [Unit.objects.filter(pk=cast.branch.pk), Unit.objects.filter(pk__in=[]), Unit.objects.filter(code="nowhere")]
    with CaptureQueriesContext(connection) as asked:
        assert [list(one) for one in present(cast.secretary, *rows)] == [[cast.branch], [], []]
    assert len(asked) == 2
