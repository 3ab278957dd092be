"""Questions about members. Each begins with what the actor may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.chinese.normal import fold
from touyan.core.errors import Refused
from touyan.core.models import JournalEntry
from touyan.core.rooms import collect
from touyan.members.models import DataRequest, Member, MemberQuerySet, RosterImport, Sector
from touyan.members.rules import ORDER_FIELDS, PLACES, Affiliation, Order
from touyan.organizations import policy
from touyan.organizations.models import Account, Closure, Membership, Post, Term, Unit, holding
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind, Level, MembershipKind


@dataclass(frozen=True)
class Chosen:
    """What a reader asks of the roster. Empty means all."""

    words: str = ""
    sector: int | None = None
    committee: int | None = None
    branch: int | None = None
    district: int | None = None
    party: str = ""
    affiliation: str = ""
    standing: bool = False
    order: Order = Order.STROKE


@dataclass(frozen=True)
class Line:
    """One line of the roster, as lists print it."""

    pk: int
    person_id: int
    name: str
    number: str
    female: bool
    standing: bool
    is_party_member: bool
    affiliation_code: str
    affiliation: str
    sector: str
    work: str
    committee: str = ""
    branch: str = ""


@dataclass(frozen=True)
class Link:
    """A page of an upper room about a person, offered on the member's page: list it in `member_links.py` as LINKS."""

    label: str | Promise
    url_name: str
    action: str
    icon: str = "file"


@dataclass(frozen=True)
class MemberPage:
    """Everything the page of one member shows."""

    member: Member
    places: list[Membership]
    posts: list[Post]
    seats: list[Member]
    links: list[Link] = field(default_factory=list)
    open_units: set[int] = field(default_factory=set)
    manages: bool = False
    may_phone: bool = False
    own: bool = False


def terms(actor: Actor) -> list[Term]:
    """Terms whose roster the actor may see or keep; the highest committee and the running term first."""
    seen = Member.objects.visible_to(actor).values("term_id")
    kept = policy.units(actor, "member.manage")
    rows = Term.objects.filter(Q(pk__in=seen) | Q(committee_id__in=kept)).select_related("committee")
    return list(rows.order_by("committee__level", "committee__order", "committee__code", "-number"))


def term_of(found: Sequence[Term], pk: int | None) -> Term | None:
    """The term asked for, else the first one that runs today, else the first."""
    today = clock.today()
    if pk is not None:
        return next((term for term in found if term.pk == pk), None)
    running = (term for term in found if term.start <= today and (term.end is None or term.end >= today))
    return next(running, found[0] if found else None)


def members(actor: Actor, term: Term, chosen: Chosen) -> MemberQuerySet:
    """Members seated today in `term` that fit, in the order asked for."""
    rows = Member.objects.visible_to(actor).seated().filter(term=term)
    for word in fold(chosen.words).split()[:4]:
        rows = rows.filter(Q(letters__contains=word) | Q(number__iexact=word) | Q(work__contains=word))
    if chosen.sector:
        rows = rows.filter(sector_id=chosen.sector)
    if chosen.party:
        rows = rows.filter(is_party_member=chosen.party == "party")
    if chosen.affiliation:
        rows = rows.filter(affiliation=chosen.affiliation)
    if chosen.standing:
        rows = rows.filter(standing=True)
    for unit in (chosen.committee, chosen.branch):
        if unit:
            rows = rows.filter(person_id__in=_people_in([unit]))
    if chosen.district:
        below = Closure.objects.filter(ancestor_id=chosen.district).values("descendant_id")
        rows = rows.filter(person_id__in=_people_in(below))
    return rows.order_by(ORDER_FIELDS[chosen.order], "pk")


def _people_in(units: Any) -> QuerySet[Membership, int]:
    rows = Membership.objects.filter(holding(clock.today()), unit_id__in=units)
    return rows.values_list("person_id", flat=True)


FIELDS = ("pk", "person_id", "person__name", "number", "gender", "standing", "is_party_member", "affiliation", "work")


def lines(rows: Iterable[Any] | MemberQuerySet) -> list[Line]:
    """Lines of a page of the roster: two queries however long the page."""
    found = list(rows.values(*FIELDS, "sector__short"))  # type: ignore[union-attr]
    places = _short_places([row["person_id"] for row in found])
    return [
        Line(
            pk=row["pk"],
            person_id=row["person_id"],
            name=row["person__name"],
            number=row["number"],
            female=row["gender"] == "female",
            standing=row["standing"],
            is_party_member=row["is_party_member"],
            affiliation_code=row["affiliation"],
            affiliation=str(Affiliation(row["affiliation"]).label),
            sector=row["sector__short"] or "",
            work=row["work"],
            committee="、".join(places[row["person_id"], MembershipKind.PLACED]),
            branch="、".join(places[row["person_id"], MembershipKind.PARTY]),
        )
        for row in found
    ]


def _short_places(people: Sequence[int]) -> dict[tuple[int, str], list[str]]:
    kinds = [MembershipKind.PLACED, MembershipKind.PARTY]
    rows = Membership.objects.filter(holding(clock.today()), person_id__in=people, kind__in=kinds)
    result: dict[tuple[int, str], list[str]] = defaultdict(list)
    for person, kind, short in rows.order_by("unit__order").values_list("person_id", "kind", "unit__short"):
        result[person, kind].append(short)
    return result


@dataclass(frozen=True)
class Counts:
    """Numbers of a roster, each of which opens to its list."""

    all: int
    party: int
    standing: int

    @property
    def other(self) -> int:
        return self.all - self.party


def counts(actor: Actor, term: Term) -> Counts:
    """How many members the actor sees in `term`."""
    rows = Member.objects.visible_to(actor).seated().filter(term=term)
    found = rows.aggregate(
        all=Count("pk"),
        party=Count("pk", filter=Q(is_party_member=True)),
        standing=Count("pk", filter=Q(standing=True)),
    )
    return Counts(**found)


def units_under(term: Term, kind: Kind, level: Level | None = None) -> QuerySet[Unit]:
    """Open units of a kind under the term's committee, in the office's order."""
    below = Closure.objects.filter(ancestor_id=term.committee_id).values("descendant_id")
    rows = Unit.objects.open_on(clock.today()).filter(kind=kind, pk__in=below).exclude(pk=term.committee_id)  # type: ignore[attr-defined]
    return (rows.filter(level=level) if level else rows).order_by("order", "code")


def sectors() -> QuerySet[Sector]:
    """Sectors that exist today."""
    return Sector.objects.filter(holding(clock.today())).order_by("order", "code")


def sector_table(actor: Actor, term: Term | None) -> QuerySet[Sector]:
    """Every sector, past ones last, with the number of members the actor sees in `term`."""
    seen = Member.objects.visible_to(actor).seated().filter(term=term).values("pk") if term else []
    return Sector.objects.annotate(people=Count("members", filter=Q(members__in=seen))).order_by("order", "code")


def member_get(actor: Actor, pk: int, action: str = "member.view") -> Member:
    """One member for whom the actor may do `action`; Refused with 404 otherwise."""
    rows = Member.objects.visible_to(actor, action).select_related("person", "term__committee", "sector")
    member = rows.filter(pk=pk).first()
    if member is None:
        raise Refused(_("没有这位委员。"), status=404)
    return member


def member_page(actor: Actor, pk: int) -> MemberPage:
    """What the page of one member shows to this actor."""
    member = member_get(actor, pk)
    today = clock.today()
    places = Membership.objects.filter(person_id=member.person_id, kind__in=PLACES).select_related("unit")
    posts = Post.objects.filter(holding(today), person_id=member.person_id).select_related("unit")
    seats = Member.objects.visible_to(actor).filter(person_id=member.person_id).exclude(pk=member.pk)
    return MemberPage(
        member=member,
        places=list(places.order_by("end", "-start")),
        posts=list(posts),
        seats=list(seats.select_related("term__committee", "person")),
        links=[
            link for _room, found in collect("member_links", "LINKS") for link in found if _opens(actor, link, member)
        ],
        open_units=set(
            Unit.objects.visible_to(actor).filter(memberships__person_id=member.person_id).values_list("pk", flat=True)
        ),
        manages=Member.objects.visible_to(actor, "member.manage").filter(pk=member.pk).exists(),
        may_phone=Member.objects.visible_to(actor, "member.phone").filter(pk=member.pk).exists(),
        own=member.person_id == actor.person_id,
    )


def _opens(actor: Actor, link: Link, member: Member) -> bool:
    """Whether the page behind the link would let this reader in."""
    if member.person_id == actor.person_id:
        return actor.may(link.action)
    return Member.objects.visible_to(actor, link.action).filter(pk=member.pk).exists()


def own_seats(actor: Actor) -> list[Member]:
    """The actor's own seats, the latest first; empty for an account without a person."""
    if not actor.person_id:
        return []
    rows = Member.objects.filter(person_id=actor.person_id).select_related("person", "term__committee", "sector")
    return list(rows.order_by("-start", "-pk"))


def readers_of(actor: Actor, limit: int = 50) -> QuerySet[JournalEntry]:
    """Who has read or changed the actor's own data, the latest first."""
    own = [str(member.pk) for member in own_seats(actor)]
    rows = JournalEntry.objects.filter(subject_kind="members.member", subject_id__in=own)
    return rows.exclude(actor_id=actor.account_id).order_by("-seq")[:limit]


def own_requests(actor: Actor) -> QuerySet[DataRequest]:
    """What the actor has asked about the own data."""
    if not actor.person_id:
        return DataRequest.objects.none()
    return DataRequest.objects.filter(member__person_id=actor.person_id).select_related("answered_by__person")


def requests_to_answer(actor: Actor) -> QuerySet[DataRequest]:
    """Requests in the actor's charge, open ones first."""
    within = policy.units(actor, "data.answer")
    rows = DataRequest.objects.filter(member__term__committee_id__in=within)
    rows = rows.select_related("member__person", "member__term__committee", "answered_by__person")
    return rows.order_by(F("answered_at").asc(nulls_first=True), "-pk")


def request_get(actor: Actor, pk: int) -> DataRequest:
    """One request in the actor's charge; 404 otherwise."""
    found = requests_to_answer(actor).filter(pk=pk).first()
    if found is None:
        raise Refused(_("没有这项申请。"), status=404)
    return found


def import_get(actor: Actor, pk: int) -> RosterImport:
    """One of the actor's own imports; 404 for everyone else's."""
    found = RosterImport.objects.filter(pk=pk, account_id=actor.account_id).select_related("term__committee").first()
    if found is None:
        raise Refused(_("没有这次导入。"), status=404)
    return found


def imports_of(actor: Actor) -> QuerySet[RosterImport]:
    """The actor's last imports."""
    return RosterImport.objects.filter(account_id=actor.account_id).select_related("term__committee")[:10]


Sections = Callable[[int], list[dict[str, Any]]]


def own_sections(actor: Actor) -> list[dict[str, Any]]:
    """What other rooms hold about the actor: each lists it in `own_data.py` as a function `sections(person_id)`."""
    if not actor.person_id:
        return []
    found: list[tuple[str, Sections]] = [(room, ask) for room, ask in collect("own_data", "sections")]
    return [section for _room, ask in found for section in ask(actor.person_id)]


def account_of(actor: Actor) -> Account | None:
    """The actor's account."""
    return Account.objects.filter(pk=actor.account_id).select_related("person").first()


def placeable(term: Term) -> QuerySet[Unit]:
    """Units under the term's committee into which members are placed."""
    below = Closure.objects.filter(ancestor_id=term.committee_id).values("descendant_id")
    rows = Unit.objects.open_on(clock.today()).filter(kind__in=set(PLACES.values()), pk__in=below)  # type: ignore[attr-defined]
    return rows.order_by("kind", "order", "code")


def term_kept(actor: Actor, pk: int) -> Term:
    """A term whose roster the actor keeps; 404 otherwise."""
    rows = Term.objects.filter(committee_id__in=policy.units(actor, "member.manage")).select_related("committee")
    term = rows.filter(pk=pk).first()
    if term is None:
        raise Refused(_("没有这一届。"), status=404)
    return term


def terms_kept(actor: Actor) -> list[Term]:
    """Terms whose rosters the actor keeps."""
    rows = Term.objects.filter(committee_id__in=policy.units(actor, "member.manage")).select_related("committee")
    return list(rows.order_by("committee__level", "committee__order", "committee__code", "-number"))


def unit_kept(actor: Actor, action: str) -> Unit:
    """The highest unit in which the actor may do `action`; Refused with 403 when there is none."""
    unit = Unit.objects.filter(pk__in=policy.units(actor, action)).order_by("order", "code").first()
    if unit is None:
        raise Refused(_("您没有办理这件事的权限。"), status=403)
    return unit


def sector_get(pk: int) -> Sector:
    """One sector; 404 when there is none."""
    sector = Sector.objects.filter(pk=pk).first()
    if sector is None:
        raise Refused(_("没有这个界别。"), status=404)
    return sector


@dataclass(frozen=True)
class PrintLine:
    """A member as a printed list shows one."""

    name: str
    female: bool
    ethnicity: str
    sector: str
    sector_order: int


def print_lines(actor: Actor, term: Term, chosen: Chosen) -> list[PrintLine]:
    """Members who fit, in the order asked for, with the marks of printed lists."""
    rows = members(actor, term, chosen).values_list(
        "person__name", "gender", "ethnicity", "sector__name", "sector__order"
    )
    return [
        PrintLine(
            name, gender == "female", "" if ethnicity in ("", "汉", "汉族") else ethnicity, sector or "", order or 0
        )
        for name, gender, ethnicity, sector, order in rows
    ]


def roster_links(actor: Actor) -> list[Link]:
    """What upper rooms offer on the page of the roster: each lists it in `roster_links.py` as LINKS."""
    return [link for _room, found in collect("roster_links", "LINKS") for link in found if actor.may(link.action)]


def own_places(actor: Actor) -> QuerySet[Membership]:
    """Every unit the actor has belonged to, the latest first."""
    return Membership.objects.filter(person_id=actor.person_id or 0).select_related("unit").order_by("-start", "-pk")


def own_posts(actor: Actor) -> QuerySet[Post]:
    """Every post the actor has held, the latest first."""
    return Post.objects.filter(person_id=actor.person_id or 0).select_related("unit").order_by("-start", "-pk")
