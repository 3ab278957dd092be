"""The office's own table of holidays; reminders; calendar feeds."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning import selectors
from touyan.planning.models import AnnouncedYear, Digest, DigestRhythm, Feed, ReminderChoice, SpecialDay
from touyan.planning.rules import is_quiet

WHOLE_DAY = -1  # no hour in particular: everybody's has come


def _require_holidays(actor: Actor) -> None:
    if not actor.may("holiday.write"):
        raise Refused(_("您没有维护节假日安排的权限。"), status=403)


@transaction.atomic
def holiday_save(*, actor: Actor, day: dt.date, kind: str, name: str) -> SpecialDay:
    """`day` is a holiday or a worked rest day, whatever stood there before."""
    _require_holidays(actor)
    row, _new = SpecialDay.objects.update_or_create(
        day=day, defaults={"kind": kind, "name": whole(name, 30, _("名称"))}
    )
    journal.record(actor, "holiday.write", row, detail={"day": day.isoformat(), "kind": kind})
    return row


@transaction.atomic
def holiday_drop(*, actor: Actor, pk: int) -> None:
    """The day is as its weekday says again."""
    _require_holidays(actor)
    row = selectors.holiday_get(pk)
    journal.record(actor, "holiday.write", row, detail={"day": row.day.isoformat(), "verb": "drop"})
    row.delete()


@transaction.atomic
def year_announce(*, actor: Actor, year: int, source: str) -> AnnouncedYear:
    """The notice for `year` is out and stands in the table."""
    _require_holidays(actor)
    if not source.strip():
        raise Refused(_("请写明依据的通知。"), possible=_("例如通知的标题或文号。"))
    row, _new = AnnouncedYear.objects.update_or_create(year=year, defaults={"source": whole(source, 120, _("来源"))})
    journal.record(actor, "holiday.write", row, detail={"year": year})
    return row


def feed_digest(secret: str) -> str:
    """What is kept of a feed's secret."""
    return hashlib.sha256(f"touyan:feed\n{secret}".encode()).hexdigest()


@transaction.atomic
def feed_make(*, actor: Actor, unit: Unit | None = None) -> str:
    """A new calendar address; returns its secret, which is shown once and kept nowhere."""
    if actor.account_id is None:
        raise Refused(_("请先登录。"), status=403)
    if unit is not None:
        policy.require(actor, "task.view", unit)
    secret = secrets.token_urlsafe(24)
    feed = Feed.objects.create(account_id=actor.account_id, unit=unit, digest=feed_digest(secret), hint=secret[:4])
    journal.record(actor, "feed.own", feed, unit=unit, detail={"verb": "make"})
    return secret


@transaction.atomic
def feed_revoke(*, actor: Actor, pk: int) -> None:
    """The address answers nothing more."""
    feed = selectors.feed_get(actor, pk)
    feed.revoked = clock.now()
    feed.save(update_fields=["revoked"])
    journal.record(actor, "feed.own", feed, unit=feed.unit, detail={"verb": "revoke"})


@transaction.atomic
def reminder_choose(
    *,
    actor: Actor,
    lead: int,
    off: bool,
    rhythm: str = DigestRhythm.DAILY,
    hour: int = 8,
    quiet_from: int = 20,
    quiet_until: int = 8,
) -> None:
    """How many working days ahead, how often and at which hour the actor is reminded, or not at all; never in quiet hours."""
    if actor.person_id is None:
        raise Refused(_("这个账号没有对应的人员，不需要提醒。"))
    if not off and is_quiet(hour, quiet_from, quiet_until):
        raise Refused(_("汇总的时间在免打扰时段里。"), possible=_("请改一改汇总时间，或缩短免打扰时段。"))
    fields = {"rhythm": rhythm, "hour": hour, "quiet_from": quiet_from, "quiet_until": quiet_until}
    ReminderChoice.objects.update_or_create(
        person_id=actor.person_id, defaults={"lead": max(1, min(lead, 20)), "off": off, **fields}
    )


@transaction.atomic
def digests_make(*, day: dt.date | None = None, hour: int | None = None) -> int:
    """Each person whose tasks come near and whose hour has come has one digest for `day`. On a rest day nothing; a second
    run adds nothing.

    Reminded are tasks due between today and the person's lead in working days: before the deadline, never after it.
    Without `hour` a day that is given is looked at as a whole, and today as far as the clock has come.
    """
    if hour is None:
        hour = clock.now().astimezone(clock.SHANGHAI).hour if day is None else WHOLE_DAY
    day = day or clock.today()
    calendar = selectors.working_calendar()
    if not calendar.is_workday(day):
        return 0
    made = 0
    for person_id, rows in selectors.coming_due(day, calendar, hour).items():
        _row, new = Digest.objects.get_or_create(person_id=person_id, day=day, defaults={"tasks": rows})
        made += new
    return made


@transaction.atomic
def digest_seen(*, actor: Actor) -> None:
    """The actor's digests are read."""
    Digest.objects.filter(person_id=actor.person_id, seen__isnull=True).update(seen=clock.now())
