"""Practices of the demonstration city: some travelled, one came to nothing, one went on its way to a norm."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from touyan.activities.models import Activity
from touyan.activities.rules import State as ActivityState
from touyan.brands.models import Brand
from touyan.organizations.models import Unit
from touyan.organizations.policy import actor_of
from touyan.practices import settling
from touyan.practices.models import Change, Effect, Practice, Step
from touyan.practices.rules import Part, State, Strength, Verdict

if TYPE_CHECKING:
    from touyan.demo.city import City


@dataclass(frozen=True)
class Told:
    """A recipe as its unit wrote it down."""

    key: str
    place: tuple[str, int]
    title: str
    strength: str
    situation: str
    steps: tuple[str, ...]
    cost: tuple[int, int, int]  # minutes of each, people, 元
    failed: str
    avoid: str
    begun: tuple[int, int]  # years ago, day of the year


@dataclass(frozen=True)
class Taken:
    """Who took which practice, when, why, what was changed."""

    key: str
    origin: str
    place: tuple[str, int]
    begun: tuple[int, int]
    why: str
    changes: tuple[tuple[str, str, str, str], ...] = ()


RECIPES = (
    Told("party_day", ("branches", 2), "主题党日带着一道题走访企业", Strength.EXPERT,
         "支部以经济界别委员为主，企业反映问题多，主题党日容易开成念文件。",
         ("提前一周向企业征集一个最想解决的问题", "按专业选三到五名委员，党员和党外委员都有",
          "现场两小时：一小时看，一小时谈，不带讲稿", "三天内写成一页社情民意信息报送", "下次党日先报告上次问题的下落"),
         (180, 8, 0), "头两次一天走三家，每家只谈二十分钟，什么也没解决。", "经济委有信息渠道，别处照搬“三天报送”前先落实报给谁。", (2, 70)),
    Told("hall", ("towns", 0), "红茶夜谈：晚上七点的议事会", Strength.LINK,
         "居民白天上班，白天开的议事会来的总是那几个人。",
         ("每月第二个周四晚上七点到八点半", "一次只议一件事，前一天张贴", "委员主持，先让居民说满四十分钟", "当场定谁去办、哪天答复"),
         (90, 12, 60), "第一次把三个议题放一起，谈到十点没有结果。", "场地晚上要能开门，物业不配合的小区不要硬办。", (1, 120)),
    Told("pairs", ("subgroups", 4), "一名党员委员带两名党外委员写提案", Strength.LINK,
         "党外委员熟悉专业，但不熟悉提案写法。",
         ("年初各报一个题目，自愿结对", "三月一起调研一次", "写成后互相修改，署名按贡献", "办理答复时一起参加"),
         (240, 3, 0), "硬性指派的几对没有谈下去。", "结对要自愿，不要分配任务，不要计次数。", (1, 40)),
    Told("map", ("districts", 3), "委员专长一张图", Strength.SPECIAL,
         "基层要找懂行的委员，不知道找谁。",
         ("委员自己勾选三个专长领域", "街道按领域提需求", "工作人员两天内联系委员", "办完由街道写一句结果"),
         (20, 2, 0), "第一版让委员填二十项，多数人没有填完。", "人少的区不用画图，打电话更快。", (1, 200)),
    Told("alone", ("branches", 9), "学习半小时，议事一小时", Strength.EXPERT,
         "学习和履职各开各的会，委员一个月来两趟。",
         ("先学原文半小时，围绕当月议题选", "接着议一小时，形成一条建议"), (90, 10, 0),
         "学习内容和议题无关时，两半会成了两个会。", "全会期间议题已定，不要再另起题。", (0, 60)),
)  # fmt: skip
TAKEN = (
    Taken("party_day-sub", "party_day", ("branches", 5), (1, 60), "支部联系的是农业企业，也有同样的问题。",
          ((Part.SITUATION, "走访企业", "走访农业合作社", "联系的是农户"), (Part.TIME, "每月一次", "农闲月份两月一次", "农忙时没有人"))),
    Taken("party_day-edu", "party_day", ("branches", 10), (1, 150), "医卫委员多，想改为走访社区医院。",
          ((Part.PEOPLE, "经济界别委员", "医药卫生和教育界别委员", "问题在看病和上学"),)),
    Taken("party_day-east", "party_day", ("districts", 0), (0, 40), "区里党日活动需要有题目。", ()),
    Taken("party_day-south", "party_day-sub", ("districts", 10), (0, 90), "山区县合作社多，直接学农业支部的做法。",
          ((Part.COST, "八人参加", "五人参加，合乘一车", "路远，一天只能走一处"), (Part.STEPS, "三天内报送信息", "一周内由县政协汇总报送", "镇里没有直报渠道"))),
    Taken("party_day-town", "party_day-east", ("towns", 0), (0, 150), "小组跟着区里做。",
          ((Part.STEPS, "写成社情民意信息", "带到协商驿站议一次", "小组没有报送渠道"),)),
    Taken("hall-next", "hall", ("towns", 2), (0, 30), "辖区里年轻租户多。",
          ((Part.TIME, "每月第二个周四", "隔月周日下午", "租户周四晚上加班"),)),
    Taken("hall-lin", "hall", ("towns", 12), (0, 75), "居民也说白天来不了。", ()),
    Taken("pairs-cul", "pairs", ("subgroups", 6), (0, 45), "文史委党外委员多。",
          ((Part.SITUATION, "写提案", "写文史资料和提案", "专长在文史"),)),
)  # fmt: skip
EFFECTS = (
    ("party_day", (1, 10), Verdict.BETTER, "一年走访十一家，九个问题写成信息，五条被采用；到会率由六成升到九成。"),
    ("party_day-sub", (0, 100), Verdict.BETTER, "四次走访形成三条信息，合作社来电话问下次什么时候来。"),
    ("party_day-edu", (0, 120), Verdict.SAME, "社区医院提的多是编制问题，支部帮不上，信息没有被采用。"),
    ("party_day-east", (0, 180), Verdict.BETTER, "党日第一次当场定下答复日期。"),
    ("party_day-south", (0, 240), Verdict.STOPPED, "六月以后路远人少，停了；合作社改由镇里联系。"),
    ("hall", (0, 20), Verdict.BETTER, "到会居民从八人到三十多人，十七件事有十四件答复。"),
    ("hall-next", (0, 200), Verdict.WORSE, "周日下午来的人更少，两次只到四人，准备改回晚上。"),
    ("pairs", (0, 60), Verdict.BETTER, "二十一对写出十九件提案，十五件立案。"),
    ("map", (0, 90), Verdict.SAME, "图做好了，街道还是习惯打电话找熟人。"),
)


def build(city: City) -> None:
    """Recipes, their travels, what was reported, and one draft of a norm."""
    made: dict[str, Practice] = {}
    for one in RECIPES:
        made[one.key] = _recipe(city, one)
    for taken in TAKEN:
        made[taken.key] = _adopted(city, taken, made[taken.origin])
    held = Activity.objects.filter(unit=made["party_day"].unit, state=ActivityState.HELD, kind__code="theme_party_day")
    for key, when, verdict, words in EFFECTS:
        practice, day = made[key], max(_day(city, when), made[key].started)
        activity = held.filter(day__lte=city.today).order_by("-day").first() if key == "party_day" else None
        Effect.objects.create(
            practice=practice, verdict=verdict, words=words, day=min(day, city.today), by_name="示例联络员", activity=activity
        )  # fmt: skip
    settling.practice_settle(actor=actor_of(city.accounts["office"]), practice=made["pairs"])


def _place(city: City, place: tuple[str, int]) -> Unit:
    units: list[Unit] = getattr(city, place[0])
    return units[place[1] % len(units)]


def _day(city: City, when: tuple[int, int]) -> dt.date:
    return min(dt.date(city.year - when[0], 1, 1) + dt.timedelta(when[1]), city.today)


def _recipe(city: City, told: Told) -> Practice:
    unit, started = _place(city, told.place), _day(city, told.begun)
    minutes, people, money = told.cost
    practice = Practice.objects.create(
        unit=unit, title=told.title, strength=told.strength, situation=told.situation, minutes=minutes, people=people,
        money=money, failed=told.failed, avoid=told.avoid, started=started, state=State.SHARED, shared_on=started,
        brand=Brand.objects.filter(unit=unit).first(),
    )  # fmt: skip
    Step.objects.bulk_create(Step(practice=practice, order=n, text=text) for n, text in enumerate(told.steps, 1))
    return practice


def _adopted(city: City, taken: Taken, origin: Practice) -> Practice:
    started = _day(city, taken.begun)
    practice = Practice.objects.create(
        unit=_place(city, taken.place), origin=origin, title=origin.title, strength=origin.strength, situation=origin.situation,
        minutes=origin.minutes, people=origin.people, money=origin.money, failed=origin.failed, avoid=origin.avoid,
        started=started, shared_on=started, state=State.SHARED, why=taken.why,
    )  # fmt: skip
    Step.objects.bulk_create(Step(practice=practice, order=s.order, text=s.text) for s in origin.steps.all())
    Change.objects.bulk_create(
        Change(practice=practice, part=part, was=was, now=now, why=why) for part, was, now, why in taken.changes
    )
    return practice
