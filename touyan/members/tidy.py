"""Keeping the roster as it is promised: keys of the present table, telephones only as long as they are needed."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from touyan.core import clock, journal
from touyan.members.models import Member
from touyan.members.services import keys_renew
from touyan.organizations.models import Person
from touyan.organizations.policy import system_actor

AFTER_LEAVING = timedelta(days=30)
KEYS = ["sort_stroke", "sort_pinyin", "letters"]


def keys_renew_all() -> int:
    """Every stored key is that of the present stroke table and setting; returns how many differed."""
    renewed = 0
    rows = Member.objects.select_related("person").order_by("pk")
    for start in range(0, rows.count(), 1000):
        part = [member for member in rows[start : start + 1000] if keys_renew(member)]
        with transaction.atomic():
            Member.objects.bulk_update(part, KEYS)
            Person.objects.bulk_update([member.person for member in part], KEYS[:2])
        renewed += len(part)
    return renewed


@transaction.atomic
def phones_expire() -> int:
    """Telephones of seats that ended more than 30 days ago are gone; returns how many."""
    limit = clock.today() - AFTER_LEAVING
    gone = Member.objects.filter(end__lt=limit).exclude(phone="").update(phone="")
    if gone:
        journal.record(system_actor(), "member.manage", detail={"verb": "phones_expire", "count": gone})
    return gone
