"""Questions about contact. Participants see their own; arrangers see pairs without talks; leaders see numbers of units."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from touyan.contacts.models import ContactRule, Matter, Pair, Talk
from touyan.contacts.rules import (
    MET_AT_MOST,
    MET_WITHIN,
    SMALL,
    Keeping,
    MatterState,
    Network,
    Rhythm,
    Traits,
    keeping,
    shared,
)
from touyan.contacts.services import raiser_id, speaks
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.duties.words import CAME, Stage
from touyan.members.models import Member, Sector
from touyan.organizations import policy
from touyan.organizations.models import Closure, Membership, Person, Post, Unit, holding
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind, MembershipKind

STANDARD = {
    Network.LEADERS: (Rhythm(1, 6), 4),
    Network.MEMBERS: (Rhythm(1, 6), 2),
    Network.PEOPLE: (Rhythm(1, 6), 2),
    Network.PARTIES: (Rhythm(1, 6), 4),
}
"""Rhythm and load where a committee has set no rule of its own."""
TOGETHER = (MembershipKind.PLACED, MembershipKind.GROUP, MembershipKind.TOWN)


@dataclass(frozen=True)
class RuleLine:
    """What holds in a network of a committee; `own` when the committee has set it itself."""

    network: Network
    rhythm: Rhythm
    most: int
    basis: str = ""
    own: bool = False


def rules_of(unit_id: int) -> dict[str, RuleLine]:
    """The rule of each network in a committee: its own, or the standard."""
    lines = {network: RuleLine(network, rhythm, most) for network, (rhythm, most) in STANDARD.items()}
    rows = ContactRule.objects.filter(holding(clock.today()), unit_id=unit_id)
    lines |= {Network(r.network): RuleLine(Network(r.network), r.rhythm, r.most, r.basis, own=True) for r in rows}
    return {str(network): line for network, line in lines.items()}


@dataclass(frozen=True)
class OwnPair:
    """A pair as one of its two sees it."""

    pair: Pair
    title: str
    mine: bool
    state: Keeping
    until: dt.date
    times: int
    least: int
    talks: list[Talk] = field(default_factory=list)


def own_pairs(actor: Actor) -> list[OwnPair]:
    """The actor's pairs of today, those still due first."""
    rows = Pair.objects.visible_to(actor).open_today().select_related("contact", "other", "sector", "unit")
    rules: dict[int, dict[str, RuleLine]] = {}
    found = []
    for pair in rows.prefetch_related("talks"):
        if pair.unit_id not in rules:
            rules[pair.unit_id] = rules_of(pair.unit_id)
        line = rules[pair.unit_id][pair.network]
        found.append(_own(actor, pair, line))
    order = {Keeping.LATE: 0, Keeping.DUE: 1, Keeping.KEPT: 2}
    return sorted(found, key=lambda one: (not one.mine, order[one.state], one.title))


def _own(actor: Actor, pair: Pair, line: RuleLine) -> OwnPair:
    today, talks = clock.today(), list(pair.talks.all())
    start, end = line.rhythm.period(today)
    mine = pair.contact_id == actor.person_id
    return OwnPair(
        pair=pair,
        title=other_end(pair) if mine else pair.contact.name,
        mine=mine,
        state=keeping(line.rhythm, [talk.day for talk in talks], since=pair.start, day=today),
        until=end,
        times=sum(start <= talk.day <= end for talk in talks),
        least=line.rhythm.least,
        talks=talks[:10],
    )


def other_end(pair: Pair) -> str:
    """Name of the person, the sector or the party."""
    if pair.other:
        return pair.other.name
    if pair.sector:
        return pair.sector.name
    return str(pair.get_party_display())


def pair_get(actor: Actor, pk: int, action: str = "contact.own") -> Pair:
    """One pair of the actor's own, or in the actor's charge; 404 otherwise."""
    rows = Pair.objects.visible_to(actor, action).select_related("contact", "other", "sector", "unit")
    pair = rows.filter(pk=pk).first()
    if pair is None:
        raise Refused(_("没有这一结对。"), status=404)
    return pair


def talk_get(actor: Actor, pk: int) -> Talk:
    """A talk in which the actor took part; 404 otherwise."""
    own = Pair.objects.visible_to(actor)
    talk = Talk.objects.filter(pk=pk, pair__in=own).select_related("pair__unit").first()
    if talk is None:
        raise Refused(_("没有这条记录。"), status=404)
    return talk


def matters(actor: Actor) -> QuerySet[Matter]:
    """Matters the actor takes part in or handles, running ones first."""
    rows = Matter.objects.visible_to(actor).select_related("pair__contact", "pair__other", "unit")
    first = (F(name).asc(nulls_first=True) for name in ("closed", "due"))
    return rows.order_by(*first, "-pk")


def matter_get(actor: Actor, pk: int) -> Matter:
    """One such matter; 404 otherwise."""
    matter = matters(actor).filter(pk=pk).first()
    if matter is None:
        raise Refused(_("没有这件事。"), status=404)
    return matter


@dataclass(frozen=True)
class MatterPage:
    """A matter and what this reader may do with it."""

    matter: Matter
    raiser: bool
    handles: bool
    on_paper: bool


def matter_page(actor: Actor, pk: int) -> MatterPage:
    """One matter as this reader sees it."""
    return matter_seen(actor, matter_get(actor, pk))


def matter_seen(actor: Actor, matter: Matter) -> MatterPage:
    """A matter that the reader was found to see."""
    handles = matter.state == MatterState.OPEN and policy.can(actor, "matter.handle", matter.unit_id)
    speaking = speaks(actor, matter)
    return MatterPage(matter, speaking, handles, speaking and actor.person_id != raiser_id(matter.pair))


def matter_on_paper(actor: Actor, pk: int) -> Matter:
    """A matter that waits for a signature on paper, for the contact who brings the sheet; 404 otherwise."""
    page = matter_page(actor, pk)
    if not page.on_paper or page.matter.state != MatterState.PROPOSED:
        raise Refused(_("没有这件事。"), status=404)
    return page.matter


def handling_units(pair: Pair) -> QuerySet[Unit]:
    """Units to which a need of this pair may go: the committee, its departments and special committees."""
    below = Closure.objects.filter(ancestor_id=pair.unit_id).values("descendant_id")
    kinds = [Kind.COMMITTEE, Kind.DEPARTMENT, Kind.SPECIAL_COMMITTEE]
    rows = Unit.objects.open_on(clock.today()).filter(pk__in=below, kind__in=kinds)  # type: ignore[attr-defined]
    return rows.filter(Q(pk=pair.unit_id) | ~Q(kind=Kind.COMMITTEE)).order_by("order", "code")


def committees(actor: Actor, action: str) -> list[Unit]:
    """Committees in which the actor may do `action`, the highest first."""
    rows = Unit.objects.open_on(clock.today()).filter(kind=Kind.COMMITTEE, pk__in=policy.units(actor, action))  # type: ignore[attr-defined]
    return list(rows.order_by("level", "order", "code"))


def committee_of(actor: Actor, action: str, pk: int | None) -> Unit:
    """The committee asked for, else the first; 404 when the actor has none or not that one."""
    found = committees(actor, action)
    unit = next((one for one in found if one.pk == pk), None) if pk else next(iter(found), None)
    if unit is None:
        raise Refused(_("没有您负责安排联系的委员会。"), status=404)
    return unit


@dataclass(frozen=True)
class ArrangedPair:
    """A pair as the arranging office sees it: who with whom, and whether it was kept. No days, no kinds."""

    pair: Pair
    other: str
    state: Keeping


def arranged(actor: Actor, unit: Unit, network: Network) -> list[ArrangedPair]:
    """Open pairs of one network of a committee in the actor's charge."""
    rows = Pair.objects.visible_to(actor, "contact.arrange").open_today().filter(unit=unit, network=network)
    rows = rows.select_related("contact", "other", "sector").order_by("contact__sort_stroke", "pk")
    rhythm, today = rules_of(unit.pk)[network].rhythm, clock.today()
    days = _days(rows)
    return [ArrangedPair(p, other_end(p), keeping(rhythm, days.get(p.pk, []), since=p.start, day=today)) for p in rows]


def _days(pairs: QuerySet[Pair]) -> dict[int, list[dt.date]]:
    days: dict[int, list[dt.date]] = defaultdict(list)
    for pair, day in Talk.objects.filter(pair__in=pairs.order_by()).values_list("pair_id", "day"):
        days[pair].append(day)
    return days


def pair_states(people: Sequence[int]) -> dict[int, tuple[dt.date, Keeping]]:
    """Person → since when somebody keeps contact, and how the best kept pair stands today. Names nobody."""
    today, order = clock.today(), [Keeping.KEPT, Keeping.DUE, Keeping.LATE]
    wanted = set(people)
    rows = Pair.objects.open_today().filter(other__isnull=False)
    rules: dict[int, dict[str, RuleLine]] = {}
    days, found = _days(rows), {}
    for pk, unit, network, other, start in rows.values_list("pk", "unit_id", "network", "other_id", "start"):
        if other not in wanted:
            continue
        if unit not in rules:
            rules[unit] = rules_of(unit)
        rhythm = rules[unit][network].rhythm
        state = keeping(rhythm, days.get(pk, []), since=start, day=today)
        since, before = found.get(other, (start, state))
        found[other] = (min(since, start), min(before, state, key=order.index))
    return found


@dataclass(frozen=True)
class Load:
    """How many a person keeps contact with in a network, and how many the rule asks for at most."""

    person: Person
    keeps: int
    most: int

    @property
    def over(self) -> bool:
        return self.keeps > self.most


def loads(unit: Unit, network: Network) -> list[Load]:
    """Contacts of a network, the most burdened first."""
    most, number = rules_of(unit.pk)[network].most, defaultdict(int)
    rows = Pair.objects.open_today().filter(unit=unit, network=network).select_related("contact")
    people = {}
    for pair in rows:
        number[pair.contact_id] += 1
        people[pair.contact_id] = pair.contact
    found = [Load(people[pk], count, most) for pk, count in number.items()]
    return sorted(found, key=lambda load: (-load.keeps, load.person.sort_stroke))


@dataclass(frozen=True)
class Option:
    """Somebody who could keep contact: what the two share, and how many that person keeps already."""

    person: Person
    weight: int
    words: str
    keeps: int


@dataclass(frozen=True)
class Proposal:
    """A member without a contact, and up to three who could be it, the best first."""

    member: Member
    options: list[Option]


def proposals(actor: Actor, unit: Unit, *, limit: int = 40) -> list[Proposal]:
    """For members of no contact: who shares sector, committee or group, load in balance over the whole list."""
    policy.require(actor, "contact.arrange", unit)
    taken = Pair.objects.open_today().filter(other__isnull=False).values("other_id")
    waiting = list(seated(unit, party=False).exclude(person_id__in=taken)[:limit])
    able = list(seated(unit, party=True))
    keeps: dict[int, int] = defaultdict(int)
    for load in loads(unit, Network.MEMBERS):
        keeps[load.person.pk] = load.keeps
    most, traits = rules_of(unit.pk)[Network.MEMBERS].most, _traits(unit, [*waiting, *able])
    return [_proposal(member, able, traits, keeps, most) for member in waiting]


def _proposal(
    member: Member, able: Iterable[Member], traits: dict[int, Traits], keeps: dict[int, int], most: int
) -> Proposal:
    options = []
    for other in able:
        if keeps[other.person_id] >= most:
            continue
        weight, words = shared(traits[member.person_id], traits[other.person_id])
        options.append(Option(other.person, weight, "、".join(words) or _("尚有余力"), keeps[other.person_id]))
    best = sorted(options, key=lambda o: (-o.weight, o.keeps, o.person.sort_stroke, o.person.pk))[:3]
    if best:
        keeps[best[0].person.pk] += 1
    return Proposal(member, best)


def _traits(unit: Unit, members: Sequence[Member]) -> dict[int, Traits]:
    people = [member.person_id for member in members]
    units: dict[int, set[int]] = defaultdict(set)
    rows = Membership.objects.filter(holding(clock.today()), person_id__in=people, kind__in=TOGETHER)
    for person, place in rows.values_list("person_id", "unit_id"):
        units[person].add(place)
    met = _met(unit)
    return {
        m.person_id: Traits(m.sector_id, frozenset(units[m.person_id]), m.expertise, frozenset(met[m.person_id]))
        for m in members
    }


def _met(unit: Unit) -> dict[int, set[int]]:
    """Person → half-days of the last year at which that person was, of those with few enough people to meet."""
    rows = DutyRecord.objects.effective().filter(committee=unit, stage=Stage.ATTENDANCE, outcome__in=CAME)
    rows = rows.filter(business_date__gte=clock.today() - MET_WITHIN, proof_id__isnull=False).order_by()
    small = rows.values("proof_id").annotate(n=Count("pk")).filter(n__range=(2, MET_AT_MOST))
    found: dict[int, set[int]] = defaultdict(set)
    kept = rows.filter(proof_id__in=small.values("proof_id"))
    for person, half in kept.values_list("person_id", "proof_id").iterator(chunk_size=2000):
        found[person or 0].add(half or 0)
    return found


@dataclass(frozen=True)
class UnitCoverage:
    """Numbers of one unit; None where fewer than five people stand behind them."""

    unit: Unit
    members: int
    paired: int | None
    kept: int | None

    @property
    def small(self) -> bool:
        return self.paired is None


def unit_coverage(actor: Actor, committee: Unit) -> list[UnitCoverage]:
    """Per special committee: other members, how many have a contact, how many were reached. Never a name or a pair."""
    below = Closure.objects.filter(ancestor=committee).values("descendant_id")
    units = Unit.objects.open_on(clock.today()).filter(kind=Kind.SPECIAL_COMMITTEE, pk__in=below)  # type: ignore[attr-defined]
    units = units.filter(pk__in=policy.units(actor, "contact.coverage")).order_by("order", "code")
    people = set(seated(committee, party=False).values_list("person_id", flat=True))
    placed = Membership.objects.filter(holding(clock.today()), unit__in=units, kind=MembershipKind.PLACED)
    by_unit: dict[int, set[int]] = defaultdict(set)
    for unit, person in placed.values_list("unit_id", "person_id"):
        by_unit[unit] |= {person} & people
    states = pair_states(list(people))
    rows = _without_difference([_coverage(unit, by_unit[unit.pk], states) for unit in units])
    return [_coverage(committee, people, states), *rows] if policy.can(actor, "contact.coverage", committee) else rows


def _without_difference(rows: list[UnitCoverage]) -> list[UnitCoverage]:
    """A single hidden unit could be had by subtracting the others from the total; the next smallest is hidden too."""
    if sum(row.small for row in rows) != 1 or len(rows) < 2:
        return rows
    least = min((row for row in rows if not row.small), key=lambda row: row.members)
    return [UnitCoverage(row.unit, row.members, None, None) if row is least else row for row in rows]


def _coverage(unit: Unit, people: set[int], states: dict[int, tuple[dt.date, Keeping]]) -> UnitCoverage:
    if len(people) < SMALL:
        return UnitCoverage(unit, len(people), None, None)
    paired = [states[person][1] for person in people if person in states]
    return UnitCoverage(unit, len(people), len(paired), sum(state == Keeping.KEPT for state in paired))


def sector_coverage(committee: Unit) -> list[tuple[str, bool]]:
    """Every sector of today and whether a leader keeps contact with it (M3)."""
    rows = Pair.objects.open_today().filter(unit=committee, network=Network.LEADERS)
    kept = set(rows.values_list("sector_id", flat=True))
    return [(sector.name, sector.pk in kept) for sector in open_sectors()]


def leaders(unit: Unit) -> QuerySet[Person]:
    """People in a post of the committee's leading party group or of the committee itself, by strokes."""
    below = Closure.objects.filter(ancestor=unit, depth__lte=1).values("descendant_id")
    held = Post.objects.filter(holding(clock.today()), unit_id__in=below)
    held = held.filter(unit__kind__in=[Kind.COMMITTEE, Kind.LEADING_PARTY_GROUP])
    held = held.filter(Q(unit=unit) | Q(unit__kind=Kind.LEADING_PARTY_GROUP))
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("sort_stroke", "pk")


def seated(unit: Unit, *, party: bool) -> QuerySet[Member]:
    """Members of the committee seated today, party members or the others, by strokes."""
    rows = Member.objects.seated().filter(term__committee=unit, is_party_member=party)
    return rows.select_related("person", "sector").order_by("sort_stroke", "pk")


def open_sectors() -> QuerySet[Sector]:
    """Sectors that exist today."""
    return Sector.objects.filter(holding(clock.today())).order_by("order", "code")


def own_matters(actor: Actor) -> QuerySet[Matter]:
    """Matters of the actor's own pairs, running ones first."""
    return matters(actor).filter(pair__in=Pair.objects.visible_to(actor))


def handled_matters(actor: Actor) -> QuerySet[Matter]:
    """Matters handed with consent to units in the actor's charge, running ones first."""
    rows = matters(actor).filter(unit_id__in=policy.units(actor, "matter.handle"))
    return rows.exclude(state__in=[MatterState.PROPOSED, MatterState.WITHDRAWN])


def own_pair(actor: Actor, pk: int) -> OwnPair:
    """One of the actor's own pairs with its talks; 404 otherwise."""
    pair = pair_get(actor, pk)
    return _own(actor, pair, rules_of(pair.unit_id)[pair.network])


def waiting(unit: Unit) -> int:
    """How many other members of the committee have nobody yet."""
    taken = Pair.objects.open_today().filter(other__isnull=False).values("other_id")
    return seated(unit, party=False).exclude(person_id__in=taken).count()


def coverage_committees(actor: Actor) -> list[Unit]:
    """Committees in or above the units whose coverage the actor may see, the highest first."""
    units = policy.units(actor, "contact.coverage")
    over = Closure.objects.filter(descendant_id__in=units).values("ancestor_id")
    own = Unit.objects.filter(pk__in=units, kind=Kind.COMMITTEE)
    if own.exists():
        return list(own.open_on(clock.today()).order_by("level", "order", "code"))  # type: ignore[attr-defined]
    rows = Unit.objects.open_on(clock.today()).filter(pk__in=over, kind=Kind.COMMITTEE)  # type: ignore[attr-defined]
    return list(rows.order_by("-level", "order", "code")[:1])
