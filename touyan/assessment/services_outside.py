"""Verbs of returns to other bodies: begin one, say how each indicator is answered, answer what is asked, send."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from touyan.assessment import outside as crosswalk
from touyan.assessment import seals
from touyan.assessment.models import OutsideItem, OutsideScheme
from touyan.assessment.rules import ReturnState, Way
from touyan.core import clock, events
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

COPIED = ("order", "code", "text", "points", "target", "way", "what", "narrowed", "asked_id")


@transaction.atomic
def outside_begin(
    *,
    actor: Actor,
    unit: Unit,
    title: str,
    issuer: str,
    year: int,
    basis: str = "",
    due: dt.date | None = None,
    example: str = "",
    like: OutsideScheme | None = None,
) -> OutsideScheme:
    """A return for a year, empty, with the indicators of an example, or with those of last year's."""
    policy.require(actor, "outside.edit", unit)
    if OutsideScheme.objects.filter(unit=unit, title=title, year=year).exists():
        raise Refused(_("“%(title)s”这一年的填报已经有了。") % {"title": title}, possible=_("请打开已有的那份。"))
    made = OutsideScheme.objects.create(
        unit=unit,
        title=title.strip(),
        issuer=issuer.strip(),
        basis=basis.strip(),
        year=year,
        start=dt.date(year, 1, 1),
        end=dt.date(year, 12, 31),
        due=due,
    )
    if like is not None:
        rows = [{name: getattr(item, name) for name in COPIED} for item in like.items.all()]
    else:
        names = ("code", "text", "points", "way", "what", "narrowed", "target")
        chosen = crosswalk.EXAMPLES.get(example, ("", ()))[1]
        rows = [{"order": k, **dict(zip(names, row, strict=True))} for k, row in enumerate(chosen)]
    OutsideItem.objects.bulk_create(OutsideItem(outside=made, **row) for row in rows)
    detail = {"verb": "begin", "items": len(rows)}
    seals.record(actor, "outside.edit", made, unit=unit, detail=detail, sets=seals.ITEMS)
    return made


def _open(actor: Actor, outside: OutsideScheme) -> OutsideScheme:
    policy.require(actor, "outside.edit", outside.unit)
    stands = OutsideScheme.objects.select_for_update().get(pk=outside.pk)
    if stands.state != ReturnState.OPEN:
        raise Refused(_("这份填报已经上报，不能再改。"), possible=_("可以按它新建下一年的。"), status=409)
    return stands


@transaction.atomic
def item_write(
    *, actor: Actor, outside: OutsideScheme, item: OutsideItem | None, version: int = 0, **words: Any
) -> OutsideItem:
    """An indicator and the way it is answered, new or changed."""
    stands = _open(actor, outside)
    if item is None:
        last = stands.items.aggregate(n=Max("order"))["n"]
        item = OutsideItem(outside=stands, order=0 if last is None else last + 1)
    elif item.version != version:
        raise Stale([Difference(_("指标原文"), item.text, words["text"])])
    else:
        item.version += 1
    for name, value in words.items():
        setattr(item, name, value)
    item.save()
    seals.record(actor, "outside.edit", item, unit=stands.unit, detail={"verb": "item"})
    if item.way == Way.ASKED and item.asked_id and not item.answer:
        events.publish("outside_asked", item_id=item.pk)
    return item


@transaction.atomic
def item_remove(*, actor: Actor, item: OutsideItem) -> None:
    """Take an indicator out of a return that was not sent."""
    stands = _open(actor, item.outside)
    seals.record(actor, "outside.edit", item, unit=stands.unit, detail={"verb": "remove"}, gone=True)
    item.delete()


@transaction.atomic
def item_answer(*, actor: Actor, item: OutsideItem, answer: str) -> OutsideItem:
    """What no record knows, by the person asked or by whoever prepares the return."""
    asked = actor.person_id is not None and item.asked_id == actor.person_id
    if not asked:
        policy.require(actor, "outside.edit", item.outside.unit)
    if item.outside.state != ReturnState.OPEN or item.way != Way.ASKED:
        raise Refused(_("这一项现在不用填。"), status=409)
    if not answer.strip():
        raise Refused(_("请写明情况。"))
    item.answer, item.answered_by, item.answered_on = whole(answer, 500, _("答复")), actor.name, clock.today()
    item.version += 1
    item.save()
    seals.record(actor, "outside.view", item, unit=item.outside.unit, detail={"verb": "answer"})
    return item


@transaction.atomic
def outside_send(*, actor: Actor, outside: OutsideScheme) -> OutsideScheme:
    """The return is sent: what it says today is kept as it stands."""
    stands = _open(actor, outside)
    lines = crosswalk.lines(stands)
    if missing := sum(line.answer.missing for line in lines):
        raise Refused(_("还有 %(n)s 项没有填。") % {"n": missing}, possible=_("请先填好或请人填。"), status=409)
    stands.frozen = [
        {
            "item": line.item.pk,
            "text": line.answer.text,
            "note": line.answer.note,
            "url": line.answer.url,
            "number": line.answer.number,
        }
        for line in lines
    ]
    stands.state, stands.sent_on, stands.sent_by = ReturnState.SENT, clock.today(), actor.name
    stands.save()
    seals.record(actor, "outside.edit", stands, unit=stands.unit, detail={"verb": "send", "items": len(lines)})
    return stands
