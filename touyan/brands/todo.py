"""What brands ask of a person: a warning to explain, a re-check that comes near, a self-check to visit, a decision to sign."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.brands import heartbeat, said
from touyan.brands.models import Brand, BrandStep, Review
from touyan.brands.rules import RECHECK_AHEAD, Life, ReviewState, StepState
from touyan.core import clock
from touyan.core.todo import Todo
from touyan.organizations import policy
from touyan.organizations.policy import Actor
from touyan.organizations.rules import SECRETARIES

MOST = 12


def todos(actor: Actor) -> list[Todo]:
    """Things asked of whoever keeps, visits or signs for brands."""
    found: list[Todo] = []
    if actor.roles & SECRETARIES:
        found += _kept(actor)
    if actor.may("brand.steer"):
        found += _steered(actor)
    if actor.may("brand.sign"):
        found += _signed(actor)
    return found


def _direct(actor: Actor) -> list[int]:
    """Units the actor is secretary of: what stands below is somebody else's to answer."""
    return [held.unit_id for held in actor.held if held.role in SECRETARIES]


def _kept(actor: Actor) -> list[Todo]:
    alerts = heartbeat.open_alerts(actor, "brand.edit").filter(brand__unit_id__in=_direct(actor))
    soon = clock.today() + dt.timedelta(days=RECHECK_AHEAD)
    running = Q(reviews__state__in=[ReviewState.SUBMITTED, ReviewState.VISITED])
    ending = Brand.objects.filter(
        unit_id__in=_direct(actor), valid_until__lte=soon, life__in=[Life.PUBLISHED, Life.RESTING]
    )
    ending = ending.exclude(running).select_related("unit")
    found = [
        Todo(
            title=alert.brand.name + _("：") + str(said.KINDS[alert.code].name),
            url=reverse("alert_page", args=[alert.pk]),
            unit=alert.brand.carried_by,
            verb=_("说明情况"),
            icon="heartbeat",
        )
        for alert in alerts[:MOST]
    ]
    found += [
        Todo(
            title=_("%(name)s：认定到期复核") % {"name": brand.name},
            url=reverse("brand_quality", args=[brand.pk]),
            due=brand.valid_until,
            unit=brand.carried_by,
            verb=_("自查"),
            icon="stamp",
        )
        for brand in ending[:MOST]
    ]
    return found


def _steered(actor: Actor) -> list[Todo]:
    reach = policy.units(actor, "brand.steer")
    steps = BrandStep.objects.filter(brand__unit_id__in=reach, state=StepState.SUBMITTED).select_related("brand__unit")
    visits = Review.objects.filter(brand__unit_id__in=reach, state=ReviewState.SUBMITTED).select_related("brand__unit")
    found = [
        Todo(
            title=step.brand.name + _("：") + step.get_code_display(),
            url=reverse("brand_path", args=[step.brand_id]),
            unit=step.brand.carried_by,
            verb=_("审核"),
            icon="brand",
        )
        for step in steps[:MOST]
    ]
    found += [
        Todo(
            title=_("%(name)s：实地查看") % {"name": review.brand.name},
            url=reverse("brand_quality", args=[review.brand_id]),
            unit=review.brand.carried_by,
            verb=_("登记"),
            icon="eye",
        )
        for review in visits[:MOST]
    ]
    return found


def _signed(actor: Actor) -> list[Todo]:
    reach = policy.units(actor, "brand.sign")
    rows = Review.objects.filter(brand__unit_id__in=reach, state=ReviewState.VISITED).select_related("brand__unit")
    return [
        Todo(
            title=_("%(name)s：认定决定") % {"name": review.brand.name},
            url=reverse("decision_sign", args=[review.brand_id]),
            unit=review.brand.carried_by,
            verb=_("签署"),
            icon="stamp",
        )
        for review in rows[:MOST]
    ]
