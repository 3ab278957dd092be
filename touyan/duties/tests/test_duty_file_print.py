"""The duty file on paper is the duty file on the page; a package holds only what its maker may read."""

import io
import zipfile

import pdfplumber
import pytest
from django.urls import reverse

from touyan.core.errors import Refused
from touyan.core.models import JournalEntry
from touyan.documents import exports
from touyan.documents.services import export_continue, export_start
from touyan.documents.typeset.pdf import pdf
from touyan.duties import desks, printing, services, works
from touyan.duties.tests.ledger_cast import DAY, draft
from touyan.members.tests.browser import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    services.record_post(actor=cast.secretary, draft=draft(cast))
    author = works.Author(cast.li.pk, 1)
    works.work_enter(
        actor=cast.secretary, unit=cast.branch, kind="proposal", title="关于加装电梯的提案", day=DAY, authors=[author]
    )
    return cast


def words(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as opened:
        return "".join("".join(page.extract_text().split()) for page in opened.pages)


def test_what_stands_in_the_file_stands_on_the_sheet(kept):
    said = words(pdf(printing.document(desks.sheet(kept.secretary, kept.li.pk, 2026))))
    assert "李四2026年履职档案" in said
    assert "应出席1次，出席1次；成果1项" in said
    assert "关于加装电梯的提案" in said


def test_a_package_of_a_unit(kept):
    wish = {"unit": kept.city.pk, "year": 2026}
    export = export_start(actor=kept.staff, producer="duties.duty_files", wish=wish, name="档案.zip")
    export = export_continue(export, seconds=60)
    before = JournalEntry.objects.filter(action="duty.view").count()
    with (
        exports.export_take(actor=kept.staff, export=export) as stream,
        zipfile.ZipFile(io.BytesIO(stream.read())) as package,
    ):
        assert sorted(package.namelist()) == ["张三-2026年履职档案.pdf", "李四-2026年履职档案.pdf"]
        assert "关于加装电梯的提案" in words(package.read("李四-2026年履职档案.pdf"))
    assert before == 2


def test_nobody_packs_what_they_may_not_read(kept):
    wish = {"unit": kept.city.pk, "year": 2026}
    for stranger in (kept.district_staff, kept.other_secretary, kept.member):
        with pytest.raises(Refused):
            export_start(actor=stranger, producer="duties.duty_files", wish=wish, name="档案.zip")


def test_each_reading_by_another_is_written_down_and_ones_own_is_not(cast):
    path = reverse("duty_file", args=[cast.li.pk])
    assert client_of("zhang").get(path).status_code == 200
    entry = JournalEntry.objects.get(action="duty.view")
    assert (entry.actor_name, entry.subject_name, entry.detail["read"]) == ("张三", "李四", "duty_file")
    assert client_of("li").get(path).status_code == 200
    assert JournalEntry.objects.filter(action="duty.view").count() == 1
