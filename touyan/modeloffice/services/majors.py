"""Major matters: entered with a day, reported, answered by those above. Nothing here is about a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.modeloffice.models import Major
from touyan.modeloffice.rules import MajorKind, MajorState
from touyan.organizations import policy
from touyan.organizations.models import Closure, Unit
from touyan.organizations.policy import Actor


@transaction.atomic
def major_enter(
    *,
    actor: Actor,
    unit: Unit,
    kind: str,
    title: str,
    due: dt.date,
    to_unit: Unit | None = None,
    to_name: str = "",
    helpers: Sequence[Unit] = (),
    words: str = "",
) -> Major:
    """A matter that is to be asked about or reported by `due`, to a unit above or to a body outside, never to both."""
    policy.require(actor, "model.write", unit)
    if not title.strip():
        raise Refused(_("请写明是什么事项。"))
    if bool(to_unit) == bool(to_name.strip()):
        raise Refused(_("请写明向谁请示报告，只写一个。"), possible=_("系统内的单位从列表中选，系统外的写名称。"))
    if to_unit and not Closure.objects.filter(ancestor=to_unit, descendant=unit, depth__gt=0).exists():
        raise Refused(
            _("%(to)s不是%(unit)s的上级。") % {"to": to_unit.short, "unit": unit.short},
            possible=_("请示报告只向上级；与同级商量请用会办。"),
        )
    if any(helper.pk == unit.pk for helper in helpers):
        raise Refused(_("报告单位不用再列为会办单位。"))
    major = Major.objects.create(
        unit=unit, kind=MajorKind(kind), title=whole(title, 100, _("标题")), words=whole(words, 1000, _("内容")), due=due,
        to_unit=to_unit, to_name=whole(to_name, 60, _("对方单位")),
    )  # fmt: skip
    major.helpers.set(helpers)
    journal.record(actor, "model.write", major, unit=unit, detail={"verb": "major", "kind": str(kind)})
    return major


def _locked(major: Major) -> Major:
    return Major.objects.select_for_update(of=("self",)).select_related("unit", "to_unit").get(pk=major.pk)


@transaction.atomic
def major_send(*, actor: Actor, major: Major, day: dt.date | None = None) -> Major:
    """It was reported on `day` (today unless given); a day to come is refused."""
    policy.require(actor, "model.write", major.unit)
    major = _locked(major)
    if major.state != MajorState.DUE:
        raise Refused(_("这件事项%(state)s，不用再报。") % {"state": major.get_state_display()}, status=409)
    day = day or clock.today()
    if day > clock.today():
        raise Refused(_("报出日期还没有到。"), possible=_("请填写今天或以前的日期。"))
    major.state, major.sent_on, major.version = MajorState.SENT, day, major.version + 1
    major.save()
    journal.record(actor, "model.write", major, unit=major.unit, detail={"verb": "send"})
    events.publish("major_sent", major_id=major.pk)
    return major


@transaction.atomic
def major_answer(*, actor: Actor, major: Major, answer: str, day: dt.date | None = None) -> Major:
    """It has its answer: given by the unit it was put to, or written down by the reporting unit when that is outside."""
    if major.to_unit_id is not None:
        policy.require(actor, "model.answer", major.to_unit_id)
    else:
        policy.require(actor, "model.write", major.unit)
    major = _locked(major)
    if major.state != MajorState.SENT:
        raise Refused(_("还没有报出的事项不能答复。"), possible=_("请等对方报出。"), status=409)
    if not answer.strip():
        raise Refused(_("请写明答复。"), possible=_("同意、不同意，或已阅，并写明要求。"))
    day = day or clock.today()
    if day > clock.today() or (major.sent_on and day < major.sent_on):
        raise Refused(_("答复日期应在报出之后、今天以前。"))
    major.state, major.answer, major.answered_on = MajorState.ANSWERED, whole(answer, 500, _("答复")), day
    major.answered_name, major.version = actor.name[:60], major.version + 1
    major.save()
    journal.record(actor, "model.answer", major, unit=major.unit, detail={"verb": "answer"})
    events.publish("major_answered", major_id=major.pk)
    return major


@transaction.atomic
def major_withdraw(*, actor: Actor, major: Major, reason: str) -> Major:
    """It need not be reported any more, for a reason. What was reported stays."""
    policy.require(actor, "model.write", major.unit)
    major = _locked(major)
    if major.state != MajorState.DUE:
        raise Refused(_("已报出的事项不能撤销。"), status=409)
    if not reason.strip():
        raise Refused(_("请写明撤销理由。"))
    major.state, major.reason, major.version = MajorState.WITHDRAWN, whole(reason, 300, _("理由")), major.version + 1
    major.save()
    journal.record(actor, "model.write", major, unit=major.unit, detail={"verb": "withdraw"})
    return major
