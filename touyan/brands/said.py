"""Warnings, readings and events in words. No queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise as Words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from touyan.brands.readings import Part
from touyan.brands.rules import StepCode, Verdict
from touyan.core.words import date_words

PARTS_MISSING: Mapping[str, str | Words] = {
    "idea": _l("核心理念"),
    "orientation": _l("工作导向"),
    "carrier": _l("活动载体"),
    "mechanism": _l("制度机制"),
    "promise": _l("写全的承诺"),
}


@dataclass(frozen=True)
class Said:
    """A warning in words: its name, what is seen and since when, the passage that names it, what could be done."""

    name: str
    seen: str
    passage: str
    remedy: str


def _asleep(facts: Mapping[str, Any], since: dt.date) -> str:
    if facts.get("ever"):
        return _("最后一次实际工作在%(day)s，之后%(n)s个月没有记录。") % {
            "day": date_words(since),
            "n": facts["months"],
        }
    return _("%(day)s发布以来%(n)s个月，没有一次实际工作的记录。") % {"day": date_words(since), "n": facts["months"]}


def _case(facts: Mapping[str, Any], since: dt.date) -> str:
    return _("发布一年多，全部记录只有%(day)s这一次，像是把一件工作当作品牌。") % {"day": date_words(since)}


def _bunched(facts: Mapping[str, Any], since: dt.date) -> str:
    return _("%(all)s次工作里有%(n)s次挤在%(month)s月（自%(day)s起），其余月份很少。") % {
        "all": facts["all"],
        "n": facts["n"],
        "month": facts["month"],
        "day": date_words(since),
    }


def _apart(facts: Mapping[str, Any], since: dt.date) -> str:
    return _("自%(day)s起，最近%(months)s个月%(all)s次工作里只有%(n)s次同时是履职工作。") % {
        **facts,
        "day": date_words(since),
    }


def _hollow(facts: Mapping[str, Any], since: dt.date) -> str:
    if not facts.get("missing"):
        return _("%(day)s发布以来有工作，但没有一次用到写下的载体。") % {"day": date_words(since)}
    names = "、".join(str(PARTS_MISSING[name]) for name in str(facts["missing"]).split(","))
    return _("%(day)s提出以来，还没有：%(what)s。") % {"day": date_words(since), "what": names}


def _alike(facts: Mapping[str, Any], since: dt.date) -> str:
    return _("%(day)s提出时起，与“%(other)s”%(value)s%%相近，用词%(words)s%%相同。") % {
        "day": date_words(since),
        "other": facts.get("name") or _("另一个品牌"),
        "value": facts["value"],
        "words": facts["words"],
    }


def _orphan(facts: Mapping[str, Any], since: dt.date) -> str:
    return _("创建单位已于%(day)s撤销，品牌没有人承接。") % {"day": date_words(since)}


@dataclass(frozen=True)
class Kind:
    """One kind of warning."""

    name: str | Words
    seen: Callable[[Mapping[str, Any], dt.date], str]
    passage: str | Words
    remedy: str | Words


KINDS: dict[str, Kind] = {
    "asleep": Kind(
        _l("久未见动"),
        _asleep,
        _l("二（一）2：“只重视前期‘创’的阶段，而忽视后续‘建’”，“其结局就是昙花一现”"),
        _l("可以把已经做的工作关联进来，把承诺改得做得到，或者如实办理休眠、移交、荣誉收官。"),
    ),
    "case": Kind(
        _l("一件工作当品牌"),
        _case,
        _l("二（一）3：“品牌创建不够，工作案例来凑”"),
        _l("可以把它作为案例申报；想做成品牌，就写下还会再做的承诺。"),
    ),
    "bunched": Kind(
        _l("挤在一个月"),
        _bunched,
        _l("二（一）2：“没有持之以恒，后续的‘建’没有跟上”；三（四）3：“分月、季、半年和年度，合理安排”"),
        _l("可以把下一年的工作按承诺的节奏排开；如果本来就集中办，把承诺改成一年一次。"),
    ),
    "apart": Kind(
        _l("与履职两张皮"),
        _apart,
        _l("二（一）2：“与委员履职尽责融合度不高……实则存在‘两张皮’的现象”"),
        _l("可以在下一次主题党日带一个调研题目，把形成的提案、社情民意关联进来。"),
    ),
    "hollow": Kind(
        _l("口号多、内容少"),
        _hollow,
        _l("二（一）2：“缺少活动载体、制度机制，缺乏核心理念、工作导向”，“陷入口号化、空心化、概念化的怪圈”"),
        _l("可以先写一项做得到的承诺，再补上它依托的载体和机制；暂时不做，也可以撤下口号。"),
    ),
    "alike": Kind(
        _l("与兄弟品牌雷同"),
        _alike,
        _l("四（三）3：“避免全市政协党建工作‘上下一般粗、左右一样齐’”"),
        _l("可以两家联办一个品牌，或从本单位的专业和界别里写出自己的做法。"),
    ),
    "orphan": Kind(
        _l("单位已撤销"),
        _orphan,
        _l("二（一）2：“‘创’与‘建’没有贯穿始终”"),
        _l("请移交给承接工作的单位，或办理荣誉收官。"),
    ),
}


def warning(code: str, since: dt.date, facts: Mapping[str, Any]) -> Said:
    """A warning in words."""
    kind = KINDS[code]
    return Said(str(kind.name), kind.seen(facts, since), str(kind.passage), str(kind.remedy))


READINGS: dict[str, tuple[str | Words, str | Words]] = {
    "continuity": (_l("持续"), _l("按约办到的节拍占 60%，最长间隔占 20%，分布均匀占 20%")),
    "fusion": (_l("融合"), _l("品牌工作同时是履职工作的占 60%，其中有结果的占 40%")),
    "solidity": (_l("实在"), _l("七项组成是否齐全占 40%，载体在用占 40%，机制在用占 20%")),
    "distinctness": (_l("特色"), _l("100 减去与最接近的兄弟品牌的相近程度（用词占 70%，工作种类占 30%）")),
    "reach": (_l("联系面"), _l("本单位有多少人参加过占 30%，界别占 30%，有党外委员参加的占 20%，有群众参加的占 20%")),
}
PART_WORDS: dict[str, str | Words] = {
    "rhythm": _l("到期的节拍里办到的"),
    "gap": _l("最长间隔（天）与可容忍的天数"),
    "even": _l("最忙一个月的记录占全部记录（超过一半才扣）"),
    "duty": _l("同时是履职工作的记录"),
    "outcome": _l("履职工作里有结果的"),
    "parts": _l("七项组成里写好的"),
    "carrier": _l("载体里真正用到的"),
    "mechanism": _l("机制里真正用到的"),
    "words": _l("用词相同的百分比"),
    "kinds": _l("工作种类重合的百分比"),
    "people": _l("参加过的人占本单位人数"),
    "sectors": _l("参加者来自几个界别（6 个即满）"),
    "others": _l("有党外委员参加的记录"),
    "residents": _l("有群众参加的记录"),
}
WHY_NONE: dict[str, str | Words] = {
    "continuity": _l("还没有到期的节拍"),
    "fusion": _l("实际工作的记录不足 3 条"),
    "solidity": _l("总品牌看下级品牌"),
    "distinctness": _l("没有兄弟品牌可比"),
    "reach": _l("实际工作的记录不足 3 条"),
}


def part_words(part: Part) -> str:
    """What a part counts."""
    return str(PART_WORDS[part.code])


EVENTS: dict[str, str | Words] = {
    "create": _l("登记品牌"),
    "received": _l("承接品牌"),
    "publish": _l("发布"),
    "promise": _l("写下承诺"),
    "promise_end": _l("停止承诺"),
    "rest": _l("休眠"),
    "wake": _l("恢复"),
    "hand_over": _l("移交"),
    "close": _l("荣誉收官"),
    "reply": _l("答复不同意见"),
    "step_begin": _l("开始"),
    "step_submit": _l("交审"),
    "step_pass": _l("完成"),
    "step_return": _l("退回"),
    "review_open": _l("开始自查"),
    "review_submit": _l("交上自查"),
    "review_visit": _l("实地查看"),
    "decision": _l("签署决定"),
    "drive_join": _l("参加交流"),
}


def event(verb: str, subject: str) -> str:
    """What happened, in a few words."""
    word = str(EVENTS.get(verb, verb))
    if verb.startswith("step_") and subject in StepCode.values:
        return f"{StepCode(subject).label} · {word}"
    if verb == "decision" and subject in Verdict.values:
        return f"{word} · {Verdict(subject).label}"
    if verb == "reply" and subject in KINDS:
        return f"{word} · {KINDS[subject].name}"
    return f"{word} · {subject}" if subject else word
