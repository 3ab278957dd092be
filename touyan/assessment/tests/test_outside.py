"""Another body's indicators are answered from own records; only what no record knows is asked; the sent return stays as it was."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from docx import Document as Word
from python_calamine import CalamineWorkbook

from touyan.assessment import selectors_outside, services_outside
from touyan.assessment.models import OutsideScheme
from touyan.assessment.outside import lines, source_rows
from touyan.assessment.rules import ReturnState, Way
from touyan.assessment.tests import build
from touyan.core.errors import Refused, Stale
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def support(cast: Cast) -> OutsideScheme:
    for key, stage in (("a", "submitted"), ("b", "filed"), ("c", "filed")):
        build.fact(cast, cast.staff, key, "proposal", stage)
    build.fact(cast, cast.staff, "late", "plenary", "attendance", outcome="late")
    build.fact(cast, cast.staff, "gone", "plenary", "attendance", outcome="absent")
    made = services_outside.outside_begin(
        actor=cast.staff, unit=cast.city, title="党建考评", issuer="市委", year=build.YEAR
    )
    base = {"code": "1", "points": "5", "target": None, "what": "", "narrowed": "", "asked": None}
    for words in (
        {"text": "立案提案", "way": Way.RECORDS, "what": "proposal", "narrowed": "filed", "target": 3},
        {"text": "全会出席率", "way": Way.ATTENDANCE, "what": "plenary"},
        {"text": "提案人数", "way": Way.PEOPLE, "what": "proposal"},
        {"text": "党委专题听取汇报", "way": Way.ASKED, "asked": cast.li},
    ):
        services_outside.item_write(actor=cast.staff, outside=made, item=None, **(base | words))
    return made


def test_records_answer_what_they_know(support: OutsideScheme) -> None:
    filed, rate, people, asked = lines(support)
    assert (filed.answer.text, filed.short) == ("2 件", 1)
    assert rate.answer.text.startswith("50.0%") and rate.answer.number == 50
    assert people.answer.text == "1 人"
    assert asked.answer.missing and "李四" in asked.answer.note
    assert len(list(source_rows(filed.item))) == 2


def test_only_the_missing_is_asked_and_by_the_person_named(cast: Cast, support: OutsideScheme) -> None:
    (item,) = selectors_outside.asked_of(cast.member)
    assert item.text == "党委专题听取汇报"
    with pytest.raises(Refused):
        services_outside.outside_send(actor=cast.staff, outside=support)
    with pytest.raises(Refused):
        services_outside.item_answer(actor=cast.secretary, item=item, answer="已听取")
    services_outside.item_answer(actor=cast.member, item=item, answer="3月12日常委会听取一次")
    assert not selectors_outside.asked_of(cast.member)
    assert selectors_outside.open_items(lines(support)) == 0


def test_what_was_sent_stays_as_it_was(cast: Cast, support: OutsideScheme) -> None:
    (item,) = selectors_outside.asked_of(cast.member)
    services_outside.item_answer(actor=cast.staff, item=item, answer="已听取")
    sent = services_outside.outside_send(actor=cast.staff, outside=support)
    build.fact(cast, cast.staff, "d", "proposal", "filed")
    assert sent.state == ReturnState.SENT and lines(sent)[0].answer.text == "2 件"
    with pytest.raises(Refused):
        services_outside.item_write(actor=cast.staff, outside=sent, item=None, text="新", way=Way.ASKED)


def test_as_word_and_as_a_workbook_with_sources(support: OutsideScheme) -> None:
    word = Word(io.BytesIO(selectors_outside.return_docx(support)))
    said = "\n".join(p.text for p in word.paragraphs) + "".join(
        c.text for t in word.tables for r in t.rows for c in r.cells
    )
    assert "2 件［1］" in said and "履职台账" in said
    book = CalamineWorkbook.from_filelike(io.BytesIO(selectors_outside.return_xlsx(support)))
    rows = book.get_sheet_by_index(0).to_python()
    assert any("立案提案" in row and "2 件" in row for row in rows)


def test_next_year_begins_with_this_years_indicators(cast: Cast, support: OutsideScheme) -> None:
    again = services_outside.outside_begin(
        actor=cast.staff, unit=cast.city, title="党建考评", issuer="市委", year=build.YEAR + 1, like=support
    )
    assert [line.item.text for line in lines(again)] == [line.item.text for line in lines(support)]
    assert again.start == dt.date(build.YEAR + 1, 1, 1)
    with pytest.raises(Refused):
        services_outside.outside_begin(
            actor=cast.staff, unit=cast.city, title="党建考评", issuer="市委", year=build.YEAR + 1
        )


def test_who_may_and_two_at_once(cast: Cast, support: OutsideScheme) -> None:
    item = support.items.first()
    assert item is not None
    words = {"text": "x", "way": Way.ASKED}
    with pytest.raises(Refused):
        services_outside.item_write(actor=cast.member, outside=support, item=item, version=1, **words)
    services_outside.item_write(actor=cast.staff, outside=support, item=item, version=1, **words)
    with pytest.raises(Stale):
        services_outside.item_write(actor=cast.staff, outside=support, item=item, version=1, **words)
    with pytest.raises(Refused):
        selectors_outside.outside_get(cast.district_staff, support.pk)
