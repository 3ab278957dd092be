"""Venues of the demonstration city with who is on duty, what happened there, and one campaign."""

from __future__ import annotations

import datetime as dt

from touyan.activities import services
from touyan.activities.models import Activity, Venue, VenueDuty
from touyan.activities.rules import VenueKind
from touyan.core.clock import SHANGHAI
from touyan.demo.city import City
from touyan.organizations.policy import actor_of

HOURS = "每周二、周四 9:00–11:30"
REACH = "当面、来信，或致电街道政协工作联络站"
ABOUT = "委员在这里接待群众、听取意见、开展协商。反映的事项会登记并答复。"


def build(city: City) -> None:
    """One venue of some kind in each district and town, one per special committee; activities whose place bears its name are there."""
    kinds = list(VenueKind)
    venues = [
        Venue(
            unit=town,
            kind=kinds[number % len(kinds)],
            name=f"{town.short.removesuffix('小组')}{kinds[number % len(kinds)].label}",
            address=f"{town.short.removesuffix('小组')}示例路{number + 1}号",
            hours=HOURS,
            reach=REACH,
            about=ABOUT,
        )
        for number, town in enumerate(city.towns)
    ]
    for unit in city.branches[:6]:
        venues.append(
            Venue(
                unit=unit,
                kind=VenueKind.HOUSE,
                name=f"{unit.short}委员之家",
                address="市政协机关示例楼",
                hours=HOURS,
                reach=REACH,
                about=ABOUT,
            )
        )
    Venue.objects.bulk_create(venues)
    _duties(city, venues)
    _where(venues)
    _campaign(city)


def _duties(city: City, venues: list[Venue]) -> None:
    by_town: dict[int, list[int]] = {}
    for folk in city.folk:
        for unit in (folk.town, folk.branch):
            if unit is not None:
                by_town.setdefault(unit.pk, []).append(folk.person.pk)
    rows = []
    for venue in venues:
        people = by_town.get(venue.unit_id, [])
        for week, person in enumerate(people[:5]):
            day = city.today + dt.timedelta(days=(1 - city.today.weekday()) % 7 + 7 * week)
            rows.append(VenueDuty(venue=venue, person_id=person, day=day, starts=dt.time(9), ends=dt.time(11, 30)))
    VenueDuty.objects.bulk_create(rows)


def _where(venues: list[Venue]) -> None:
    """Activities of a unit that took place at 委员之家 were in the unit's own."""
    for venue in venues:
        if venue.kind == VenueKind.HOUSE:
            Activity.objects.filter(unit_id=venue.unit_id, place="委员之家").update(venue=venue)


def _campaign(city: City) -> None:
    """A call that is open now, with three shifts."""
    branch, first = actor_of(city.accounts["branch"]), city.today + dt.timedelta(days=3)
    shifts = [
        services.ShiftPlan(
            dt.datetime.combine(first + dt.timedelta(days=n), dt.time(9), SHANGHAI),
            dt.datetime.combine(first + dt.timedelta(days=n), dt.time(12), SHANGHAI),
            4,
            "企业服务中心",
        )
        for n in range(3)
    ]
    services.campaign_launch(
        actor=branch,
        unit=city.branches[2],
        title="助企帮户：岁末走访",
        call="请各位委员就近走访小微企业和困难户，把困难记下来，能办的当场办。",
        need="熟悉惠企政策的委员优先",
        shifts=shifts,
    )
