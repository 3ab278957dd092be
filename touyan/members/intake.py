"""From rows of a list to members: who is meant, what would change, what cannot be. Looked at first, written the same way.

A member is found by number, else by name within the term. An empty cell states nothing and leaves what stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.chinese.normal import clean_name
from touyan.core.sheets import Problem, Row
from touyan.members.keys import keys_of
from touyan.members.models import Member
from touyan.members.rules import Affiliation
from touyan.organizations.models import Membership, Person, Term, holding
from touyan.organizations.rules import MembershipKind

PLAIN = ("number", "gender", "ethnicity", "affiliation", "is_party_member", "standing", "work", "expertise", "phone")
UNITS = {"committee": MembershipKind.PLACED, "branch": MembershipKind.PARTY}
WRITTEN = [*PLAIN, "sector_id", "start", "sort_stroke", "sort_pinyin", "letters", "version"]


@dataclass
class Tally:
    """What a list comes to."""

    added: int = 0
    changed: int = 0
    same: int = 0


@dataclass(frozen=True)
class Known:
    """The roster as it stood before the list: ids by name and by number, and people of earlier terms. Read once a pass."""

    by_name: dict[str, list[int]]
    by_number: dict[str, int]
    former: dict[tuple[str, str], set[int]]

    @classmethod
    def of(cls, term: Term) -> Known:
        """Ids only, so that 100,000 members take some tens of megabytes."""
        by_name, by_number, former = defaultdict(list), {}, defaultdict(set)
        rows = Member.objects.filter(term__committee_id=term.committee_id).order_by()
        wanted = ("pk", "term_id", "person_id", "person__name", "number", "phone")
        for pk, of_term, person, name, number, phone in rows.values_list(*wanted).iterator(chunk_size=5000):
            if of_term != term.pk:
                for mark in filter(None, (number, phone)):
                    former[name, mark].add(person)
                continue
            by_name[name].append(pk)
            if number:
                by_number[number] = pk
        return cls(dict(by_name), by_number, dict(former))


@dataclass
class Intake:
    """Reads batches of good rows against `term`. With `write` it also carries them out, inside the caller's transaction."""

    term: Term
    write: bool = False
    tally: Tally = field(default_factory=Tally)
    _known: Known | None = None
    _names: dict[str, tuple[int, bool]] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def __call__(self, rows: Sequence[Row]) -> list[Problem]:
        """The problems of the rows that cannot be taken; the others are counted, and written when asked."""
        self._known = self._known or Known.of(self.term)
        standing = _Standing(self._known, rows)
        problems: list[Problem] = []
        fresh: list[dict[str, Any]] = []
        mended: list[tuple[Member, dict[str, Any]]] = []
        for row in rows:
            values = stated(row)
            if problem := self._twice(row.number, values) or standing.problem(row.number, values):
                problems.append(problem)
            elif (member := standing.meant(values)) is None:
                fresh.append(values)
            elif differs(member, values, standing.places):
                mended.append((member, values))
            else:
                self.tally.same += 1
        self.tally.added += len(fresh)
        self.tally.changed += len(mended)
        if self.write:
            add_all(self.term, fresh, self._known)
            mend_all(self.term, mended, standing.places)
        return problems

    def _twice(self, number: int, values: dict[str, Any]) -> Problem | None:
        name, own = values["name"], values.get("number", "")
        if own and own in self._numbers:
            return Problem(number, _("委员编号"), _("与第 %(row)d 行重复。") % {"row": self._numbers[own]})
        if name in self._names and not (own and self._names[name][1]):
            return Problem(
                number, _("姓名"), _("与第 %(row)d 行同名，请为两行都填写委员编号。") % {"row": self._names[name][0]}
            )
        self._names[name] = (number, bool(own))
        if own:
            self._numbers[own] = number
        return None


def stated(row: Row) -> dict[str, Any]:
    """What the row states, without its empty cells; the name cleaned, the party flag by the affiliation."""
    values = {key: value for key, value in row.values.items() if value is not None and value != ""}
    values["name"] = clean_name(values["name"])
    if values["affiliation"] == Affiliation.CPC:
        values["is_party_member"] = True
    if "sector" in values:
        values["sector_id"] = values.pop("sector")
    return values


class _Standing:
    """Members of the term that a batch of rows could mean, with the places they hold today: three queries."""

    def __init__(self, known: Known, rows: Sequence[Row]) -> None:
        wanted: set[int] = set()
        for row in rows:
            # A known number says who is meant; otherwise everyone of that name could be.
            held = known.by_number.get(row.values.get("number") or "")
            wanted |= {held} if held else set(known.by_name.get(clean_name(row.values["name"]), ()))
        found = Member.objects.select_related("person").in_bulk(wanted)
        self.by_number = {member.number: member for member in found.values() if member.number}
        self.by_name: dict[str, list[Member]] = defaultdict(list)
        for member in found.values():
            self.by_name[member.person.name].append(member)
        self.places = _places([member.person_id for member in found.values()])

    def problem(self, row: int, values: dict[str, Any]) -> Problem | None:
        """Why the row cannot be taken, or None."""
        name, number = values["name"], values.get("number", "")
        holder = self.by_number.get(number) if number else None
        if holder and holder.person.name != name:
            return Problem(row, _("委员编号"), _("编号已属于%(name)s，请核对。") % {"name": holder.person.name})
        if not holder and not number and len(self.by_name[name]) > 1:
            count = len(self.by_name[name])
            return Problem(row, _("姓名"), _("册中有 %(count)d 位同名委员，请填写委员编号。") % {"count": count})
        if "branch" in values and not self._party(values):
            return Problem(row, _("履职临时党支部"), _("不是中共党员，不编入临时党支部。"))
        return None

    def _party(self, values: dict[str, Any]) -> bool:
        member = self.meant(values)
        return bool(values.get("is_party_member", member.is_party_member if member else False))

    def meant(self, values: dict[str, Any]) -> Member | None:
        """The member the row is about; None for a new one."""
        number, same = values.get("number", ""), self.by_name[values["name"]]
        if number and number in self.by_number:
            return self.by_number[number]
        open_ones = [member for member in same if not member.number] if number else same
        return open_ones[0] if len(open_ones) == 1 else None


Places = dict[tuple[int, str], Membership]


def _places(people: Sequence[int]) -> Places:
    rows = Membership.objects.filter(holding(clock.today()), person_id__in=people, kind__in=UNITS.values())
    return {(row.person_id, row.kind): row for row in rows}


def differs(member: Member, values: dict[str, Any], places: Places) -> bool:
    """Whether the row states anything that does not stand yet."""
    if any(getattr(member, key) != values[key] for key in (*PLAIN, "sector_id", "start") if key in values):
        return True
    return any(_moves(member.person_id, key, values, places) for key in UNITS)


def _moves(person: int, key: str, values: dict[str, Any], places: Places) -> bool:
    if key not in values:
        return False
    held = places.get((person, UNITS[key]))
    return held is None or held.unit_id != values[key].pk


def add_all(term: Term, rows: Sequence[dict[str, Any]], known: Known) -> None:
    """New people, seats and places: four statements however many rows."""
    first = max(term.start, min(clock.today(), term.end or clock.today()))
    keys = [keys_of(values["name"]) for values in rows]
    sat = former(rows, known)
    fresh = [
        Person(name=values["name"], sort_stroke=key.sort_stroke, sort_pinyin=key.sort_pinyin)
        for at, (values, key) in enumerate(zip(rows, keys, strict=True))
        if at not in sat
    ]
    made = iter(Person.objects.bulk_create(fresh))
    people = [sat[at] if at in sat else next(made) for at in range(len(rows))]
    members, places = [], []
    for values, key, person in zip(rows, keys, people, strict=True):
        start = values.get("start", first)
        plain = {name: values[name] for name in (*PLAIN, "sector_id") if name in values}
        members.append(Member(person=person, term=term, start=start, **plain, **vars(key)))
        places.append(Membership(unit_id=term.committee_id, person=person, kind=MembershipKind.MEMBER, start=start))
        for name, kind in UNITS.items():
            if name in values:
                places.append(Membership(unit=values[name], person=person, kind=kind, start=start))
    Member.objects.bulk_create(members)
    Membership.objects.bulk_create(places, ignore_conflicts=True)  # a place that already stands stays


def former(rows: Sequence[dict[str, Any]], known: Known) -> dict[int, Person]:
    """Place of a row → the person who sat in an earlier term of the committee: same name, and number or telephone."""
    found = {}
    for at, values in enumerate(rows):
        marks = [values.get("number", ""), values.get("phone", "")]
        people = set().union(*(known.former.get((values["name"], mark), set()) for mark in marks if mark))
        if len(people) == 1:
            found[at] = people.pop()
    people_by_pk = Person.objects.in_bulk(set(found.values()))
    return {at: people_by_pk[pk] for at, pk in found.items()}


def mend_all(term: Term, rows: Sequence[tuple[Member, dict[str, Any]]], places: Places) -> None:
    """Standing members as the rows state them; a new place ends the old one the day before."""
    today = clock.today()
    fresh: list[Membership] = []
    for member, values in rows:
        for name in (*PLAIN, "sector_id", "start"):
            if name in values:
                setattr(member, name, values[name])
        member.version += 1
        for name, kind in UNITS.items():
            if _moves(member.person_id, name, values, places):
                if held := places.get((member.person_id, kind)):
                    _close(held)
                fresh.append(Membership(unit=values[name], person_id=member.person_id, kind=kind, start=today))
    Member.objects.bulk_update([member for member, _values in rows], WRITTEN)
    Membership.objects.bulk_create(fresh)


def _close(place: Membership) -> None:
    day = clock.today() - timedelta(days=1)
    if place.start > day:
        place.delete()
    else:
        place.end = day
        place.save(update_fields=["end"])
