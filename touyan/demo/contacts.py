"""Contact as it is arranged: rules, pairs, the days on which they met. What was said is nowhere."""

from __future__ import annotations

import datetime as dt

from touyan.contacts.models import ContactRule, Pair, Talk
from touyan.contacts.rules import Network, TalkKind
from touyan.demo.city import TERM_START, City

RULES = ((Network.LEADERS, 2, 12, 4), (Network.MEMBERS, 3, 12, 2))


def build(city: City) -> None:
    """The city's rules, one or two other members for most Party members, talks over the year; some are not reached yet."""
    rng = city.rng
    ContactRule.objects.bulk_create(
        ContactRule(unit=city.root, network=network, least=least, every=every, most=most, start=TERM_START)
        for network, least, every, most in RULES
    )
    own = city.members_of(city.root)
    others = [folk for folk in own if not folk.is_party]
    keepers = [folk for folk in own if folk.is_party]
    pairs = [
        Pair(
            unit=city.root,
            network=Network.MEMBERS,
            contact=keepers[number % len(keepers)].person,
            other=other.person,
            start=dt.date(city.year, 1, 8),
        )
        for number, other in enumerate(others)
        if rng.random() < 0.93
    ]
    made = Pair.objects.bulk_create(pairs, batch_size=1000)
    account = city.accounts["office"]
    last = (city.today - dt.date(city.year, 1, 10)).days
    talks = [
        Talk(
            pair=pair,
            day=dt.date(city.year, 1, 10) + dt.timedelta(days=rng.randrange(max(last, 1))),
            kind=rng.choice(TalkKind.values),
            account=account,
        )
        for pair in made
        for _talk in range(rng.choice((0, 1, 1, 2, 3)))
    ]
    # The same pair meets once a day for one reason; chance does not know that.
    once = {(talk.pair_id, talk.day, talk.kind): talk for talk in talks}
    Talk.objects.bulk_create(once.values(), batch_size=1000)
