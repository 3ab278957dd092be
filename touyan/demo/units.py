"""Units assessed: an own rule for branches, sub-groups and districts, the published work ballot for departments, a year's marks."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from random import Random

from touyan.assessment import lines_units, seals, selectors_units, services, services_units
from touyan.assessment.models import BallotUse, MarkDuty, OutsideResult, SchemeText, UnitEntry
from touyan.ballots.models import Ballot
from touyan.demo.ballots import BRANCHES, DEPARTMENTS, SUBGROUPS
from touyan.demo.city import City
from touyan.organizations.models import Unit
from touyan.organizations.policy import actor_of

SEED = 20227
OFFICES = {"机关党委": "机关党委", "办公厅": "办公厅", "研究室": "研究室", "信息中心": "信息中心"}
FINDINGS = "研究室"
REASONS = ("年初承诺的两件实事只办成一件", "走访制度没有坚持", "上次抽查的问题还没有改完")


def for_year(name: str, year: int) -> str:
    """A scheme file with its window moved to `year`."""
    text = files("touyan.scoring.schemes").joinpath(f"{name}.yaml").read_text("utf-8")
    for old in ("2026 年度", "2015 年度"):
        text = text.replace(old, f"{year} 年度")
    return text.replace("2026年1月示例", f"{year}年示例")


def departments(year: int) -> str:
    """The published 实绩量化 ballot with departments as those assessed and the choice 不了解."""
    text = for_year("org-work-ballot", year).replace("对象类别: 干部", "对象类别: 处室")
    return text.replace("选项: 弃权", "选项: 不了解").replace("方案: 干部", "方案: 处室")


def build(city: City) -> None:
    """The rules stand in force, lines are given to offices, most marks are given."""
    rng = Random(SEED)
    office, leader = actor_of(city.accounts["assess"]), actor_of(city.accounts["leader"])
    made = []
    for title, text in (
        ("单位党建考评办法（示例）", for_year("example-units", city.year)),
        ("处室工作实绩量化考核（示例，据公开办法）", departments(city.year)),
    ):
        draft = services.scheme_draft(
            actor=office, body=city.root, title=title, version=f"{city.year}年示例", text=text
        )
        made.append(services.scheme_adopt(actor=leader, draft=draft))
    units, work = made
    for part, title in (("临时支部", BRANCHES), ("分党组", SUBGROUPS)):
        _use(city, units, part, title)
    _use(city, work, "处室", DEPARTMENTS)
    classes = {unit.pk: ("城区" if at < 8 else "县（市）") for at, unit in enumerate(city.districts)}
    for part in ("临时支部", "分党组", "区县政协"):
        _assign(city, units, part, classes if part == "区县政协" else {})
        _marks(city, units, part, rng)
    _outside(city, units, rng)
    for scheme_text in made:
        _sealed(city, scheme_text)


def _sealed(city: City, text: SchemeText) -> None:
    """What was laid out past the services is sealed as they would have done it."""
    office = actor_of(city.accounts["assess"])
    brought = [*UnitEntry.objects.filter(duty__scheme=text), *OutsideResult.objects.filter(scheme=text)]
    detail = {"verb": "lines"}
    seals.record(office, "line.assign", text, unit=city.root, detail=detail, rows=brought, sets=seals.LINES)


def _use(city: City, text: SchemeText, part: str, title: str) -> None:
    BallotUse.objects.create(scheme=text, part=part, ballot=Ballot.objects.get(title=title.format(year=city.year)))


def _assign(city: City, text: SchemeText, part: str, classes: dict[int, str]) -> None:
    named = {unit.short: unit for unit in city.departments}
    scheme = selectors_units.part_get(text, part)
    offices: dict[tuple[str, str], Unit | None] = {}
    for line in lines_units.lines_of(scheme):
        wanted = line.rate or (FINDINGS if line.node in {"检查发现", "成果转化"} else "")
        found = next((unit for short, unit in named.items() if wanted and short.startswith(wanted[:4])), None)
        if found is not None:
            offices[line.node, line.rate] = found
    services_units.lines_assign(
        actor=actor_of(city.accounts["assess"]),
        text=text,
        part=part,
        offices=offices,
        due=city.today + dt.timedelta(days=20),
        ballots=selectors_units.ballots_used(text, part),
        classes=classes,
    )


def _marks(city: City, text: SchemeText, part: str, rng: Random) -> None:
    """Every office but 信息中心 has marked all units; 信息中心 owes the last third."""
    scheme = selectors_units.part_get(text, part)
    units = [unit for unit, _row in selectors_units.population_of(text, scheme)]
    rows: list[UnitEntry] = []
    for duty in MarkDuty.objects.filter(scheme=text, part=part).select_related("office"):
        line = selectors_units.line_for(duty)
        late = duty.office.short.startswith("信息中心")
        for unit in units[: len(units) * 2 // 3] if late else units:
            if line.kind == "mark":
                rows.append(_entry(city, duty, unit, rng.randrange(line.high * 7 // 10_000, line.high // 1000) * 1000))
            elif line.kind == "amount":
                rows.append(_entry(city, duty, unit, rng.randrange(2, 15) * 10_000))
            elif line.node == "检查发现" and rng.random() < 0.2:
                option = rng.choice(line.options).key
                rows.append(_entry(city, duty, unit, 10_000, option, "随机抽查的一次活动", rng.choice(REASONS)))
    UnitEntry.objects.bulk_create(rows)


def _entry(
    city: City, duty: MarkDuty, unit: Unit, quantity: int, option: str = "", place: str = "", reason: str = ""
) -> UnitEntry:
    head = city.secretaries.get(duty.office_id)
    day = city.today - dt.timedelta(days=6)
    return UnitEntry(
        duty=duty,
        unit=unit,
        option=option,
        quantity=quantity,
        day=day,
        place=place,
        reason=reason,
        by_name=head.name if head else duty.office.short,
        entered_on=day,
    )


def _outside(city: City, text: SchemeText, rng: Random) -> None:
    """Results of the districts' own 大党建 assessment; one district has none yet, so it is not graded."""
    day = city.today - dt.timedelta(days=12)
    OutsideResult.objects.bulk_create(
        OutsideResult(
            scheme=text,
            part="区县政协",
            source="大党建考核",
            unit=unit,
            points=rng.randrange(820, 970) * 1000,
            version=f"{city.year}年度考核结果",
            day=day,
            by_name="考评办公室",
        )
        for unit in city.districts[:-1]
    )
