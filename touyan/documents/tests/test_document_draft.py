"""A draft is made from records, each sentence with its source; a person corrects sentences."""

import pytest

from touyan.core.errors import Refused, Stale
from touyan.documents import compose
from touyan.documents.models import OfficialDocument
from touyan.documents.rules import DocumentKind
from touyan.documents.services import (
    Extra,
    Fill,
    Source,
    document_correct,
    document_draft,
    document_from_paper,
    passage_add,
    passage_correct,
    passage_drop,
    series_open,
    wording_set,
)
from touyan.documents.typeset import model as m

pytestmark = pytest.mark.django_db
BODY = (
    m.Heading("一、总体情况"),
    m.paragraph(m.Run("共开展活动12次。", note="活动台账 12 条", url="/activities/"), "其中主题党日8次。"),
    m.Table((m.TableColumn("序号"), m.TableColumn("活动")), ((m.Cell("1"), m.Cell("学习会", note="活动 7")),)),
    m.Heading("二、下一步"),
    m.paragraph("请认真落实。"),
)


def draft(cast, **more):
    wish = {
        "actor": cast.staff,
        "unit": cast.city,
        "kind": DocumentKind.SUMMARY,
        "title": "年中总结",
        "body": BODY,
        **more,
    }
    return document_draft(**wish)


def test_text_and_tables_come_apart_and_together_again(cast):
    document = draft(cast, attachments=(Extra("任务清单", BODY[2:3]),))
    passages = list(document.passages.all())
    assert [bool(p.data) for p in passages] == [False, True, False, True]
    assert passages[0].text == "一、总体情况\n共开展活动12次。〔注1〕其中主题党日8次。"
    assert passages[0].sources == [{"label": "活动台账 12 条", "url": "/activities/"}]
    whole = compose.printed(document, passages, draft=True)
    assert whole.body[:5] == BODY
    assert whole.attachments[0].name == "任务清单"
    final = compose.printed(document, passages, draft=False)
    assert final.draft == "" and "note='活动" not in repr(final)


def test_only_writers_of_the_unit(cast):
    with pytest.raises(Refused) as caught:
        draft(cast, actor=cast.district_staff)
    assert caught.value.status == 403
    assert draft(cast, actor=cast.secretary, unit=cast.branch).unit == cast.branch
    assert not OfficialDocument.objects.visible_to(cast.other_secretary).exists()
    assert OfficialDocument.objects.visible_to(cast.leader).count() == 1


def test_a_sentence_is_corrected_and_keeps_its_source(cast):
    document = draft(cast)
    first = document.passages.first()
    passage_correct(actor=cast.staff, passage=first, text=first.text.replace("12次", "十二次"), before=first.text)
    whole = compose.printed(document, document.passages.all(), draft=True)
    assert whole.body[1].runs[0] == m.Run("共开展活动十二次。", note="活动台账 12 条", url="/activities/")


def test_a_newer_save_is_not_overwritten(cast):
    document = draft(cast)
    first = document.passages.first()
    passage_correct(actor=cast.staff, passage=first, text="一、新的", before=first.text)
    with pytest.raises(Stale) as caught:
        passage_correct(actor=cast.staff, passage=first, text="一、别的", before=first.text)
    assert caught.value.differences[0].stands == "一、新的"
    with pytest.raises(Stale):
        document_correct(actor=cast.staff, document=document, version=1, title="别的标题")


def test_what_records_made_is_not_typed_over_but_can_be_left_out(cast):
    document = draft(cast)
    table = document.passages.exclude(data=None).get()
    with pytest.raises(Refused, match="由记录生成"):
        passage_correct(actor=cast.staff, passage=table, text="改", before="")
    passage_drop(actor=cast.staff, passage=table)
    passage_add(actor=cast.staff, document=document, text="三、补充说明")
    assert [p.text[:2] for p in document.passages.all()] == ["一、", "二、", "三、"]


def test_a_paper_is_filled_and_hostile_text_stays_text(cast):
    hostile = '{{年度}} #read("x") {% raw %} <b>'
    wording_set(
        actor=cast.staff,
        unit=cast.city,
        code="documents.report",
        title="{{单位}}报告",
        text="一、{{年度}}年\n{{简称}}好。",
    )
    document = document_from_paper(
        actor=cast.staff,
        unit=cast.city,
        code="documents.report",
        fills={"简称": Fill(hostile, Source("单位", "/u/"))},
        year=2026,
    )
    assert document.title == "示例市政协报告"
    assert document.passages.get().text == f"一、2026年\n{hostile}〔注1〕好。"


def test_a_unit_below_uses_the_wording_of_the_unit_above_until_it_has_its_own(cast):
    wording_set(actor=cast.staff, unit=cast.city, code="documents.notice", title="市里的通知", text="全文")
    below = document_from_paper(actor=cast.secretary, unit=cast.branch, code="documents.notice")
    assert below.title == "市里的通知"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一\n{{年份}}", "第 2 行：没有 {{年份}} 这一项"),
        ("{{ ''.__class__ }}", "第 1 行"),
        ("{{年度", "花括号没有成对"),
    ],
)
def test_an_unknown_place_is_an_error_with_its_line(cast, text, words):
    with pytest.raises(Refused) as caught:
        wording_set(actor=cast.staff, unit=cast.city, code="documents.report", title="报告", text=text)
    assert words in caught.value.message


def test_a_red_document_takes_the_code_of_its_body(cast):
    series_open(actor=cast.staff, unit=cast.city, code="示政办", masthead="示例市政协办公厅文件")
    document = draft(cast, kind=DocumentKind.NOTICE)
    whole = compose.printed(document, document.passages.all(), draft=True)
    assert (whole.form, whole.masthead) == (m.Form.RED, "示例市政协办公厅文件")
