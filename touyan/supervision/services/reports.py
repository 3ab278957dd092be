"""Reports: drafted from the records, edited, submitted, returned with a reason, read; next year's plan from them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning import services as planning
from touyan.planning.models import Plan, Proof, Task
from touyan.planning.rules import OPEN
from touyan.supervision import drafting, selectors
from touyan.supervision.models import Report, ReportVersion
from touyan.supervision.rules import REPORT_MOVES, ReportKind, ReportState
from touyan.supervision.services.above import require_above

CODES = {ReportKind.MIDYEAR: "midyear_summary", ReportKind.YEAREND: "yearend_report"}


@transaction.atomic
def report_draft(*, actor: Actor, unit: Unit, kind: str, year: int) -> Report:
    """The report of `unit` for the period stands as a draft made from the records; drafted again, it has a new version."""
    policy.require(actor, "report.write", unit)
    report = Report.objects.select_for_update().filter(unit=unit, kind=kind, year=year).first()
    if report is None:
        with translation.override("zh-hans"):
            title = _("%(unit)s%(year)d年%(kind)s") % {"unit": unit.name, "year": year, "kind": ReportKind(kind).label}
        report = Report.objects.create(unit=unit, kind=kind, year=year, title=title, version=0)
    content = drafting.draft(unit, kind, year, today=clock.today())
    return _keep(actor, report, "draft" if report.version == 0 else "save", content, move="save")


@transaction.atomic
def report_save(
    *, actor: Actor, report_id: int, version: int, texts: dict[tuple[int, int], str], added: dict[int, str]
) -> Report:
    """Sentences read as given: an empty one is left out, a changed one is marked as edited, added ones stand at the end."""
    report = selectors.report_locked(actor, report_id, "report.write")
    content = selectors.latest(report).content
    if version != report.version:
        raise Stale(_differences(content, texts), who=selectors.latest(report).by_name)
    return _keep(actor, report, "save", _edited(content, texts, added), move="save")


def _edited(
    content: list[dict[str, Any]], texts: dict[tuple[int, int], str], added: dict[int, str]
) -> list[dict[str, Any]]:
    new = []
    for i, section in enumerate(content):
        sentences = []
        for j, sentence in enumerate(section["sentences"]):
            text = whole(texts.get((i, j), sentence["text"]), 600, _("内容"))
            if text:
                edited = sentence["edited"] or text != sentence["text"]
                sentences.append({**sentence, "text": text, "edited": edited})
        if extra := whole(added.get(i, ""), 600, _("内容")):
            sentences.append({"text": extra, "notes": [], "gap": False, "edited": True})
        new.append({**section, "sentences": sentences})
    return new


def _differences(content: list[dict[str, Any]], texts: dict[tuple[int, int], str]) -> list[Difference]:
    found = []
    for (i, j), text in texts.items():
        stands = content[i]["sentences"][j]["text"] if i < len(content) and j < len(content[i]["sentences"]) else ""
        if stands != text.strip():
            found.append(Difference(content[i]["heading"] if i < len(content) else "", stands, text))
    return found


def _keep(
    actor: Actor, report: Report, verb: str, content: list[dict[str, Any]], *, move: str, reason: str = ""
) -> Report:
    """One move of a report, kept as its next version."""
    rule = REPORT_MOVES[move]
    if report.state not in rule.before:
        raise Refused(
            _("这份总结“%(state)s”，不能“%(verb)s”。") % {"state": ReportState(report.state).label, "verb": rule.label},
            possible=_("请刷新页面再看。"),
            status=409,
        )
    if rule.reason and not reason.strip():
        raise Refused(_("请写明退回的理由。"), possible=_("一句话即可，起草单位会看到。"))
    report.state, report.version, report.reason = rule.after, report.version + 1, whole(reason, 300, _("理由"))
    report.save()
    ReportVersion.objects.create(
        report=report, number=report.version, verb=verb, by_name=actor.name, reason=report.reason, content=content
    )
    journal.record(actor, rule.action, report, unit=report.unit, detail={"verb": verb, "version": report.version})
    return report


@transaction.atomic
def report_submit(*, actor: Actor, report_id: int) -> Report:
    """The report is with the level above, and the plan's task for it is done with the report as its proof."""
    report = selectors.report_locked(actor, report_id, "report.write")
    content = selectors.latest(report).content
    if not any(section["sentences"] for section in content):
        raise Refused(_("总结还是空的。"), possible=_("请先起草，或至少写一句。"))
    _keep(actor, report, "submit", content, move="submit")
    report.submitted_at = clock.now()
    report.save(update_fields=["submitted_at"])
    _prove(actor, report)
    events.publish("report_submitted", report_id=report.pk)
    return report


def _prove(actor: Actor, report: Report) -> None:
    period = f"{report.year}-H1" if report.kind == ReportKind.MIDYEAR else str(report.year)
    code = CODES[ReportKind(report.kind)]
    today = clock.today()
    rows = Task.objects.filter(
        unit=report.unit, action__record_code=code, period=period, state__in=OPEN, start__lte=today, last__gte=today
    )
    for task_id in rows.values_list("pk", flat=True):
        planning.task_prove(
            actor=actor, task_id=task_id, record_kind="report", record_id=report.pk, label=report.title, day=today
        )


@transaction.atomic
def report_return(*, actor: Actor, report_id: int, reason: str) -> Report:
    """The unit is asked to revise, with the reason; the task that the report proved is open again."""
    report = selectors.report_locked(actor, report_id, "report.return")
    require_above(actor, "report.return", report.unit)
    _keep(actor, report, "return", selectors.latest(report).content, move="return", reason=reason)
    proofs = Proof.objects.filter(record_kind="report", record_id=report.pk, withdrawn=False)
    for task_id in list(proofs.values_list("task_id", flat=True)):
        planning.task_return(actor=actor, task_id=task_id, reason=reason)
    return report


@transaction.atomic
def report_read(*, actor: Actor, report_id: int) -> Report:
    """The party group has read the report."""
    report = selectors.report_locked(actor, report_id, "report.read")
    require_above(actor, "report.read", report.unit)
    _keep(actor, report, "read", selectors.latest(report).content, move="read")
    report.read_at, report.read_by_name = clock.now(), actor.name
    report.save(update_fields=["read_at", "read_by_name"])
    return report


@transaction.atomic
def plan_next(*, actor: Actor, report_id: int) -> Plan:
    """Next year's plan stands as a draft: last year's actions, and what was not done named in its introduction."""
    report = selectors.report_locked(actor, report_id, "report.write")
    if report.kind != ReportKind.YEAREND:
        raise Refused(_("明年的计划从年末报告开始。"), possible=_("请在年末报告中办理。"))
    if report.next_plan_id:
        return Plan.objects.get(pk=report.next_plan_id)
    previous = Plan.objects.filter(unit=report.unit, year=report.year).order_by("-edition", "pk").first()
    year = report.year + 1
    with translation.override("zh-hans"):
        title = _("%(unit)s%(year)d年工作计划") % {"unit": report.unit.name, "year": year}
        introduction = _("去年没有完成的，今年要补上：")
    plan = planning.plan_draft(actor=actor, unit=report.unit, year=year, title=title[:100], previous=previous)
    gaps = [s["text"] for section in selectors.latest(report).content for s in section["sentences"] if s["gap"]]
    if gaps:
        words = introduction + "".join(gaps)
        planning.plan_save(actor=actor, plan=plan, version=plan.version, title=plan.title, words=words)
    report.next_plan = plan
    report.save(update_fields=["next_plan"])
    return plan
