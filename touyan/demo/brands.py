"""The family of brands of the demonstration city; among them eight made by hand, each with the warnings a careful official would give."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from touyan.brands import pulse
from touyan.brands.beats import months_before, plus_months
from touyan.brands.facts import facts_of
from touyan.brands.models import (
    Brand,
    BrandEvent,
    BrandStep,
    Decision,
    Deed,
    Drive,
    DriveEntry,
    Element,
    Promise,
    Review,
    ReviewMark,
    Standard,
    StepProof,
)
from touyan.brands.rules import BrandKind, Life, Quality
from touyan.brands.services.evidence import FIELDS
from touyan.brands.services.quality import standard_on
from touyan.core.clock import SHANGHAI
from touyan.demo import brands_said as said
from touyan.demo.brands_said import Said
from touyan.demo.happenings import Event, Year
from touyan.duties import ledger
from touyan.duties.models import DutyRecord, LedgerHead, Work
from touyan.duties.rules import Draft
from touyan.duties.words import Outcome
from touyan.organizations.models import Membership, Unit
from touyan.organizations.policy import actor_of

if TYPE_CHECKING:
    from touyan.demo.city import City

SEED = 123456
CITY = Said(
    "钱潮头雁 同心向党",
    "头雁勤，群雁齐",
    "干在实处、走在前列、勇立潮头",
    "统一领导、双线运行、两级推动、互促共进",
    ("两个全覆盖", "四个一线"),
    ("五张责任清单", "党组成员联系委员制度"),
    ("机关六型", "一委一品", "一区域一品牌"),
)
# The eight brands of the measure: their key, and every warning each of them gets.
EXPECTED: dict[str, tuple[str, ...]] = {
    said.ALIVE.name: (),
    said.ASLEEP.name: ("asleep",),
    said.BUNCHED.name: ("bunched",),
    said.PARTY_ONLY.name: ("apart",),
    said.SLOGAN_ONLY.name: ("hollow",),
    said.TWIN.name: ("alike",),
    said.YOUNG.name: (),
    said.CLOSED.name: (),
}


class MoreOfTheYear(Year):
    """Further activities after the year was saved: rows of the ledger go on from the last number."""

    def _book(self, drafts: list[Draft]) -> None:
        heads = dict(LedgerHead.objects.values_list("committee_id", "seq"))
        rows: list[DutyRecord] = []
        for draft in drafts:
            committee = draft.committee_id or self.committees[draft.unit_id]
            heads[committee] = heads.get(committee, 0) + 1
            made = ledger.row(draft, committee, heads[committee], self.office)
            made.booked_at = dt.datetime.combine(draft.day, dt.time(17, 30), SHANGHAI)
            made.booked_on = draft.day
            rows.append(made)
        ledger.insert(rows)
        for committee, seq in heads.items():
            LedgerHead.objects.update_or_create(committee_id=committee, defaults={"seq": seq})


@dataclass
class Made:
    """A brand with what was done for it."""

    brand: Brand
    promises: list[Promise]
    events: list[tuple[Promise, Event]]


class Maker:
    """Writes brands with their parts, and collects what was done for them."""

    def __init__(self, city: City) -> None:
        self.city, self.rng = city, Random(SEED)
        self.year = MoreOfTheYear(actor_of(city.accounts["office"]))
        self.people: dict[int, list[int]] = {}
        for unit, person in Membership.objects.order_by("pk").values_list("unit_id", "person_id"):
            self.people.setdefault(unit, []).append(person)
        self.top: Brand | None = None
        self.made: list[Made] = []

    def brand(
        self, words: Said, kind: str, unit: Unit, since: dt.date, *, life: str = Life.PUBLISHED, **more: object
    ) -> Made:
        """One brand with its elements, promises and first events."""
        owner = self.city.secretaries.get(unit.pk)
        one = Brand.objects.create(
            kind=kind, unit=unit, parent=self.top, name=words.name, slogan=words.slogan, idea=words.idea,
            orientation=words.orientation, meaning=words.meaning, owner=owner if words.idea else None, since=since, life=life,
            published=None if life == Life.DRAFT else since + dt.timedelta(days=12), **more,
        )  # fmt: skip
        groups = (("carrier", words.carriers), ("mechanism", words.mechanisms), ("feature", words.features))
        parts = Element.objects.bulk_create(
            [Element(brand=one, kind=kind_, name=name, order=at) for kind_, names in groups for at, name in enumerate(names)]
        )  # fmt: skip
        carriers = [part for part in parts if part.kind == "carrier"]
        mechanisms = [part for part in parts if part.kind == "mechanism"]
        promises = Promise.objects.bulk_create(
            [
                Promise(
                    brand=one, whom=whom, what=what, rhythm=rhythm, sign=sign, work_kinds=list(kinds), order=at, start=since,
                    carrier=carriers[at % len(carriers)], mechanism=mechanisms[at % len(mechanisms)],
                )
                for at, (whom, what, rhythm, sign, kinds) in enumerate(words.promises)
            ]
        )  # fmt: skip
        name = owner.name if owner else self.city.staff[0].name
        self._event(one, "create", since, name)
        if one.published:
            self._event(one, "publish", one.published, name)
        made = Made(one, promises, [])
        self.made.append(made)
        return made

    def _event(self, brand: Brand, verb: str, day: dt.date, who: str, subject: str = "", reason: str = "") -> None:
        at = dt.datetime.combine(day, dt.time(10), SHANGHAI)
        BrandEvent.objects.create(brand=brand, verb=verb, at=at, by_name=who, subject=subject, reason=reason)

    def did(
        self,
        made: Made,
        at: int,
        code: str,
        title: str,
        day: dt.date,
        *,
        duty: bool = True,
        party: bool = True,
        outcome: str = "",
    ) -> None:
        """Something done for promise number `at`, if the day has come."""
        if day >= self.city.today or not made.brand.unit:
            return
        unit = made.brand.unit
        roster = self.people.get(unit.pk) or [one.person.pk for one in self.city.members_of(self.city.root)[:12]]
        people = sorted(self.rng.sample(roster, min(9, len(roster))))
        starts = dt.datetime.combine(day, dt.time(14), SHANGHAI)
        event = Event(
            unit=unit, kind=self.year.kinds[code], title=title, starts=starts, ends=starts + dt.timedelta(hours=2), place="委员之家",
            people=people, is_party=party, is_duty=duty, outcome=outcome or "形成问题清单一份，转有关部门办理。",
        )  # fmt: skip
        halves = event.kind.half_days
        event.marks = {(half, person): Outcome.PRESENT for half in range(1, halves + 1) for person in people}
        self.year.events.append(event)
        made.events.append((made.promises[at], event))


def build(city: City) -> None:
    """The family, its work, and one reading of everything."""
    maker = Maker(city)
    _tops(maker)
    _eight(maker)
    _others(maker)
    maker.year.save()
    _link(maker)
    _grow(maker)
    pulse.read_all(city.today)


def _tops(maker: Maker) -> None:
    city = maker.city
    province = Brand.objects.create(
        kind=BrandKind.PROVINCE, holder="省政协", name="同心向党", life=Life.PUBLISHED, since=dt.date(2021, 7, 1),
        published=dt.date(2021, 7, 1), slogan="同心同向，凝心聚力", idea="以“同心”深化价值认同、强化道路认同、增强理论认同、增进情感认同",
    )  # fmt: skip
    maker.top = province
    made = maker.brand(CITY, BrandKind.CITY, city.party_group, dt.date(2023, 3, 15))
    maker.made.remove(made)
    maker.top = made.brand
    from touyan.brands import services

    services.frame_fill(actor=actor_of(city.accounts["office"]), brand=made.brand)


def _eight(maker: Maker) -> None:
    """Alive, its twin, asleep, bunched in December, Party building only, slogan only, young, closed with honours."""
    city, today = maker.city, maker.city.today
    ago = lambda months: months_before(today, months).replace(day=1)  # noqa: E731
    branch = city.branches
    for words, unit, months in ((said.ALIVE, branch[2], 20), (said.TWIN, branch[3], 15)):
        made = maker.brand(words, BrandKind.BRANCH, unit, ago(months))
        for back in range(13):
            day = ago(back) + dt.timedelta(days=9 + back % 3)
            maker.did(
                made, 0, "enterprise_visit", f"{words.carriers[0]}：走访小微企业（{day.year}年{day.month}月）", day
            )
            if day.month in (2, 5, 8, 11):
                maker.did(
                    made,
                    1,
                    "monthly_forum",
                    f"{words.carriers[1]}：{day.month}月",
                    day + dt.timedelta(days=6),
                    party=False,
                )
    asleep = maker.brand(said.ASLEEP, BrandKind.BRANCH, branch[11], ago(17))
    for back in (16, 14, 12, 10):
        maker.did(asleep, 0, "sector_visit", f"楼道法律课（{ago(back).month}月）", ago(back) + dt.timedelta(days=14))
    bunched = maker.brand(said.BUNCHED, BrandKind.BRANCH, branch[0], ago(26), quiet_months=12)
    december = today.year if (today.month, today.day) >= (12, 21) else today.year - 1
    for number in range(5):
        maker.did(bunched, 0, "exchange", f"提案会客厅（第{number + 1}场）", dt.date(december, 12, 12 + number))
    party = maker.brand(said.PARTY_ONLY, BrandKind.BRANCH, branch[9], ago(18))
    for back in range(13):
        day = ago(back) + dt.timedelta(days=5)
        maker.did(
            party,
            0,
            "party_lesson",
            f"红色课堂（{day.year}年{day.month}月）",
            day,
            duty=False,
            outcome="集中学习，交流体会。",
        )
    maker.brand(said.SLOGAN_ONLY, BrandKind.BRANCH, branch[7], today - dt.timedelta(days=210), life=Life.DRAFT)
    young = maker.brand(said.YOUNG, BrandKind.BRANCH, branch[14], today - dt.timedelta(days=40))
    maker.did(young, 0, "sector_visit", "书院夜话：老街店招", today - dt.timedelta(days=10))
    ended = today - dt.timedelta(days=300)
    closed = maker.brand(
        said.CLOSED, BrandKind.BRANCH, branch[16], months_before(ended, 14), life=Life.CLOSED, ended=ended
    )
    for back in range(1, 13):
        maker.did(closed, 0, "campaign", f"战疫同心桥（第{13 - back}批）", months_before(ended, back))
    maker._event(closed.brand, "close", ended, city.leaders[0].name, reason="任务完成，做法写进应急工作办法。")


def _others(maker: Maker) -> None:
    """The rest of the family: most with work that the units have done anyway."""
    city, today = maker.city, maker.city.today
    since = months_before(today, 19).replace(day=1)
    for (six, words), unit in zip(said.OFFICE, [city.office_group, *city.departments], strict=False):
        maker.brand(words, BrandKind.OFFICE, unit, since, six_type=six)
    for words, unit in zip(said.COMMITTEE, city.subgroups, strict=False):
        maker.brand(words, BrandKind.COMMITTEE, unit, since + dt.timedelta(days=20))
    for words, unit in zip(
        said.BRANCH, (city.branches[5], city.branches[6], city.branches[10], city.branches[12]), strict=True
    ):
        maker.brand(words, BrandKind.BRANCH, unit, months_before(today, 10).replace(day=1))
    for words, unit in zip(said.REGION, city.districts, strict=False):
        maker.brand(words, BrandKind.REGION, unit, since)
    for words, unit in zip(said.GROUP, (city.groups[2], city.groups[8]), strict=True):
        maker.brand(words, BrandKind.GROUP, unit, months_before(today, 9).replace(day=1))
    eight = set(EXPECTED)
    for at, made in enumerate(maker.made):
        if made.brand.name in eight or at % 7 == 6:
            continue
        step = {"quarter": 3, "half_year": 5}[made.promises[0].rhythm]
        for back in range(1, 18, step):
            day = months_before(today, back).replace(day=1) + dt.timedelta(days=8 + at % 15)
            if made.brand.published and day > made.brand.published:
                code = next((k for k in made.promises[0].work_kinds if k in maker.year.kinds), "theme_party_day")
                carrier = made.promises[0].carrier
                maker.did(made, 0, code, f"{carrier}：{day.month}月", day)


def _link(maker: Maker) -> None:
    """Everything done becomes a linked record, and so does fitting work the unit did anyway."""
    rows: list[tuple[Promise, int]] = [
        (promise, event.row.work.pk) for made in maker.made for promise, event in made.events if event.row and event.row.work
    ]  # fmt: skip
    taken = {work for _promise, work in rows}
    first = months_before(maker.city.today, 12)
    for made in maker.made:
        if made.brand.name in EXPECTED or made.brand.life != Life.PUBLISHED or not made.events:
            continue
        kinds = {kind for promise in made.promises for kind in promise.work_kinds}
        found = Work.objects.filter(unit=made.brand.unit, kind__in=kinds, day__range=(first, maker.city.today))
        for work in found.order_by("pk").values_list("pk", flat=True)[:8]:
            if work not in taken:
                rows.append((made.promises[0], work))
                taken.add(work)
    facts = facts_of(taken)
    who = maker.city.staff[0].name
    Deed.objects.bulk_create(
        [
            Deed(
                brand_id=promise.brand_id, promise=promise, work_id=work, linked_by=who, residents=facts[work].residents,
                linked_at=dt.datetime.combine(facts[work].day, dt.time(18), SHANGHAI), **{name: getattr(facts[work], name) for name in FIELDS},
            )
            for promise, work in rows
        ],
        batch_size=500,
    )  # fmt: skip


def _grow(maker: Maker) -> None:
    """Steps, a certification and an exchange, so that every page has something to show."""
    city, today = maker.city, maker.city.today
    alive = next(made.brand for made in maker.made if made.brand.name == said.ALIVE.name)
    leader, staff = city.leaders[0].name, city.staff[0].name
    days = [alive.since + dt.timedelta(days=30 * n) for n in (0, 2, 6, 12)]
    proofs = ("支部品牌动员会通知", "品牌方案和责任分工", "", "达标品牌认定决定")
    deed = Deed.objects.filter(brand=alive).order_by("day").first()
    for code, day, label in zip(("launch", "organise", "cultivate", "commend"), days, proofs, strict=True):
        step = BrandStep.objects.create(
            brand=alive, code=code, state="passed", started=day, passed_on=day + dt.timedelta(days=20)
        )
        work = deed.work if deed and not label else None
        StepProof.objects.create(
            step=step, label=work.title if work else label or "走访小结", day=day, work=work, by_name=staff
        )
        maker._event(alive, "step_pass", day + dt.timedelta(days=20), staff, subject=code)
    _certified(maker, alive, today - dt.timedelta(days=330), leader, staff)
    drive = Drive.objects.create(
        unit=city.root, title=f"{today.year}年党建品牌交流会", about="各带一个做法，讲清楚怎么做、花了多少力气、哪里没做成。不排名，不命名。",
        opens=today - dt.timedelta(days=20), closes=today + dt.timedelta(days=25),
    )  # fmt: skip
    words = ("一张清单管到底", "观察点三年不换", "请农技员一起下乡")
    joined = [alive, *[made.brand for made in maker.made if made.brand.kind == BrandKind.COMMITTEE][1:3]]
    for brand, sentence in zip(joined, words, strict=True):
        DriveEntry.objects.create(drive=drive, brand=brand, words=sentence, by_name=staff)


def _certified(maker: Maker, brand: Brand, day: dt.date, leader: str, staff: str) -> None:
    standard = standard_on(day) or Standard.objects.first()
    if standard is None:
        return
    review = Review.objects.create(
        brand=brand, standard=standard, target=Quality.CERTIFIED, state="decided", opened=day - dt.timedelta(days=25),
        submitted=day - dt.timedelta(days=20), visited=day - dt.timedelta(days=8), visitor=staff, found="看了企业会诊日现场和困难清单，三家企业当场回访。",
    )  # fmt: skip
    ReviewMark.objects.bulk_create(
        ReviewMark(review=review, criterion=one, met=True, evidence="品牌页和节拍图", seen=True)
        for one in standard.criteria.filter(level=Quality.CERTIFIED)
    )
    Decision.objects.create(
        brand=brand, review=review, verdict="grant", level=Quality.CERTIFIED, reason="承诺写得清，月月办得到，企业认账。",
        signed_by=leader, on=day, valid_until=plus_months(day, 12),
    )  # fmt: skip
    brand.quality, brand.valid_until = Quality.CERTIFIED, plus_months(day, 12)
    brand.save(update_fields=["quality", "valid_until"])
    maker._event(brand, "decision", day, leader, subject="grant")
