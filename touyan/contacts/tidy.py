"""Contact is kept as long as it is promised and no longer."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from touyan.contacts.models import Matter, Pair
from touyan.core import clock, journal
from touyan.organizations.policy import system_actor

KEPT = timedelta(days=365)


@transaction.atomic
def matters_expire() -> int:
    """Matters closed more than a year ago are gone with their answers; returns how many."""
    rows = Matter.objects.filter(closed__lt=clock.now() - KEPT)
    gone = rows.count()
    if gone:
        rows.delete()
        journal.record(system_actor(), "contact.arrange", detail={"verb": "matters_expire", "count": gone})
    return gone


@transaction.atomic
def pairs_expire() -> int:
    """Pairs that ended more than a year ago are gone with their talks, unless a matter still runs; returns how many."""
    rows = Pair.objects.filter(end__lt=clock.today() - KEPT, matters__isnull=True)
    gone = rows.count()
    if gone:
        rows.delete()
        journal.record(system_actor(), "contact.arrange", detail={"verb": "pairs_expire", "count": gone})
    return gone
