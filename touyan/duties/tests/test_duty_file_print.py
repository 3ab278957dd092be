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


@pytest.mark.once
@pytest.mark.parametrize(("number_of_works", "sides", "rest"), [(6, 1, 0), (28, 2, 0), (60, 2, 20)])
def test_a_year_is_one_sheet(cast, number_of_works, sides, rest):
    """Seventy meetings of fourteen kinds, works with stages, a text of one's own: one side, or both, of one sheet."""
    drafts = [draft(cast, f"m{number}", kind=f"kind {number % 14}") for number in range(70)]
    for number in range(number_of_works):
        work = services.work_open(
            actor=cast.secretary, unit=cast.branch, kind="proposal", title=f"关于第{number}件民生实事的提案", day=DAY
        )
        one = {"kind": "proposal", "outcome": "", "work_id": work.pk, "title": work.title, "place": 1, "authors": 2}
        for stage in ("submitted", "adopted")[: 1 + (number % 5 == 0)]:
            drafts.append(draft(cast, f"w{number}{stage}", stage=stage, **one))
    services.records_post_many(actor=cast.secretary, drafts=drafts)
    services.own_words_write(actor=cast.member, year=2026, text="走访企业" * 40)
    data = pdf(printing.document(desks.sheet(cast.secretary, cast.li.pk, 2026)))
    with pdfplumber.open(io.BytesIO(data)) as opened:
        assert len(opened.pages) == sides
    said, taken = words(data), -(-number_of_works // 5)
    assert f"应出席70次，出席70次；成果{number_of_works}项，其中被采用或受表彰{taken}项" in said
    assert said.count("采用03-02") == taken, "whatever was taken up is named"
    assert said.count("件民生实事") == number_of_works - rest
    assert (f"另有{rest}项" in said) == bool(rest)


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
