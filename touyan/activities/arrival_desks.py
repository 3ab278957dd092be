"""What the pages of checking in put together."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import segno
from django.core.cache import cache
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from touyan.activities import selectors, services, tokens
from touyan.activities.models import PROOF_SESSION, Activity, Session
from touyan.activities.rules import MARKS, QUEUE_TAKEN, door_open
from touyan.activities.services.arriving import Queued
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.duties.words import Outcome
from touyan.organizations.models import Person
from touyan.organizations.policy import Actor

WRONG_TRIES = 10
LONGEST_QUEUE = 500


def _code(path: str, root: str) -> str:
    """A QR code as a data address, for an <img>; a full one, because phones do not read the micro kind."""
    return segno.make_qr(root.rstrip("/") + path, error="m").svg_data_uri(scale=8, border=2, dark="#1E232A")


def door(session: Session, root: str) -> dict[str, Any]:
    """The code of this minute."""
    slot = tokens.slot_of(clock.now())
    path = reverse("arrival_door", args=[tokens.door_token(session.pk, slot)])
    digits = tokens.door_digits(session.pk, slot)
    return {
        "session": session,
        "activity": session.activity,
        "code": _code(path, root),
        "digits": f"{digits[:3]} {digits[3:]}",
        "open": door_open(clock.now(), session.starts, session.ends),
        "arrived": session.arrivals.count(),
    }


def at_door(actor: Actor, token: str) -> dict[str, Any]:
    """The half-day behind a scanned code, for whoever is invited, and whether they are in. One query: thousands ask at once."""
    session_id, _shown = tokens.read_door(token, clock.now())
    found = selectors.session_at_door(actor, session_id)
    if found is None:
        raise Refused(_("没有这项活动。"), status=404)
    session, invited, arrived = found
    if not invited:
        raise Refused(_("您不在这项活动的邀请名单中。"), possible=_("如应参加，请联系工作人员加入名单。"), status=403)
    return {"session": session, "activity": session.activity, "arrived": arrived}


def through_door(actor: Actor, token: str) -> None:
    """The actor is in by the code that the door showed."""
    session_id, shown = tokens.read_door(token, clock.now())
    services.arrival_by_door(actor=actor, session_id=session_id, shown=shown)


def by_digits(actor: Actor, pk: int, digits: str, said: str) -> Session:
    """The actor is in by six digits, read when the phone says so; ten wrong tries and the clerk is asked."""
    activity = selectors.activity_get(actor, pk)
    return _digits(actor, activity.pk, list(activity.sessions.all()), digits, _said(said, clock.now()))


def _digits(actor: Actor, activity_id: int, sessions: list[Session], digits: str, read: dt.datetime) -> Session:
    tries = f"digits:{activity_id}:{actor.person_id}"
    if cache.get(tries, 0) >= WRONG_TRIES:
        raise Refused(_("输错次数过多。"), possible=_("请工作人员登记。"), status=429)
    plain = "".join(c for c in digits if c.isdigit())
    for session in sessions:
        if len(plain) == 6 and tokens.check_digits(session.pk, plain, read):
            services.arrival_by_door(actor=actor, session_id=session.pk, shown=read)
            return session
    cache.add(tries, 0, 3600)
    cache.incr(tries)
    raise Refused(_("数字不对或已更换。"), possible=_("请照门口屏幕重新输入，或请工作人员登记。"))


def by_tokens(data: Mapping[str, str]) -> None:
    """The owner of the code for one activity is in, by what the door showed: its QR code or its digits."""
    activity_id, person_id = tokens.read_person(data.get("person", ""))
    now = clock.now()
    owner = Actor(account_id=None, person_id=person_id, name=services.name_of(person_id))
    if door_code := data.get("door", ""):
        session_id, shown = tokens.read_door(door_code, now)
        services.arrival_by_door(actor=owner, session_id=session_id, shown=shown)
        return
    halves = list(Session.objects.filter(activity_id=activity_id))
    _digits(owner, activity_id, halves, data.get("digits", ""), _said(data.get("said", ""), now))


def _said(text: str, now: dt.datetime) -> dt.datetime:
    moment = parse_datetime(text) if text else None
    if moment is None or moment.tzinfo is None or not now - QUEUE_TAKEN <= moment <= now:
        return now
    return moment


def own_code(actor: Actor, activity: Activity, root: str) -> dict[str, Any]:
    """The actor's own code, for the clerk's phone to scan."""
    if selectors.own_invitation(actor, activity) is None or actor.person_id is None:
        raise Refused(_("您不在这项活动的邀请名单中。"), status=403)
    path = reverse("arrival_person", args=[tokens.person_token(activity.pk, actor.person_id)])
    return {"activity": activity, "code": _code(path, root), "name": actor.name}


@dataclass(frozen=True)
class Shown:
    """Whose code was scanned, and for which half-day."""

    session: Session
    person: Person
    arrived: bool


def shown_by(actor: Actor, token: str) -> Shown:
    """The person behind a scanned code, at the half-day that is on now."""
    activity_id, person_id = tokens.read_person(token)
    activity = selectors.activity_get(actor, activity_id, "activity.record")
    now = clock.now()
    halves = list(activity.sessions.all())
    session = next((s for s in halves if door_open(now, s.starts, s.ends)), halves[0])
    session = selectors.session_get(actor, session.pk)
    arrived = session.arrivals.filter(person_id=person_id).exists()
    return Shown(session, Person.objects.get(pk=person_id), arrived)


def roll(actor: Actor, activity: Activity, now: dt.datetime) -> dict[str, Any]:
    """The list of each half-day, with the mark that stands or would be booked."""
    halves = selectors.attendance(activity)
    return {
        "activity": activity,
        "halves": [
            (half, [_line(place) for place in half.places], door_open(now, half.session.starts, half.session.ends))
            for half in halves
        ],
        "began": now >= activity.starts,
        "settled": activity.state == "held",
        "own": actor.person_id,
        "seen": " ".join(f"{h.session.pk}-{p.person.pk}" for h in halves for p in h.places if p.record is not None),
    }


def seen(data: Mapping[str, str]) -> set[tuple[int, int]]:
    """(half-day, person) of the entries that stood on the list when the clerk opened it."""
    pairs = (word.split("-") for word in data.get("seen", "").split())
    return {(int(pair[0]), int(pair[1])) for pair in pairs if len(pair) == 2 and all(map(str.isdecimal, pair))}


def _line(place: selectors.Place) -> dict[str, Any]:
    stands = place.record.outcome if place.record else place.state if place.state == "excused" else Outcome.ABSENT.value
    marks = list(MARKS)
    if stands not in {mark.value for mark in marks}:
        marks.append(Outcome(stands))
    return {
        "place": place,
        "booked": place.record is not None,
        "marks": [{"code": mark.value, "label": mark.label, "on": mark == stands} for mark in marks],
    }


def tick(session: Session, person_id: int) -> dict[str, Any]:
    """One line of the list after a tick."""
    half = next(
        one for one in selectors.attendance(session.activity, person_id=person_id) if one.session.pk == session.pk
    )
    return {"half": half, "line": _line(half.places[0]), "open": True}


def marks(data: Mapping[str, str]) -> dict[tuple[int, int], str]:
    """(half-day, person) → outcome from the fields `mark-<half-day>-<person>`."""
    found = {}
    for name, value in data.items():
        parts = name.split("-")
        if len(parts) == 3 and parts[0] == "mark" and parts[1].isdigit() and parts[2].isdigit():
            if value in Outcome.values:
                found[(int(parts[1]), int(parts[2]))] = value
    return found


def queue(text: str) -> list[Queued]:
    """A phone's queue as it sent it; whatever cannot be read stops it with a sentence, nothing is half done."""
    try:
        entries = json.loads(text)
        if len(entries) > LONGEST_QUEUE:
            raise Refused(_("一次最多上传%(n)d条。") % {"n": LONGEST_QUEUE}, status=413)
        now = clock.now()
        return [
            Queued(str(one["key"])[:80], int(one["session"]), int(one["person"]), _said(str(one.get("said", "")), now))
            for one in entries
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Refused(_("上传的签到记录无法读取。"), possible=_("请刷新页面后再试。"), status=400) from None


@dataclass(frozen=True)
class Correcting:
    """One entry to be put right, with what stood before it."""

    record: DutyRecord
    activity_id: int
    choices: list[tuple[str, str]]


def correcting(actor: Actor, pk: int) -> Correcting:
    """The entry, for whoever keeps the activity; 404 otherwise."""
    rows = DutyRecord.objects.select_related("person", "unit")
    record = rows.filter(pk=pk, proof_kind=PROOF_SESSION).first()
    if record is None or record.proof_id is None:
        raise Refused(_("没有这条到会记录。"), status=404)
    session = selectors.session_get(actor, record.proof_id)
    return Correcting(record, session.activity_id, [(code, str(label)) for code, label in Outcome.choices])
