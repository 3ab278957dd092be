"""The record behind a line of a score, for whoever may see the score: what it says, who stands for it, what it was worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from touyan.assessment import selectors, standing_behind
from touyan.assessment.entries import ENTRY_BASE
from touyan.assessment.models import Result, UnitEntry
from touyan.assessment.selectors import ClauseLine, RecordLine
from touyan.core.errors import Refused
from touyan.core.templatetags.look import points
from touyan.duties.models import DutyRecord
from touyan.duties.words import kind_labels
from touyan.organizations.policy import Actor

Rows = list[tuple[str, Any]]


@dataclass(frozen=True)
class Behind:
    """A record, what was made of it under which clauses, and how it came about."""

    title: str
    rows: Rows
    counted: list[tuple[ClauseLine, RecordLine]]
    history: list[str]
    url: str  # its place in the ledger, for whoever may open it there


def behind(actor: Actor, result: Result, fact: int) -> Behind:
    """The record `fact` of a result the actor may see; Refused with 404 when the score does not rest on it."""
    clauses = standing_behind.added(result, selectors.pedigree(result))
    counted = [(clause, record) for clause in clauses for record in clause.records if record.fact == fact]
    if not counted:
        raise Refused(_("这份结果里没有这条记录。"), status=404)
    of = _entry(fact - ENTRY_BASE) if fact > ENTRY_BASE else _booked(actor, fact)
    title, rows, history, url = of
    who = counted[0][1].who
    return Behind(title or counted[0][1].title, rows + ([(_("经手"), who)] if who else []), counted, history, url)


def _booked(actor: Actor, pk: int) -> tuple[str, Rows, list[str], str]:
    row = DutyRecord.objects.select_related("work", "unit", "corrects").get(pk=pk)
    open_to = DutyRecord.objects.visible_to(actor).filter(pk=pk).exists()
    rows: Rows = [
        (_("类别"), kind_labels().get(row.kind, row.kind)),
        (_("环节"), row.stage_label),
        (_("层级"), row.level_label if row.level else ""),
        (_("情况"), row.outcome_label if row.outcome else ""),
        (_("发生日期"), row.business_date),
        (_("入账日期"), row.booked_on),
        (_("单位"), row.unit.name),
        (_("依据"), row.proof_label),
    ]
    history = []
    if row.corrects is not None:
        history.append(_("这一条更正了原来的一条：%(why)s") % {"why": row.reason or "—"})
    later = DutyRecord.objects.filter(corrects=row).first()
    if later is not None:
        said = {"day": date_format(later.booked_on), "why": later.reason or "—"}
        history.append(_("这次考评之后，%(day)s台账更正了这一条：%(why)s") % said)
    title = row.title or (row.work.title if row.work else "")
    return title, [one for one in rows if one[1]], history, reverse("record_page", args=[pk]) if open_to else ""


def _entry(pk: int) -> tuple[str, Rows, list[str], str]:
    entry = UnitEntry.objects.select_related("duty__office", "unit", "corrects").get(pk=pk)
    rows: Rows = [
        (_("单位"), entry.unit.name),
        (_("评分单位"), entry.duty.office.name),
        (_("签名"), entry.by_name),
        (_("日期"), entry.day),
        (_("登记日期"), entry.entered_on),
        (_("抽查的地方"), entry.place),
        (_("依据"), entry.reason),
    ]
    history, at = [], entry.corrects
    while at is not None:
        said = {"who": at.by_name, "day": date_format(at.entered_on), "n": points(at.quantity)}
        history.append(_("代替了%(who)s %(day)s的 %(n)s") % said)
        at = at.corrects
    return entry.duty.node, [one for one in rows if one[1]], history, ""
