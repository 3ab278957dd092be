"""One sample of every picture, wide and narrow."""

from __future__ import annotations

from touyan.core import pictures as p

MONTHS = [f"{n}月" for n in range(1, 13)]
SUBGROUPS = ["提案委", "经济委", "农业农村委", "科教卫体委", "社会法制委", "民族宗教委", "文化文史委", "委员工作委"]
DISTRICTS = ["上城", "拱墅", "西湖", "滨江", "萧山", "余杭", "临平", "钱塘", "富阳", "临安", "桐庐", "淳安", "建德"]
NUMBERS = "一二三四五六七八九十"


def board(*, narrow: bool = False) -> p.Picture:
    """31 units × 12 months."""
    cycle = ["done", "done", "done", "rest", "done", "late", "done", "done", "done", "done", "due", "ahead"]
    rows = [
        p.BoardRow(
            label=f"第{NUMBERS[i % 10]}临时党支部" if i < 18 else f"{DISTRICTS[i - 18]}区政协",
            cells=[
                p.Cell(
                    "ahead"
                    if m == 11
                    else "due"
                    if m == 10 and i % 3
                    else "late"
                    if (i * 7 + m * 5) % 41 == 0
                    else cycle[(m + i) % 5],
                    1,
                    2 if m % 6 == 5 else 1,
                    "/plan/",
                )
                for m in range(12)
            ],
            url="/plan/",
            line="committee" if i < 12 else "office" if i < 18 else "",
        )
        for i in range(31)
    ]
    return p.plan_board(
        rows,
        columns=[str(n) for n in range(1, 13)] if narrow else MONTHS,
        title="2026年计划完成情况",
        desc="31 个单位 12 个月，已过期 6 项。",
        now=10,
        narrow=narrow,
    )


def tree(*, narrow: bool = False) -> p.Picture:
    """The city's own structure."""
    office = p.Node(
        "机关党组",
        "office",
        "/units/2/",
        "5 人",
        [
            p.Node(n, "office", "/units/3/")
            for n in (
                "办公厅党支部",
                "研究室党支部",
                "提案委办党支部",
                "经济委办党支部",
                "文史委办党支部",
                "离退休党支部",
            )
        ],
    )
    numbers = iter(range(1, 19))
    groups = [
        p.Node(
            f"{name}分党组",
            "committee",
            "/units/4/",
            "",
            [
                p.Node(f"第{next(numbers)}临时党支部", "committee", "/units/5/", "23 人")
                for _ in range(3 if k in (0, 1) else 2)
            ],
        )
        for k, name in enumerate(SUBGROUPS)
    ]
    root = p.Node("杭州市政协党组", "", "/units/1/", "", [office, *groups])
    lower = [
        p.Node(f"{d}区政协党组" if k < 10 else f"{d}县政协党组", "", "/units/9/", f"{6 + k} 个支部")
        for k, d in enumerate(DISTRICTS)
    ]
    return p.organization_chart(
        root,
        lower=lower,
        lower_name="区、县（市）一级",
        title="杭州市政协系统党的组织架构",
        desc="市政协党组统一领导；机关线 6 个支部，专委会线 8 个分党组、18 个临时党支部；13 个区县（市）。",
        narrow=narrow,
    )


def types() -> p.Picture:
    """Six types."""
    return p.radar(
        ["忠诚型", "和谐型", "崇学型", "实干型", "创新型", "清廉型"],
        [("2026年", [92, 84, 78, 88, 61, 95]), ("2025年", [90, 80, 70, 82, 66, None])],
        title="研究室的六型",
        desc="创新型比去年低 5 分，崇学型高 8 分。",
    )


def heartbeat(*, narrow: bool = False) -> p.Picture:
    """Three promises."""

    def beats(states: str) -> list[p.Beat]:
        names = {"k": "kept", "m": "missed", "a": "ahead", "x": "extra"}
        return [p.Beat((i + 0.5) / 12, names[s], f"{i + 1}月", "/records/") for i, s in enumerate(states) if s in names]

    return p.rhythm(
        [
            p.Promise("每月到堂听居民说事", beats("kkkmkkkkkxaa")),
            p.Promise("每季一次协商", beats("--k--k--m--a")),
            p.Promise("三十天内答复", beats("kk-kk-mmm-aa")),
        ],
        ticks=MONTHS if not narrow else [str(n) for n in range(1, 13)],
        title="民生议事堂的节律",
        desc="约定 28 次，已办 17 次；三十天内答复自七月起停了。",
        now=0.89,
        narrow=narrow,
    )


def geese(*, narrow: bool = False) -> p.Picture:
    """A family of brands."""
    states = ["growing", "steady", "resting", "steady", "growing", "handed", "steady", "honoured"]

    def birds(names: list[str], line: str) -> list[p.Bird]:
        return [p.Bird(n, f"第{i + 1}单位", states[i % 8], line, "/brands/") for i, n in enumerate(names)]

    return p.flight(
        [
            ("全市", [p.Bird("钱潮头雁 同心向党", "市政协党组", "growing", "", "/brands/1/")]),
            ("机关", birds(["六型机关"], "office")),
            (
                "一委一品",
                birds(
                    ["提案连心", "数智经济", "稻香议事", "杏林协商", "法润同心", "石榴花开", "文脉钱塘", "委员之家"],
                    "committee",
                ),
            ),
            ("一支部一品牌", birds([f"第{i}支部品牌" for i in range(1, 18)], "committee")),
            ("一区域一品牌", birds([f"{d}同心" for d in DISTRICTS], "")),
        ],
        title="品牌雁阵",
        desc="一只头雁，39 个品牌，5 个休眠。",
        narrow=narrow,
    )


def work_chain(*, narrow: bool = False) -> p.Picture:
    """From party day to adopted proposal."""
    works = [
        p.Link("a", "主题党日", "到小营街道看加装电梯", "3月12日", "/activities/1/"),
        p.Link("b", "调研", "老旧小区加装电梯的资金与意见分歧", "4月2日至20日", "/activities/2/"),
        p.Link("c", "调研", "物业维修资金使用调研", "5月", "/activities/3/"),
        p.Link("d", "社情民意", "建议统一加装电梯的补助标准", "5月8日", "/duties/1/"),
        p.Link("e", "提案", "关于推进老旧小区适老化改造的提案", "6月1日", "/duties/2/"),
        p.Link("f", "采纳落实", "市建委采纳两条建议", "9月30日", "/duties/3/", adopted=True),
    ]
    return p.chain(
        works,
        [("a", "b"), ("a", "c"), ("b", "d"), ("b", "e"), ("c", "e"), ("e", "f")],
        title="一次主题党日之后",
        desc="由一次主题党日引出两次调研、一条信息、一件提案，两条建议已被采纳。",
        narrow=narrow,
    )


def partners(*, narrow: bool = False) -> p.Picture:
    """Who works with whom."""
    units = [p.Unit(str(i), f"{n}分党组", "committee", "/units/") for i, n in enumerate(SUBGROUPS)] + [
        p.Unit("o", "机关党委", "office"),
        *(p.Unit(d, f"{d}区", "") for d in DISTRICTS[:8]),
    ]
    ties = [
        ("0", "1", 12),
        ("0", "4", 5),
        ("2", "钱塘", 3),
        ("3", "上城", 8),
        ("4", "拱墅", 6),
        ("5", "6", 2),
        ("o", "7", 9),
        ("o", "0", 4),
        ("1", "滨江", 7),
        ("6", "西湖", 4),
        ("7", "余杭", 1),
    ]
    return p.web(
        units,
        ties,
        title="谁和谁一起做事",
        desc="提案委和经济委一起办了 12 件事，最多；3 个单位还没有合作。",
        narrow=narrow,
    )


def house(*, narrow: bool = False) -> p.Picture:
    """A brand's contents."""
    return p.brand_contents(
        p.Contents(
            "钱潮头雁 同心向党",
            "头雁领航，同心同行",
            "党建引领履职，凝聚共识促发展",
            "围绕中心、服务大局、履职为民",
            ["六型机关", "一委一品", "一支部一品牌", "一区域一品牌", "协商驿站"],
            ["联系界别制度", "谈心谈话制度", "年中总结", "质效标准"],
            ["双线运行", "两级推动", "互促共进"],
        ),
        narrow=narrow,
    )


def empty_house() -> p.Picture:
    """A slogan without substance."""
    return p.brand_contents(p.Contents("同心先锋", "勇立潮头"))


def burden(*, narrow: bool = False) -> p.Picture:
    """Minutes asked of a unit."""
    return p.stacked(
        MONTHS if not narrow else [str(n) for n in range(1, 13)],
        [
            ("会议", [120, 90, 150, 120, 60, 180, 90, 60, 120, 150, 120, 90]),
            ("报表", [60, 0, 90, 30, 0, 120, 30, 0, 60, 30, 0, 90]),
            ("检查", [0, 30, 0, 0, 60, 0, 0, 0, 30, 0, 0, 30]),
        ],
        title="每月用时",
        desc="六月最多，300 分钟，超过上限 60 分钟。",
        unit="分钟",
        limit=240,
        narrow=narrow,
    )


def counted(*, narrow: bool = False) -> p.Picture:
    """Bars."""
    return p.bars(
        [("全会", 98), ("常委会", 94), ("请你来协商", 88), ("专题议政性常委会会议", 81), ("主题党日", None)],
        title="出勤率",
        desc="党员委员 212 人，2026年。",
        unit="%",
        narrow=narrow,
    )


def trend(*, narrow: bool = False) -> p.Picture:
    """Lines."""
    return p.lines(
        MONTHS,
        [
            ("党员委员", [88, 90, 91, 89, 92, 94, 93, 95, 94, 96, 95, None]),
            ("全体委员", [80, 82, 84, 83, 85, 86, 84, 88, 87, 89, 88, None]),
        ],
        title="出勤率走势",
        desc="党员委员每月都高于全体委员。",
        most=100,
        unit="%",
        narrow=narrow,
    )


def small() -> p.Picture:
    """A spark line."""
    return p.spark([3, 5, 4, 8, 7, 9, 12], title="近七个月")


WIDE_AND_NARROW = [board, tree, heartbeat, geese, work_chain, partners, house, burden, counted, trend]
SINGLE = [types, empty_house, small]


def pairs() -> list[dict[str, p.Picture | None]]:
    """Every picture with its narrow twin, if it has one."""
    return [{"picture": draw(), "narrow": draw(narrow=True)} for draw in WIDE_AND_NARROW] + [
        {"picture": draw(), "narrow": None} for draw in SINGLE
    ]
