"""The verbs of the assessment of units: give lines to offices, give marks, withdraw one, bring results of other measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.assessment import seals, selectors_units
from touyan.assessment.lines_units import Line, sources_of
from touyan.assessment.models import BallotUse, MarkDuty, OutsideResult, SchemeText, UnitClass, UnitEntry
from touyan.assessment.rules import SchemeState
from touyan.ballots.models import Ballot
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.sheets.columns import Problem, Row
from touyan.core.texts import whole
from touyan.core.words import grouped
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

ONE = 10_000
LARGEST = 1_000_000_000


@transaction.atomic
def lines_assign(
    *,
    actor: Actor,
    text: SchemeText,
    part: str,
    offices: Mapping[tuple[str, str], Unit | None],
    due: dt.date,
    ballots: Sequence[Ballot] = (),
    classes: Mapping[int, str] | None = None,
) -> None:
    """Each line named has its office (None: nobody, read from the ledger), ballots and classes are as given.

    A line that has entries keeps its office. Refused while the scheme is a draft.
    """
    policy.require(actor, "line.assign", text.body)
    scheme = selectors_units.part_get(text, part)
    if text.state == SchemeState.DRAFT:
        raise Refused(_("细则还没有签发，不能分派评分。"), possible=_("请先由领导签发。"), status=409)
    there = {(d.node, d.rate): d for d in MarkDuty.objects.filter(scheme=text, part=part)}
    for key, office in offices.items():
        duty = there.get(key)
        if duty is not None and (office is None or office.pk != duty.office_id):
            if duty.entries.exists():
                raise Refused(_("“%(line)s”已经有评分，不能换评分单位。") % {"line": key[0]}, status=409)
            duty.delete()
            duty = None
        if duty is None and office is not None:
            MarkDuty.objects.create(scheme=text, part=part, node=key[0], rate=key[1], office=office, due=due)
    MarkDuty.objects.filter(scheme=text, part=part).update(due=due)
    BallotUse.objects.filter(scheme=text, part=part).exclude(ballot__in=ballots).delete()
    for ballot in ballots:
        BallotUse.objects.get_or_create(scheme=text, part=part, ballot=ballot)
    for unit, title in (classes or {}).items():
        UnitClass.objects.update_or_create(
            scheme=text, part=part, unit_id=unit, defaults={"title": whole(title, 30, _("分类"))}
        )
    detail = {"verb": "lines", "part": scheme.key, "offices": sum(office is not None for office in offices.values())}
    seals.record(actor, "line.assign", text, unit=text.body, detail=detail, sets=seals.LINES)


@dataclass(frozen=True)
class Given:
    """One entry as it was filled in: a mark or an amount in 1/10,000, or a finding (quantity one)."""

    unit: Unit
    quantity: int
    day: dt.date
    option: str = ""
    place: str = ""
    reason: str = ""


@transaction.atomic
def marks_give(*, actor: Actor, duty: MarkDuty, given: Sequence[Given]) -> list[UnitEntry]:
    """Entries of the own office on its own line, signed by the actor. A mark takes the place of the one before, which stays readable."""
    duty = selectors_units.duty_get(actor, duty.pk)
    line = selectors_units.line_for(duty)
    scheme = selectors_units.part_get(duty.scheme, duty.part)
    asked = {unit.pk for unit in selectors_units.asked(duty.scheme, scheme, duty.node)}
    before = {_place(entry, line): entry for entry in selectors_units.standing(duty)}
    made = []
    for one in given:
        _refuse_bad(actor, duty, line, one, asked)
        if not scheme.window.start <= one.day <= min(scheme.window.end, clock.today()):
            raise Refused(_("日期应在考评期内，且不在今天之后。"))
        entry = UnitEntry(
            duty=duty,
            unit=one.unit,
            option=one.option,
            quantity=one.quantity,
            day=one.day,
            place=whole(one.place, 60, _("地点")),
            reason=whole(one.reason, 200, _("理由")),
            by_account=actor.account_id,
            by_name=actor.name,
            entered_on=clock.today(),
        )
        entry.corrects = before.get(_place(entry, line)) if line.kind != "finding" else None
        if entry.corrects and (entry.corrects.quantity, entry.corrects.reason) == (entry.quantity, entry.reason):
            continue
        entry.save()
        made.append(entry)
    detail = {"verb": "mark", "line": line.key, "rows": len(made), "first": made[0].pk if made else 0}
    seals.record(actor, "mark.give", duty, unit=duty.office, detail=detail, rows=made)
    return made


def _place(entry: UnitEntry, line: Line) -> tuple[object, ...]:
    """What an entry takes the place of: a mark the mark of its unit, an amount the amount of its unit and day."""
    return (entry.unit_id,) if line.kind == "mark" else (entry.unit_id, entry.option, entry.day)


def _refuse_bad(actor: Actor, duty: MarkDuty, line: Line, one: Given, asked: set[int]) -> None:
    if one.unit.pk not in asked:
        raise Refused(_("“%(unit)s”不在这一项的考评对象里。") % {"unit": one.unit})
    if not selectors_units.may_fill(actor, duty, one.unit.pk):
        raise Refused(
            _("“%(unit)s”这一项不由您评分。") % {"unit": one.unit},
            possible=_("各单位只填自己的项目；评分单位自己的分由考评办公室填。"),
            status=403,
        )
    if line.option(one.option) is None:
        raise Refused(_("请选择档次。"))
    low, high = (line.low, line.high) if line.kind == "mark" else (0, LARGEST)
    if not low <= one.quantity <= high:
        raise Refused(
            _("“%(unit)s”应在%(low)s与%(high)s之间。") % {"unit": one.unit, "low": _number(low), "high": _number(high)}
        )
    if line.kind == "finding" and not one.reason.strip():
        raise Refused(_("请写明依据。"))


def _number(amount: int) -> str:
    whole, rest = divmod(amount, ONE)
    return grouped(whole) if not rest else f"{whole}.{rest:04d}".rstrip("0")


@transaction.atomic
def mark_withdraw(*, actor: Actor, duty: MarkDuty, entry_pk: int, reason: str) -> UnitEntry:
    """An entry no longer counts; the row that says so and why is signed, the entry stays readable."""
    duty = selectors_units.duty_get(actor, duty.pk)
    entry = next((one for one in selectors_units.standing(duty) if one.pk == entry_pk), None)
    if entry is None:
        raise Refused(_("没有这条评分，或已经更正。"), status=404)
    if not selectors_units.may_fill(actor, duty, entry.unit_id):
        raise Refused(_("“%(unit)s”这一项不由您评分。") % {"unit": entry.unit}, status=403)
    if not reason.strip():
        raise Refused(_("请写明撤回的理由。"))
    made = UnitEntry.objects.create(
        duty=duty,
        unit=entry.unit,
        option=entry.option,
        quantity=entry.quantity,
        day=entry.day,
        reason=whole(reason, 200, _("理由")),
        withdrawn=True,
        corrects=entry,
        by_account=actor.account_id,
        by_name=actor.name,
        entered_on=clock.today(),
    )
    detail = {"verb": "withdraw", "entry": entry.pk}
    seals.record(actor, "mark.give", duty, unit=duty.office, detail=detail, rows=[made])
    return made


@transaction.atomic
def results_bring(
    *,
    actor: Actor,
    text: SchemeText,
    part: str,
    source: str,
    version: str,
    day: dt.date,
    points: Mapping[int, int],
) -> list[OutsideResult]:
    """Results of another measure: unit → points in 1/10,000, with its version and the day it was fixed. Signed; the latest day counts."""
    policy.require(actor, "line.assign", text.body)
    scheme = selectors_units.part_get(text, part)
    if source not in sources_of(scheme):
        raise Refused(
            _("细则没有引用“%(source)s”的结果。") % {"source": source},
            possible=_("可引用：%(names)s。") % {"names": "、".join(sources_of(scheme))},
        )
    known = {unit.pk for unit, _row in selectors_units.population_of(text, scheme)}
    if set(points) - known or not points:
        raise Refused(_("有单位不在考评对象里。"))
    if day > clock.today() or any(not 0 <= amount <= LARGEST for amount in points.values()):
        raise Refused(_("得分或日期不合理，请核对。"))
    made = OutsideResult.objects.bulk_create(
        OutsideResult(
            scheme=text,
            part=part,
            source=source,
            unit_id=unit,
            points=amount,
            version=whole(version, 60, _("版本")),
            day=day,
            by_account=actor.account_id,
            by_name=actor.name,
        )
        for unit, amount in sorted(points.items())
    )
    detail = {"verb": "outside", "source": source, "version": version, "rows": len(made)}
    seals.record(actor, "line.assign", text, unit=text.body, detail=detail, rows=made)
    return made


def results_take(
    *, actor: Actor, text: SchemeText, part: str, source: str, version: str, day: dt.date, rows: Sequence[Row]
) -> list[Problem]:
    """The same from the rows of a workbook; answers what could not be taken, row by row."""
    scheme = selectors_units.part_get(text, part)
    named = {name: unit for unit, _r in selectors_units.population_of(text, scheme) for name in (unit.name, unit.short)}
    problems, points = [], {}
    for row in rows:
        unit = named.get(str(row.values["unit"]).strip())
        if unit is None:
            problems.append(Problem(row.number, _("单位"), _("不在考评对象里，请写全称或简称")))
        elif unit.pk in points:
            problems.append(Problem(row.number, _("单位"), _("前面已经有一行")))
        else:
            points[unit.pk] = int(row.values["points"] * ONE)
    if points:
        results_bring(actor=actor, text=text, part=part, source=source, version=version, day=day, points=points)
    return problems
