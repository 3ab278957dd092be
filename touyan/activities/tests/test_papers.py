"""Lists and reports of activities, each line with its record."""

from __future__ import annotations

import pytest

from touyan.activities import services
from touyan.activities.tests.held import kind, written
from touyan.documents import compose
from touyan.documents.services import document_from_paper, document_print
from touyan.documents.typeset import model as m
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def made(cast: Cast, code: str) -> m.Document:
    document = document_from_paper(actor=cast.staff, unit=cast.city, code=code, year=2026)
    assert document_print(document, draft=True).startswith(b"%PDF")
    return compose.printed(document, document.passages.all(), draft=True)


def test_the_list_of_the_year(cast: Cast) -> None:
    activity = services.activity_record(actor=cast.secretary, written=written(cast))
    whole = made(cast, "activities.year_list")
    [table] = [block for block in whole.body if isinstance(block, m.Table)]
    assert [cell.text for cell in table.rows[0]][1:] == ["3月主题党日", "主题党日", cast.branch.short, "2026年3月12日"]
    assert table.rows[0][1].url == f"/activities/{activity.pk}/"


def test_the_research_report_is_drafted_from_visits(cast: Cast) -> None:
    services.activity_record(actor=cast.secretary, written=written(cast))
    visit = written(
        cast, kind=kind("research_visit"), title="走访协商驿站", topic="老旧小区加装电梯", outcome="形成建议三条"
    )
    services.activity_record(actor=cast.secretary, written=visit)
    whole = made(cast, "activities.research")
    runs = [run for block in whole.body if isinstance(block, m.Paragraph) for run in block.runs]
    said = "".join(run.text for run in runs)
    assert "围绕老旧小区加装电梯" in said and "座谈1次" in said
    assert "2026年3月12日，第一履职临时党支部在委员之家开展" in said and "形成建议三条" in said
    assert [run.note for run in runs if "形成建议三条" in run.text] == ["活动记录 2026-03-12 走访协商驿站"]
    assert "三月主题党日" not in said


def test_a_year_without_records_says_so(cast: Cast) -> None:
    assert "还没有可用的活动记录" in repr(made(cast, "activities.research").body)
