"""Codes for the door and for one person at one activity: signed, short-lived or for that activity only. No queries."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from touyan.activities.rules import QUEUE_TAKEN, SLOT_SECONDS, SLOTS_TAKEN
from touyan.core.errors import Refused

DOOR, PERSON = "touyan.door", "touyan.arrival"


def slot_of(moment: dt.datetime) -> int:
    """The number of the slot in which `moment` falls."""
    return int(moment.timestamp()) // SLOT_SECONDS


def slot_time(slot: int) -> dt.datetime:
    """When a slot began."""
    return dt.datetime.fromtimestamp(slot * SLOT_SECONDS, dt.UTC)


def door_token(session_id: int, slot: int) -> str:
    """What the door shows as a QR code during one slot."""
    return signing.Signer(salt=DOOR).sign(f"{session_id}.{slot}")


def door_digits(session_id: int, slot: int) -> str:
    """The same as six digits, for whoever has no camera or no network at the door."""
    message = f"{session_id}.{slot}".encode()
    digest = hmac.new(f"{DOOR}.digits{settings.SECRET_KEY}".encode(), message, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:6]) % 1_000_000:06d}"


def read_door(token: str, now: dt.datetime) -> tuple[int, dt.datetime]:
    """(half-day, when the code was shown). Refused when it was not made here or is more than a day old."""
    try:
        session_id, slot = signing.Signer(salt=DOOR).unsign(token).split(".")
    except (signing.BadSignature, ValueError):
        raise Refused(_("签到码不正确。"), possible=_("请重新扫描门口的签到码。"), status=404) from None
    shown = slot_time(int(slot))
    if not now - QUEUE_TAKEN <= shown <= now + dt.timedelta(seconds=SLOT_SECONDS):
        raise Refused(_("签到码已过期。"), possible=_("请重新扫描，或请工作人员登记。"), status=409)
    return int(session_id), shown


def check_digits(session_id: int, digits: str, said: dt.datetime) -> bool:
    """Whether the door showed these digits at the time said, or up to three slots before."""
    latest = slot_of(said)
    shown = (door_digits(session_id, latest - back) for back in range(-1, SLOTS_TAKEN))
    return any(hmac.compare_digest(digits, each) for each in shown)


def person_token(activity_id: int, person_id: int) -> str:
    """What a member shows or sends: good for this person at this activity only."""
    return signing.Signer(salt=PERSON).sign(f"{activity_id}.{person_id}")


def read_person(token: str) -> tuple[int, int]:
    """(activity, person) of a member's own code."""
    try:
        activity_id, person_id = signing.Signer(salt=PERSON).unsign(token).split(".")
    except (signing.BadSignature, ValueError):
        raise Refused(_("签到码不正确。"), possible=_("请对方刷新后重新出示。"), status=404) from None
    return int(activity_id), int(person_id)
