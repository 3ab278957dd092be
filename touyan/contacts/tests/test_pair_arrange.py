"""Pairs: who with whom, by whose arrangement, once."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from touyan.contacts import selectors, services
from touyan.contacts.models import Pair
from touyan.contacts.rules import Network
from touyan.contacts.services import OtherEnd
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.duties import services as duties
from touyan.duties.rules import Draft, Proof
from touyan.members import services as member_services
from touyan.members.data import MemberData
from touyan.members.models import Sector
from touyan.members.tests.browser import client_of
from touyan.organizations.tests.cast import person

pytestmark = pytest.mark.django_db


def test_the_same_pair_is_made_once(cast, pair):
    again = services.pair_arrange(
        actor=cast.staff, unit=cast.city, network=Network.MEMBERS, contact=cast.zhang, other=OtherEnd(person=cast.li)
    )
    assert again.pk == pair.pk and Pair.objects.count() == 1


def test_only_party_members_keep_contact_with_the_others(cast, roster):
    arrange = {"actor": cast.staff, "unit": cast.city, "network": Network.MEMBERS}
    with pytest.raises(Refused, match="不是本届党员委员"):
        services.pair_arrange(**arrange, contact=cast.li, other=OtherEnd(person=cast.zhang))
    with pytest.raises(Refused, match="不是本届党外委员"):
        services.pair_arrange(**arrange, contact=cast.zhang, other=OtherEnd(person=cast.wang))
    with pytest.raises(Refused, match="不能与自己"):
        services.pair_arrange(**arrange, contact=cast.zhang, other=OtherEnd(person=cast.zhang))
    with pytest.raises(Refused, match="不能这样结对"):
        services.pair_arrange(**arrange, contact=cast.zhang, other=OtherEnd(sector=Sector.objects.first()))


def test_the_database_keeps_one_other_end(cast, roster):
    with pytest.raises(IntegrityError), transaction.atomic():
        Pair.objects.create(unit=cast.city, network="members", contact=cast.zhang)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pair.objects.create(unit=cast.city, network="members", contact=cast.zhang, other=cast.zhang)


def test_leaders_keep_contact_with_sectors_and_parties(cast, roster):
    sector = Sector.objects.get(code="JJ")
    services.pair_arrange(
        actor=cast.staff, unit=cast.city, network=Network.LEADERS, contact=cast.wang, other=OtherEnd(sector=sector)
    )
    services.pair_arrange(
        actor=cast.staff, unit=cast.city, network=Network.PARTIES, contact=cast.wang, other=OtherEnd(party="minge")
    )
    assert dict(selectors.sector_coverage(cast.city))[sector.name] is True


def test_proposals_share_sector_and_keep_the_load_even(cast, roster):
    for name in ("赵甲", "赵乙", "赵丙"):
        member_services.member_add(
            actor=cast.staff, term=roster.term, data=MemberData(name=name, affiliation="minge", sector=roster.li.sector)
        )
    found = selectors.proposals(cast.staff, cast.city)
    assert {one.member.person.name for one in found} == {"李四", "赵甲", "赵乙", "赵丙"}
    first = [one.options[0].person.name for one in found]
    assert (
        first.count("张三") == 2 and first.count("王五") == 2
    )  # 张三 shares the sector until the rule's two are reached
    assert "同一界别" in found[0].options[0].words
    services.pairs_arrange(
        actor=cast.staff, unit=cast.city, chosen=[(one.options[0].person, one.member.person) for one in found]
    )
    assert selectors.waiting(cast.city) == 0
    assert {load.keeps for load in selectors.loads(cast.city, Network.MEMBERS)} == {2}


def test_rules_are_dated(cast, roster):
    for least in (1, 3):
        services.contact_rule_set(
            actor=cast.staff, unit=cast.city, network=Network.MEMBERS, least=least, every=3, most=1, basis="第三条"
        )
    line = selectors.rules_of(cast.city.pk)["members"]
    assert (line.rhythm.least, line.rhythm.every, line.most, line.own) == (3, 3, 1, True)
    with pytest.raises(Refused):
        services.contact_rule_set(actor=cast.staff, unit=cast.city, network=Network.MEMBERS, least=1, every=5, most=1)


def test_who_may(cast, roster):
    for actor in (cast.secretary, cast.member, cast.leader, cast.district_staff):
        with pytest.raises(Refused):
            services.pair_arrange(
                actor=actor, unit=cast.city, network=Network.MEMBERS, contact=cast.zhang, other=OtherEnd(person=cast.li)
            )


def test_by_browser(cast, roster):
    client, place = client_of("staff"), f"?unit={cast.city.pk}&network=members"
    page = client.get(reverse("contacts_arrange") + place).content.decode()
    assert "还没有联系人" in page
    data = {"contact": roster.zhang.pk, "other": roster.li.pk}
    assert client.post(reverse("pair_arrange") + place, data).status_code == 302
    assert client.post(reverse("pair_arrange") + place, {"contact": roster.zhang.pk}).status_code == 422
    assert "李四" in client.get(reverse("contacts_arrange") + place).content.decode()
    assert client.post(reverse("pair_end", args=[Pair.objects.get().pk])).status_code == 302
    assert client.post(reverse("pairs_propose") + place, {f"m{roster.li.pk}": cast.zhang.pk}).status_code == 302
    rule = {"least": 2, "every": 6, "most": 3, "basis": ""}
    assert client.post(reverse("contact_rule") + place, rule).status_code == 302
    assert "每 6 个月至少 2 次" in client.get(reverse("contacts_arrange") + place).content.decode()


def test_whoever_met_at_small_meetings_is_proposed_first(cast, roster):
    """Two candidates share nothing else; the one who sat at the same table twice comes first, with the reason."""
    made = [
        member_services.member_add(
            actor=cast.staff, term=roster.term, data=MemberData(name=name, affiliation=side, sector=None)
        ).person
        for name, side in (("赵甲", "minge"), ("孙丙", "cpc"), ("周丁", "cpc"))
    ]
    zhao, _sun, zhou = made
    for number, people in enumerate(([zhao, zhou], [zhao, zhou], [*made, *[person(f"众{n}") for n in range(40)]])):
        for one in people:
            duties.record_post(actor=cast.staff, draft=attended(cast, one, number))
    rows = {one.member.person_id: one.options for one in selectors.proposals(cast.staff, cast.city)}
    first = rows[zhao.pk][0]
    assert (first.person, first.words) == (zhou, "一年内同场2次")


def attended(cast, who, half):
    return Draft(
        key=f"att:{half}:{who.pk}", unit_id=cast.city.pk, person_id=who.pk, kind="consultation", stage="attendance",
        outcome="present", day=clock.today(), title="座谈", proof=Proof("activity_session", 1000 + half, "座谈"),
    )  # fmt: skip
