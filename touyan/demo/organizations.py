"""Units, people, posts, memberships and one sign-in per role."""

from __future__ import annotations

import datetime as dt

from touyan.core.chinese.pinyin import pinyin_key
from touyan.core.chinese.strokes import stroke_key
from touyan.demo import names, signins, structure
from touyan.demo.city import TERM_START, City, Folk
from touyan.organizations import closure
from touyan.organizations.models import Membership, Person, Placement, Post, Term, Unit, UnitName
from touyan.organizations.rules import Kind, Level, Line, MembershipKind, Title

CITY_NAME = "杭州市政协（示例）"


def build(city: City) -> None:
    """The whole structure of the source document, its people, and their accounts."""
    _units(city)
    closure.rebuild()
    _people(city)
    _placements(city)
    signins.build(city)


class _Maker:
    """Collects units and places so that they are written in a few statements."""

    def __init__(self) -> None:
        self.order = 0
        self.places: list[tuple[Unit, Unit, Line]] = []

    def unit(
        self, code: str, name: str, short: str, kind: Kind, line: Line, level: Level, parent: Unit | None, *more: Line
    ) -> Unit:
        """A unit under `parent` in `line` and in `more` lines."""
        self.order += 1
        made = Unit.objects.create(
            code=code, name=name, short=short, kind=kind, line=line, level=level, order=self.order, start=TERM_START
        )
        if parent is not None:
            self.places += [(made, parent, each) for each in (line, *more)]
        return made


def _units(city: City) -> None:
    make = _Maker()
    city.root = make.unit("SZX", CITY_NAME, "市政协", Kind.COMMITTEE, Line.TERRITORY, Level.CITY, None)
    city.party_group = make.unit(
        "DZ", "市政协党组", "市政协党组", Kind.LEADING_PARTY_GROUP, Line.COMMITTEE, Level.CITY, city.root, Line.OFFICE
    )
    _office_line(city, make)
    _committee_line(city, make)
    _districts(city, make)
    Placement.objects.bulk_create(
        Placement(unit=unit, parent=parent, line=line, start=TERM_START) for unit, parent, line in make.places
    )
    units = Unit.objects.all()
    UnitName.objects.bulk_create(UnitName(unit=u, name=u.name, short=u.short, start=u.start) for u in units)


def _office_line(city: City, make: _Maker) -> None:
    city.office_group = make.unit(
        "JGDZ", "市政协机关党组", "机关党组", Kind.OFFICE_PARTY_GROUP, Line.OFFICE, Level.CITY, city.party_group
    )
    for name, code in structure.OFFICE_DEPARTMENTS:
        city.departments.append(
            make.unit(code, name, name, Kind.DEPARTMENT, Line.OFFICE, Level.CITY, city.office_group)
        )
    for number, name in enumerate(structure.OFFICE_BRANCHES, 1):
        city.office_branches.append(
            make.unit(f"JGZB{number}", name, name, Kind.OFFICE_BRANCH, Line.OFFICE, Level.CITY, city.office_group)
        )


def _committee_line(city: City, make: _Maker) -> None:
    numerals = "一二三四五六七八九"
    for index, (name, short, branches) in enumerate(structure.COMMITTEES, 1):
        subgroup = make.unit(
            f"FDZ{index}",
            f"{name}分党组",
            f"{short}分党组",
            Kind.PARTY_SUBGROUP,
            Line.COMMITTEE,
            Level.CITY,
            city.party_group,
        )
        city.subgroups.append(subgroup)
        city.special_committees.append(
            make.unit(f"ZWH{index}", name, short, Kind.SPECIAL_COMMITTEE, Line.COMMITTEE, Level.CITY, subgroup)
        )
        for branch_index in range(1, branches + 1):
            branch = make.unit(
                f"ZB{index}{branch_index}",
                f"{name}党员履职临时第{numerals[branch_index - 1]}支部",
                f"{short}{numerals[branch_index - 1]}支部",
                Kind.TEMPORARY_BRANCH,
                Line.COMMITTEE,
                Level.CITY,
                subgroup,
            )
            city.branches.append(branch)
            group = f"{short}{numerals[branch_index - 1]}支部活动小组"
            city.groups.append(
                make.unit(
                    f"XZ{index}{branch_index}", group, group, Kind.ACTIVITY_GROUP, Line.COMMITTEE, Level.CITY, branch
                )
            )


def _districts(city: City, make: _Maker) -> None:
    for index, (name, towns) in enumerate(structure.DISTRICTS, 1):
        district = make.unit(
            f"QX{index:02}",
            f"{name}政协（示例）",
            f"{name}政协",
            Kind.COMMITTEE,
            Line.TERRITORY,
            Level.DISTRICT,
            city.root,
        )
        city.districts.append(district)
        for town_index, town in enumerate(towns, 1):
            city.towns.append(
                make.unit(
                    f"QX{index:02}{town_index}",
                    f"{name}{town}委员小组",
                    f"{town}小组",
                    Kind.TOWN_GROUP,
                    Line.TERRITORY,
                    Level.TOWN,
                    district,
                )
            )


def _people(city: City) -> None:
    rng = city.rng
    committees = [city.root, *city.districts]
    for committee, number in [(c, 12 if c is city.root else 10) for c in committees]:
        name = f"{committee.short}第{'十二' if number == 12 else '十'}届委员会"
        city.terms[committee.pk] = Term.objects.create(
            committee=committee, number=number, name=name, start=TERM_START, end=dt.date(2027, 3, 31)
        )
    counts = [(city.root, city.city_members), *((d, city.district_members) for d in city.districts)]
    staff, leaders = 30, 9
    drawn = names.draw(rng, sum(count for _committee, count in counts) + staff)
    people = Person.objects.bulk_create(
        [Person(name=name, sort_stroke=stroke_key(name), sort_pinyin=pinyin_key(name)) for name in drawn],
        batch_size=1000,
    )
    city.staff, rest = people[:staff], iter(people[staff:])
    for committee, count in counts:
        for number in range(count):
            city.folk.append(_folk(city, next(rest), committee, leads=committee is city.root and number < leaders))
    city.leaders = [folk.person for folk in city.folk[:leaders]]


def _folk(city: City, person: Person, committee: Unit, *, leads: bool) -> Folk:
    rng = city.rng
    sector = "中国共产党" if leads else rng.choice(structure.SECTORS)
    affiliation = structure.AFFILIATIONS.get(sector, "")
    is_party = sector in structure.PARTY_SECTORS or (not affiliation and rng.random() < 0.5)
    folk = Folk(
        person, committee, sector, is_party, leads or rng.random() < 0.16, "中共" if is_party else affiliation or "群众"
    )
    if committee is city.root:
        index = len(city.folk) % len(city.special_committees)
        folk.special_committee = city.special_committees[index]
        if is_party:
            code = city.subgroups[index].code.removeprefix("FDZ")
            fitting = [branch for branch in city.branches if branch.code.startswith(f"ZB{code}")]
            before = sum(f.special_committee == folk.special_committee and f.branch is not None for f in city.folk)
            folk.branch = fitting[before % len(fitting)]
    else:
        own = [town for town in city.towns if town.code.startswith(committee.code)]
        folk.town = own[len(city.folk) % len(own)]
    return folk


def _placements(city: City) -> None:
    rows: list[Membership] = []

    def belongs(unit: Unit | None, person: Person, kind: MembershipKind) -> None:
        if unit is not None:
            rows.append(Membership(unit=unit, person=person, kind=kind, start=TERM_START))

    groups = {group.code.removeprefix("XZ"): group for group in city.groups}
    for folk in city.folk:
        belongs(folk.committee, folk.person, MembershipKind.MEMBER)
        belongs(folk.special_committee, folk.person, MembershipKind.PLACED)
        belongs(folk.branch, folk.person, MembershipKind.PARTY)
        belongs(folk.town, folk.person, MembershipKind.TOWN)
        if folk.branch is not None and city.rng.random() < 0.6:
            belongs(groups[folk.branch.code.removeprefix("ZB")], folk.person, MembershipKind.GROUP)
    for index, person in enumerate(city.staff):
        belongs(city.departments[index % len(city.departments)], person, MembershipKind.STAFF)
        belongs(city.office_branches[index % len(city.office_branches)], person, MembershipKind.PARTY)
    Membership.objects.bulk_create(rows, batch_size=2000)
    _posts(city)


def _posts(city: City) -> None:
    posts: list[Post] = []

    def holds(unit: Unit, person: Person, title: Title, *, first: bool = True) -> None:
        posts.append(Post(unit=unit, person=person, title=title, start=TERM_START))
        if first:
            city.secretaries[unit.pk] = person

    chair, *others = city.leaders
    holds(city.root, chair, Title.CHAIR)
    holds(city.party_group, chair, Title.GROUP_SECRETARY)
    for leader in others:
        holds(city.root, leader, Title.VICE_CHAIR, first=False)
        holds(city.party_group, leader, Title.GROUP_MEMBER, first=False)
    holds(city.office_group, city.staff[0], Title.GROUP_SECRETARY)
    for unit, person in zip([*city.departments, *city.office_branches], city.staff, strict=False):
        holds(unit, person, Title.HEAD if unit.kind == Kind.DEPARTMENT else Title.SECRETARY)
    for unit, kind in ((u, "special_committee") for u in city.special_committees):
        fitting = [
            f.person for f in city.folk if getattr(f, kind) == unit and f.is_party and f.person not in city.leaders
        ]
        holds(unit, fitting[0], Title.HEAD)
        index = city.special_committees.index(unit)
        holds(city.subgroups[index], fitting[0], Title.SECRETARY)
    for branch, group in zip(city.branches, city.groups, strict=True):
        fitting = [f.person for f in city.folk if f.branch == branch]
        taken = {*city.secretaries.values(), *city.leaders}
        secretary = next((person for person in fitting if person not in taken), fitting[0])
        holds(branch, secretary, Title.SECRETARY)
        holds(group, fitting[-1], Title.LEADER)
    for unit, attribute in [(d, "committee") for d in city.districts] + [(t, "town") for t in city.towns]:
        belonging = [f for f in city.folk if getattr(f, attribute) == unit]
        fitting = [f.person for f in belonging if f.is_party] or [f.person for f in belonging]
        holds(unit, fitting[0], Title.GROUP_SECRETARY if unit.kind == Kind.COMMITTEE else Title.LEADER)
    Post.objects.bulk_create(posts)
