"""Lists out: masked unless a right is used; each is in the journal; formulas are words."""

import io
from typing import BinaryIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from touyan.core.errors import Refused
from touyan.core.models import JournalEntry
from touyan.members import export
from touyan.members.models import Member
from touyan.members.selectors import Chosen
from touyan.members.tests.browser import client_of

pytestmark = pytest.mark.django_db


def cells(made: BinaryIO) -> list:
    return [cell.value for row in load_workbook(made).active.iter_rows() for cell in row if cell.value]


def test_telephones_are_masked(cast, roster):
    body = export.roster_export(actor=cast.staff, term=roster.term, chosen=Chosen())
    found = cells(body)
    assert "138****0002" in found and "13800000002" not in found
    assert JournalEntry.objects.get(action="member.export").detail == {"rows": 3, "phones": "masked"}


def test_in_full_by_right_and_recorded(cast, roster):
    body = export.roster_export(actor=cast.staff, term=roster.term, chosen=Chosen(), reveal=True)
    assert "13800000002" in cells(body)
    assert JournalEntry.objects.get(action="member.export").detail["phones"] == "full"
    with pytest.raises(Refused):
        export.roster_export(actor=cast.leader, term=roster.term, chosen=Chosen(), reveal=True)


def test_order_and_filter_of_the_page(cast, roster):
    answer = client_of("staff").get(reverse("member_export"), {"party": "party"})
    body = io.BytesIO(b"".join(answer.streaming_content))
    assert [value for value in cells(body) if value in ("王五", "张三", "李四")] == ["王五", "张三"]


def test_more_than_one_file_holds_is_refused_before_it_is_made(cast, roster, monkeypatch):
    monkeypatch.setattr(export, "MOST", 2)
    with pytest.raises(Refused, match="一次最多导出2人"):
        export.roster_export(actor=cast.staff, term=roster.term, chosen=Chosen())
    assert len(cells(export.roster_export(actor=cast.staff, term=roster.term, chosen=Chosen(party="party")))) > 0


def test_formulas_are_words(cast, roster):
    Member.objects.filter(pk=roster.li.pk).update(work="=HYPERLINK(1)")
    body = export.roster_export(actor=cast.staff, term=roster.term, chosen=Chosen())
    assert "'=HYPERLINK(1)" in cells(body)


def test_who_may(cast, roster):
    for actor in (cast.secretary, cast.member, cast.district_staff):
        with pytest.raises(Refused):
            export.roster_export(actor=actor, term=roster.term, chosen=Chosen())
