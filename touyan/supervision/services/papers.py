"""Documents from oversight: a meeting's minutes and sign-in sheet, a report as an official document."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.documents import services as documents
from touyan.documents.models import OfficialDocument
from touyan.documents.rules import DocumentKind
from touyan.organizations.policy import Actor
from touyan.supervision import papers, printing, selectors
from touyan.supervision.rules import ReportKind


@transaction.atomic
def meeting_paper(*, actor: Actor, meeting_id: int, what: str) -> OfficialDocument:
    """A draft of the meeting's minutes (`minutes`) or sign-in sheet (`sign_in`), made from its records."""
    meeting = selectors.meeting_get(actor, meeting_id)
    if what not in papers.OF_A_MEETING:
        raise Refused(_("没有这种材料。"), status=404)
    with translation.override("zh-hans"):
        content = papers.OF_A_MEETING[what](meeting)
    document = documents.document_from_paper(
        actor=actor,
        unit=meeting.unit,
        code=f"supervision.{what}",
        fills=content.fills,
        blocks=content.blocks,
        year=meeting.day.year,
        subject=content.subject,
    )
    if what == "minutes":
        fields = {"attending": papers.attending(meeting), "dated": meeting.day}
        document = documents.document_correct(actor=actor, document=document, version=document.version, **fields)
    return document


@transaction.atomic
def report_paper(*, actor: Actor, report_id: int) -> OfficialDocument:
    """The report's newest version as an official draft, its sentences with their records; a mid-year one is a 总结, a
    year-end one a 报告 to the level above."""
    report = selectors.report_get(actor, report_id)
    printed = printing.document(report, selectors.latest(report))
    above = selectors.unit_above(report.unit)
    return documents.document_draft(
        actor=actor,
        unit=report.unit,
        kind=DocumentKind.REPORT if report.kind == ReportKind.YEAREND else DocumentKind.SUMMARY,
        title=report.title,
        body=printed.body,
        addressees=above.name if above and report.kind == ReportKind.YEAREND else "",
        subject=f"report:{report.pk}",
    )
