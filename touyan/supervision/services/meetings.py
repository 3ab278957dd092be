"""Meetings and working interviews: an agenda of items, what came of each, decisions that become tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import journal
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.texts import whole
from touyan.core.words import date_words
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning import services as planning
from touyan.planning.rules import DemandKind
from touyan.supervision import selectors
from touyan.supervision.models import AgendaItem, Decision, Meeting

MOST_ITEMS = 30  # of an agenda


@transaction.atomic
def meeting_record(
    *, actor: Actor, unit: Unit, fields: dict[str, Any], units: Sequence[Unit], agenda: str = "", replaces: str = ""
) -> Meeting:
    """A regular meeting or an interview stands with its units and one item per line of `agenda`; its minutes are in
    each unit's burden ledger."""
    policy.require(actor, "meeting.write", unit)
    if not units:
        raise Refused(_("请至少选择一个参加单位。"))
    outside = [u.short for u in units if u.pk not in set(policy.units(actor, "meeting.view"))]
    if outside:
        raise Refused(_("这些单位不在您的范围内：%(names)s。") % {"names": "、".join(outside[:5])}, status=403)
    meeting = Meeting.objects.create(unit=unit, **fields)
    meeting.units.set(units)
    titles = [whole(line, 100, _("议程")) for line in agenda.splitlines() if line.strip()]
    if len(titles) > MOST_ITEMS:
        raise Refused(_("议程最多%(most)s项，现在有%(n)s项。") % {"most": MOST_ITEMS, "n": len(titles)})
    AgendaItem.objects.bulk_create(AgendaItem(meeting=meeting, order=n, title=t) for n, t in enumerate(titles, 1))
    planning.demand_enter(
        actor=actor,
        units=units,
        day=meeting.day,
        kind=DemandKind.MEETING if meeting.kind == Meeting.MEETING else DemandKind.INTERVIEW,
        label=meeting.title,
        minutes=meeting.minutes,
        replaces=replaces,
        source=("meeting", meeting.pk),
    )
    journal.record(actor, "meeting.write", meeting, unit=unit, detail={"units": len(units)})
    return meeting


def _writable(actor: Actor, meeting_id: int) -> Meeting:
    meeting = selectors.meeting_get(actor, meeting_id)
    policy.require(actor, "meeting.write", meeting.unit)
    return meeting


@transaction.atomic
def item_add(*, actor: Actor, meeting_id: int, title: str, unit: Unit | None = None, minutes: int = 0) -> AgendaItem:
    """The agenda has one item more, at its end."""
    meeting = _writable(actor, meeting_id)
    if not title.strip():
        raise Refused(_("请写明议题。"))
    if unit is not None and not meeting.units.filter(pk=unit.pk).exists():
        raise Refused(_("汇报单位要在参加单位之内。"))
    last = meeting.items.order_by("-order").values_list("order", flat=True).first() or 0
    item = AgendaItem.objects.create(
        meeting=meeting,
        order=last + 1,
        title=whole(title, 100, _("标题")),
        unit=unit,
        minutes=min(max(minutes, 0), 1440),
    )
    journal.record(actor, "meeting.write", meeting, unit=meeting.unit, detail={"verb": "item", "item": item.pk})
    return item


@transaction.atomic
def meeting_minute(
    *, actor: Actor, meeting_id: int, record: str, outcomes: Mapping[int, str] | None = None, version: int | None = None
) -> Meeting:
    """The minutes stand as given: a general part, and what came of each item. A newer save is not overwritten (409)."""
    meeting = _writable(actor, meeting_id)
    if version is not None and version != meeting.version:
        raise Stale([Difference(_("纪要"), meeting.record, record)])
    meeting.record, meeting.version = whole(record, 4000, _("会议记录")), meeting.version + 1
    meeting.save(update_fields=["record", "version"])
    for item in meeting.items.all():
        if outcomes and item.pk in outcomes:
            item.outcome = whole(outcomes[item.pk], 400, _("处理结果"))
            item.save(update_fields=["outcome"])
    journal.record(actor, "meeting.write", meeting, unit=meeting.unit, detail={"verb": "minutes"})
    return meeting


@transaction.atomic
def decision_add(
    *,
    actor: Actor,
    meeting_id: int,
    words: str,
    unit: Unit,
    due: dt.date,
    minutes: int,
    people: int = 1,
    item: AgendaItem | None = None,
) -> Decision:
    """What was decided, on which item, is a task of `unit` from now on, due on `due`."""
    meeting = _writable(actor, meeting_id)
    if not words.strip():
        raise Refused(_("请写明议定事项。"))
    if item is not None and item.meeting_id != meeting.pk:
        raise Refused(_("没有这个议题。"), status=404)
    task = planning.task_give(
        actor=actor,
        giver=meeting.unit,
        unit=unit,
        title=words.strip(),
        due=due,
        minutes=minutes,
        people=people,
        source=f"{meeting.title}（{date_words(meeting.day)}）",
    )
    return Decision.objects.create(
        meeting=meeting, item=item, words=whole(words, 80, _("内容")), unit=unit, due=due, task=task
    )
