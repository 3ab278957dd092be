"""Papers made from the records of the floors below, as a reader would check them against the records."""

import pytest

from touyan.documents import compose
from touyan.documents.papers import COMMON, papers
from touyan.documents.services import document_from_paper, document_print, norm_register
from touyan.documents.typeset import model as m
from touyan.documents.wording import mistakes

pytestmark = pytest.mark.django_db


def made(cast, code: str, unit=None) -> m.Document:
    document = document_from_paper(actor=cast.staff, unit=unit or cast.city, code=code)
    assert document_print(document, draft=True).startswith(b"%PDF")
    assert document_print(document, draft=True, kind="docx").startswith(b"PK")
    return compose.printed(document, document.passages.all(), draft=True)


def test_the_chart_and_the_set_up_table(cast):
    whole = made(cast, "documents.set_up")
    [table] = [block for block in whole.body if isinstance(block, m.Table)]
    names = [row[1].text for row in table.rows]
    assert {"示例市政协", "第一履职临时党支部"} <= set(names) and len(names) == 7
    branch = next(row for row in table.rows if row[1].text == "第一履职临时党支部")
    assert (branch[4].text, branch[5].text) == ("张三", "2")
    assert branch[1].url.endswith(f"/{cast.branch.pk}/")
    assert whole.body[0].runs[0].text.endswith("共设立组织7") and whole.body[0].runs[0].note == "组织记录 7 条"


def test_the_name_list_and_the_sheet_to_sign(cast):
    whole = made(cast, "documents.name_list", cast.branch)
    assert [block.names for block in whole.body if isinstance(block, m.NameList)] == [("张三", "李四")]
    [table] = [block for block in made(cast, "documents.sign_in", cast.branch).body if isinstance(block, m.Table)]
    assert [row[1].text for row in table.rows] == ["张三", "李四", "", "", "", "", ""]


def test_the_list_of_norms(cast):
    norm_register(actor=cast.staff, unit=cast.city, title="履职办法", text="第一条 略。", number="示政办〔2026〕1号")
    norm_register(actor=cast.staff, unit=cast.branch, title="支部制度", text="第一条 略。")
    [table] = [block for block in made(cast, "documents.norms", cast.branch).body if isinstance(block, m.Table)]
    assert [row[1].text for row in table.rows] == ["支部制度", "履职办法"] or len(table.rows) == 2


@pytest.mark.parametrize("code", sorted(papers()))
def test_the_wording_of_every_paper_is_sound(code):
    paper = papers()[code]
    places = [*COMMON, *paper.places]
    assert mistakes(paper.title, places) == [] and mistakes(paper.text, places, list(paper.blocks)) == []
    assert all(f"{{{{{name}}}}}" in paper.title + paper.text for name in [*paper.places, *paper.blocks])
