"""A report as an official document: .docx and .pdf, with footnotes to its records while it is a draft."""

from __future__ import annotations

from touyan.core import clock
from touyan.documents.typeset.model import Document, Heading, Paragraph, Run, final
from touyan.supervision.models import Report, ReportVersion
from touyan.supervision.rules import ReportState


def document(report: Report, version: ReportVersion, *, notes: bool = True) -> Document:
    """The document of one version. With `notes` every sentence carries its records; a gap is set in 楷体."""
    body: list[Heading | Paragraph] = []
    for section in version.content:
        if not section["sentences"]:
            continue
        body.append(Heading(section["heading"], 1))
        body.append(Paragraph(tuple(_run(sentence) for sentence in section["sentences"])))
    day = clock.business_date(report.submitted_at or version.at)
    draft = "" if report.state in (ReportState.SUBMITTED, ReportState.READ) else "草稿"
    made = Document(title=report.title, body=tuple(body), signed_by=(report.unit.name,), date=day, draft=draft)
    return made if notes else final(made)


def _run(sentence: dict) -> Run:  # type: ignore[type-arg]
    note = "；".join(record["label"] for record in sentence["notes"])
    return Run(sentence["text"], face="kai" if sentence["gap"] else "fang", note=note)
