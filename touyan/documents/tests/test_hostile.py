"""Hostile wordings and broken uploads through the pages: a sentence and a way out each time, never a fault."""

from __future__ import annotations

import random
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from touyan.core.errors import Refused
from touyan.core.tests.files import docx_bytes, pdf_bytes, xlsx_bytes
from touyan.documents import services
from touyan.documents.compose import printed, words_of
from touyan.documents.models import StoredFile
from touyan.documents.typeset.docx import docx_bytes as printed_docx
from touyan.documents.typeset.pdf import pdf
from touyan.organizations.tests.cast import Cast
from touyan.planning.tests.test_pages import client

pytestmark = pytest.mark.django_db
PLACES = [
    "{{ ''.__class__.__mro__ }}",
    "{{单位|safe}}",
    "{{ 单位.pk }}",
    "{{ settings.SECRET_KEY }}",
    "{{{{单位}}}}",
    "{{",
    "}}",
]
TEXTS = [
    "{% load static %}{% include '/etc/passwd' %}", "#import \"@preview/x\" #eval(\"1\")", "#read(\"/etc/passwd\")",
    "<script>alert(1)</script>", "<w:instrText>DDEAUTO</w:instrText>", "=cmd|'/c calc'!A1", "\\input{/etc/passwd}",
    "${7*7} %(单位)s {0.__class__}", "\u202e反\u2066x", "〔注99〕〔注1〕", "&amp;]]><!--", "$x^2$ *粗* _斜_ @ref <label>",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_is_not_offered_is_refused_with_its_line(cast: Cast, place: str) -> None:
    with pytest.raises(Refused, match="第 2 行"):
        services.wording_set(
            actor=cast.staff, unit=cast.city, code="documents.report", title="报告", text=f"好。\n坏{place}。"
        )


def test_everything_else_comes_out_as_it_was_typed(cast: Cast) -> None:
    text = "\n".join(f"段{at}：{words}" for at, words in enumerate(TEXTS))
    services.wording_set(actor=cast.staff, unit=cast.city, code="documents.report", title="报告", text=text)
    document = services.document_from_paper(actor=cast.staff, unit=cast.city, code="documents.report")
    said = words_of(document, document.passages.all())
    assert all(words in said for words in TEXTS if "〔注" not in words)
    whole = printed(document, document.passages.all(), draft=False)
    assert pdf(whole).startswith(b"%PDF") and printed_docx(whole).startswith(b"PK")
    page = client("staff").get(f"/documents/{document.pk}/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def broken(rng: random.Random, good: bytes) -> bytes:
    data = bytearray(good)
    for _ in range(rng.randint(1, 6)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data[: rng.randrange(len(data) // 2, len(data))])


WAY_OUT = re.compile("请(先|换|选|检|重|另|把|用|在)|可以上传")  # what is possible instead
MADE = {"docx": docx_bytes(), "xlsx": xlsx_bytes(), "pdf": pdf_bytes(), "csv": "姓名,单位\n张三,提案委\n".encode()}


def campaign(cast: Cast, kind: str, count: int) -> None:
    rng, browser = random.Random(kind), client("staff")
    for number in range(count):
        address, field = (("/files/new/", "file"), ("/norms/new/", "file"))[
            number % 2 if kind in ("docx", "pdf") else 0
        ]
        upload = SimpleUploadedFile(f"坏{number}.{kind}", broken(rng, MADE[kind]))
        answer = browser.post(address, {"unit": cast.city.pk, "title": "办法", "state": "trial", field: upload})
        assert answer.status_code < 500, (kind, number)
        said = "" if answer.status_code == 302 else answer.content.decode().split("<main", 1)[1]
        assert answer.status_code == 302 or 'class="error"' in said or WAY_OUT.search(said), (kind, number)
        assert answer.status_code != 200 or 'class="error"' in said, (kind, number)


@pytest.mark.parametrize("kind", sorted(MADE))
def test_a_few_broken_uploads_are_answered_with_a_sentence(cast: Cast, kind: str) -> None:
    campaign(cast, kind, 2)
    assert StoredFile.objects.count() <= 2


@pytest.mark.deep
@pytest.mark.parametrize("kind", sorted(MADE))
def test_many_broken_uploads(cast: Cast, kind: str) -> None:
    campaign(cast, kind, 300)
