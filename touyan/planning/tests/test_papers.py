"""The plan on paper says what the tasks say, and each line names its record."""

from __future__ import annotations

import pytest

from touyan.documents import compose
from touyan.documents.services import document_from_paper, document_print
from touyan.documents.typeset import model as m
from touyan.organizations.tests.cast import Cast
from touyan.planning.models import Task
from touyan.planning.tests.planned import issue

pytestmark = pytest.mark.django_db


def test_the_notice_with_the_plan_behind_it(cast: Cast) -> None:
    issue(cast)
    document = document_from_paper(actor=cast.staff, unit=cast.city, code="planning.annual_plan", year=2026)
    whole = compose.printed(document, document.passages.all(), draft=True)
    assert whole.title == "关于印发示例市政协2026年工作计划的通知"
    assert f"任务{Task.objects.count()}" in "".join(run.text for run in whole.body[0].runs)
    [table] = whole.attachments[0].body
    assert isinstance(table, m.Table)
    assert len(table.rows) == Task.objects.values("action").distinct().count()
    assert table.rows[0][1].url.startswith("/tasks/")
    assert document_print(document, draft=False).startswith(b"%PDF")


def test_each_unit_has_its_own_list(cast: Cast) -> None:
    issue(cast)
    document = document_from_paper(actor=cast.staff, unit=cast.city, code="planning.task_lists", year=2026)
    whole = compose.printed(document, document.passages.all(), draft=True)
    tables = [block for block in whole.body if isinstance(block, m.Table)]
    heads = [block.text for block in whole.body if isinstance(block, m.Heading)]
    assert len(tables) == 3 and sum(len(table.rows) for table in tables) == Task.objects.count()
    assert any(f"第一履职临时党支部（{Task.objects.filter(unit=cast.branch).count()}项）" in head for head in heads)


def test_a_secretary_has_only_the_own_branch(cast: Cast) -> None:
    issue(cast)
    document = document_from_paper(actor=cast.secretary, unit=cast.branch, code="planning.task_lists", year=2026)
    whole = compose.printed(document, document.passages.all(), draft=True)
    [table] = [block for block in whole.body if isinstance(block, m.Table)]
    assert len(table.rows) == Task.objects.filter(unit=cast.branch).count()
