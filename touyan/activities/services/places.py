"""Venues and who is on duty there; campaigns with their shifts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from touyan.activities.models import Activity, ActivityKind, Campaign, Invitation, Shift, Venue, VenueDuty
from touyan.activities.rules import Answer, CampaignState, State, Via
from touyan.activities.services.planning_ahead import Planned, activity_plan
from touyan.core import clock, journal
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

PLACE = 100  # characters
LINE = re.compile(r"^\s*(\d{4}-\d{1,2}-\d{1,2})\s+(\d{1,2}:\d{2})\s*[-–—~至]\s*(\d{1,2}:\d{2})\s+(\d{1,3})\s*(.*)$")


@transaction.atomic
def venue_save(*, actor: Actor, venue: Venue, values: dict[str, Any], version: int | None) -> Venue:
    """The venue says what `values` says; a new one is registered. Stale (409) when somebody saved in between."""
    policy.require(actor, "venue.manage", values["unit"])
    if venue.pk:
        stands = Venue.objects.select_for_update().get(pk=venue.pk)
        policy.require(actor, "venue.manage", stands.unit_id)  # type: ignore[attr-defined]
        if version != stands.version:  # type: ignore[attr-defined]
            raise Stale(
                [
                    Difference(str(Venue._meta.get_field(name).verbose_name), str(getattr(stands, name)), str(value))  # type: ignore[union-attr]
                    for name, value in values.items()
                    if getattr(stands, name) != value
                ]
            )
        venue.version = stands.version + 1  # type: ignore[attr-defined]
    for name, value in values.items():
        setattr(venue, name, value)
    try:
        with transaction.atomic():
            venue.save()
    except IntegrityError:
        raise Refused(_("该单位已有同名的阵地。"), possible=_("请换一个名称。")) from None
    journal.record(actor, "venue.manage", venue, unit=venue.unit, detail={"verb": "save"})
    return venue


@transaction.atomic
def venue_duty_set(
    *, actor: Actor, venue: Venue, person_id: int, day: dt.date, starts: dt.time, ends: dt.time
) -> VenueDuty:
    """That person receives people there on that day."""
    policy.require(actor, "venue.manage", venue.unit_id)
    duty, _made = VenueDuty.objects.update_or_create(
        venue=venue, person_id=person_id, day=day, defaults={"starts": starts, "ends": ends}
    )
    journal.record(actor, "venue.manage", venue, unit=venue.unit, detail={"verb": "duty", "day": day.isoformat()})
    return duty


@transaction.atomic
def venue_duty_remove(*, actor: Actor, duty: VenueDuty) -> None:
    """Nobody expects that person there on that day any more."""
    policy.require(actor, "venue.manage", duty.venue.unit_id)
    journal.record(actor, "venue.manage", duty.venue, unit=duty.venue.unit, detail={"verb": "duty_remove"})
    duty.delete()


@dataclass(frozen=True)
class ShiftPlan:
    """One shift as typed: when, how many people, where."""

    starts: dt.datetime
    ends: dt.datetime
    wanted: int
    place: str

    @classmethod
    def read(cls, line: str) -> ShiftPlan:
        """A line such as 2026-08-01 08:00-12:00 6 社区服务点; ValueError when it is not one."""
        found = LINE.match(line)
        if found is None:
            raise ValueError(line)
        day = dt.date(*map(int, found[1].split("-")))
        starts, ends = (
            dt.datetime.combine(day, dt.time(*map(int, t.split(":"))), clock.SHANGHAI)  # type: ignore[arg-type]
            for t in (found[2], found[3])  # type: ignore[arg-type]
        )
        wanted = int(found[4])
        place = found[5].strip()
        if ends <= starts or not wanted or len(place) > PLACE:
            raise ValueError(line)
        return cls(starts, ends, wanted, place)


@transaction.atomic
def campaign_launch(
    *, actor: Actor, unit: Unit, title: str, call: str, need: str, shifts: Sequence[ShiftPlan]
) -> Campaign:
    """The call is out: members of the unit's committee see it and sign up by shift."""
    policy.require(actor, "campaign.launch", unit)
    campaign = Campaign.objects.create(unit=unit, title=title, call=call, need=need, by_name=actor.name[:60])
    kind = ActivityKind.objects.get(code="campaign")
    for number, shift in enumerate(shifts, 1):
        planned = Planned(
            unit=unit,
            kind=kind,
            title=_("%(title)s 第%(n)d班") % {"title": title[:100], "n": number},
            starts=shift.starts,
            ends=shift.ends,
            place=shift.place,
            is_party=kind.is_party,
            is_duty=kind.is_duty,
            leave_until=shift.starts,
        )
        activity = activity_plan(actor=actor, planned=planned)
        Shift.objects.create(campaign=campaign, activity=activity, wanted=shift.wanted)
    journal.record(actor, "campaign.launch", campaign, unit=unit, detail={"shifts": len(shifts)})
    return campaign


@transaction.atomic
def shift_join(*, actor: Actor, shift_id: int) -> Shift:
    """The actor takes part in the shift, as long as places are free."""
    shift = Shift.objects.select_for_update(of=("self",)).select_related("activity", "campaign").get(pk=shift_id)
    if actor.person_id is None:
        raise Refused(_("该账号没有对应的委员。"), status=403)
    if shift.campaign.state != CampaignState.OPEN or shift.activity.state != State.PLANNED:
        raise Refused(_("这个班次已经结束。"), status=409)
    if Invitation.objects.filter(activity=shift.activity, person_id=actor.person_id).exists():
        return shift
    if shift.activity.invitations.count() >= shift.wanted:
        raise Refused(_("这个班次已经报满。"), possible=_("请选择其他班次。"), status=409)
    Invitation.objects.create(
        activity=shift.activity,
        person_id=actor.person_id,
        via=Via.NAME,
        answer=Answer.COMING,
        answered_at=clock.now(),
    )
    journal.record(actor, "campaign.join", shift.campaign, detail={"shift": shift.pk})
    return shift


@transaction.atomic
def shift_leave(*, actor: Actor, shift_id: int) -> None:
    """The actor steps back before the shift begins."""
    shift = Shift.objects.select_related("activity", "campaign").get(pk=shift_id)
    if shift.activity.starts <= clock.now():
        raise Refused(_("班次已经开始，不能退出。"), possible=_("请联系发起单位。"), status=409)
    Invitation.objects.filter(activity=shift.activity, person_id=actor.person_id).delete()
    journal.record(actor, "campaign.join", shift.campaign, detail={"shift": shift.pk, "verb": "leave"})


@transaction.atomic
def campaign_close(*, actor: Actor, campaign: Campaign, result: str) -> Campaign:
    """The campaign is over and says what came of it; shifts nobody settled stay to be settled."""
    policy.require(actor, "campaign.launch", campaign.unit_id)
    if not result.strip():
        raise Refused(_("请写一句结果。"), possible=_("如：值守12班次，服务群众300余人次。"))
    campaign.state, campaign.result = CampaignState.CLOSED, whole(result, 2000, _("结果"))
    campaign.save(update_fields=["state", "result"])
    Activity.objects.filter(shift__campaign=campaign, state=State.PLANNED, invitations__isnull=True).update(
        state=State.CANCELLED
    )
    journal.record(actor, "campaign.launch", campaign, unit=campaign.unit, detail={"verb": "close"})
    return campaign
