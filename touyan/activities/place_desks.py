"""What the pages of venues and campaigns put together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import segno
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.activities import selectors
from touyan.activities.models import PROOF_SESSION, Activity, Campaign, Shift, Venue, VenueDuty
from touyan.activities.rules import State
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.duties.words import CAME
from touyan.organizations import policy
from touyan.organizations.models import Person, Unit
from touyan.organizations.policy import Actor

AHEAD = dt.timedelta(days=30)


def venues(actor: Actor) -> QuerySet[Venue]:
    """Venues the actor may see, with how much happened there this year."""
    year = clock.today().year
    rows = Venue.objects.visible_to(actor).select_related("unit")
    rows = rows.annotate(held=Count("activities", filter=_held_in(year)))
    # Sums drop the order a model names, and pages need one.
    return rows.order_by("unit__order", "kind", "name")  # type: ignore[return-value]


def _held_in(year: int) -> Q:
    return Q(activities__state=State.HELD, activities__day__year=year)


def venue_get(actor: Actor, pk: int, action: str = "venue.manage") -> Venue:
    """One venue in whose unit the actor may do `action`; 404 otherwise."""
    venue = Venue.objects.visible_to(actor, action).select_related("unit").filter(pk=pk).first()
    if venue is None:
        raise Refused(_("没有这个阵地。"), status=404)
    return venue  # type: ignore[return-value]


def venue_public(actor: Actor, pk: int, root: str) -> dict[str, Any]:
    """What residents may read: where, when, who receives them, what comes and what was. No member's own data."""
    venue = Venue.objects.select_related("unit").filter(pk=pk, active=True).first()
    if venue is None:
        raise Refused(_("没有这个阵地。"), status=404)
    return venue_facts(actor, venue, root)  # type: ignore[arg-type]


def venue_facts(actor: Actor, venue: Venue, root: str) -> dict[str, Any]:
    """What stands on the venue's page and on its sign."""
    today = clock.today()
    open_to_all = Activity.objects.filter(venue=venue, is_duty=True)
    url = root.rstrip("/") + reverse("venue_page", args=[venue.pk])
    return {
        "venue": venue,
        "duties": venue.duties.filter(day__range=(today, today + AHEAD)).select_related("person"),
        "coming": open_to_all.filter(state=State.PLANNED, day__gte=today).order_by("starts")[:8],
        "was": open_to_all.filter(state=State.HELD).order_by("-starts")[:8],
        "manages": policy.can(actor, "venue.manage", venue.unit_id),
        "code": segno.make_qr(url, error="m").svg_data_uri(scale=6, border=2, dark="#1E232A"),
    }


def venue_people(venue: Venue) -> QuerySet[Person]:
    """Who can be put on duty."""
    return selectors.roster(venue.unit, clock.today())


def duty_get(actor: Actor, pk: int) -> VenueDuty:
    """One turn of duty at a venue that the actor keeps; 404 otherwise."""
    kept = Venue.objects.visible_to(actor, "venue.manage")
    duty = VenueDuty.objects.filter(venue__in=kept).select_related("venue__unit").filter(pk=pk).first()
    if duty is None:
        raise Refused(_("没有这次值班。"), status=404)
    return duty


def units(actor: Actor, action: str) -> QuerySet[Unit]:
    """Units for which the actor may do `action`."""
    return Unit.objects.visible_to(actor, action).open_on(clock.today()).order_by("order", "code")  # type: ignore[attr-defined, no-any-return]


@dataclass(frozen=True)
class ShiftLine:
    """One shift as the page shows it."""

    shift: Shift
    joined: int
    free: int
    mine: bool
    began: bool


@dataclass(frozen=True)
class Came:
    """Somebody who came, with the entry of the ledger that each shift became."""

    person: Person
    rows: tuple[DutyRecord, ...]


def campaign_came(actor: Actor, campaign: Campaign) -> list[Came]:
    """Who came to the campaign's shifts, each person once, as far as the actor may see their entries."""
    rows = DutyRecord.objects.visible_to(actor).effective().select_related("person")
    rows = rows.filter(
        proof_kind=PROOF_SESSION, work__activity__shift__campaign=campaign, outcome__in=[str(code) for code in CAME]
    )
    found: dict[Person, list[DutyRecord]] = {}
    for row in rows.order_by("person__sort_stroke", "person_id", "business_date", "pk"):
        found.setdefault(row.person, []).append(row)  # type: ignore[arg-type]
    return [Came(person, tuple(each)) for person, each in found.items()]


def campaigns(actor: Actor) -> QuerySet[Campaign]:
    """Campaigns the actor may see, newest first."""
    return Campaign.objects.visible_to(actor).select_related("unit")  # type: ignore[return-value]


def campaign_get(actor: Actor, pk: int, action: str = "") -> Campaign:
    """One campaign; 404 otherwise."""
    campaign = Campaign.objects.visible_to(actor, action).select_related("unit").filter(pk=pk).first()
    if campaign is None:
        raise Refused(_("没有这项行动。"), status=404)
    return campaign  # type: ignore[return-value]


def shift_get(actor: Actor, pk: int) -> Shift:
    """A shift of a campaign that the actor may see; 404 otherwise."""
    shift = Shift.objects.filter(campaign__in=Campaign.objects.visible_to(actor), pk=pk).first()
    if shift is None:
        raise Refused(_("没有这个班次。"), status=404)
    return shift


def campaign_page(actor: Actor, pk: int) -> dict[str, Any]:
    """The call, its shifts with free places, and what came of it."""
    campaign = campaign_get(actor, pk)
    now = clock.now()
    rows = campaign.shifts.select_related("activity").annotate(joined=Count("activity__invitations"))
    mine = set(
        campaign.shifts.filter(activity__invitations__person_id=actor.person_id).values_list("pk", flat=True)
        if actor.person_id
        else ()
    )
    lines = [ShiftLine(s, s.joined, max(0, s.wanted - s.joined), s.pk in mine, s.activity.starts <= now) for s in rows]
    came = campaign_came(actor, campaign)
    return {
        "campaign": campaign,
        "lines": lines,
        "wanted": sum(line.shift.wanted for line in lines),
        "joined": sum(line.joined for line in lines),
        "leads": policy.can(actor, "campaign.launch", campaign.unit_id),
        "member": actor.person_id is not None,
        "came": came,
        "times": sum(len(one.rows) for one in came),
    }
