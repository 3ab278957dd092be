"""A report is drafted from records, each sentence with its source; edited, returned, submitted, read; next year's plan."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import docx
import pytest
import time_machine

from touyan.core.errors import Refused, Stale
from touyan.organizations.tests.cast import Cast
from touyan.planning import services as planning
from touyan.planning.models import Plan, Task
from touyan.planning.rules import TaskState
from touyan.planning.tests import planned
from touyan.planning.tests.test_pages import client
from touyan.supervision import printing, selectors, services
from touyan.supervision.models import Report
from touyan.supervision.rules import ReportState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def july() -> Iterator[None]:
    with time_machine.travel("2026-07-03 04:00:00+00:00", tick=False):
        yield


@pytest.fixture
def report(cast: Cast) -> Report:
    planned.issue(cast)
    for month in (1, 2, 3):
        planning.task_prove(
            actor=cast.secretary,
            task_id=planned.task(cast, "theme_party_day", f"2026-M0{month}").pk,
            record_kind="activity",
            record_id=month,
            label=f"{month}月主题党日",
            day=dt.date(2026, month, 10),
        )
    return services.report_draft(actor=cast.secretary, unit=cast.branch, kind="midyear", year=2026)


def sentences(report: Report) -> list[dict[str, Any]]:
    return [s for section in selectors.latest(report).content for s in section["sentences"]]


def texts(report: Report) -> str:
    return "".join(s["text"] for s in sentences(report))


def test_the_numbers_are_those_of_the_records_and_open(report: Report) -> None:
    assert "到期任务8项，完成3项。" in texts(report)
    assert "主题党日应办6次，办理3次。" in texts(report)
    party_day = next(s for s in sentences(report) if s["text"].startswith("主题党日应办"))
    assert [n["label"] for n in party_day["notes"]] == [
        f"{m}月主题党日（职临时党支部，2026年{m}月10日）" for m in (1, 2, 3)
    ]


def test_every_sentence_has_a_source_or_is_a_gap(report: Report) -> None:
    assert all(s["notes"] or s["gap"] for s in sentences(report))


def test_what_has_no_record_is_a_gap(report: Report) -> None:
    gaps = [s for s in sentences(report) if s["gap"]]
    assert any("主题党日有3项到期没有完成记录" in s["text"] for s in gaps)
    late = next(s for s in gaps if "主题党日" in s["text"])
    assert late["notes"][0]["url"].startswith("/tasks/")


def test_a_sub_group_reports_on_its_branches(cast: Cast, report: Report) -> None:
    whole = services.report_draft(actor=cast.staff, unit=cast.subgroup, kind="midyear", year=2026)
    assert "到期任务16项，完成3项。" in texts(whole)


def test_editing_keeps_sources_marks_changes_and_drops_empty_ones(cast: Cast, report: Report) -> None:
    services.report_save(
        actor=cast.secretary,
        report_id=report.pk,
        version=1,
        texts={(0, 0): "上半年任务过半。", (0, 1): ""},
        added={0: "另：组织了两次走访。"},
    )
    content = selectors.latest(Report.objects.get()).content
    first = content[0]["sentences"]
    assert first[0]["edited"] and first[0]["text"] == "上半年任务过半。" and first[0]["notes"]
    assert "主题党日应办" not in "".join(s["text"] for s in first)
    assert first[-1]["text"] == "另：组织了两次走访。"
    assert report.versions.count() == 2


def test_a_stale_save_shows_both(cast: Cast, report: Report) -> None:
    services.report_save(actor=cast.secretary, report_id=report.pk, version=1, texts={(0, 0): "甲。"}, added={})
    with pytest.raises(Stale) as stale:
        services.report_save(actor=cast.secretary, report_id=report.pk, version=1, texts={(0, 0): "乙。"}, added={})
    assert (stale.value.differences[0].stands, stale.value.differences[0].sent) == ("甲。", "乙。")


def test_submitting_proves_the_task_returning_opens_it(cast: Cast, report: Report) -> None:
    services.report_submit(actor=cast.secretary, report_id=report.pk)
    task = planned.task(cast, "midyear_summary", "2026-H1")
    assert task.state == TaskState.DONE and task.proofs.get().record_id == report.pk
    services.report_return(actor=cast.staff, report_id=report.pk, reason="请补充履职成果")
    task.refresh_from_db()
    report.refresh_from_db()
    assert (task.state, report.state, report.reason) == (TaskState.RETURNED, ReportState.RETURNED, "请补充履职成果")
    services.report_save(actor=cast.secretary, report_id=report.pk, version=report.version, texts={}, added={0: "补。"})
    services.report_submit(actor=cast.secretary, report_id=report.pk)
    assert services.report_read(actor=cast.leader, report_id=report.pk).state == ReportState.READ
    assert [v.verb for v in report.versions.all()] == ["draft", "submit", "return", "save", "submit", "read"]


def test_out_of_turn_and_without_a_reason(cast: Cast, report: Report) -> None:
    with pytest.raises(Refused, match="不能"):
        services.report_read(actor=cast.leader, report_id=report.pk)
    services.report_submit(actor=cast.secretary, report_id=report.pk)
    with pytest.raises(Refused, match="理由"):
        services.report_return(actor=cast.staff, report_id=report.pk, reason=" ")


def test_who_may(cast: Cast, report: Report) -> None:
    for actor in (cast.other_secretary, cast.member, cast.district_staff, cast.admin):
        with pytest.raises(Refused) as refusal:
            services.report_submit(actor=actor, report_id=report.pk)
        assert refusal.value.status == 404
    own = services.report_draft(actor=cast.district_staff, unit=cast.district, kind="midyear", year=2026)
    services.report_submit(actor=cast.district_staff, report_id=own.pk)
    with pytest.raises(Refused) as refusal:
        services.report_read(actor=cast.district_staff, report_id=own.pk)
    assert refusal.value.status == 403, "nobody approves the own report"


def test_a_draft_is_the_unit_s_own_business(cast: Cast, report: Report) -> None:
    assert not Report.objects.visible_to(cast.leader).exists()
    services.report_submit(actor=cast.secretary, report_id=report.pk)
    assert Report.objects.visible_to(cast.leader).exists()


def test_next_year_s_plan_starts_from_the_year_end_report(cast: Cast) -> None:
    own = services.report_draft(actor=cast.staff, unit=cast.city, kind="yearend", year=2026)
    planned.draft(cast)
    plan = services.plan_next(actor=cast.staff, report_id=own.pk)
    assert (plan.year, plan.previous) == (2027, Plan.objects.get(year=2026))
    assert plan.actions.count() == 4
    assert services.plan_next(actor=cast.staff, report_id=own.pk) == plan
    assert Task.objects.filter(plan=plan).count() == 0


def test_word_and_pdf_carry_the_footnotes_and_the_final_one_does_not(report: Report) -> None:
    from touyan.documents.typeset.docx import docx_bytes

    version = selectors.latest(report)
    drafted = docx_bytes(printing.document(report, version))
    text = "".join(p.text for p in docx.Document(io.BytesIO(drafted)).paragraphs)
    assert "到期任务8项" in text
    assert docx_bytes(printing.document(report, version, notes=False)) != drafted
    notes = printing.document(report, version).body[1].runs[0].note
    assert notes == "计划任务清单，8项"


def test_by_hand(cast: Cast, report: Report) -> None:
    zhang = client("zhang")
    page = zhang.get(f"/reports/{report.pk}/").content.decode()
    assert "到期任务8项" in page and 'id="note-1"' in page
    assert zhang.get(f"/reports/{report.pk}/1/pdf/").content[:5] == b"%PDF-"
    assert zhang.get(f"/reports/{report.pk}/edit/").status_code == 200
    assert "还没有起草或上报" in client("staff").get("/reports/?year=2026&kind=midyear").content.decode()
