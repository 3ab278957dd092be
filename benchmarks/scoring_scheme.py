"""A scheme of 27 clauses (or any multiple) that uses most constructs of a real rule text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from touyan.scoring.model import (
    Alert,
    Already,
    Authors,
    Basis,
    Children,
    Clause,
    Combine,
    Compare,
    Effect,
    Empty,
    Exclusive,
    FromNth,
    Gate,
    Grade,
    GradeOn,
    Is,
    Joiners,
    Keep,
    Late,
    LateRule,
    Match,
    Need,
    Of,
    Once,
    Order,
    Outside,
    Partial,
    Period,
    Quota,
    QuotaBy,
    QuotaTies,
    Rank,
    Rate,
    RatioToBest,
    Reach,
    Round,
    Rounding,
    Scheme,
    Section,
    Share,
    Side,
    Source,
    Spread,
    Steps,
    Sum,
    Tally,
    Target,
    Test,
    Ties,
    Value,
    Veto,
    Window,
)  # fmt: skip

BASIS = Basis("第一条", "基准测试用", "")
ALL = Match(())
YEAR = Window(date(2025, 1, 1), date(2025, 12, 31))
FINE = Rounding(1, Round.HALF_UP)
NO_SHARE = Share(Authors.IGNORE, 0, (1, 1))


def is_in(**values: str) -> Match:
    """A condition; several values are parted by a bar."""
    return Match(tuple(Is(name.replace("__", "."), tuple(value.split("|")), False) for name, value in values.items()))


def rate(key: str, points: int, when: Match = ALL, value: Value = Value.FIXED) -> Rate:
    return Rate(key, when, value, points, 0, 0, Outside.REFUSE)


def by_level(base: int) -> tuple[Rate, ...]:
    """Points by level and role."""
    found = []
    for n, level in enumerate(("国", "省", "市", "县")):
        found.append(rate(f"{level}执笔", base * (5 - n), is_in(level=level, role="执笔")))
        found.append(rate(f"{level}参与", base * (5 - n) // 2, is_in(level=level, role="参与")))
    return tuple(found)


def clause(key: str, kind: int, rates: tuple[Rate, ...], shape: object, cap: int | None, **other: object) -> Clause:
    made = Clause(
        key=key, title=key, basis=BASIS, side=Side.AWARD, applies=ALL, window=None, when=is_in(kind=f"类{kind:02d}"),
        rates=rates, extras=(), share=NO_SHARE, combine=Combine.EACH, quantity=False, already=Already.EXCLUDE,
        shape=shape, requires=(), waiver=None, cap=cap, floor=None, rounding=FINE, counted=True,
    )  # fmt: skip
    return replace(made, **other)


def section(key: str, children: tuple[Clause | Section, ...], cap: int | None, **other: object) -> Section:
    made = Section(key, key, BASIS, ALL, 0, children, Children.SUM, cap, None, None, (1, 1), FINE, True)
    return replace(made, **other)


def block(tag: str, kind: int = 0, population: bool = True) -> tuple[Section, ...]:
    """27 clauses in four sections."""
    k = [f"{tag}项{n:02d}" for n in range(27)]
    spread = Spread(Period.QUARTER, 10_000, 4, Partial.MINUS_EACH, 10_000)
    base = section(f"{tag}基础", (
        clause(k[0], 0, by_level(10_000), Sum(), 200_000, combine=Combine.HIGHEST),
        clause(k[1], 1, by_level(8_000), Sum(), 150_000, combine=Combine.HIGHEST),
        clause(k[2], 2, by_level(5_000), Sum(), 100_000, combine=Combine.ONCE_PER_RATE),
        clause(k[3], 3, (rate("次", 5_000),), Sum(), 80_000),
        clause(k[4], 4, (rate("次", 4_000),), Sum(), 80_000),
        clause(k[5], 5, (rate("次", 0),), Reach(40_000, 60_000, Partial.PRO_RATA, 0, None), None),
        clause(k[6], 6, (rate("次", 0),), Reach(40_000, 60_000, Partial.NOTHING, 0, spread), None),
        clause(k[7], 7, (rate("次", 30_000),), Once(), None),
        clause(k[8], 8, (rate("次", 10_000),), FromNth(2, Order.EARLIEST_FIRST), 100_000, combine=Combine.LATEST),
        clause(k[9], 9, (rate("次", 10_000),), Sum(), 50_000, share=Share(Authors.EQUAL, 0, (1, 1))),
    ), 500_000)  # fmt: skip
    more = section(f"{tag}加分", (
        clause(k[10], 10, by_level(6_000), Sum(), 90_000, combine=Combine.HIGHEST),
        clause(k[11], 11, by_level(4_000), Sum(), 90_000, combine=Combine.STACK),
        clause(k[12], 10, (rate("优秀", 20_000, is_in(stage="优秀")),), Sum(), 60_000, combine=Combine.HIGHEST),
        clause(k[13], 12, (rate("次", 6_000),), Sum(), 60_000, share=Share(Authors.FIRST_PART, 0, (1, 2))),
        clause(k[14], 13, (rate("次", 3_000),), Sum(), 60_000),
        clause(k[15], 14, (rate("次", 2_000),), Sum(), 40_000, applies=is_in(subject__role="常委")),
        clause(k[16], 15, (rate("次", 2_500),), Sum(), 40_000, combine=Combine.EARLIEST),
        clause(k[17], 16, (rate("次", 0),), Target(30_000, 20_000, 5_000, 5_000), 40_000, floor=0),
        clause(k[18], 17, (rate("次", 0),), Steps(Of.COUNT, f"{tag}应到",
               ((5_000, 20_000), (8_000, 40_000), (10_000, 60_000)), Empty.NOTHING), None),
        clause(k[19], 22, (rate("小时", 2_000, value=Value.PER_QUANTITY),), Sum(), 60_000, quantity=True),
    ), None, ceiling=300_000)  # fmt: skip
    minus = section(f"{tag}纪律", (
        clause(k[20], 18, (rate("次", 1_000),), Sum(), None, side=Side.DEDUCTION),
        clause(k[21], 19, (rate("次", 2_000),), Sum(), 60_000, side=Side.DEDUCTION),
        clause(k[22], 20, (rate("次", 3_000, is_in(role="执笔")), rate("参与", 0)), Sum(), None, side=Side.DEDUCTION),
    ), None, start=100_000, floor=0)  # fmt: skip
    last = section(f"{tag}质量", (
        clause(k[23], 21, by_level(2_000), Sum(), 50_000, combine=Combine.HIGHEST),
        clause(k[24], 23, (rate("半天", 2_500, value=Value.PER_QUANTITY),), Sum(), 100_000),
        clause(k[25], 0, (rate("重点", 0, is_in(stage="重点")),),
               Rank(Source(f"{tag}基础", Of.POINTS, ("group",), True), (50_000, 40_000, 30_000), 100, 0,
                    Ties.SHARE_BEST) if population else Once(), None),
        clause(k[26], 3, (rate("次", 1_000),),
               RatioToBest(Source(None, Of.POINTS, (), True), 50_000, Empty.NOTHING) if population else Sum(), 50_000),
    ), None, weight=(9, 10))  # fmt: skip
    return base, more, minus, last


PARTS = tuple(is_in(level=level, authors=authors) for authors in ("1|2", "3") for level in ("县", "市", "省", "国")) + (
    is_in(level="县|市", authors="4"),
    is_in(level="省|国", authors="4"),
)
"""Ten parts of the facts, none in two."""


def _only(one: Section, part: Match) -> Section:
    """The section, its clauses reading a part of the facts only."""
    children = [replace(child, when=Match((*child.when.tests, *part.tests))) for child in one.children]
    return replace(one, children=tuple(children))


def scheme(clauses: int = 27, population: bool = True) -> Scheme:
    """A scheme of 27, 54, … clauses; of more than 27, each 27 read a tenth of the facts."""
    blocks = tuple(
        _only(one, PARTS[n]) if clauses > 27 else one
        for n in range(clauses // 27)
        for one in block(f"第{n}块", population=population)
    )
    tags = [f"第{n}块" for n in range(clauses // 27)]
    tallies = [Tally(f"{tag}应到", "应到", is_in(kind="类17|类18"), False, False, None, BASIS) for tag in tags]
    tallies.append(Tally("全会", "全会", is_in(kind="类05", stage="立案"), False, True, None, BASIS))
    gate = Gate("三个一", "三个一", ALL, (
        Need("全会", (Test("全会", Of.COUNT, Compare.AT_LEAST, 10_000),)),
        Need("提案或信息", (Test("第0块项00", Of.COUNT, Compare.AT_LEAST, 10_000),
                       Test("第0块项01", Of.COUNT, Compare.AT_LEAST, 10_000))),
    ), Effect.LIMIT, "合格", BASIS)  # fmt: skip
    veto = Veto("否决", "否决", ALL, (Test("第0块项21", Of.COUNT, Compare.AT_LEAST, 200_000),), Effect.NO_GRADE, None,
                BASIS)  # fmt: skip
    quota = Quota("优秀", QuotaBy.PERCENT, 2_000, Round.DOWN, 1, ("role", "group"), ("第0块基础",), QuotaTies.ALL_IN,
                  BASIS)  # fmt: skip
    exclusives = [
        Exclusive(f"{tag}不重复", (f"{tag}项10", f"{tag}项12"), Keep.HIGHEST, BASIS) for tag in tags
    ]  # fmt: skip
    return Scheme(
        key="基准", title="基准", body="基准", version="1", valid=YEAR, replaces=None, basis=BASIS, subjects=ALL,
        window=YEAR, late=LateRule(Late.BY_DAY, None, None, None), joiners=Joiners.AS_FULL, tallies=tuple(tallies),
        exclusives=tuple(exclusives), total=section("总分", blocks, None, rounding=Rounding(100, Round.HALF_UP)),
        grade_on=GradeOn.ROUNDED,
        grades=(Grade("优秀", "优秀", 900_000), Grade("良好", "良好", 700_000), Grade("合格", "合格", 400_000),
                Grade("不合格", "不合格", None)),
        gates=(gate,), vetoes=(veto,), quotas=(quota,), alerts=(Alert("提示", "提示", 300_000, BASIS),),
        consequences=(), exceptions=(),
    )  # fmt: skip
