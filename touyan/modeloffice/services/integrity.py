"""Risk points of posts and reminders (X7)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.texts import whole
from touyan.modeloffice.models import Caution, RiskPoint, RiskReview
from touyan.modeloffice.rules import Occasion
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor


def after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (dt.date(year + (month == 11), month % 12 + 2 if month < 11 else 1, 1) - dt.timedelta(1)).day
    return dt.date(year, month + 1, min(day.day, last))


@transaction.atomic
def risk_save(*, actor: Actor, point: RiskPoint, values: dict[str, Any], version: int | None = None) -> RiskPoint:
    """The risk point says what `values` says. The same risk of the same post stands once."""
    policy.require(actor, "model.write", values["unit"])
    if point.pk:
        stands = RiskPoint.objects.select_for_update().get(pk=point.pk)
        policy.require(actor, "model.write", stands.unit_id)
        if stands.version != version:
            raise Stale(_differences(stands, values))
        if stands.closed_on:
            raise Refused(_("这个风险点已销号，不能再改。"), status=409)
        point.version = stands.version + 1
    for name, value in values.items():
        setattr(point, name, value)
    try:
        with transaction.atomic():
            point.save()
    except IntegrityError:
        raise Refused(_("这个岗位已有同样的风险点。"), possible=_("请修改原有的风险点。"), status=409) from None
    journal.record(actor, "model.write", point, unit=point.unit, detail={"verb": "risk"})
    return point


def _differences(stands: Any, values: dict[str, Any]) -> list[Difference]:
    changed = [name for name, value in values.items() if getattr(stands, name) != value]
    return [
        Difference(str(stands._meta.get_field(n).verbose_name), str(getattr(stands, n)), str(values[n]))
        for n in changed
    ]


@transaction.atomic
def risk_review(*, actor: Actor, point: RiskPoint, words: str, day: dt.date | None = None) -> RiskReview:
    """It was looked at on `day`; the next review is due one rhythm later."""
    policy.require(actor, "model.write", point.unit)
    point = RiskPoint.objects.select_for_update().get(pk=point.pk)
    day = day or clock.today()
    if point.closed_on:
        raise Refused(_("这个风险点已销号，不用复查。"), status=409)
    if day > clock.today():
        raise Refused(_("复查日期还没有到。"), possible=_("复查以后再记。"))
    if not words.strip():
        raise Refused(_("请写明复查情况。"), possible=_("防控措施是否还在用，改了什么。"))
    if RiskReview.objects.filter(point=point, due=point.due).exists():
        raise Refused(_("这一次复查已经记过。"), status=409)
    review = RiskReview.objects.create(
        point=point, due=point.due, day=day, words=whole(words, 300, _("内容")), by_name=actor.name[:60]
    )
    point.due, point.version = after(max(day, point.due), point.every), point.version + 1
    point.save(update_fields=["due", "version"])
    journal.record(actor, "model.write", point, unit=point.unit, detail={"verb": "review"})
    return review


@transaction.atomic
def risk_close(*, actor: Actor, point: RiskPoint, reason: str) -> RiskPoint:
    """The risk is gone, for a reason; its reviews stay."""
    policy.require(actor, "model.write", point.unit)
    point = RiskPoint.objects.select_for_update().get(pk=point.pk)
    if point.closed_on:
        raise Refused(_("这个风险点已销号。"), status=409)
    if not reason.strip():
        raise Refused(_("请写明销号理由。"))
    point.closed_on, point.closed_why, point.version = clock.today(), whole(reason, 200, _("理由")), point.version + 1
    point.save()
    journal.record(actor, "model.write", point, unit=point.unit, detail={"verb": "risk_close"})
    return point


@transaction.atomic
def caution_plan(*, actor: Actor, units: list[Unit], occasion: str, words: str, due: dt.date) -> list[Caution]:
    """Each of `units` is to be reminded on `due`; a unit that has the same reminder already is left as it is."""
    for unit in units:
        policy.require(actor, "model.write", unit)
    if not units or not words.strip():
        raise Refused(_("请写明提醒什么、提醒哪些单位。"))
    known = set(
        Caution.objects.filter(unit__in=units, due=due, words=whole(words, 200, _("内容"))).values_list(
            "unit", flat=True
        )
    )
    made = Caution.objects.bulk_create(
        Caution(unit=unit, occasion=Occasion(occasion), words=whole(words, 200, _("内容")), due=due)
        for unit in units
        if unit.pk not in known
    )
    for caution in made:
        journal.record(actor, "model.write", caution, unit=caution.unit, detail={"verb": "caution"})
    return made


@transaction.atomic
def caution_give(*, actor: Actor, caution: Caution) -> Caution:
    """The unit was reminded today."""
    policy.require(actor, "model.write", caution.unit)
    caution = Caution.objects.select_for_update().get(pk=caution.pk)
    if caution.given_on:
        raise Refused(_("这条提醒已经作出。"), status=409)
    caution.given_on, caution.by_name = clock.today(), actor.name[:60]
    caution.save(update_fields=["given_on", "by_name"])
    journal.record(actor, "model.write", caution, unit=caution.unit, detail={"verb": "caution_give"})
    return caution
