"""The circular tells how the grades lie and nobody's score; nothing is told before the result is in force."""

from __future__ import annotations

import datetime as dt

import pytest

from touyan.assessment.models import Result, Run
from touyan.assessment.rules import RunState
from touyan.assessment.tests import build
from touyan.core.errors import Refused
from touyan.documents import compose
from touyan.documents.services import document_from_paper
from touyan.documents.typeset import model as m
from touyan.organizations.models import Person
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def finished(cast: Cast, people: int) -> Run:
    build.seat(cast, cast.li)
    run = build.queued(cast, build.adopted(cast))
    run.state, run.subjects, run.as_of = RunState.IN_FORCE, people, dt.date(2026, 12, 20)
    run.save()
    for number in range(people):
        person = Person.objects.create(name=f"委员{number}", sort_stroke=str(number))
        points = 800_000 + number * 10_000
        Result.objects.create(
            run=run, person=person, total=points, exact=points, party="党员" if number % 2 else "党外"
        )
    return run


def circular(cast: Cast) -> m.Document:
    document = document_from_paper(actor=cast.assessor, unit=cast.city, code="assessment.circular", year=2026)
    return compose.printed(document, document.passages.all(), draft=True)


def test_the_result_without_names_and_scores(cast: Cast) -> None:
    finished(cast, 12)
    whole = circular(cast)
    grades, means = (block for block in whole.body if isinstance(block, m.Table))
    assert sum(int(row[1].text) for row in grades.rows) == 12
    assert [cell.text for cell in means.rows[0]] == ["全体委员", "12", "85.50"]
    assert "委员0" not in repr(whole) and "参评12" in repr(whole)


def test_fewer_than_five_are_not_told(cast: Cast) -> None:
    finished(cast, 4)
    assert not [block for block in circular(cast).body if isinstance(block, m.Table)]


@pytest.mark.parametrize("state", [RunState.COMPUTED, RunState.SIGNED, RunState.SHOWN, RunState.NOTICE])
def test_nothing_is_told_before_it_is_in_force(cast: Cast, state: str) -> None:
    Run.objects.filter(pk=finished(cast, 12).pk).update(state=state)
    with pytest.raises(Refused, match="还没有已生效"):
        circular(cast)


def test_the_opening_notice_names_the_scheme_in_force(cast: Cast) -> None:
    with pytest.raises(Refused, match="还没有施行"):
        document_from_paper(actor=cast.assessor, unit=cast.city, code="assessment.notice", year=2026)
    scheme = build.adopted(cast)
    document = document_from_paper(actor=cast.assessor, unit=cast.city, code="assessment.notice", year=2026)
    assert any(f"《{scheme.title}》" in passage.text for passage in document.passages.all())
