"""Contact as it is arranged: rules, pairs, the days on which they met. What was said is nowhere."""

from __future__ import annotations

import datetime as dt

from touyan.contacts.models import ContactRule, Matter, MatterAnswer, Pair, Talk
from touyan.contacts.rules import MatterState, Network, TalkKind
from touyan.core import clock
from touyan.demo.city import TERM_START, City
from touyan.members.models import Sector

RULES = ((Network.LEADERS, 2, 12, 4), (Network.MEMBERS, 3, 12, 2))

# What was needed, how far it is, and what was answered.
NEEDS = (
    (
        "小区加装充电桩",
        "老旧小区车位少，想知道怎样申请公共充电桩。",
        MatterState.HELPED,
        "已联系街道，十月装好六个，可扫码使用。",
    ),
    (
        "青年教师租房",
        "单位附近租房难，想了解人才租赁住房怎样申请。",
        MatterState.ANSWERED,
        "已把申请条件和受理窗口寄给本人。",
    ),
    ("小微企业贷款贴息", "贴息政策分散在几个部门，希望有一份清单。", MatterState.OPEN, ""),
)


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
    sectors(city)
    needs(city, made)


def sectors(city: City) -> None:
    """Each member of the leading group keeps contact with a few sectors; the last three sectors have nobody yet."""
    group = [person.pk for person in city.leaders]
    rows = list(Sector.objects.filter(end__isnull=True).order_by("order", "pk"))[:-3]
    start, most = dt.date(city.year, 1, 8), RULES[0][3]
    pairs = [
        Pair(unit=city.root, network=Network.LEADERS, contact_id=group[number % len(group)], sector=sector, start=start)
        for number, sector in enumerate(rows[: most * len(group)])
    ]
    talks = [
        Talk(pair=pair, day=day, kind=TalkKind.values[number % len(TalkKind.values)], account=city.accounts["office"])
        for number, pair in enumerate(Pair.objects.bulk_create(pairs))
        for day in (dt.date(city.year, 3, 1 + number % 28), dt.date(city.year, 9, 1 + number % 28))[
            : 2 - (number % 7 == 0)
        ]
        if day <= city.today
    ]
    Talk.objects.bulk_create(talks)


def needs(city: City, pairs: list[Pair]) -> None:
    """Three needs that were handed on with consent on paper: one helped, one answered, one in hand."""
    now = clock.now()
    for number, (title, request, state, answer) in enumerate(NEEDS):
        asked = now - dt.timedelta(days=70 - 25 * number)
        matter = Matter.objects.create(
            pair=pairs[number * 5], unit=city.root, title=title, request=request, state=state, consented=asked,
            paper=asked.date(), due=asked.date() + dt.timedelta(days=30),
            closed=asked + dt.timedelta(days=20) if state == MatterState.HELPED else None,
        )  # fmt: skip
        if answer:
            said = MatterAnswer.objects.create(matter=matter, answer=answer, account=city.accounts["office"])
            MatterAnswer.objects.filter(pk=said.pk).update(at=asked + dt.timedelta(days=15))
