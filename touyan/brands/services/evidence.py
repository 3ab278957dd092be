"""Linking real work to promises, and answering what was noticed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.brands import pulse
from touyan.brands.facts import Facts, facts_of
from touyan.brands.models import Alert, Brand, Deed, Dismissal, Promise
from touyan.brands.rules import AlertState
from touyan.brands.services.contents import happened, running
from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.core.words import date_words
from touyan.duties.models import Work
from touyan.organizations import policy
from touyan.organizations.policy import Actor

REST_DAYS = 90
"""How long an explained warning rests before it asks again."""
FIELDS = ("day", "kind", "title", "party", "duty", "outcome", "counts", "others", "faces", "sectors")


def _copy(deed: Deed, facts: Facts) -> None:
    for name in FIELDS:
        setattr(deed, name, getattr(facts, name))
    deed.residents = deed.residents or facts.residents


@transaction.atomic
def deed_link(*, actor: Actor, promise: Promise, work: Work, residents: bool = False) -> Deed:
    """The work keeps the promise; linked once. The reader must see the work; a promise that had ended by then refuses it.

    `residents`: the unit says that residents took part; what the work's own record says of them holds in any case.
    """
    brand = promise.brand
    policy.require(actor, "brand.edit", brand.unit_id)
    running(brand)
    if not Work.objects.visible_to(actor).filter(pk=work.pk).exists():
        raise Refused(_("没有这条记录，或您无权查看。"), status=404)
    found = facts_of([work.pk])[work.pk]
    if promise.end is not None and found.day > promise.end:
        raise Refused(
            _("这项承诺已在%(day)s停止。") % {"day": date_words(promise.end)}, possible=_("请关联到别的承诺。")
        )
    deed = Deed.objects.filter(brand=brand, work=work).first()
    if deed is not None and deed.promise_id == promise.pk and (deed.residents or not residents):
        return deed
    deed = deed or Deed(brand=brand, work=work, linked_by=actor.name[:60])
    deed.promise, deed.residents = promise, residents
    _copy(deed, found)
    deed.save()
    Dismissal.objects.filter(brand=brand, work=work).delete()
    journal.record(actor, "brand.edit", brand, unit=brand.unit, detail={"verb": "link", "work": work.pk})
    pulse.read_around([brand.pk])
    return deed


@transaction.atomic
def deed_unlink(*, actor: Actor, deed: Deed) -> None:
    """The work no longer counts for the brand; the work itself stays as it is."""
    policy.require(actor, "brand.edit", deed.brand.unit_id)
    running(deed.brand)
    journal.record(
        actor, "brand.edit", deed.brand, unit=deed.brand.unit, detail={"verb": "unlink", "work": deed.work_id}
    )
    deed.delete()
    pulse.read_around([deed.brand_id])


@transaction.atomic
def deed_move(*, actor: Actor, deed: Deed, promise: Promise) -> Deed:
    """The record counts for a promise of another brand (or the same one); both brands are read anew. Refused where it counts already."""
    before, after = deed.brand, promise.brand
    policy.require(actor, "brand.edit", before.unit_id)
    policy.require(actor, "brand.edit", after.unit_id)
    running(after)
    if before.pk != after.pk and Deed.objects.filter(brand=after, work_id=deed.work_id).exists():
        raise Refused(_("“%(name)s”已经关联了这条记录。") % {"name": after.name}, status=409)
    deed.brand, deed.promise = after, promise
    deed.save(update_fields=["brand", "promise"])
    detail = {"verb": "move", "work": deed.work_id, "from": before.pk, "to": after.pk}
    journal.record(actor, "brand.edit", after, unit=after.unit, detail=detail)
    pulse.read_around({before.pk, after.pk})
    return deed


@transaction.atomic
def work_dismiss(*, actor: Actor, brand: Brand, work: Work) -> None:
    """The work has nothing to do with the brand; it is not proposed again."""
    policy.require(actor, "brand.edit", brand.unit_id)
    Dismissal.objects.get_or_create(brand=brand, work=work)
    journal.record(actor, "brand.edit", brand, unit=brand.unit, detail={"verb": "dismiss", "work": work.pk})


@transaction.atomic
def deeds_refresh(*, work_ids: Iterable[int]) -> int:
    """Linked works are read from the ledger again, and their brands with them; returns how many links changed."""
    deeds = list(Deed.objects.filter(work_id__in=set(work_ids)))
    if not deeds:
        return 0
    found = facts_of({deed.work_id for deed in deeds})
    for deed in deeds:
        _copy(deed, found[deed.work_id])
    Deed.objects.bulk_update(deeds, [*FIELDS, "residents"], batch_size=300)
    pulse.read_around({deed.brand_id for deed in deeds})
    return len(deeds)


@transaction.atomic
def alert_answer(*, actor: Actor, alert: Alert, answer: str, dispute: bool = False) -> Alert:
    """The unit explains or disputes; the warning rests: ninety days once explained, until it is answered once disputed."""
    policy.require(actor, "brand.edit", alert.brand.unit_id)
    if not answer.strip():
        raise Refused(_("请写一两句情况。"))
    if alert.cleared_on is not None:
        raise Refused(_("这条提醒已经消除。"), status=409)
    alert.state = AlertState.DISPUTED if dispute else AlertState.EXPLAINED
    alert.answer, alert.answered_by, alert.answered_at = whole(answer, 300, _("答复")), actor.name[:60], clock.now()
    alert.rests_until = None if dispute else clock.today() + dt.timedelta(days=REST_DAYS)
    alert.said = alert.said_by = ""
    alert.save()
    journal.record(
        actor, "brand.edit", alert.brand, unit=alert.brand.unit, detail={"verb": "answer", "code": alert.code}
    )
    return alert


@transaction.atomic
def alert_reply(*, actor: Actor, alert: Alert, said: str, keep: bool) -> Alert:
    """The office answers a dispute: it agrees, and the warning rests for a year; or it asks again, with its reason."""
    policy.require(actor, "brand.steer", alert.brand.unit_id)
    if alert.state != AlertState.DISPUTED:
        raise Refused(_("这条提醒没有待答复的意见。"), status=409)
    if not said.strip():
        raise Refused(_("请写明理由。"))
    alert.said, alert.said_by = whole(said, 300, _("理由")), actor.name[:60]
    alert.state = AlertState.OPEN if keep else AlertState.EXPLAINED
    alert.rests_until = None if keep else clock.today() + dt.timedelta(days=365)
    alert.save()
    happened(alert.brand, "reply", actor, subject=alert.code, reason=said)
    journal.record(
        actor, "brand.steer", alert.brand, unit=alert.brand.unit, detail={"verb": "reply", "code": alert.code}
    )
    return alert
