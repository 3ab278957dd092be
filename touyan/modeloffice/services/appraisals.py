"""A unit says what it did; another hand verifies. What is read is kept as it stood when the unit submitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.errors import Refused, Stale
from touyan.core.texts import whole
from touyan.modeloffice import selectors
from touyan.modeloffice.measures import BY_CODE, MEASURES, Level
from touyan.modeloffice.models import Appraisal, Companion, Line
from touyan.modeloffice.rules import OPEN, SUBJECTS, Half, State
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor


@dataclass(frozen=True)
class Said:
    """What was said of one measure: a level where it is asked for, and a fact or an explanation."""

    level: int | None = None
    note: str = ""


def _require_open(appraisal: Appraisal, version: int) -> None:
    if appraisal.version != version:
        raise Stale([])
    require_open(appraisal)


def require_open(appraisal: Appraisal) -> None:
    """Refused (409) when it waits for another hand or was verified."""
    if appraisal.state not in OPEN:
        raise Refused(
            _("这份自评%(state)s，不能再改。") % {"state": appraisal.get_state_display()},
            possible=_("如需补充，请核定单位退回。"),
            status=409,
        )


@transaction.atomic
def appraisal_save(*, actor: Actor, unit: Unit, half: Half, said: Mapping[str, Said], version: int) -> Appraisal:
    """The self-assessment says what `said` says, with the readings of this moment. A half-year to come is refused."""
    policy.require(actor, "model.write", unit)
    if unit.kind not in SUBJECTS:
        raise Refused(_("这个单位不参加六型自评。"), possible=_("处室和专门委员会自评。"))
    if half.start > clock.today():
        raise Refused(_("这半年还没有开始。"), possible=_("请选择已经开始的半年。"))
    unknown = set(said) - set(BY_CODE)
    if unknown:
        raise Refused(_("没有这项：%(names)s。") % {"names": "、".join(sorted(unknown))})
    Appraisal.objects.get_or_create(unit=unit, year=half.year, half=half.half)
    appraisal = Appraisal.objects.select_for_update().get(unit=unit, year=half.year, half=half.half)
    _require_open(appraisal, version)
    _write(appraisal, said)
    appraisal.version += 1
    appraisal.save()
    journal.record(actor, "model.write", appraisal, unit=unit, detail={"verb": "save"})
    return appraisal


def _write(appraisal: Appraisal, said: Mapping[str, Said]) -> None:
    """Lines of all measures: readings of now, and what was said."""
    stands = {line.code: line for line in appraisal.lines.all()}
    lines = []
    for row in selectors.appraisal_rows(appraisal.unit, appraisal.period, stands):
        measure, reading = row["measure"], row["reading"]
        line = stands.get(measure.code) or Line(appraisal=appraisal, code=measure.code)
        line.done, line.asked = reading.done, reading.asked
        if measure.code in said:
            word = said[measure.code]
            if word.level is not None and (not measure.asked or word.level not in Level.values):
                raise Refused(_("“%(name)s”的自评不在可选范围内。") % {"name": measure.name})
            line.level, line.note = word.level, whole(word.note, 300, _("说明"))
        lines.append(line)
    fields = ["done", "asked", "level", "note"]
    Line.objects.bulk_create([line for line in lines if line.pk is None])
    Line.objects.bulk_update([line for line in lines if line.pk is not None], fields)


@transaction.atomic
def appraisal_submit(*, actor: Actor, appraisal: Appraisal, version: int) -> Appraisal:
    """It waits for another hand. Every question needs an answer, and every answer above “not yet” a fact."""
    policy.require(actor, "model.write", appraisal.unit)
    appraisal = Appraisal.objects.select_for_update().select_related("unit").get(pk=appraisal.pk)
    _require_open(appraisal, version)
    lines = {line.code: line for line in appraisal.lines.all()}
    asked = [m for m in MEASURES if m.asked]
    empty = [str(m.name) for m in asked if m.code not in lines or lines[m.code].level is None]
    if empty:
        raise Refused(
            _("还没有回答：%(names)s。") % {"names": "、".join(empty)}, possible=_("记录里读不到的，请自评。")
        )
    bare = [str(m.name) for m in asked if lines[m.code].level and not lines[m.code].note]
    if bare:
        raise Refused(
            _("请为这些自评写一件事例：%(names)s。") % {"names": "、".join(bare)}, possible=_("写什么时候、做了什么。")
        )
    _write(appraisal, {})
    appraisal.state, appraisal.reason = State.SUBMITTED, ""
    appraisal.submitted_at, appraisal.submitted_by = clock.now(), actor.account_id
    appraisal.submitted_name, appraisal.version = actor.name[:60], appraisal.version + 1
    appraisal.save()
    journal.record(actor, "model.write", appraisal, unit=appraisal.unit, detail={"verb": "submit"})
    events.publish("appraisal_submitted", appraisal_id=appraisal.pk)
    return appraisal


def _in_other_hands(actor: Actor, appraisal: Appraisal) -> Appraisal:
    policy.require(actor, "model.verify", appraisal.unit)
    appraisal = Appraisal.objects.select_for_update().select_related("unit").get(pk=appraisal.pk)
    if appraisal.state != State.SUBMITTED:
        raise Refused(_("这份自评不在待核定状态。"), possible=_("请等单位提交后再核定。"), status=409)
    if appraisal.submitted_by == actor.account_id:
        raise Refused(_("自评是您提交的，不能由您核定。"), possible=_("请另一位有权限的同志核定。"), status=403)
    return appraisal


@transaction.atomic
def appraisal_verify(*, actor: Actor, appraisal: Appraisal, verdicts: Mapping[str, Said]) -> Appraisal:
    """Another hand has set the answers: each asked measure has a verified level; a different one has a reason."""
    appraisal = _in_other_hands(actor, appraisal)
    lines = list(appraisal.lines.all())
    for line in lines:
        word = verdicts.get(line.code)
        if line.measure.asked:
            line.verdict = line.level if word is None or word.level is None else word.level
            if line.verdict not in Level.values:
                raise Refused(_("“%(name)s”的核定不在可选范围内。") % {"name": line.measure.name})
        line.verdict_note = whole(word.note, 300, _("说明")) if word else ""
        if line.measure.asked and line.verdict != line.level and not line.verdict_note:
            raise Refused(
                _("“%(name)s”的核定与自评不同，请写明理由。") % {"name": line.measure.name},
                possible=_("写看到了什么记录，或缺什么。"),
            )
    Line.objects.bulk_update(lines, ["verdict", "verdict_note"])
    appraisal.state, appraisal.verified_at = State.VERIFIED, clock.now()
    appraisal.verified_name, appraisal.version = actor.name[:60], appraisal.version + 1
    appraisal.save()
    journal.record(actor, "model.verify", appraisal, unit=appraisal.unit, detail={"verb": "verify"})
    events.publish("appraisal_verified", appraisal_id=appraisal.pk)
    return appraisal


@transaction.atomic
def appraisal_return(*, actor: Actor, appraisal: Appraisal, reason: str) -> Appraisal:
    """It is the unit's again, with the reason."""
    appraisal = _in_other_hands(actor, appraisal)
    if not reason.strip():
        raise Refused(_("请写明退回理由。"))
    appraisal.state, appraisal.reason, appraisal.version = (
        State.RETURNED,
        whole(reason, 300, _("理由")),
        appraisal.version + 1,
    )
    appraisal.save()
    journal.record(actor, "model.verify", appraisal, unit=appraisal.unit, detail={"verb": "return"})
    return appraisal


@transaction.atomic
def companions_set(*, actor: Actor, unit: Unit, others: Sequence[Unit]) -> None:
    """Records of exactly these units are read together with those of `unit`."""
    policy.require(actor, "model.arrange", unit)
    if any(other.pk == unit.pk for other in others):
        raise Refused(_("本单位的记录总是要读的，不用再选自己。"))
    fitting = set(selectors.companion_choices(unit).values_list("pk", flat=True))
    if strangers := [other.short for other in others if other.pk not in fitting]:
        raise Refused(_("这些单位不能一并读取：%(names)s。") % {"names": "、".join(strangers)})
    Companion.objects.filter(unit=unit).exclude(other__in=others).delete()
    Companion.objects.bulk_create([Companion(unit=unit, other=other) for other in others], ignore_conflicts=True)
    journal.record(actor, "model.arrange", unit, unit=unit, detail={"units": [other.pk for other in others]})
