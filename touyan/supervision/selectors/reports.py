"""Questions about reports. Each begins with what the actor may see."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import Closure, Unit
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind
from touyan.planning.models import Task
from touyan.supervision.models import Report, ReportVersion
from touyan.supervision.rules import REPORT_MOVES, ReportKind, ReportState

REPORTING = [
    Kind.PARTY_SUBGROUP,
    Kind.TEMPORARY_BRANCH,
    Kind.OFFICE_PARTY_GROUP,
    Kind.OFFICE_BRANCH,
    Kind.COMMITTEE,
]


def report_get(actor: Actor, pk: int, action: str = "report.view") -> Report:
    """One report; Refused with 404 when the actor may not see it."""
    report = Report.objects.visible_to(actor, action).select_related("unit", "next_plan").filter(pk=pk).first()
    if report is None:
        raise Refused(_("没有这份总结。"), status=404)
    return report


def report_locked(actor: Actor, pk: int, action: str) -> Report:
    """One report, locked until the transaction ends."""
    rows = Report.objects.select_for_update(of=("self",)).visible_to(actor, action)  # type: ignore[attr-defined]
    report = rows.select_related("unit").filter(pk=pk).first()
    if report is None:
        raise Refused(_("没有这份总结。"), status=404)
    return report


def latest(report: Report) -> ReportVersion:
    """The report as it stands."""
    return report.versions.order_by("-number")[0]


def version_get(report: Report, number: int) -> ReportVersion:
    """The report as it stood."""
    row = report.versions.filter(number=number).first()
    if row is None:
        raise Refused(_("没有这一稿。"), status=404)
    return row


def report_list(actor: Actor, *, year: int, kind: str) -> dict[str, Any]:
    """Reports of a period: which are there, and which units that have a task for one have none."""
    reports = Report.objects.visible_to(actor).filter(year=year, kind=kind).select_related("unit")
    rows = list(reports.order_by("unit__order", "unit__code"))
    code = "midyear_summary" if kind == ReportKind.MIDYEAR else "yearend_report"
    period = f"{year}-H1" if kind == ReportKind.MIDYEAR else str(year)
    asked = Task.objects.visible_to(actor).filter(action__record_code=code, period=period).exclude(state="cancelled")
    waiting = asked.exclude(unit__in=[row.unit_id for row in rows]).select_related("unit").order_by("unit__order")
    return {
        "reports": rows,
        "waiting": list(waiting[:100]),
        "year": year,
        "kind": kind,
        "kinds": ReportKind.choices,
        "years": [year - 1, year, year + 1],
        "submitted": sum(row.state in (ReportState.SUBMITTED, ReportState.READ) for row in rows),
        "may_write": actor.may("report.write"),
        "today": clock.today(),
    }


def reporting_units(actor: Actor) -> QuerySet[Unit]:
    """Units for which the actor may write a report."""
    units = Unit.objects.visible_to(actor, "report.write").open_on(clock.today())  # type: ignore[attr-defined]
    return units.filter(kind__in=REPORTING).order_by("order", "code")


def report_desk(actor: Actor, report: Report, *, number: int | None = None) -> dict[str, Any]:
    """What a report's page shows: the text with numbered footnotes, its versions, what this reader can do."""
    version = version_get(report, number) if number else latest(report)
    above = set(Closure.objects.filter(descendant=report.unit, depth=1).values_list("ancestor_id", flat=True)) & set(
        policy.units(actor, "report.read")
    )
    writes = policy.can(actor, "report.write", report.unit)
    can = {verb: report.state in move.before for verb, move in REPORT_MOVES.items()}
    sections, notes = with_numbers(version.content)
    return {
        "report": report,
        "version": version,
        "old": version.number != report.version,
        "sections": sections,
        "notes": notes,
        "gaps": sum(s["gap"] for section in sections for s in section["sentences"]),
        "versions": report.versions.order_by("-number"),
        "may_edit": can["save"] and writes,
        "may_submit": can["submit"] and writes,
        "may_judge": bool(above) and can["read"],
        "may_print": policy.can(actor, "document.write", report.unit),
        "may_plan": writes and report.kind == ReportKind.YEAREND,
    }


def with_numbers(content: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The sections with a footnote number at each sentence that has records, and the footnotes in order."""
    sections, notes = [], []
    for section in content:
        sentences = []
        for sentence in section["sentences"]:
            number = 0
            if sentence["notes"]:
                number = len(notes) + 1
                notes.append({"number": number, "records": sentence["notes"]})
            sentences.append({**sentence, "number": number})
        sections.append({**section, "sentences": sentences})
    return sections, notes
