"""Documents from oversight: minutes with their decisions, the five lists with their holders, the whole year with its units."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from touyan.core.errors import Refused
from touyan.documents import services as documents
from touyan.documents.compose import printed, words_of
from touyan.documents.models import OfficialDocument
from touyan.documents.typeset.pdf import pdf
from touyan.organizations.tests.cast import Cast
from touyan.planning.models import Task
from touyan.planning.tests import planned
from touyan.planning.tests.test_pages import client
from touyan.supervision import selectors, services
from touyan.supervision.models import Meeting
from touyan.supervision.tests import overseen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(overseen.MORNING, tick=False):
        yield


def held(cast: Cast) -> Meeting:
    fields = {"title": "二季度例会", "day": dt.date(2026, 5, 20), "minutes": 90, "kind": "meeting", "leader": cast.wang}
    meeting = services.meeting_record(
        actor=cast.staff, unit=cast.city, fields=fields, units=[cast.branch], agenda="通报进度\n\n研究困难\n"
    )
    first, second = meeting.items.all()
    services.meeting_minute(
        actor=cast.staff, meeting_id=meeting.pk, record="", outcomes={first.pk: "总体按序时推进"}, version=1
    )
    services.decision_add(
        actor=cast.staff, meeting_id=meeting.pk, words="联合走访一次", unit=cast.branch, due=dt.date(2026, 6, 30),
        minutes=60, item=second,
    )  # fmt: skip
    return meeting


def words(document: OfficialDocument) -> str:
    return words_of(document, document.passages.all())


def test_minutes_are_written_from_items_and_decisions(cast: Cast, tmp_path: Path) -> None:
    meeting = held(cast)
    document = services.meeting_paper(actor=cast.staff, meeting_id=meeting.pk, what="minutes")
    text = words(document)
    assert "1.通报进度。总体按序时推进。" in text and "2.研究困难。" in text
    assert "联合走访一次，由第一履职临时党支部承办，2026年6月30日前完成。" in text
    assert (document.title, document.kind, document.attending) == (
        "二季度例会纪要",
        "minutes",
        "出席：张三（职临时党支部）",
    )
    (tmp_path / "m.pdf").write_bytes(pdf(printed(document, document.passages.all(), draft=False)))
    shown = subprocess.run(["pdftotext", tmp_path / "m.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert "联合走访一次" in shown.replace("\n", "") and "任务 " not in shown, "the final has no footnotes"


def test_a_sheet_to_sign_names_each_units_first_person(cast: Cast) -> None:
    document = services.meeting_paper(actor=cast.staff, meeting_id=held(cast).pk, what="sign_in")
    assert "张三" in words(document) and document.kind == "listing"


def test_minutes_are_drafted_by_writers_of_the_unit_only(cast: Cast) -> None:
    meeting = held(cast)
    for actor in (cast.leader, cast.secretary, cast.member, cast.auditor):
        with pytest.raises(Refused):
            services.meeting_paper(actor=actor, meeting_id=meeting.pk, what="minutes")
    with pytest.raises(Refused) as refusal:
        services.meeting_paper(actor=cast.staff, meeting_id=meeting.pk, what="novel")
    assert refusal.value.status == 404


def test_a_newer_save_of_the_minutes_is_not_overwritten(cast: Cast) -> None:
    meeting = held(cast)
    with pytest.raises(Refused) as refusal:
        services.meeting_minute(actor=cast.staff, meeting_id=meeting.pk, record="旧", version=1)
    assert refusal.value.status == 409
    with pytest.raises(Refused):
        services.item_add(actor=cast.staff, meeting_id=meeting.pk, title="外单位", unit=cast.district)
    assert services.item_add(actor=cast.staff, meeting_id=meeting.pk, title="其他").order == 3


def test_the_five_lists_name_who_holds_each_duty_now(cast: Cast) -> None:
    planned.issue(cast)
    Task.objects.filter(unit=cast.branch, period="2026-M01").update(state="done", done_on=dt.date(2026, 1, 5))
    document = documents.document_from_paper(
        actor=cast.staff, unit=cast.city, code="supervision.responsibilities", year=2026
    )
    text = words(document)
    assert "五、党支部直接责任清单" in text and "每月开展主题党日" in text and "张三" in text and "1/24" in text
    duty = next(line["duty"] for _one, lines in selectors.lists_page(cast.staff, year=2026)["lists"] for line in lines
                if line["duty"].kind == "party_subgroup")  # fmt: skip
    assert [one.person for one in selectors.holders(cast.staff, [duty])[duty.pk]] == ["王五"]
    duty.titles = ["deputy_secretary"]
    assert selectors.holders(cast.staff, [duty])[duty.pk] == []
    assert selectors.holders(cast.district_staff, [duty])[duty.pk] == [], "only in units that the reader may see"


def test_the_whole_year_has_a_line_for_each_unit_and_a_chart(cast: Cast) -> None:
    planned.issue(cast)
    document = documents.document_from_paper(actor=cast.staff, unit=cast.city, code="supervision.whole_year", year=2026)
    text, kinds = words(document), [p.data["type"] for p in document.passages.all() if p.data]
    assert "到期任务" in text and "各单位工作情况" in text and "存在的不足" in text
    assert sorted(kinds) == ["Figure", "Table"] and document.kind == "report"
    assert documents.document_from_paper(actor=cast.staff, unit=cast.city, code="supervision.whole_half", year=2025)


def test_a_report_becomes_an_official_draft_with_its_footnotes(cast: Cast) -> None:
    planned.issue(cast)
    report = services.report_draft(actor=cast.secretary, unit=cast.branch, kind="yearend", year=2026)
    document = services.report_paper(actor=cast.secretary, report_id=report.pk)
    assert (document.kind, document.addressees, document.subject) == (
        "report",
        cast.subgroup.name,
        f"report:{report.pk}",
    )
    assert any(passage.sources for passage in document.passages.all())
    with pytest.raises(Refused):
        services.report_paper(actor=cast.other_secretary, report_id=report.pk)


def test_the_pages_offer_them(cast: Cast) -> None:
    meeting = held(cast)
    page = client("staff").get(f"/meetings/{meeting.pk}/").content.decode()
    assert f"/meetings/{meeting.pk}/papers/minutes/" in page and "研究困难" in page
    answer = client("staff").post(f"/meetings/{meeting.pk}/papers/minutes/")
    assert answer.status_code == 302 and answer["Location"].startswith("/documents/")
    new = client("staff").get("/documents/new/?paper=supervision.responsibilities").content.decode()
    assert 'value="supervision.responsibilities"' in new and "checked" in new
