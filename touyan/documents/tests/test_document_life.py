"""From draft to number: who may, in which order, and numbers without gaps or doubles."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from touyan.core.errors import Refused
from touyan.documents.files import opened
from touyan.documents.models import NumberCounter, OfficialDocument
from touyan.documents.rules import DocumentKind, State
from touyan.documents.services import (
    document_correct,
    document_draft,
    document_issue,
    document_return,
    document_sign,
    document_submit,
    document_withdraw,
    remark_add,
    remark_settle,
    series_open,
)
from touyan.documents.typeset import model as m
from touyan.organizations.tests import cast as cast_module


def draft(cast, kind=DocumentKind.NOTICE, **more) -> OfficialDocument:
    body = (m.paragraph("请认真贯彻执行。"),)
    return document_draft(actor=cast.staff, unit=cast.city, kind=kind, title="关于开会的通知", body=body, **more)


def series(cast, **more):
    return series_open(actor=cast.staff, unit=cast.city, code="示政办", masthead="示例市政协办公厅文件", **more)


def signed(cast, **more) -> OfficialDocument:
    document = document_submit(actor=cast.staff, document=draft(cast, **more))
    return document_sign(actor=cast.leader, document=document)


@pytest.mark.django_db
def test_the_whole_way(cast):
    series(cast, last=7)
    document = document_issue(actor=cast.staff, document=signed(cast))
    assert (document.state, document.serial) == (State.ISSUED, 8)
    with opened(document.pdf) as stream:
        said = "".join(page.extract_text() for page in pypdf.PdfReader(stream).pages)
    assert f"示政办〔{document.year}〕8号" in said.replace("\n", "") and "草稿" not in said
    with pytest.raises(Refused) as caught:
        document_correct(actor=cast.staff, document=document, version=document.version, title="改")
    assert caught.value.status == 409


@pytest.mark.django_db
def test_returned_with_what_is_to_be_changed(cast):
    document = document_submit(actor=cast.staff, document=draft(cast))
    document = document_return(actor=cast.leader, document=document, text="请写明时间。")
    assert document.state == State.RETURNED
    with pytest.raises(Refused, match="没有处理"):
        document_submit(actor=cast.staff, document=document)
    remark_settle(actor=cast.staff, remark=document.remarks.get())
    assert document_submit(actor=cast.staff, document=document).state == State.SUBMITTED


@pytest.mark.django_db
def test_steps_need_their_state_and_their_right(cast):
    document = draft(cast)
    with pytest.raises(Refused) as caught:
        document_sign(actor=cast.leader, document=document)
    assert caught.value.status == 409
    document = document_submit(actor=cast.staff, document=document)
    for stranger in (cast.staff, cast.secretary, cast.member, cast.district_staff):
        with pytest.raises(Refused) as caught:
            document_sign(actor=stranger, document=document)
        assert caught.value.status == 403


@pytest.mark.django_db
def test_a_document_that_cannot_be_printed_is_not_sent(cast):
    document = document_draft(
        actor=cast.staff,
        unit=cast.city,
        kind=DocumentKind.PAPER,
        title="材料",
        body=(m.paragraph("这里有\U0001f986。"),),
    )
    with pytest.raises(Refused, match="没有字体可以打印"):
        document_submit(actor=cast.staff, document=document)


@pytest.mark.django_db
def test_upward_documents_need_a_signer(cast):
    series(cast)
    document = draft(cast, kind=DocumentKind.REQUEST)
    with pytest.raises(Refused, match="签发人"):
        document_submit(actor=cast.staff, document=document)
    document = document_correct(actor=cast.staff, document=document, version=document.version, signer="王五")
    assert document_submit(actor=cast.staff, document=document).signer == "王五"


@pytest.mark.django_db
def test_a_paper_without_number_is_kept_when_signed(cast):
    document = signed(cast, kind=DocumentKind.SUMMARY)
    assert document.state == State.ISSUED and document.serial is None and document.docx is not None


@pytest.mark.django_db
def test_a_withdrawn_number_stays_taken(cast):
    series(cast)
    first = document_issue(actor=cast.staff, document=signed(cast))
    document_withdraw(actor=cast.staff, document=first, reason="重复印发")
    assert document_issue(actor=cast.staff, document=signed(cast)).serial == 2


@pytest.mark.django_db
def test_a_failed_issue_gives_its_number_back(cast, monkeypatch):
    series(cast)
    document = signed(cast)
    from touyan.documents import life

    monkeypatch.setattr(life, "document_print", lambda *a, **k: (_ for _ in ()).throw(Refused("没有排成")))
    with pytest.raises(Refused):
        document_issue(actor=cast.staff, document=document)
    monkeypatch.undo()
    assert document_issue(actor=cast.staff, document=document).serial == 1


@pytest.mark.django_db
def test_numbers_begin_anew_each_year(cast):
    series(cast)
    assert document_issue(actor=cast.staff, document=signed(cast), year=2026).serial == 1
    assert document_issue(actor=cast.staff, document=signed(cast), year=2027).serial == 1


@pytest.mark.django_db
def test_remarks_are_for_those_who_see_the_draft(cast):
    document = draft(cast)
    assert remark_add(actor=cast.leader, document=document, text="可以更短。").document == document
    with pytest.raises(Refused):
        remark_add(actor=cast.other_secretary, document=document, text="我也看看")


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_numbers_without_gaps_or_doubles():
    if connection.vendor == "sqlite":
        pytest.skip("threads share one in-memory database; the processes of the next test have a file")
    cast = cast_module.build()
    series(cast)
    ready = [signed(cast) for _ in range(12)]
    gate = threading.Barrier(4)

    def issue(part: int) -> list[int | None]:
        gate.wait(timeout=30)
        try:
            return [document_issue(actor=cast.staff, document=document).serial for document in ready[part::4]]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(number for found in pool.map(issue, range(4)) for number in found if number)
    assert numbers == list(range(1, 13))
    assert NumberCounter.objects.get().last == 12


@pytest.mark.once
def test_processes_on_one_sqlite_file_get_numbers_without_gaps_or_doubles(tmp_path, lay_database):
    """Four processes issue at once on a database file; one of them is stopped in the middle of an issue."""
    environment = {**os.environ, "TOUYAN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "touyan.config.settings"}
    environment.pop("DATABASE_URL", None)

    def run(*words: str, **wish: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "touyan.documents.tests.numbering_race", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, **wish)

    lay_database(tmp_path)
    made = run("prepare", check=True)
    assert made.stdout.strip() == "ready"
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda part: run("issue", str(part)), range(4)))
    assert [result.returncode for result in results].count(9) == 1, [result.stderr[-500:] for result in results]
    assert run("numbers", check=True).stdout.strip() == " ".join(map(str, range(1, 8)))


@pytest.mark.django_db
def test_a_draft_costs_a_bounded_number_of_queries(cast):
    with CaptureQueriesContext(
        connection,
    ) as few:
        draft(cast)
    with CaptureQueriesContext(connection) as many:
        document_draft(
            actor=cast.staff,
            unit=cast.city,
            kind=DocumentKind.PAPER,
            title="长",
            body=tuple(m.Heading(f"一、第{n}部分") for n in range(80)),
        )
    assert len(many) <= len(few) + 2
