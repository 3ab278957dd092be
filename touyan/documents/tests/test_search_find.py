"""Every word of two characters is found; nobody finds what they may not open."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from touyan.core.tests.files import docx_bytes, pdf_bytes, xlsx_bytes
from touyan.documents import search
from touyan.documents.grams import folded, grams, phrases
from touyan.documents.models import SearchEntry
from touyan.documents.services import document_draft, file_keep, file_remove, norm_register
from touyan.documents.typeset import model as m

pytestmark = pytest.mark.django_db


def titles(actor, query: str) -> list[str]:
    return [entry.title for entry in search.find(actor, query)]


def test_the_product_finds_its_own_name(cast):
    norm_register(
        actor=cast.staff, unit=cast.city, title="头雁行动实施办法", text="第一条 为打造钱潮头雁品牌，制定本办法。"
    )
    for query in ("头雁", "品牌", "钱潮头雁", "雁", "法", "头雁 品牌", "第一条"):
        assert titles(cast.staff, query) == ["头雁行动实施办法"], query
    for query in ("雁头", "头品", "品牌头雁", "龙"):
        assert titles(cast.staff, query) == [], query


def test_every_neighbouring_pair_of_a_text_is_found(cast):
    text = "".join(random.Random(7).sample("政协委员党建品牌履职考评协商监督提案调研视察联络喆堃玥赟翀𬘡䶮", 30))
    norm_register(actor=cast.staff, unit=cast.city, title="随机", text=text)
    missed = [
        text[at : at + n]
        for n in (1, 2, 3, 5)
        for at in range(len(text) - n + 1)
        if not titles(cast.staff, text[at : at + n])
    ]
    assert missed == []


def test_a_word_across_the_parts_of_a_long_text_is_found(cast):
    text = "甲" * 7_999 + "头雁" + "乙" * 9_000 + "尾声"
    norm_register(actor=cast.staff, unit=cast.city, title="长文", text=text)
    assert titles(cast.staff, "甲头雁乙") == ["长文"]
    assert titles(cast.staff, "尾声") == ["长文"]


def test_the_words_of_attachments_are_found(cast):
    for name, data in (
        ("通知.docx", docx_bytes("春风行动")),
        ("名册.xlsx", xlsx_bytes([["春风行动"]])),
        ("函.pdf", pdf_bytes("春风行动")),
    ):
        file_keep(actor=cast.staff, unit=cast.city, upload=SimpleUploadedFile(name, data))
    assert sorted(titles(cast.staff, "春风行动")) == ["函.pdf", "名册.xlsx", "通知.docx"]


def test_results_are_those_that_the_reader_may_open(cast):
    body = (m.paragraph("机密的安排"),)
    document_draft(actor=cast.staff, unit=cast.city, kind="notice", title="市里的通知", body=body)
    document_draft(actor=cast.secretary, unit=cast.branch, kind="notice", title="支部的通知", body=body)
    document_draft(actor=cast.district_staff, unit=cast.district, kind="notice", title="区里的通知", body=body)
    assert sorted(titles(cast.staff, "安排")) == ["区里的通知", "市里的通知", "支部的通知"]
    assert titles(cast.secretary, "安排") == ["支部的通知"]
    assert titles(cast.district_staff, "安排") == ["区里的通知"]
    assert titles(cast.member, "安排") == []


def test_what_is_removed_is_forgotten(cast):
    stored = file_keep(actor=cast.staff, unit=cast.city, upload=SimpleUploadedFile("a.docx", docx_bytes("夏日行动")))
    file_remove(actor=cast.staff, stored=stored)
    assert titles(cast.staff, "夏日") == [] and not SearchEntry.objects.exists()


@pytest.mark.parametrize("query", ['"', "'", '头雁" OR 1=1', "*", "a:b", "NEAR(", "<->", ":*", "!", "\\", "（）", " "])
def test_signs_of_the_query_language_do_nothing(cast, query):
    assert titles(cast.staff, query) == []


def test_grams_are_folded():
    assert folded("ＡＢＣ１２３") == "abc123"
    assert grams("党建 Web2") == ["党建", "建", "web2"]
    assert phrases("党建品牌 头") == [["党建", "建品", "品牌"], ["头"]]
