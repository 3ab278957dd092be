"""Resting, waking, handing over, ending with honours: a brand's life as people decide it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.brands import pulse
from touyan.brands.models import Alert, Brand, Element, Promise
from touyan.brands.rules import CARRIERS, MOVES, AlertState, BrandKind
from touyan.brands.services.contents import happened
from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

COPIED = ("kind", "six_type", "name", "slogan", "idea", "orientation", "meaning", "window_months", "quiet_months")


def _move(actor: Actor, brand: Brand, verb: str, reason: str) -> Brand:
    policy.require(actor, "brand.edit", brand.unit_id)
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    brand = Brand.objects.select_for_update().get(pk=brand.pk)
    before, after = MOVES[verb]
    if brand.life not in before:
        raise Refused(_("品牌现在是“%(state)s”，不能这样办。") % {"state": brand.get_life_display()}, status=409)
    brand.life = after
    brand.version += 1
    happened(brand, verb, actor, reason=reason)
    journal.record(actor, "brand.edit", brand, unit=brand.unit, detail={"verb": verb})
    return brand


@transaction.atomic
def brand_rest(*, actor: Actor, brand: Brand, reason: str, until: dt.date | None = None) -> Brand:
    """The brand rests by decision: nothing is missed meanwhile and nothing is warned of."""
    if until is not None and until <= clock.today():
        raise Refused(_("休眠到哪一天，应在今天之后。"))
    brand = _move(actor, brand, "rest", reason)
    brand.rests_until = until
    brand.save(update_fields=["life", "rests_until", "version"])
    pulse.read_around([brand.pk])
    return brand


@transaction.atomic
def brand_wake(*, actor: Actor, brand: Brand, reason: str) -> Brand:
    """The brand goes on; promises count again from today."""
    brand = _move(actor, brand, "wake", reason)
    brand.rests_until = None
    brand.save(update_fields=["life", "rests_until", "version"])
    pulse.read_around([brand.pk])
    return brand


@transaction.atomic
def brand_hand_over(*, actor: Actor, brand: Brand, to: Unit, reason: str) -> Brand:
    """The brand ends here and begins at `to` as a draft with the same contents; that unit publishes it when it takes it on. Returns the new one."""
    if to.pk == brand.unit_id:
        raise Refused(_("请选择另一个单位来承接。"))
    if to.end is not None and to.end < clock.today():
        raise Refused(_("“%(unit)s”已经撤销，不能承接。") % {"unit": to.short})
    old = _move(actor, brand, "hand_over", reason)
    _over(old)
    kind = next((code for code in (old.kind, *CARRIERS) if to.kind in CARRIERS.get(code, ())), BrandKind.REGION)
    new = Brand.objects.create(
        **{name: getattr(old, name) for name in COPIED if name != "kind"},
        kind=kind,
        unit=to,
        parent_id=old.parent_id,
        predecessor=old,
        since=clock.today(),
    )
    parts = {}
    for element in old.elements.all():
        parts[element.pk] = Element.objects.create(
            brand=new, kind=element.kind, name=element.name, work_kind=element.work_kind, norm_id=element.norm_id, order=element.order
        )  # fmt: skip
    for promise in old.promises.filter(end__isnull=True):
        Promise.objects.create(
            brand=new, whom=promise.whom, what=promise.what, rhythm=promise.rhythm, sign=promise.sign, work_kinds=promise.work_kinds,
            carrier=parts.get(promise.carrier_id or 0), mechanism=parts.get(promise.mechanism_id or 0), order=promise.order,
        )  # fmt: skip
    happened(new, "received", actor, subject=old.carried_by, reason=reason)
    pulse.read_around([new.pk])
    return new


@transaction.atomic
def brand_close(*, actor: Actor, brand: Brand, reason: str) -> Brand:
    """The brand ends with honours: what it did stays readable, nothing is asked of it any more."""
    old = _move(actor, brand, "close", reason)
    _over(old)
    return old


def _over(brand: Brand) -> None:
    brand.ended = clock.today()
    brand.save(update_fields=["life", "ended", "version"])
    open_ = Alert.objects.filter(brand=brand, cleared_on__isnull=True)
    open_.update(state=AlertState.CLEARED, cleared_on=clock.today())
    pulse.read_around([brand.pk])


def lives(brand: Brand) -> list[str]:
    """Which verbs are possible now."""
    return [verb for verb, (before, _after) in MOVES.items() if brand.life in before and verb != "publish"]
